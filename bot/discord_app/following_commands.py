"""`/follow`, `/unfollow`, `/following`: a message when a film's facts change."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.curating.following import Following
from bot.discord_app import curating_texts as texts
from bot.discord_app import offering
from bot.discord_app.booth import Booth, Interaction
from bot.discord_app.delivering import respond_to, soon
from bot.discord_app.escaping import escape_line
from bot.discord_app.looking_up import entity_named
from bot.discord_app.permissions import ONLY_IN_SERVERS, Denied, layer_of
from bot.discord_app.views import Pages
from bot.facts.model import WORKS


def add_following(tree: app_commands.CommandTree[Booth]) -> list[app_commands.Command[Any, ..., Any]]:
    """Give the tree the commands, and tell which they are."""

    @tree.command(name="follow", description="Hear from me when the facts of a film change")
    @app_commands.describe(title="The film, series or book")
    @app_commands.autocomplete(title=offering.titles)
    async def follow(interaction: Interaction, title: str) -> None:
        following = _following(interaction)
        card = await entity_named(interaction, title, WORKS)
        new = await soon(interaction, following.follow, interaction.user.id, card.ident, private=True)
        told = "You hear from me when its facts change here" if new else "You follow it already"
        await respond_to(interaction, f"{escape_line(card.label)}: {told}. `/unfollow` ends that.", private=True)

    @tree.command(name="unfollow", description="Hear no more of a film")
    @app_commands.describe(title="The film, series or book")
    @app_commands.autocomplete(title=_followed)
    async def unfollow(interaction: Interaction, title: str) -> None:
        following = _following(interaction)
        desk, layer, member = interaction.client.desk, layer_of(interaction), interaction.user.id
        ident = title if title in await soon(interaction, following.followed_by, member, private=True) else None
        ident = ident or await soon(interaction, desk.find, layer, title, WORKS, private=True) or title
        gone = await soon(interaction, following.unfollow, member, ident, private=True)
        told = "You hear no more of it." if gone else f"You do not follow “{escape_line(title)}”: see `/following`."
        await respond_to(interaction, told, private=True)

    @tree.command(name="following", description="What you follow in this server")
    async def following_(interaction: Interaction) -> None:
        found = await soon(interaction, _labels, interaction, _following(interaction), private=True)
        lines = [f"- {escape_line(label)}" for _, label in found]
        view = Pages(interaction.user.id, texts.pages(lines or ["You follow nothing here: `/follow` begins that."]))
        await respond_to(interaction, view.text, private=True, view=view)

    return [follow, unfollow, following_]


def _following(interaction: Interaction) -> Following:
    """The followers in the server that the interaction comes from. Raises Denied."""
    if interaction.guild_id is None:
        raise Denied(ONLY_IN_SERVERS)
    return Following(interaction.client.curation.store, layer_of(interaction))


def _labels(interaction: Interaction, following: Following) -> list[tuple[str, str]]:
    """The ids of what the member follows, and how that is called now."""
    desk, layer = interaction.client.desk, layer_of(interaction)
    cards = [(ident, desk.card(layer, ident)) for ident in following.followed_by(interaction.user.id)]
    return [(ident, card.label if card else f"{ident} (no longer known)") for ident, card in cards]


async def _followed(interaction: Interaction, typed: str) -> offering.Choices:
    if interaction.guild_id is None:
        return []
    found = await offering.looked_up(_labels, interaction, _following(interaction))
    return offering.choices((ident, label) for ident, label in found if typed.casefold() in label.casefold())
