"""From what somebody typed into an option to the thing that it names."""

from __future__ import annotations

from collections.abc import Collection

from bot.answering.catalogue import Card
from bot.discord_app.booth import Interaction
from bot.discord_app.delivering import soon
from bot.discord_app.escaping import escape_line
from bot.discord_app.permissions import layer_of
from bot.discord_app.told_errors import Unfound

_MOST_OFFERED = 5


async def entity_named(
    interaction: Interaction,
    typed: str,
    kinds: Collection[str] | None = None,
    *,
    private: bool = True,
) -> Card:
    """All that is known of the thing that is named so, where the interaction comes from. Raises Unfound."""
    desk, layer = interaction.client.desk, layer_of(interaction)

    def look() -> Card | str:
        ident = desk.find(layer, typed, kinds)
        card = desk.card(layer, ident) if ident is not None else None
        if card is not None:
            return card
        near = [f"“{escape_line(offer.label)}”" for offer in desk.offers(layer, typed, kinds)[:_MOST_OFFERED]]
        return f" Did you mean {', '.join(near)}?" if near else ""

    found = await soon(interaction, look, private=private)
    if isinstance(found, str):
        raise Unfound(f"I don't know “{escape_line(typed)}”.{found}")
    return found
