from __future__ import annotations

import discord
import pytest
import simcord

from bot.curating.edits import AddFact
from bot.facts.store import SHARED, Layer
from tests.discord.curating.conftest import Club, text_of

pytestmark = pytest.mark.simcord(check_errors=False)  # simcord counts what is told to a member as errors

OLD, NEW = "101", "104"


async def test_adding_shows_what_changes_and_which_answers_before_it_is_written(club: Club) -> None:
    shown = await club.ada.slash(
        club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes", source="gazette"
    )
    text = text_of(shown)
    assert shown.ephemeral
    assert "Quarry (2019), running time: 101 → 104" in text
    assert "```diff" in text
    assert "104 minutes" in text
    assert "Answers that change" in text
    assert club.answer("how long is Quarry?") == OLD
    assert "Done: revision" in await club.confirm(shown)
    assert club.answer("how long is Quarry?") == NEW


async def test_another_server_sees_nothing_of_it(club: Club) -> None:
    await club.add("runtime", "104 minutes")
    assert club.answer("how long is Quarry?", Layer(club.dora.guild.id)) == OLD
    assert club.answer("how long is Quarry?", SHARED) == OLD


async def test_cancelling_changes_nothing(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes")
    assert shown.response
    await club.ada.click(shown.response, label="Cancel")
    assert "Cancelled" in shown.response.content
    assert club.answer("how long is Quarry?") == OLD


async def test_after_ten_minutes_a_preview_says_that_it_is_over(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes")
    await club.env.advance_time(601)
    assert shown.response
    assert "Ten minutes are over" in shown.response.content
    assert not shown.response.components


async def test_a_member_may_not_change_facts(club: Club) -> None:
    shown = await club.bob.slash(club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes")
    assert "/facts suggest" in text_of(shown)
    assert club.answer("how long is Quarry?") == OLD


async def test_the_role_that_the_settings_name_may(club: Club) -> None:
    await club.ada.slash(club.channel, "settings curators", role=club.curators)
    shown = await club.cleo.slash(club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes")
    await club.confirm(shown, club.cleo)
    assert club.answer("how long is Quarry?") == NEW


async def test_who_has_lost_the_right_in_between_writes_nothing(club: Club) -> None:
    await club.ada.slash(club.channel, "settings curators", role=club.curators)
    shown = await club.cleo.slash(club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes")
    await club.ada.slash(club.channel, "settings curators")
    assert shown.response
    pressed = await club.cleo.click(shown.response, label="Confirm")
    assert "/facts suggest" in text_of(pressed)
    assert club.answer("how long is Quarry?") == OLD


async def test_in_direct_messages_it_says_where_it_works(club: Club) -> None:
    await club.ada.send_dm("hello")
    shown = await club.ada.user.slash("facts add", entity="quarry", relation="runtime", value="104 minutes")
    assert "This works in a server" in text_of(shown)


async def test_somebody_elses_change_in_between_is_a_conflict_that_can_be_looked_at(club: Club) -> None:
    await club.add("tagline", "Stone remembers.")
    shown = await club.ada.slash(club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes")
    club.library.commit(club.library.propose(club.layer, AddFact("quarry", "tagline", "Stone forgets.")), "somebody")
    text = await club.confirm(shown)
    assert "Somebody else changed this" in text
    assert "Stone forgets." in text
    assert club.answer("how long is Quarry?") == OLD
    assert shown.response
    again = await club.ada.click(shown.response, label="Look again")
    await club.confirm(again)
    assert club.answer("how long is Quarry?") == NEW
    assert "Stone forgets." in club.answer("what is the tagline of Quarry?")


async def test_what_is_wrong_is_said_above_the_lines_that_change(club: Club) -> None:
    club.uploads.data = b"film: Quarry\nfacts:\n  genre: noir\n"
    text = text_of(await club.ada.slash(club.channel, "facts import", file=("quarry.yaml", club.uploads.data)))
    assert 0 < text.index("⚠ line 3: this 'genre' has no source") < text.index("```diff")


async def test_an_answer_that_nobody_knows_before_and_after_does_not_change(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "facts new", kind="film", name="Slate")
    assert "No answer that I know of changes." in text_of(shown)


async def test_removing(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "facts remove", entity="quarry", relation="starring", value="Una Lind")
    await club.confirm(shown)
    assert club.answer("who is in Quarry?") == "Tom Berg"


async def test_changing_one_value_of_several_leaves_the_rest(club: Club) -> None:
    chosen = {"entity": "quarry", "relation": "starring"}
    shown = await club.ada.slash(
        club.channel, "facts change", **chosen, value="Tom Berg", new="Tor Berg", certainty="reported"
    )
    assert "Quarry (2019), cast: Tom Berg as The Mason → Tor Berg as The Mason" in text_of(shown)
    await club.confirm(shown)
    assert club.answer("who is in Quarry?") == "Tor Berg; Una Lind"
    assert "certainty: reported" in club.library.text(club.layer, "quarry").text
    offered = await club.ada.autocomplete(club.channel, "facts change", "value", "to", **chosen)
    assert [choice["value"] for choice in offered] == ["Tor Berg"]
    wrong = await club.ada.slash(club.channel, "facts change", **chosen, value="Per Ek", new="X")
    assert "There is: Tor Berg as The Mason; Una Lind" in text_of(wrong)


async def test_what_is_said_of_a_value_can_go_again(club: Club) -> None:
    chosen = {"entity": "quarry", "relation": "starring", "value": "Tom Berg"}
    await club.confirm(await club.ada.slash(club.channel, "facts change", **chosen, certainty="reported"))
    offered = await club.ada.autocomplete(club.channel, "facts change", "without", "", **chosen)
    assert [choice["value"] for choice in offered] == ["as", "source", "certainty"]
    shown = await club.ada.slash(club.channel, "facts change", **chosen, without="as; certainty")
    await club.confirm(shown)
    kept = club.library.text(club.layer, "quarry").text
    assert ("Tom Berg" in kept, "The Mason" in kept, "certainty" in kept) == (True, False, False)
    wrong = await club.ada.slash(club.channel, "facts change", **chosen, without="certainty")
    assert "has no certainty that could go" in text_of(wrong)
    wrong = await club.ada.slash(club.channel, "facts change", **chosen, without="as", details="as: The Mason")
    assert "'as' is given and taken away" in text_of(wrong)


async def test_describing_something_new(club: Club) -> None:
    shown = await club.ada.slash(
        club.channel, "facts new", kind="film", name="Slate",
        facts="directed_by: Ida Falk; genre: thriller; genre: drama",
        source="gazette",
    )  # fmt: skip
    await club.confirm(shown)
    assert club.answer("who directed Slate?") == "Ida Falk"
    assert club.answer("what genre is Slate?") == "thriller; drama"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"relation": "runtime", "value": "long"}, "runtime"),
        ({"relation": "release_date", "value": "2023-02-30"}, "2023-02-30"),
        ({"relation": "runtimee", "value": "104 minutes"}, "runtime"),
        ({"relation": "runtime", "value": "104 minutes", "certainty": "sure"}, "Unknown certainty 'sure'; known are"),
        ({"relation": "runtime", "value": "104 minutes", "as_of": "someday"}, "as_of: 'someday' is not a date"),
        ({"relation": "starring", "value": "Per Ek", "details": "Vincent"}, "no name before it"),
        ({"relation": "starring", "value": "Per Ek as "}, "'as' has no name on both sides"),
        ({"relation": "starring", "value": "x" * 1000}, "a name has at most 300 characters"),
        ({"entity": "quary", "relation": "runtime", "value": "104 minutes"}, "uarry"),
    ],
)
async def test_what_is_wrong_is_said_and_changes_nothing(club: Club, options: dict[str, str], said: str) -> None:
    shown = await club.ada.slash(club.channel, "facts add", **{"entity": "quarry", **options})
    assert said in text_of(shown)
    assert "Nothing was changed" in text_of(shown)
    assert text_of(shown).lower().count("did you mean") <= 1
    assert not club.library.store.history(club.layer)


async def test_undo_takes_back_and_can_be_taken_back(club: Club) -> None:
    await club.add("runtime", "104 minutes")
    await club.confirm(await club.ada.slash(club.channel, "facts undo"))
    assert club.answer("how long is Quarry?") == OLD
    await club.confirm(await club.ada.slash(club.channel, "facts undo"))
    assert club.answer("how long is Quarry?") == NEW
    nothing = await club.ada.slash(club.channel, "facts undo", revision=99)
    assert "99" in text_of(nothing)


async def test_what_was_changed_again_cannot_be_taken_back_and_it_is_said_what_helps(club: Club) -> None:
    first = await club.add("runtime", "103 minutes")
    number = int(first.split("revision ")[1].split(".")[0])
    await club.add("runtime", "104 minutes")
    text = text_of(await club.ada.slash(club.channel, "facts undo", revision=number))
    assert "what it did to facts/films/quarry.yaml was changed again, by 2; take that back first" in text


async def test_what_was_not_changed_again_is_taken_back(club: Club) -> None:
    await club.add("genre", "thriller")
    second = await club.add("runtime", "103 minutes")
    number = int(second.split("revision ")[1].split(".")[0])
    await club.add("tagline", "Stone remembers.")
    await club.confirm(await club.ada.slash(club.channel, "facts undo", revision=number))
    assert club.answer("how long is Quarry?") == OLD
    assert "Stone remembers." in club.answer("what is the tagline of Quarry?")


async def test_telling_a_plain_sentence(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "facts tell", sentence="Quarry 2 was directed by Ida Falk")
    assert "Ida Falk" in text_of(shown)
    await club.confirm(shown)
    assert club.answer("who directed Quarry 2?") == "Ida Falk"


async def test_what_else_is_said_may_stand_beside_a_sentence(club: Club) -> None:
    shown = await club.ada.slash(
        club.channel, "facts tell", sentence="Quarry 2 was directed by Ida Falk", source="gazette",
        details="certainty: reported",
    )  # fmt: skip
    await club.confirm(shown)
    kept = club.library.text(club.layer, "quarry-2").text
    assert "source: gazette" in kept
    assert "certainty: reported" in kept


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Quarry 2 is good", "it is too vague (“good”). If that is a name"),
        ("who directed Quarry 2?", "it is a question"),
    ],
)
async def test_why_a_sentence_tells_no_fact_is_said_in_words(club: Club, sentence: str, why: str) -> None:
    assert why in text_of(await club.ada.slash(club.channel, "facts tell", sentence=sentence))


async def test_a_sentence_that_tells_no_fact_says_why(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "facts tell", sentence="who directed Quarry 2?")
    assert "I can't make a fact of that" in text_of(shown)


async def test_editing_as_text_and_what_is_wrong_keeps_the_text(club: Club) -> None:
    form = await club.ada.slash(club.channel, "facts edit", entity="quarry")
    assert form.modal
    [field] = [row["component"] for row in form.modal["components"]]
    wrong = field["value"].replace("101 minutes", "a while")
    shown = await club.ada.submit_modal(form, {field["custom_id"]: wrong})
    assert "line " in text_of(shown)
    assert shown.response
    assert shown.response.attachments[0].filename == "your-text.yaml"
    again = await club.ada.click(shown.response, label="Edit again")
    assert again.modal
    [kept] = [row["component"] for row in again.modal["components"]]
    assert "a while" in kept["value"]
    right = await club.ada.submit_modal(again, {kept["custom_id"]: wrong.replace("a while", "104 minutes")})
    await club.confirm(right)
    assert club.answer("how long is Quarry?") == NEW


async def test_the_shared_facts_are_the_operators(club: Club) -> None:
    shown = await club.ada.slash(
        club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes", where="shared"
    )
    assert "whoever runs this bot" in text_of(shown)
    assert await club.ada.autocomplete(club.channel, "facts undo", "where", "sha") == []


async def test_options_offer_what_fits(club: Club) -> None:
    offered = await club.ada.autocomplete(club.channel, "facts add", "entity", "quar")
    assert [choice["value"] for choice in offered][:2] == ["quarry", "quarry-2"]
    offered = await club.ada.autocomplete(club.channel, "facts add", "relation", "dir", entity="quarry")
    assert "directed_by" in [choice["value"] for choice in offered]
    offered = await club.ada.autocomplete(
        club.channel, "facts add", "value", "fal", entity="quarry", relation="directed_by"
    )
    assert [choice["value"] for choice in offered] == ["ida-falk"]
    offered = await club.ada.autocomplete(
        club.channel, "facts add", "details", "year: 2019; winner: fal", entity="quarry", relation="award"
    )
    assert [choice["value"] for choice in offered] == ["year: 2019; winner: ida-falk"]
    offered = await club.ada.autocomplete(
        club.channel, "facts remove", "value", "", entity="quarry", relation="starring"
    )
    assert [choice["value"] for choice in offered] == ["Tom Berg", "Una Lind"]


async def test_whoever_runs_the_bot_may_change_what_all_servers_share(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    await runs_the_bot(club, club.ada.id, monkeypatch)
    offered = await club.ada.autocomplete(club.channel, "facts undo", "where", "sha")
    assert [choice["value"] for choice in offered] == ["shared"]
    shown = await club.ada.slash(
        club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes", where="shared"
    )
    assert "`/facts undo revision:1 where:shared` takes it back" in await club.confirm(shown)
    assert club.answer("how long is Quarry?", SHARED) == NEW
    shown = await club.ada.slash(club.channel, "facts undo", where="shared")
    await runs_the_bot(club, club.bob.id, monkeypatch)
    assert shown.response
    assert "whoever runs this bot" in text_of(await club.ada.click(shown.response, label="Confirm"))
    assert club.answer("how long is Quarry?", SHARED) == NEW


async def runs_the_bot(club: Club, member: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Discord says that the application is this member's."""
    info = await discord.Client.application_info(club.booth)
    info.owner = await club.booth.fetch_user(member)

    async def application_info() -> discord.AppInfo:
        return info

    monkeypatch.setattr(club.booth, "application_info", application_info)
    monkeypatch.setattr(club.booth, "application_known", info)


async def test_a_change_while_a_form_lies_open_stays(club: Club) -> None:
    form = await club.ada.slash(club.channel, "facts edit", entity="quarry")
    club.library.commit(club.library.propose(club.layer, AddFact("quarry", "tagline", "Stone forgets.")), "somebody")
    shown = await filled(club, form, "101 minutes", "104 minutes")
    assert "Quarry (2019), running time: 101 → 104" in text_of(shown)
    assert "in the meantime, and that stays: tagline" in text_of(shown)
    await club.confirm(shown)
    assert club.answer("how long is Quarry?") == NEW
    assert "Stone forgets." in club.answer("what is the tagline of Quarry?")


@pytest.mark.parametrize(("label", "minutes"), [("Take mine", NEW), ("Keep theirs", "99"), ("Edit again", "103")])
async def test_what_both_have_changed_is_shown_and_one_of_them_is_chosen(club: Club, label: str, minutes: str) -> None:
    form = await club.ada.slash(club.channel, "facts edit", entity="quarry")
    shown = await filled(club, form, "101 minutes\n", "104 minutes\n  tagline: Stone forgets.\n")
    club.library.commit(club.library.propose(club.layer, AddFact("quarry", "runtime", "99 minutes")), "somebody")
    assert "Somebody else changed this" in await club.confirm(shown)
    assert shown.response
    clash = await club.ada.click(shown.response, label="Look again")
    assert "it was 101 minutes; now it is 99 minutes; yours is 104 minutes" in text_of(clash)
    assert "Nothing was changed" in text_of(clash)
    assert clash.response
    assert clash.response.attachments[0].filename == "your-text.yaml"
    chosen = await club.ada.click(clash.response, label=label)
    await club.confirm(await filled(club, chosen, "104", "103") if chosen.modal else chosen)
    assert club.answer("how long is Quarry?") == minutes
    assert "Stone forgets." in club.answer("what is the tagline of Quarry?")


async def filled(club: Club, form: simcord.InteractionResult, before: str, after: str) -> simcord.InteractionResult:
    """Ada replaces a piece of the text in a form, and sends it off."""
    assert form.modal
    [field] = [row["component"] for row in form.modal["components"]]
    assert before in field["value"]
    return await club.ada.submit_modal(form, {field["custom_id"]: field["value"].replace(before, after)})


async def test_a_long_file_is_edited_in_several_fields(club: Club) -> None:
    trivia = "".join(f"    - {number} {'stones and ' * 12}more\n" for number in range(60))
    club.write("film: Quarry\nsource: gazette\nfacts:\n  runtime: 101 minutes\n  trivia:\n" + trivia)
    form = await club.ada.slash(club.channel, "facts edit", entity="quarry")
    assert form.modal
    fields = [row["component"] for row in form.modal["components"]]
    assert len(fields) > 1
    typed = {each["custom_id"]: each["value"].replace("101 minutes", "104 minutes") for each in fields}
    await club.confirm(await club.ada.submit_modal(form, typed))
    assert club.answer("how long is Quarry?") == NEW


async def test_an_old_button_says_that_it_is_old(club: Club) -> None:
    shown = await club.ada.slash(club.channel, "facts add", entity="quarry", relation="runtime", value="104 minutes")
    await club.env.restart_bot(club.again())
    assert shown.response
    assert "too old" in text_of(await club.ada.click(shown.response, label="Confirm"))
    assert club.answer("how long is Quarry?") == OLD


async def test_what_was_typed_into_an_old_form_is_handed_back(club: Club) -> None:
    form = await club.ada.slash(club.channel, "facts edit", entity="quarry")
    assert form.modal
    [field] = [row["component"] for row in form.modal["components"]]
    await club.env.restart_bot(club.again())
    shown = await club.ada.submit_modal(form, {field["custom_id"]: "what I typed"})
    assert shown.response
    assert (await shown.response.attachments[0].read()) == b"what I typed"
