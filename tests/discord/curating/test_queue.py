from __future__ import annotations

import pytest

from tests.discord.curating.conftest import Club, text_of

pytestmark = pytest.mark.simcord(check_errors=False)  # simcord counts what is told to a member as errors


def fields(form: object) -> list[str]:
    """The custom ids of the fields of a form."""
    modal = getattr(form, "modal", None)
    assert modal
    return [row["component"]["custom_id"] for row in modal["components"]]


async def test_questions_without_an_answer_are_grouped_and_one_click_answers_them(club: Club) -> None:
    assert "no questions without an answer" in text_of(await club.ada.slash(club.channel, "facts gaps"))
    for question in ("how long is Quarry 2?", "what is the running time of Quarry 2?"):
        await club.bob.slash(club.channel, "ask", question=question)
    await club.bob.slash(club.channel, "ask", question="who wrote Quarry?")
    shown = await club.ada.slash(club.channel, "facts gaps")
    text = text_of(shown)
    assert "2 times" in text
    assert text.index("Quarry 2") < text.index("who wrote Quarry?")
    assert "bob" not in text
    assert shown.response
    form = await club.ada.click(shown.response, label="Answer 1")
    ids = fields(form)
    filled = {row["component"]["custom_id"]: row["component"].get("value") for row in form.modal["components"]}  # type: ignore[index]
    assert [filled[ids[0]], filled[ids[1]]] == ["quarry-2", "runtime"]
    preview = await club.ada.submit_modal(
        form, {ids[0]: "quarry-2", ids[1]: "runtime", ids[2]: "99 minutes", ids[3]: "gazette", ids[4]: ""}
    )
    await club.confirm(preview)
    assert club.answer("how long is Quarry 2?") == "99"
    left = text_of(await club.ada.slash(club.channel, "facts gaps"))
    assert "Quarry 2" not in left
    assert "who wrote Quarry?" in left


async def test_a_gap_is_dismissed_and_brought_back(club: Club) -> None:
    await club.bob.slash(club.channel, "ask", question="who wrote Quarry?")
    shown = await club.ada.slash(club.channel, "facts gaps")
    assert shown.response
    assert "dismissed" in text_of(await club.ada.click(shown.response, label="Dismiss 1"))
    assert "no questions" in text_of(await club.ada.slash(club.channel, "facts gaps"))
    shown = await club.ada.slash(club.channel, "facts gaps", dismissed=True)
    assert shown.response
    await club.ada.click(shown.response, label="Bring back 1")
    assert "who wrote Quarry?" in text_of(await club.ada.slash(club.channel, "facts gaps"))


async def test_help_tells_that_questions_are_kept_without_names(club: Club) -> None:
    assert "without names" in text_of(await club.bob.slash(club.channel, "help"))


async def test_a_suggestion_is_accepted_with_edits_and_the_member_hears(club: Club) -> None:
    thanks = await club.bob.slash(
        club.channel, "facts suggest", fact="Quarry 2 was directed by Ida Falck", source="The Gazette on Quarry"
    )
    assert "Thank you" in text_of(thanks)
    assert "/facts suggest" in text_of(await club.bob.slash(club.channel, "facts suggestions"))
    shown = await club.ada.slash(club.channel, "facts suggestions")
    assert "Ida Falck" in text_of(shown)
    assert shown.response
    form = await club.ada.click(shown.response, label="Accept …")
    fact, source = fields(form)
    preview = await club.ada.submit_modal(
        form, {fact: "Quarry 2 was directed by Ida Falk", source: "The Gazette on Quarry"}
    )
    await club.confirm(preview)
    assert club.answer("who directed Quarry 2?") == "Ida Falk"
    assert "among the facts of Film club now" in club.bob.user.dm_channel.history()[-1].content
    assert "Nobody suggests" in text_of(await club.ada.slash(club.channel, "facts suggestions"))


async def test_a_suggestion_is_declined_with_a_reason_and_the_member_hears(club: Club) -> None:
    await club.bob.slash(club.channel, "facts suggest", fact="Quarry is 3 hours long", source="a friend")
    shown = await club.ada.slash(club.channel, "facts suggestions")
    assert shown.response
    form = await club.ada.click(shown.response, label="Decline …")
    [why] = fields(form)
    await club.ada.submit_modal(form, {why: "It is not."})
    assert "was declined in Film club: It is not." in club.bob.user.dm_channel.history()[-1].content
    assert "Nobody suggests" in text_of(await club.ada.slash(club.channel, "facts suggestions"))


async def test_suggestions_belong_to_a_server(club: Club) -> None:
    await club.bob.slash(club.channel, "facts suggest", fact="Quarry is 3 hours long", source="a friend")
    assert "Nobody suggests" in text_of(await club.dora.slash(club.there, "facts suggestions"))
    await club.bob.send_dm("hello")
    assert "works in a server" in text_of(await club.bob.user.slash("facts suggest", fact="x", source="y"))
