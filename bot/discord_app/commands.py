"""The slash commands, and what a message's menu offers."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.discord_app import offering, replies
from bot.discord_app.booth import Booth, Interaction
from bot.discord_app.cards import embed_of
from bot.discord_app.delivering import respond_to, soon
from bot.discord_app.facts_commands import add_editing
from bot.discord_app.facts_queue import add_queue
from bot.discord_app.facts_reading import add_reading
from bot.discord_app.following_commands import add_following
from bot.discord_app.looking_up import entity_named
from bot.discord_app.permissions import layer_of
from bot.discord_app.settings_commands import settings_group
from bot.discord_app.sources import Sources
from bot.facts.model import WORKS


def add_commands(tree: app_commands.CommandTree[Booth]) -> None:
    """Give the tree all the commands: for servers, direct messages, and members who bring Booth along."""
    facts = app_commands.Group(name="facts", description="The facts of this server: show, suggest, change")
    for add in (add_reading, add_editing, add_queue):
        add(facts)
    settings = settings_group()
    tree.add_command(facts)
    tree.add_command(settings)
    everywhere = [*_add_asking(tree), *add_following(tree), facts, settings]
    for command in everywhere:
        _allow_everywhere(command)


def _allow_everywhere(command: Any) -> None:
    """In direct messages too: those for servers say there where they work."""
    app_commands.allowed_installs(guilds=True, users=True)(command)
    app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)


def _add_asking(tree: app_commands.CommandTree[Booth]) -> list[object]:
    @tree.command(name="ask", description="Ask a question about films")
    @app_commands.describe(question="Your question, in your own words", private="Show the answer to you alone")
    async def ask(interaction: Interaction, question: str, private: bool = False) -> None:
        await _answer(interaction, question, private=private)

    @tree.command(name="film", description="Show what I know of a film, series or book")
    @app_commands.describe(title="Its title", private="Show it to you alone")
    @app_commands.autocomplete(title=offering.titles)
    async def film(interaction: Interaction, title: str, private: bool = False) -> None:
        await _show_card(interaction, title, WORKS, private=private)

    @tree.command(name="person", description="Show what I know of a person")
    @app_commands.describe(name="Their name", private="Show it to you alone")
    @app_commands.autocomplete(name=offering.people)
    async def person(interaction: Interaction, name: str, private: bool = False) -> None:
        await _show_card(interaction, name, ("person",), private=private)

    @tree.command(name="help", description="What you can ask, and how")
    async def help_(interaction: Interaction) -> None:
        name = interaction.client.user.name if interaction.client.user else "Booth"
        examples = await soon(interaction, interaction.client.desk.examples, layer_of(interaction), private=True)
        await respond_to(interaction, replies.help_message(examples, name), private=True)

    @tree.context_menu(name="Answer this")
    async def answer_this(interaction: Interaction, message: discord.Message) -> None:
        if not message.content.strip():
            await respond_to(interaction, "There is nothing to read in that message.", private=True)
            return
        await _answer(interaction, message.clean_content, private=False, quoted=True)

    return [ask, film, person, help_, answer_this]


async def _answer(interaction: Interaction, question: str, *, private: bool, quoted: bool = False) -> None:
    desk, layer, channel = interaction.client.desk, layer_of(interaction), interaction.channel_id or 0
    answer = await soon(interaction, desk.answer, question, layer, channel, interaction.user.id, private=private)
    text = replies.message_for(answer, question=question if quoted else "", with_sources=False)
    await respond_to(interaction, text, private=private, view=Sources(answer.sources))


async def _show_card(interaction: Interaction, typed: str, kinds: tuple[str, ...], *, private: bool) -> None:
    card = await entity_named(interaction, typed, kinds, private=private)
    await respond_to(interaction, "", private=private, view=Sources(card.sources), embed=embed_of(card))
