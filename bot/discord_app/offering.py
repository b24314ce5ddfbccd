"""What the options of commands offer while they are typed: only what fits."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from discord import app_commands

from bot.answering.catalogue import Offer
from bot.curating.proposal import CannotPropose
from bot.curating.standing import Standing
from bot.discord_app.booth import Interaction
from bot.discord_app.fitting import fit
from bot.discord_app.permissions import layer_of, runs_the_bot
from bot.facts.model import KINDS, WORKS, Certainty
from bot.facts.store import SHARED, StoreError

log = logging.getLogger(__name__)

Choices = list[app_commands.Choice[str]]
T = TypeVar("T")

_MOST, _LONGEST = 25, 100  # Discord's own limits


async def titles(interaction: Interaction, typed: str) -> Choices:
    """Films, series and books."""
    return await _things(interaction, typed, WORKS)


async def people(interaction: Interaction, typed: str) -> Choices:
    """People."""
    return await _things(interaction, typed, ("person",))


async def entities(interaction: Interaction, typed: str) -> Choices:
    """Everything that facts can be about."""
    return await _things(interaction, typed, None)


async def sources(interaction: Interaction, typed: str) -> Choices:
    """Sources that are described."""
    return await _things(interaction, typed, ("source",))


async def relations(interaction: Interaction, typed: str) -> Choices:
    """Relations that the entity chosen before can have."""
    entity = interaction.namespace.entity or ""
    desk, layer = interaction.client.desk, layer_of(interaction)
    return choices(await looked_up(desk.relations, layer, entity, typed))


async def values(interaction: Interaction, typed: str) -> Choices:
    """Values that the relation chosen before can have."""
    chosen = interaction.namespace
    desk, layer = interaction.client.desk, layer_of(interaction)
    return choices(await looked_up(desk.values, layer, chosen.entity or "", chosen.relation or "", typed))


async def standing(interaction: Interaction, typed: str) -> Choices:
    """Values that the entity and relation chosen before have now."""
    found = await _standing(interaction)
    return choices((each.name, each.name) for each in found if typed.casefold() in each.name.casefold())


async def said(interaction: Interaction, typed: str) -> Choices:
    """What is said of the value chosen before, and may go; behind a semicolon what else."""
    lead, between, piece = typed.rpartition(";")
    before, value = f"{lead}{between} " if between else "", interaction.namespace.value or ""
    names = (name for each in await _standing(interaction) if each.name == value for name in each.said)
    fitting = [name for name in names if piece.strip().casefold() in name and name not in lead.split("; ")]
    return choices((before + name, before + name) for name in fitting)


async def _standing(interaction: Interaction) -> Sequence[Standing]:
    """The values of the relation and entity chosen before; none where they are not chosen."""
    chosen, curation = interaction.namespace, interaction.client.curation
    where = SHARED if chosen.where == "shared" else layer_of(interaction)
    return await looked_up(curation.library.standing, where, chosen.entity or "", chosen.relation or "")


async def relations_standing(interaction: Interaction, typed: str) -> Choices:
    """Relations that the entity chosen before has a fact of."""
    desk, layer, entity = interaction.client.desk, layer_of(interaction), interaction.namespace.entity or ""

    def look_up() -> list[tuple[str, str]]:
        card = desk.card(layer, entity)
        return list({fact.relation: fact.name for fact in card.facts}.items()) if card else []

    named = await looked_up(look_up)
    return choices((ident, name) for ident, name in named if typed.casefold() in name.casefold())


async def details(interaction: Interaction, typed: str) -> Choices:
    """What the relation chosen before has beside its value: the names of that, then what can stand behind one."""
    desk, layer = interaction.client.desk, layer_of(interaction)
    return choices(await looked_up(desk.details, layer, interaction.namespace.relation or "", typed))


async def kinds(_: Interaction, typed: str) -> Choices:
    """The kinds of things that there are."""
    return choices((kind, kind) for kind in KINDS if typed.casefold() in kind)


async def certainties(_: Interaction, typed: str) -> Choices:
    """How sure a fact can be."""
    return choices((each, each) for each in Certainty if typed.casefold() in each)


async def places(interaction: Interaction, typed: str) -> Choices:
    """Where a change is made: the shared facts are offered to whoever runs the bot, and checked at the write."""
    operator = runs_the_bot(interaction, interaction.client.application_known)
    offered = [("server", "this server"), *([("shared", "shared by all servers")] if operator else [])]
    return choices((value, name) for value, name in offered if typed.casefold() in name)


async def _things(interaction: Interaction, typed: str, of: Collection[str] | None) -> Choices:
    return choices(await looked_up(interaction.client.desk.offers, layer_of(interaction), typed, of))


async def looked_up(look_up: Callable[..., Sequence[T]], *arguments: object) -> Sequence[T]:
    """What a look-up finds; nothing where it fails, for a list of choices has no place for a sentence."""
    try:
        return await asyncio.to_thread(look_up, *arguments)
    except CannotPropose:  # what is typed before names nothing yet
        return []
    except (StoreError, OSError, sqlite3.Error) as error:
        log.warning("no choices could be offered: %s", error)
        return []


def choices(offers: Iterable[Offer | tuple[str, str]]) -> Choices:
    """As many as Discord takes. What is too long to be chosen is left out."""
    fitting = [(value, name) for value, name in offers if 0 < len(value) <= _LONGEST and name.strip()]
    return [app_commands.Choice(name=fit(name, _LONGEST), value=value) for value, name in fitting[:_MOST]]
