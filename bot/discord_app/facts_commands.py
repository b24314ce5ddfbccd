"""`/facts …`: what changes facts. Every change is shown first; see `previews`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import discord
from discord import app_commands

from bot.curating.details import changed_details, details_of, facts_of
from bot.curating.edits import AddFact, ChangeFact, ImportFile, NewEntity, RemoveFact
from bot.curating.told import NotTold, Told, WhichOne
from bot.curating.told_edit import edit_of
from bot.discord_app import curating_texts as texts
from bot.discord_app import offering, uploads
from bot.discord_app.booth import Interaction
from bot.discord_app.delivering import respond_to, soon
from bot.discord_app.edit_forms import edit_form
from bot.discord_app.permissions import layer_to_change
from bot.discord_app.previews import propose
from bot.discord_app.views import Action, OwnView

_ENTITY = "The film, person, … that it is about"
_RELATION = "What is said about it: director, release date, …"
_SOURCE = "Where it is from: a source that I know, or a link"
_DETAILS = "What else is said of it, such as  as: the role; year: 1995; certainty: reported"
_WHERE = "Whose facts: this server's (the default), or those shared by all"


def add_editing(group: app_commands.Group) -> None:
    """Give the group the commands that change facts."""

    @group.command(name="add", description="Add a fact")
    @app_commands.describe(
        entity=_ENTITY, relation=_RELATION, value="The name, date, number or text", source=_SOURCE,
        certainty="How sure it is", as_of="When it was so, such as 2026-05", said_by="Who said so",
        quote="The words of whoever said so", details=_DETAILS,
        where=_WHERE,
    )  # fmt: skip
    @app_commands.autocomplete(
        entity=offering.entities, relation=offering.relations, value=offering.values, source=offering.sources,
        certainty=offering.certainties, details=offering.details, where=offering.places,
    )  # fmt: skip
    async def add(
        interaction: Interaction,
        entity: str,
        relation: str,
        value: str,
        source: str = "",
        certainty: str = "",
        as_of: str = "",
        said_by: str = "",
        quote: str = "",
        details: str = "",
        where: str = "",
    ) -> None:
        said = details_of(details, source=source, certainty=certainty, as_of=as_of, said_by=said_by, quote=quote)
        await propose(interaction, AddFact(entity, relation, value, said), shared=where == "shared")

    @group.command(name="change", description="Change one value of several, or what is said of it: the rest stays")
    @app_commands.describe(
        entity=_ENTITY, relation=_RELATION, value="The value as it is now", new="What it is to be, if that changes",
        source=_SOURCE, certainty="How sure it is", as_of="When it was so, such as 2026-05", details=_DETAILS,
        without="What is to be said of it no more, such as  certainty; as", where=_WHERE,
    )  # fmt: skip
    @app_commands.autocomplete(
        entity=offering.entities, relation=offering.relations_standing, value=offering.standing, new=offering.values,
        source=offering.sources, certainty=offering.certainties, details=offering.details,
        without=offering.said, where=offering.places,
    )  # fmt: skip
    async def change(
        interaction: Interaction,
        entity: str,
        relation: str,
        value: str,
        new: str = "",
        source: str = "",
        certainty: str = "",
        as_of: str = "",
        details: str = "",
        without: str = "",
        where: str = "",
    ) -> None:
        said = changed_details(details_of(details, source=source, certainty=certainty, as_of=as_of), without)
        await propose(interaction, ChangeFact(entity, relation, value, new or None, said), shared=where == "shared")

    @group.command(name="remove", description="Remove a fact")
    @app_commands.describe(
        entity=_ENTITY, relation=_RELATION, value="The value that is to go; all of them if left out", where=_WHERE
    )
    @app_commands.autocomplete(
        entity=offering.entities, relation=offering.relations_standing, value=offering.standing, where=offering.places
    )
    async def remove(interaction: Interaction, entity: str, relation: str, value: str = "", where: str = "") -> None:
        await propose(interaction, RemoveFact(entity, relation, value or None), shared=where == "shared")

    @group.command(name="new", description="Describe something that I do not know yet")
    @app_commands.describe(
        kind="What it is", name="What it is called", also_known_as="Other names, with semicolons between them",
        facts="What is known, such as  runtime: 120 minutes; genre: drama; genre: thriller", source=_SOURCE,
        certainty="How sure these facts are", as_of="When they were so, such as 2026-05", where=_WHERE,
    )  # fmt: skip
    @app_commands.autocomplete(
        kind=offering.kinds, source=offering.sources, certainty=offering.certainties, where=offering.places
    )
    async def new(
        interaction: Interaction,
        kind: str,
        name: str,
        also_known_as: str = "",
        facts: str = "",
        source: str = "",
        certainty: str = "",
        as_of: str = "",
        where: str = "",
    ) -> None:
        aliases = tuple(alias.strip() for alias in also_known_as.split(";") if alias.strip())
        said = details_of("", source=source, certainty=certainty, as_of=as_of)
        entity = NewEntity(kind, name, aliases, facts_of(facts), said)
        await propose(interaction, entity, shared=where == "shared")

    @group.command(name="edit", description="Edit all that is said of something, as text")
    @app_commands.describe(entity=_ENTITY, where=_WHERE)
    @app_commands.autocomplete(entity=offering.entities, where=offering.places)
    async def edit(interaction: Interaction, entity: str, where: str = "") -> None:
        layer = await layer_to_change(interaction, shared=where == "shared", form=True)
        found = await asyncio.to_thread(interaction.client.curation.text, layer, entity)
        form = edit_form(found.ident, found.text, found.text, shared=where == "shared")
        await interaction.response.send_modal(form)

    @group.command(name="tell", description="Tell a fact in a plain sentence")
    @app_commands.describe(
        sentence="Such as: X will be directed by Y, says Z", source=_SOURCE, details=_DETAILS, where=_WHERE
    )
    @app_commands.autocomplete(source=offering.sources, where=offering.places)
    async def tell(
        interaction: Interaction, sentence: str, source: str = "", details: str = "", where: str = ""
    ) -> None:
        more = details_of(details, source=source)
        layer = await layer_to_change(interaction, shared=where == "shared")
        told = await soon(interaction, interaction.client.curation.tell, layer, sentence, private=True)
        match told:
            case NotTold():
                await respond_to(interaction, texts.not_told(told), private=True)
            case WhichOne(_, choices):
                await _ask_which(interaction, choices, more, shared=where == "shared")
            case Told():
                await _propose_told(interaction, told, more, shared=where == "shared")

    @group.command(name="undo", description="Take back the last change, or a chosen one; that can be undone too")
    @app_commands.describe(revision="Its number in the history; the last if left out", where=_WHERE)
    @app_commands.autocomplete(where=offering.places)
    async def undo(
        interaction: Interaction, revision: app_commands.Range[int, 1] | None = None, where: str = ""
    ) -> None:
        await propose(interaction, revision, shared=where == "shared")

    @group.command(name="import", description="Take in a YAML file of facts: all of it, or nothing")
    @app_commands.describe(file="A fact file, as /facts export gives it", where=_WHERE)
    @app_commands.autocomplete(where=offering.places)
    async def import_(interaction: Interaction, file: discord.Attachment, where: str = "") -> None:
        await layer_to_change(interaction, shared=where == "shared")
        if not interaction.response.is_done():
            await interaction.response.defer(ephemeral=True, thinking=True)
        data = await uploads.read(file, interaction.client.fetch)
        await propose(interaction, ImportFile(file.filename, data), shared=where == "shared")


async def _propose_told(interaction: Interaction, told: Told, more: Mapping[str, str], *, shared: bool) -> None:
    edit = edit_of(told, more)
    if told.known and not (isinstance(edit, AddFact) and edit.details):
        await respond_to(interaction, "That is what the facts say already. Nothing was changed.", private=True)
        return
    await propose(interaction, edit, shared=shared)


async def _ask_which(
    interaction: Interaction, choices: tuple[tuple[str, Told], ...], more: Mapping[str, str], *, shared: bool
) -> None:
    """Let the member choose which of several things of one name was meant."""
    view = OwnView(interaction.user.id, "Ten minutes are over: nothing was changed.")
    for label, told in choices[:25]:

        async def chosen(pressed: Interaction, told: Told = told) -> None:
            view.stop()
            await _propose_told(pressed, told, more, shared=shared)

        view.add_item(Action(label[:80], chosen))
    await respond_to(interaction, "Which one do you mean?", private=True, view=view)
