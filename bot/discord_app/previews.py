"""From an edit to a written revision: shown first, confirmed by the one who asked, checked again, told to the audit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import discord

from bot.curating.edits import EditEntity
from bot.curating.proposal import Proposal
from bot.discord_app import curating_texts as texts
from bot.discord_app.auditing import announce
from bot.discord_app.booth import Interaction
from bot.discord_app.curation import Wish
from bot.discord_app.delivering import as_file, respond_to, soon
from bot.discord_app.permissions import author_of, layer_to_change
from bot.discord_app.views import Action, OwnView
from bot.facts.store import SHARED, Conflict, OutcomeUnknown

#: What is done when a button is pressed.
Then = Callable[[Interaction], Awaitable[None]]


async def propose(
    interaction: Interaction,
    wish: Wish,
    *,
    shared: bool = False,
    then: Then | None = None,
    again: Then | None = None,
) -> None:
    """Show what an edit, or taking back a revision, would do, with the buttons that do it; ``then`` follows.

    ``again`` shows it anew where somebody else was faster, if that is not to be shown as it was wished at first.
    """
    layer = await layer_to_change(interaction, shared=shared)
    proposal = await soon(interaction, interaction.client.curation.propose, layer, wish, private=True)
    view = Preview(interaction, proposal, wish, then, again or partial(propose, wish=wish, shared=shared, then=then))
    files = [("changes.txt", _whole(proposal, interaction.filesize_limit))] if texts.is_cut(proposal) else []
    await respond_to(interaction, texts.preview(proposal), private=True, view=view, files=files)


#: The file that what somebody has typed is given back in.
YOUR_TEXT = "your-text.yaml"


class Preview(OwnView):
    """Confirm and Cancel under a preview."""

    def __init__(
        self,
        interaction: Interaction,
        proposal: Proposal,
        wish: Wish,
        then: Then | None,
        again: Then,
    ) -> None:
        super().__init__(interaction.user.id, "Ten minutes are over: nothing was changed. Ask again to change it.")
        self._proposal, self._wish, self._then, self._again = proposal, wish, then, again
        self._writing = asyncio.Lock()
        self.add_item(Action("Confirm", self._confirm, discord.ButtonStyle.success))
        self.add_item(Action("Cancel", self._cancel))

    async def _cancel(self, interaction: Interaction) -> None:
        self.stop()
        await interaction.response.edit_message(content="Cancelled: nothing was changed.", view=None, attachments=[])

    async def _confirm(self, interaction: Interaction) -> None:
        """Write it, if the member may do so now; once, however often the button is pressed."""
        async with self._writing:
            if self.is_finished():
                await respond_to(interaction, "That is done already.", private=True)
                return
            await interaction.response.defer()
            shared = self._proposal.change.layer == SHARED
            layer = await layer_to_change(interaction, shared=shared)
            if layer != self._proposal.change.layer:
                raise RuntimeError("a preview was confirmed from another server than it was made in")
            await self._write(interaction)

    async def _write(self, interaction: Interaction) -> None:
        library = interaction.client.curation.library
        try:
            revision = await asyncio.to_thread(library.commit, self._proposal, *author_of(interaction))
        except Conflict:
            self.stop()
            await self._show_conflict(interaction)
            return
        except OutcomeUnknown:
            await respond_to(
                interaction,
                "I cannot tell whether that was written. Press *Confirm* again: it is not written twice.",
                private=True,
            )
            return
        self.stop()
        told = texts.written(revision.number, self._proposal.changes, shared=revision.layer == SHARED)
        await interaction.edit_original_response(content=told, view=None, attachments=[])
        if self._then is not None:
            await self._then(interaction)
        await announce(interaction.client, revision, interaction.user.id)

    async def _show_conflict(self, interaction: Interaction) -> None:
        again = OwnView(interaction.user.id, "Ten minutes are over: nothing was changed.")

        async def look_again(pressed: Interaction) -> None:
            again.stop()
            await self._again(pressed)

        again.add_item(Action("Look again", look_again, discord.ButtonStyle.primary))
        since = await asyncio.to_thread(interaction.client.curation.library.since, self._proposal)
        text = texts.conflict(texts.history(since))
        kept = [as_file(YOUR_TEXT, self._wish.text.encode())] if isinstance(self._wish, EditEntity) else []
        await interaction.edit_original_response(content=text, view=again, attachments=kept)
        again.shown_in(await interaction.original_response())


def _whole(proposal: Proposal, most: int) -> bytes:
    """All that a proposal would do, as far as a file may hold it."""
    whole = texts.whole_preview(proposal).encode()
    cut = b"\n... and more than fits a file"
    return whole if len(whole) <= most else whole[: most - len(cut)].decode(errors="ignore").encode() + cut
