"""`/film` and `/person`: what is known of a thing on one card."""

from __future__ import annotations

from urllib.parse import urlsplit

import discord

from bot.answering.catalogue import Card
from bot.discord_app.escaping import escape, escape_line
from bot.discord_app.fitting import fit, length

#: Discord's limits of an embed: of its parts, and of all of them together (6000; some room is left).
_TITLE, _PROSE, _NAME, _VALUE, _FIELDS, _ALL = 256, 1500, 256, 1024, 25, 5500
#: Values beyond these few of a relation are counted, not told.
_MOST_VALUES = 8


def embed_of(card: Card) -> discord.Embed:
    """A card as an embed that Discord accepts."""
    title = fit(f"{escape_line(card.label)}", _TITLE)
    embed = discord.Embed(title=title, description=fit(escape(card.prose), _PROSE) or None)
    embed.set_footer(text=card.kind)
    if is_link(card.image):
        embed.set_thumbnail(url=card.image)
    for name, values in card.rows[:_FIELDS]:
        shown = "; ".join(escape_line(value) for value in values[:_MOST_VALUES])
        more = len(values) - _MOST_VALUES
        value = fit(shown + (f" and {more} more" if more > 0 else ""), _VALUE)
        field = fit(escape_line(name[:1].upper() + name[1:]), _NAME)
        if length(field) + length(value) + len(embed) > _ALL:
            break
        embed.add_field(name=field, value=value or "…", inline=len(value) <= 60)
    if not card.prose and not card.rows:
        embed.description = "I know only the name."
    return embed


def is_link(text: str) -> bool:
    """Whether a text is an address that Discord may show a picture from."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and text.isascii()
