"""Booth: a Discord bot that answers questions about films from facts that people can read, check and correct."""
