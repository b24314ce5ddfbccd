"""`/facts …`: what shows facts and their history, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from discord import app_commands

from bot.curating.proposal import CannotPropose
from bot.discord_app import curating_texts as texts
from bot.discord_app import offering
from bot.discord_app.booth import Interaction
from bot.discord_app.delivering import respond_to, soon
from bot.discord_app.escaping import escape_line
from bot.discord_app.looking_up import entity_named
from bot.discord_app.permissions import layer_to_change
from bot.discord_app.told_errors import Unfound
from bot.discord_app.views import Pages

T = TypeVar("T")

_MOST_REVISIONS = 100
_ENTITY = "The film, person, … whose facts they are; everything if left out"
_WHERE = "Whose facts: this server's (the default), or those shared by all"


def add_reading(group: app_commands.Group) -> None:
    """Give the group the commands that show facts."""

    @group.command(name="show", description="Show what I know of something, with the sources")
    @app_commands.describe(entity="The film, person, … to show")
    @app_commands.autocomplete(entity=offering.entities)
    async def show(interaction: Interaction, entity: str) -> None:
        card = await entity_named(interaction, entity)
        lines = texts.shown(card) or ["I have no facts about it yet."]
        await _show(interaction, lines, f"**{escape_line(card.label)}** – {card.kind}")

    @group.command(name="history", description="Show what changed, and who changed it")
    @app_commands.describe(entity=_ENTITY, where=_WHERE)
    @app_commands.autocomplete(entity=offering.entities, where=offering.places)
    async def history(interaction: Interaction, entity: str = "", where: str = "") -> None:
        layer = await layer_to_change(interaction, shared=where == "shared")
        curation = interaction.client.curation
        entries = await _found(interaction, curation.history, layer, entity or None, _MOST_REVISIONS)
        await _show(interaction, texts.history(entries) or ["Nothing has been changed yet."], "**History**")

    @group.command(name="export", description="Give the facts as a file: of one thing, or all of this server's")
    @app_commands.describe(entity=_ENTITY, where=_WHERE)
    @app_commands.autocomplete(entity=offering.entities, where=offering.places)
    async def export(interaction: Interaction, entity: str = "", where: str = "") -> None:
        layer = await layer_to_change(interaction, shared=where == "shared")
        curation = interaction.client.curation
        name, data = await _found(interaction, curation.export, layer, entity or None)
        if len(data) > (interaction.filesize_limit or 0):
            told = "That is larger than Discord lets me send: export one at a time."
            await respond_to(interaction, told, private=True)
            return
        await respond_to(interaction, "Here it is.", private=True, files=[(name, data)])

    @group.command(name="check", description="Look for what is wrong in the facts, and ask what they should answer")
    @app_commands.describe(where=_WHERE)
    @app_commands.autocomplete(where=offering.places)
    async def check(interaction: Interaction, where: str = "") -> None:
        layer = await layer_to_change(interaction, shared=where == "shared")
        problems = await soon(interaction, interaction.client.curation.check, layer, private=True)
        lines = [f"- {escape_line(problem)}" for problem in problems]
        told = f"{len(lines) or 'no'} problem{'' if len(lines) == 1 else 's'}"
        await _show(interaction, lines or ["Nothing is wrong."], f"**Check** – {told}")


async def _found(interaction: Interaction, look_up: Callable[..., T], *arguments: object) -> T:
    """What is looked up; raises Unfound with the reason where there is none."""
    try:
        return await soon(interaction, look_up, *arguments, private=True)
    except CannotPropose as error:
        raise Unfound(texts.cannot(error, changing=False)) from error


async def _show(interaction: Interaction, lines: list[str], heading: str) -> None:
    view = Pages(interaction.user.id, texts.pages(lines, heading))
    await respond_to(interaction, view.text, private=True, view=view)
