from __future__ import annotations

import io
import zipfile

import pytest

from bot.curating.edits import EditEntity
from bot.facts.store import SHARED, Layer
from bot.facts.yaml_text import MAX_BYTES
from tests.discord.curating.conftest import Club, text_of

pytestmark = pytest.mark.simcord(check_errors=False)  # simcord counts what is told to a member as errors


async def test_everybody_may_see_facts_with_their_sources(club: Club) -> None:
    text = text_of(await club.bob.slash(club.channel, "facts show", entity="quarry"))
    assert "Quarry (2019)" in text
    assert "- director: Ida Falk\n-# The Gazette on Quarry" in text


async def test_what_is_not_known_is_said_with_what_is_near(club: Club) -> None:
    text = text_of(await club.bob.slash(club.channel, "facts show", entity="quary"))
    assert "I don't know “quary”" in text
    assert "Quarry (2019)" in text


async def test_a_film_on_a_card_with_its_sources_a_button_away(club: Club) -> None:
    shown = await club.bob.slash(club.channel, "film", title="quarry")
    assert shown.response
    [card] = shown.response.embeds
    assert card.title == "Quarry (2019)"
    assert ("Director", "Ida Falk") in [(field.name, field.value) for field in card.fields]
    assert card.description == "A mason does not leave the quarry."
    pressed = await club.cleo.click(shown.response, label="Sources")
    assert pressed.ephemeral
    assert "The Gazette on Quarry" in text_of(pressed)


async def test_a_person_on_a_card(club: Club) -> None:
    shown = await club.bob.slash(club.channel, "person", name="ida falk")
    assert shown.response
    [card] = shown.response.embeds
    assert any("Quarry (2019)" in str(field.value) for field in card.fields)
    assert [c["name"] for c in await club.bob.autocomplete(club.channel, "person", "name", "fal")] == ["Ida Falk"]
    assert await club.bob.autocomplete(club.channel, "film", "title", "ida") == []


async def test_history_shows_who_changed_what(club: Club) -> None:
    assert "Nothing has been changed" in text_of(await club.ada.slash(club.channel, "facts history"))
    await club.add("runtime", "104 minutes", source="gazette")
    for options in ({}, {"entity": "quarry"}):
        text = text_of(await club.ada.slash(club.channel, "facts history", **options))
        assert "ada (" in text
        assert "101 → 104" in text
    assert "101" not in text_of(await club.ada.slash(club.channel, "facts history", entity="quarry-2"))
    assert "/facts suggest" in text_of(await club.bob.slash(club.channel, "facts history"))
    for command in ("history", "export"):
        unknown = text_of(await club.ada.slash(club.channel, f"facts {command}", entity="quary"))
        assert "did you mean Quarry (2019)" in unknown
        assert "changed" not in unknown  # for nothing was to be


async def test_a_long_history_is_paged(club: Club) -> None:
    for number in range(8):
        club.write(f"film: Quarry\nsource: gazette\nfacts:\n  tagline: Stone remembers {number} {'and ' * 60}all\n")
    shown = await club.ada.slash(club.channel, "facts history")
    assert "Page 1 of" in text_of(shown)
    assert shown.response
    await club.ada.click(shown.response, label="More")
    assert "Page 2 of" in text_of(shown)
    assert text_of(shown).splitlines()[1].startswith("**")  # what a change did is on the page that says whose it is
    pressed = await club.bob.click(shown.response, label="More") if not shown.ephemeral else None
    assert pressed is None


async def test_export_and_import_of_one_entity(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "facts export", entity="quarry")
    assert shown.response
    [file] = shown.response.attachments
    assert file.filename == "quarry.yaml"
    club.uploads.data = b"film: Slate\nsource: gazette\nfacts:\n  directed_by: Ida Falk\n"
    shown = await club.ada.slash(club.channel, "facts import", file=("slate.yaml", club.uploads.data))
    await club.confirm(shown)
    assert club.answer("who directed Slate?") == "Ida Falk"
    assert not club.answer("who directed Slate?", Layer(club.dora.guild.id))


async def test_export_of_everything_is_a_zip(club: Club) -> None:
    assert "nothing to export" in text_of(await club.ada.slash(club.channel, "facts export"))
    await club.add("runtime", "104 minutes", source="gazette")
    shown = await club.ada.slash(club.channel, "facts export")
    assert shown.response
    [file] = shown.response.attachments
    assert file.filename == "facts.zip"
    with zipfile.ZipFile(io.BytesIO(await file.read())) as archive:
        assert any("104 minutes" in archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("facts.zip", b"PK", "not a YAML file"),
        ("slate.yaml", b"film: Slate\0", "not a text file"),
        ("slate.yaml", b" \n", "empty"),
        ("slate.yaml", b"x" * (MAX_BYTES + 1), "larger than"),
        ("slate.yaml", b"film: Slate\nfacts:\n  runtime: long\n", "line 3"),
        ("slate.yaml", b"film: &a Slate\nfacts: {}\n", "line 1"),
        ("slate.yaml", b"film: Slate\nfilm: Slate\n", "line 2"),
    ],
)
async def test_a_bad_file_is_refused_whole(club: Club, name: str, data: bytes, said: str) -> None:
    club.uploads.data = data
    shown = await club.ada.slash(club.channel, "facts import", file=(name, data[:1000]))  # its size may be a lie
    assert said in text_of(shown)
    assert not club.library.store.history(club.layer)


async def test_check_tells_what_is_wrong(club: Club) -> None:
    text = text_of(await club.ada.slash(club.channel, "facts check"))
    assert "**Check** – no problems\nNothing is wrong." in text
    club.uploads.data = b"film: Quarry\nfacts:\n  genre: noir\n"
    await club.confirm(await club.ada.slash(club.channel, "facts import", file=("quarry.yaml", club.uploads.data)))
    text = text_of(await club.ada.slash(club.channel, "facts check"))
    assert "**Check** – 1 problem\n- facts/films/quarry.yaml:3:10: this 'genre' has no source" in text


async def test_check_asks_what_the_shared_files_want_asked_of_what_the_server_changed(club: Club) -> None:
    shown = club.library.text(SHARED, "quarry")
    edit = EditEntity("quarry", shown.text + "asks: {who directed Quarry?: Ida Falk}\n", shown.text)
    club.library.commit(club.library.propose(SHARED, edit), "somebody")
    shown = club.library.text(SHARED, "ida-falk")
    edit = EditEntity("ida-falk", shown.text + "asks: {which films did Ida Falk direct?: Quarry}\n", shown.text)
    club.library.commit(club.library.propose(SHARED, edit), "somebody")
    gone = await club.ada.slash(club.channel, "facts remove", entity="quarry", relation="directed_by")
    await club.confirm(gone)
    await club.add("directed_by", "Per Ek", source="gazette")
    text = text_of(await club.ada.slash(club.channel, "facts check"))
    assert "facts/films/quarry.yaml:" in text
    assert "'who directed Quarry?' is to get Ida Falk, and gets: Quarry (2019) was directed by" in text
    assert "'which films did Ida Falk direct?' is to get Quarry" in text
