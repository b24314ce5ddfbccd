"""`/facts …`: what waits for a curator: questions without an answer, and what members suggest."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import discord
from discord import app_commands

from bot.curating.details import details_of
from bot.curating.edits import FactEdit
from bot.curating.gaps import Gap, Gaps
from bot.curating.server_settings import read_settings
from bot.curating.suggestions import Suggestion, Suggestions, reason_of
from bot.curating.told import Told, WhichOne
from bot.curating.told_edit import edit_of
from bot.discord_app import curating_texts as texts
from bot.discord_app import modals
from bot.discord_app.auditing import tell_member
from bot.discord_app.booth import Interaction
from bot.discord_app.delivering import respond_to, soon
from bot.discord_app.escaping import escape_line
from bot.discord_app.permissions import ONLY_IN_SERVERS, Denied, layer_of, layer_to_change, server_of
from bot.discord_app.previews import propose
from bot.discord_app.views import Action, OwnView, Pages
from bot.facts.store import Layer
from bot.facts.vocabulary import VALUE

_SHOWN = 4  # gaps a page: each has two buttons, and a message has five rows


def add_queue(group: app_commands.Group) -> None:
    """Give the group the commands for what waits for a curator."""

    @group.command(name="gaps", description="Show the questions that I could not answer, the most asked first")
    @app_commands.describe(dismissed="Show those that were dismissed, to bring them back")
    async def gaps(interaction: Interaction, dismissed: bool = False) -> None:
        layer = await layer_to_change(interaction)
        found = await soon(interaction, _open_gaps, interaction, layer, dismissed, private=True)
        await _show_gaps(interaction, found, 0, dismissed=dismissed)
        passed = await soon(interaction, interaction.client.curation.overdue, layer, private=True)
        if passed and not dismissed:
            view = Pages(
                interaction.user.id, texts.pages(texts.overdue_lines(passed), "**Facts whose day has passed**")
            )
            await respond_to(interaction, view.text, private=True, view=view)

    @group.command(name="suggest", description="Propose a fact to the curators of this server")
    @app_commands.describe(fact="The fact, in a plain sentence", source="Where it is from: a link, or a name")
    async def suggest(interaction: Interaction, fact: str, source: str) -> None:
        if interaction.guild_id is None:
            raise Denied(ONLY_IN_SERVERS)
        queue = Suggestions(interaction.client.curation.store, layer_of(interaction))
        now = datetime.now(UTC)
        made = await soon(interaction, queue.suggest, interaction.user.id, fact, source, now, private=True)
        told = f"Thank you. That is suggestion {made.number}; I write to you when a curator has decided."
        await respond_to(interaction, told, private=True)

    @group.command(name="suggestions", description="Decide what members suggest, the oldest first")
    async def suggestions(interaction: Interaction) -> None:
        layer = await layer_to_change(interaction)
        queue = Suggestions(interaction.client.curation.store, layer)
        waiting = await soon(interaction, queue.open, private=True)
        if not waiting:
            await respond_to(interaction, "Nobody suggests anything at the moment.", private=True)
            return
        text = f"{texts.suggestion_text(waiting[0])}\n-# {len(waiting)} in the queue"
        await respond_to(interaction, text, private=True, view=_deciding(interaction, waiting[0]))


# -- gaps ----------------------------------------------------------------------------------------------------------


def _open_gaps(interaction: Interaction, layer: Layer, dismissed: bool) -> tuple[Gap, ...]:
    """The gaps, without those that are too old by now, and those that have an answer by now."""
    store, curation = interaction.client.curation.store, interaction.client.curation
    gaps = Gaps(store, layer)
    gaps.prune(datetime.now(UTC).date(), read_settings(store, layer).gap_days)
    gaps.ask_again(lambda question: curation.answered(layer, question))
    return gaps.open(dismissed)


async def _show_gaps(interaction: Interaction, gaps: tuple[Gap, ...], page: int, *, dismissed: bool) -> None:
    shown = gaps[page * _SHOWN : (page + 1) * _SHOWN]
    if not shown:
        await respond_to(interaction, "There are no questions without an answer.", private=True)
        return
    view = OwnView(interaction.user.id, "These buttons are too old: ask again.")
    for row, gap in enumerate(shown):
        if not dismissed:
            view.add_item(Action(f"Answer {gap.number}", _answering(gap), discord.ButtonStyle.primary, row=row))
        view.add_item(Action(f"{'Bring back' if dismissed else 'Dismiss'} {gap.number}", _marking(gap), row=row))

    async def more(pressed: Interaction) -> None:
        await layer_to_change(pressed)
        await _show_gaps(pressed, gaps, page + 1, dismissed=dismissed)

    if len(gaps) > (page + 1) * _SHOWN:
        view.add_item(Action("More", more, row=_SHOWN))
    heading = f"**Questions without an answer** – {len(gaps)}"
    await respond_to(interaction, texts.pages(texts.gap_lines(shown), heading)[0], private=True, view=view)


def _marking(gap: Gap) -> modals.Pressed:
    async def mark(interaction: Interaction) -> None:
        layer = await layer_to_change(interaction)
        gaps = Gaps(interaction.client.curation.store, layer)
        change, done = (gaps.bring_back, "back") if gap.dismissed else (gaps.dismiss, "dismissed")
        found = await soon(interaction, change, gap.number, private=True)
        await respond_to(interaction, f"{gap.number} is {done if found else 'gone already'}.", private=True)

    return mark


def _answering(gap: Gap) -> modals.Pressed:
    """Opens the edit that would answer a gap, with as much of it filled in as is known."""

    async def filled(interaction: Interaction, values: list[str]) -> None:
        entity, relation, value, source, more = values
        details = details_of(more, source=source)
        layer = await layer_to_change(interaction)
        make = interaction.client.curation.answering
        edit = await soon(interaction, make, layer, entity, relation, value, details, private=True)
        await propose(interaction, edit)

    async def answer(interaction: Interaction) -> None:
        named = gap.entity or gap.name
        about, value = ("", named) if gap.role == VALUE else (named, "")
        fields = {
            "About (id or name)": about,
            "What is said (such as directed_by)": gap.relation,
            "Value": value,
            "Source (known, or a link)": "",
            "Details (certainty: reported; as_of: 2026)": "",
        }
        await layer_to_change(interaction, form=True)
        optional = ("Source (known, or a link)", "Details (certainty: reported; as_of: 2026)")
        await interaction.response.send_modal(modals.Form(gap.wordings[0], fields, filled, optional=optional))

    return answer


# -- suggestions -----------------------------------------------------------------------------------------------------


def _deciding(interaction: Interaction, suggestion: Suggestion) -> OwnView:
    view = OwnView(interaction.user.id, "These buttons are too old: ask again.")

    async def accept(pressed: Interaction) -> None:
        """With edits: the sentence may be put otherwise before a fact is made of it."""
        await layer_to_change(pressed, form=True)
        fields = {"The fact, in a sentence": suggestion.fact, "Source": suggestion.source}
        await pressed.response.send_modal(modals.Form(f"Accept {suggestion.number}", fields, _accepting(suggestion)))

    async def decline(pressed: Interaction) -> None:
        await layer_to_change(pressed, form=True)
        form = modals.Form(f"Decline {suggestion.number}", {"Why": ""}, _declining(suggestion), limit=300)
        await pressed.response.send_modal(form)

    view.add_item(Action("Accept …", accept, discord.ButtonStyle.success))
    view.add_item(Action("Decline …", decline, discord.ButtonStyle.danger))
    return view


def _accepting(suggestion: Suggestion) -> modals.Filled:
    async def filled(interaction: Interaction, values: list[str]) -> None:
        layer = await layer_to_change(interaction)
        edit = await soon(interaction, _edit_of, interaction, layer, *values, private=True)
        if isinstance(edit, str):
            raise modals.TryAgain(edit)

        async def decided(confirmed: Interaction) -> None:
            told = f"Thank you: “{escape_line(suggestion.fact)}” is among the facts of {server_of(confirmed)} now."
            await _decide(confirmed, suggestion, told)

        await propose(interaction, edit, then=decided)

    return filled


def _edit_of(interaction: Interaction, layer: Layer, fact: str, source: str) -> FactEdit | str:
    """What is to be done to have a suggested fact; or why that is not clear."""
    curation = interaction.client.curation
    told = curation.tell(layer, fact)
    if isinstance(told, Told):
        return edit_of(told, details_of("", source=source))
    if isinstance(told, WhichOne):
        labels = ", ".join(escape_line(label) for label, _ in told.choices)
        return f"“{escape_line(told.name)}” may be several things; write which one: {labels}."
    return f"{texts.not_told(told)} `/facts add` takes it in pieces; then decline the suggestion, with thanks."


def _declining(suggestion: Suggestion) -> modals.Filled:
    async def filled(interaction: Interaction, values: list[str]) -> None:
        await layer_to_change(interaction)
        reason = reason_of(values[0])
        fact = escape_line(suggestion.fact)
        text = f"Your suggestion “{fact}” was declined in {server_of(interaction)}: {escape_line(reason)}"
        await _decide(interaction, suggestion, text)

    return filled


async def _decide(interaction: Interaction, suggestion: Suggestion, text: str) -> None:
    """Take it out of the queue, and let its member hear."""
    queue = Suggestions(interaction.client.curation.store, layer_of(interaction))
    decided = await asyncio.to_thread(queue.decide, suggestion.number)
    heard = await tell_member(interaction.client, decided.member, text)
    told = "they have been told" if heard else "they cannot be written to, so they have not been told"
    await respond_to(interaction, f"Suggestion {decided.number} is decided; {told}.", private=True)
