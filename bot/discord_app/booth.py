"""The client as the commands see it: Discord's, with what Booth has beside it. `client` is the one that there is."""

from __future__ import annotations

from typing import TypeAlias

import discord

from bot.discord_app.curation import Curation
from bot.discord_app.desk import Desk
from bot.discord_app.pacing import Pacing
from bot.discord_app.uploads import Fetch


class Booth(discord.Client):
    """Where questions are handed in, how facts change, and how uploaded files are read.

    ``application_known`` says who owns the bot, as Discord told at the start.
    """

    desk: Desk
    curation: Curation
    fetch: Fetch
    pacing: Pacing
    application_known: discord.AppInfo | None = None


#: What comes from a member: a command, a press of a button, a form.
Interaction: TypeAlias = discord.Interaction[Booth]
