"""Bulk film data -> fact files: readers for what admins can get, and what they share."""
