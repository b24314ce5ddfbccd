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


async def test_a_gap_about_what_nobody_knows_is_answered_by_describing_it(club: Club) -> None:
    await club.bob.slash(club.channel, "ask", question="who directed Slate?")
    await club.bob.slash(club.channel, "ask", question="which films did Per Ek direct?")
    shown = await club.ada.slash(club.channel, "facts gaps")
    assert shown.response
    other = await club.ada.click(shown.response, label="Answer 2")
    assert other.modal
    assert [row["component"].get("value") for row in other.modal["components"]][:3] == [None, "directed_by", "Per Ek"]
    form = await club.ada.click(shown.response, label="Answer 1")
    ids = fields(form)
    typed = {ids[0]: "Slate", ids[1]: "directed_by", ids[2]: "Per Ek", ids[3]: "gazette", ids[4]: ""}
    preview = await club.ada.submit_modal(form, typed)
    assert "Slate (film) is new" in text_of(preview)
    await club.confirm(preview)
    assert "no questions" in text_of(await club.ada.slash(club.channel, "facts gaps"))


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


async def test_what_is_wrong_in_a_form_can_be_mended_with_what_was_typed(club: Club) -> None:
    await club.bob.slash(club.channel, "ask", question="how long is Quarry 2?")
    shown = await club.ada.slash(club.channel, "facts gaps")
    assert shown.response
    form = await club.ada.click(shown.response, label="Answer 1")
    ids = fields(form)
    typed = {ids[0]: "quarry-2", ids[1]: "runtime", ids[2]: "ages", ids[3]: "gazette", ids[4]: ""}
    wrong = await club.ada.submit_modal(form, typed)
    assert "'ages' is not a duration" in text_of(wrong)
    assert wrong.response
    again = await club.ada.click(wrong.response, label="Try again")
    ids = fields(again)
    kept = {row["component"]["custom_id"]: row["component"].get("value") for row in again.modal["components"]}  # type: ignore[index]
    assert [kept[each] for each in ids[:4]] == ["quarry-2", "runtime", "ages", "gazette"]
    await club.confirm(await club.ada.submit_modal(again, {**kept, ids[2]: "99 minutes", ids[4]: ""}))
    assert club.answer("how long is Quarry 2?") == "99"


async def test_a_suggestion_that_tells_no_fact_can_be_put_otherwise(club: Club) -> None:
    await club.bob.slash(club.channel, "facts suggest", fact="I like how Ida Falk directed Quarry 2", source="a friend")
    shown = await club.ada.slash(club.channel, "facts suggestions")
    assert shown.response
    form = await club.ada.click(shown.response, label="Accept …")
    fact, source = fields(form)
    wrong = await club.ada.submit_modal(form, {fact: "I like how Ida Falk directed Quarry 2", source: "a friend"})
    assert "it is an opinion" in text_of(wrong)
    assert wrong.response
    again = await club.ada.click(wrong.response, label="Try again")
    fact, source = fields(again)
    preview = await club.ada.submit_modal(again, {fact: "Ida Falk directed Quarry 2", source: "a friend"})
    await club.confirm(preview)
    assert club.answer("who directed Quarry 2?") == "Ida Falk"
    assert "Nobody suggests" in text_of(await club.ada.slash(club.channel, "facts suggestions"))


async def test_facts_whose_day_has_passed_are_among_the_gaps(club: Club) -> None:
    await club.add("release_date", "2020-03", certainty="rumoured", source="gazette")
    text = text_of(await club.ada.slash(club.channel, "facts gaps"))
    assert "rumoured for 2020-03, which has passed: Quarry (2019), release date 2020-03" in text
