"""What curators change, and what each server then sees: proposals, commits, conflicts, layers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.curating.edits import (
    AddFact,
    ChangeFact,
    EditEntity,
    FactEdit,
    ImportFile,
    NewEntity,
    RemoveEntity,
    RemoveFact,
)
from bot.curating.library import Library
from bot.curating.proposal import CannotPropose
from bot.facts.store import SHARED, Conflict, Layer, OutcomeUnknown, Revision, Unavailable
from bot.facts.yaml_text import MAX_BYTES
from bot.language.conversation import Conversation
from tests.curating.conftest import SHARED_FILES, Open
from tests.making import no_file_beyond

SERVER, OTHER = Layer(1), Layer(2)
NIGHT_SHIFT = "facts/films/night-shift.yaml"


def made(library: Library, layer: Layer, edit: FactEdit) -> Revision:
    return library.commit(library.propose(layer, edit), who="ada", where="test")


def answers(library: Library, layer: Layer, question: str) -> tuple[str, ...]:
    return library.answer(layer, question, Conversation()).answers


def text(library: Library, layer: Layer, name: str = NIGHT_SHIFT) -> str:
    return library.store.files(layer)[name].data.decode()


def test_a_proposal_shows_what_changes_and_writes_nothing(library: Open) -> None:
    booth = library()
    proposal = booth.propose(SHARED, AddFact("Night Shift", "runtime", "97 minutes", {"source": "programme"}))
    assert [str(change) for change in proposal.changes] == ["Night Shift (2021), running time: 96 → 97"]
    assert "-  runtime: 96 minutes\n+  runtime: 97 minutes" in proposal.diff
    assert ("96" in proposal.answers[0].before, "97" in proposal.answers[0].after) == (True, True)
    assert (proposal.problems, proposal.notes) == ((), ())
    assert booth.propose(SHARED, AddFact("Night Shift", "runtime", "97 minutes")).notes == (
        "no source was given: it stands as what the curators here say",
    )
    assert text(booth, SHARED) == SHARED_FILES[NIGHT_SHIFT]


def test_an_edit_changes_only_its_field_and_answers_have_it_at_once(library: Open) -> None:
    booth = library()
    made(booth, SHARED, AddFact("Night Shift", "runtime", "97 minutes", {"source": "programme"}))
    assert text(booth, SHARED) == SHARED_FILES[NIGHT_SHIFT].replace("96", "97")
    assert answers(booth, SHARED, "how long is night shift?") == ("97",)
    assert answers(booth, SERVER, "how long is night shift?") == ("97",)


def test_a_servers_facts_stand_over_the_shared_ones_and_nobody_else_sees_them(library: Open) -> None:
    booth = library()
    assert answers(booth, OTHER, "how long is night shift?") == ("96",)
    made(booth, SERVER, AddFact("Night Shift", "runtime", "99 minutes"))
    made(booth, SERVER, AddFact("Night Shift", "starring", "Dee Doe", {"as": "The Thief"}))
    assert answers(booth, SERVER, "how long is night shift?") == ("99",)
    assert answers(booth, SERVER, "who is in night shift?") == ("Ben Sample", "Cleo Muster", "Dee Doe")
    assert answers(booth, SERVER, "who directed night shift?") == ("Ada Example",)
    for layer in (OTHER, SHARED):
        assert answers(booth, layer, "how long is night shift?") == ("96",)
        assert answers(booth, layer, "who is in night shift?") == ("Ben Sample", "Cleo Muster")
        assert booth.history(layer) == ()
    assert text(booth, SHARED) == SHARED_FILES[NIGHT_SHIFT]


def test_a_server_can_say_that_nothing_is_known_and_take_that_back(library: Open) -> None:
    booth = library()
    made(booth, SERVER, RemoveFact("night-shift", "runtime"))
    assert answers(booth, SERVER, "how long is night shift?") == ()
    assert answers(booth, OTHER, "how long is night shift?") == ("96",)
    made(booth, SERVER, RemoveEntity("night-shift"))
    assert answers(booth, SERVER, "how long is night shift?") == ("96",)
    with pytest.raises(CannotPropose, match="it is shared"):
        booth.propose(SERVER, RemoveEntity("night-shift"))


def test_a_server_that_says_all_of_something_itself_still_stands_over_the_shared_facts(library: Open) -> None:
    booth = library({"facts/films/day-shift.yaml": "film: Day Shift\nfacts:\n  runtime: 80 minutes\n"})
    made(booth, SERVER, AddFact("Day Shift", "runtime", "81 minutes"))
    proposal = booth.propose(SERVER, RemoveFact("Day Shift", "runtime"))
    assert proposal.notes == ("what the shared facts say of its running time shows again",)
    booth.commit(proposal, who="ada")
    assert answers(booth, SERVER, "how long is day shift?") == ("80",)
    assert "facts/films/day-shift.yaml" not in booth.store.files(SERVER)


def test_a_file_of_a_server_means_the_shared_film_of_its_name(library: Open) -> None:
    booth = library(servers={1: {"facts/ours.yaml": "film: night shift\nfacts:\n  genre: thriller\n"}})
    assert answers(booth, SERVER, "what genre is night shift?") == ("thriller",)
    assert answers(booth, SERVER, "who directed night shift?") == ("Ada Example",)
    made(booth, SERVER, AddFact("night-shift", "runtime", "98"))
    assert list(booth.store.files(SERVER)) == ["facts/ours.yaml", "facts/sources/curators.yaml"]


def test_a_server_that_edits_all_of_something_says_only_what_differs(library: Open) -> None:
    shared = (
        "film: Day Shift\nalso_known_as: [The Day]\nsource: programme\nfacts:\n  runtime: 80 minutes\n  genre: drama\n"
    )
    asks = "asks: {what genre is Day Shift?: drama}\n"
    booth = library(SHARED_FILES | {"facts/films/day-shift.yaml": shared + asks})
    shown = booth.text(SERVER, "day-shift")
    made(booth, SERVER, EditEntity("day-shift", shown.text.replace("80", "81"), shown.text))
    assert text(booth, SERVER, "facts/films/day-shift.yaml") == (
        "film: Day Shift\nsource: programme\nfacts:\n  runtime: 81 minutes\n"
    )
    shown = booth.text(SERVER, "day-shift")
    made(booth, SERVER, EditEntity("day-shift", shown.text.replace("[The Day]", "[The Day, Dayshift]"), shown.text))
    assert "also_known_as: [The Day, Dayshift]" in text(booth, SERVER, "facts/films/day-shift.yaml")
    assert answers(booth, SERVER, "what genre is dayshift?") == ("drama",)


def test_somebody_elses_change_in_between_is_a_conflict(library: Open) -> None:
    booth, other = library(), library()
    proposal = booth.propose(SHARED, AddFact("Night Shift", "runtime", "97 minutes"))
    made(other, SHARED, AddFact("Night Shift", "genre", "thriller"))
    with pytest.raises(Conflict) as caught:
        booth.commit(proposal, who="ben")
    there = caught.value.now[NIGHT_SHIFT]
    assert there is not None
    assert b"thriller" in there.data
    assert answers(other, SHARED, "how long is night shift?") == ("96",)


def test_confirming_twice_writes_once(library: Open) -> None:
    booth = library()
    proposal = booth.propose(SHARED, AddFact("Night Shift", "genre", "thriller"))
    assert booth.commit(proposal, who="ada").number == booth.commit(proposal, who="ada").number


def test_a_full_disk_is_said_and_what_was_proposed_is_written_when_there_is_room(library: Open) -> None:
    booth = library()
    edit = AddFact("Night Shift", "runtime", "97 minutes", {"source": "programme"})
    with no_file_beyond(0), pytest.raises(Unavailable, match="cannot be compiled"):
        booth.propose(SHARED, edit)
    proposal = booth.propose(SHARED, edit)
    with no_file_beyond(0), pytest.raises((Unavailable, OutcomeUnknown)):
        booth.commit(proposal, who="ada")
    assert text(booth, SHARED) == SHARED_FILES[NIGHT_SHIFT]
    assert answers(booth, SHARED, "how long is night shift?") == ("96",)
    booth.commit(proposal, who="ada")
    assert answers(booth, SHARED, "how long is night shift?") == ("97",)


def test_a_fact_has_a_source_and_may_have_more(library: Open) -> None:
    booth = library()
    details = {"source": "https://example.org/news", "certainty": "rumoured", "as_of": "2026-02-01", "as": "A Guest"}
    made(booth, SHARED, AddFact("Night Shift", "starring", "Dee Doe", details))
    answer = booth.answer(SHARED, "who played a guest in night shift?", Conversation())
    assert [(fact.value, fact.certainty, fact.as_of) for fact in answer.facts] == [
        ("Dee Doe", "rumoured", "2026-02-01")
    ]
    assert "https://example.org/news" in "".join(answer.sources)
    changed = ChangeFact("Night Shift", "starring", "Dee Doe", details={"certainty": "confirmed", "as_of": None})
    proposal = booth.propose(SHARED, changed)
    assert "rumoured" in proposal.changes[0].before[0]
    assert "confirmed" in proposal.changes[0].after[0]


def test_what_else_is_said_of_a_fact_goes_by_itself(library: Open) -> None:
    booth = library()
    played = ChangeFact(
        "Night Shift", "starring", "Ben Sample", details={"certainty": "reported", "note": "so he says"}
    )
    made(booth, SHARED, played)
    made(booth, SHARED, replace(played, details={"note": None}))
    assert "certainty: reported" in text(booth, SHARED)
    assert "note" not in text(booth, SHARED)
    made(booth, SHARED, replace(played, details={"as": None, "certainty": None}))
    assert text(booth, SHARED) == SHARED_FILES[NIGHT_SHIFT].replace("Ben Sample as The Guard", "Ben Sample")
    with pytest.raises(CannotPropose, match="Ben Sample' has no certainty that could go"):
        booth.propose(SHARED, replace(played, details={"certainty": None}))
    with pytest.raises(CannotPropose, match="has no 'cetainty'; did you mean 'certainty'"):
        booth.propose(SHARED, replace(played, details={"cetainty": None}))


def test_a_fact_has_the_qualifiers_that_its_relation_declares(library: Open) -> None:
    booth = library()
    award = AddFact("Night Shift", "award", "Golden Reel", {"winner": "Cleo Muster", "year": "2022"})
    made(booth, SHARED, award)
    assert "winner: Cleo Muster" in text(booth, SHARED)
    assert answers(booth, SHARED, "who won the golden reel for night shift?") == ("Cleo Muster",)
    made(booth, SHARED, replace(award, details={"winner": "Ben Sample", "year": "2022"}))
    assert set(answers(booth, SHARED, "who won the golden reel for night shift?")) == {"Cleo Muster", "Ben Sample"}
    with pytest.raises(CannotPropose, match="name it in full"):
        booth.propose(SHARED, RemoveFact("Night Shift", "award", "Golden Reel"))
    in_full = [each.name for each in booth.standing(SHARED, "night-shift", "award")]
    assert in_full == [f"Golden Reel; winner: {name}; year: 2022" for name in ("Cleo Muster", "Ben Sample")]
    assert [each.name for each in booth.standing(SHARED, "night-shift", "starring")] == ["Ben Sample", "Cleo Muster"]
    made(booth, SHARED, RemoveFact("Night Shift", "award", "Golden Reel; winner: Cleo Muster; year: 2022"))
    assert answers(booth, SHARED, "who won the golden reel for night shift?") == ("Ben Sample",)


def test_a_qualifier_may_be_given_as_an_id_and_is_written_by_name(library: Open) -> None:
    booth = library()
    made(booth, SHARED, NewEntity("person", "Elli Maker"))
    made(booth, SHARED, AddFact("Night Shift", "award", "Golden Reel", {"winner": "elli-maker"}))
    assert "winner: Elli Maker" in text(booth, SHARED)


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (AddFact("Night Shift", "starring", "Cleo Muster as The Thief"), "    - Cleo Muster as The Thief\n"),
        (AddFact("Night Shift", "starring", "cleo muster", {"as": "The Thief"}), "    - Cleo Muster as The Thief\n"),
        (
            AddFact("Night Shift", "starring", "Ben Sample", {"certainty": "confirmed"}),
            "    - value: Ben Sample as The Guard\n      certainty: confirmed\n",
        ),
        (
            AddFact("Night Shift", "runtime", "1h 36m", {"as_of": "2026-02-01"}),
            "  runtime:\n    value: 96 minutes\n    as_of: 2026-02-01\n",
        ),
    ],
)
def test_more_is_said_about_a_fact_that_is_there(library: Open, edit: AddFact, line: str) -> None:
    booth = library()
    made(booth, SHARED, edit)
    assert line in text(booth, SHARED)
    assert set(booth.store.files(SHARED)) == set(SHARED_FILES)  # its source stays what it was


def test_all_facts_of_something_new_have_its_details(library: Open) -> None:
    booth = library()
    said = {"source": "programme", "certainty": "expected", "as_of": "2026-02-01", "said_by": "Ada Example"}
    made(booth, SHARED, NewEntity("film", "Day Shift", (), {"runtime": "80 minutes", "genre": "drama"}, said))
    answer = booth.answer(SHARED, "how long is day shift?", Conversation())
    assert [(fact.certainty, fact.as_of) for fact in answer.facts] == [("expected", "2026-02-01")]
    assert text(booth, SHARED, "facts/films/day-shift.yaml").count("said_by: Ada Example") == 2


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (AddFact("Nite Shft", "runtime", "97"), "did you mean Night Shift"),
        (AddFact("Night Shift", "runtme", "97"), "did you mean 'runtime'"),
        (AddFact("Night Shift", "born_on", "1960"), "a film has no 'born_on'"),
        (AddFact("Night Shift", "release_date", "2023-02-30"), "2023-02-30"),
        (AddFact("Night Shift", "runtime", "long"), "runtime"),
        (AddFact("Night Shift", "runtime", "97", {"certainty": "sure"}), "unknown certainty"),
        (AddFact("Night Shift", "runtime", "97", {"colour": "red"}), "has no 'colour'"),
        (AddFact("Night Shift", "runtime", "97", {"where": "Italy"}), "has no 'where'"),
        (AddFact("Night Shift", "award", "Golden Reel", {"year": "2023-02-30"}), "award, year"),
        (NewEntity("film", "Day Shift", (), {"runtime": "80"}, {"where": "Italy"}), "has no 'where'"),
        (NewEntity("film", "Day Shift", (), {"runtime": "80"}, {"certainty": "sure"}), "certainty 'sure'"),
        (AddFact("Night Shift", "starring", "Cleo Muster"), "has the cast 'Cleo Muster' already"),
        (RemoveFact("Night Shift", "starring", "Dee Doe"), "There is: Ben Sample as The Guard; Cleo Muster"),
        (RemoveFact("Night Shift", "genre"), "has no genre"),
        (AddFact("Night Shift", "runtime", "96 minutes", {"source": "programme"}), "changes nothing"),
        (NewEntity("film", "Night Shift"), "already"),
        (NewEntity("movie", "Day Shift"), "no kind 'movie'"),
        (ImportFile("x.yaml", b"film: &a X\nfacts: {genre: *a}\n"), "anchor"),
        (ImportFile("x.yaml", b"film: X\nfilm: Y\n"), "x.yaml:2:1"),
        (ImportFile("x.yaml", b"film: !!str X\n"), "x.yaml:1"),
        (ImportFile("x.yaml", b"\x89PNG\x00\xff"), "x.yaml:1"),
        (ImportFile("x.yaml", b"#" * (MAX_BYTES + 1)), "larger than"),
        (ImportFile("x.yaml", b"- film: X\n- film: Y\n  facts: {runtime: long}\n"), "x.yaml:3"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(library: Open, edit: FactEdit, reason: str) -> None:
    booth = library()
    with pytest.raises(CannotPropose) as caught:
        booth.propose(SHARED, edit)
    assert reason in str(caught.value)
    assert booth.history(SHARED) == ()
    assert text(booth, SHARED) == SHARED_FILES[NIGHT_SHIFT]


def test_an_entity_is_edited_as_text(library: Open) -> None:
    booth = library()
    shown = booth.text(SHARED, "night shift")
    assert shown.text == SHARED_FILES[NIGHT_SHIFT]
    with pytest.raises(CannotPropose) as caught:
        booth.propose(SHARED, EditEntity("night-shift", shown.text.replace("96 minutes", "long"), shown.text))
    assert [problem.location.line for problem in caught.value.problems] == [10]
    made(booth, SHARED, EditEntity("night-shift", shown.text + "  genre: thriller # new\n", shown.text))
    assert text(booth, SHARED) == SHARED_FILES[NIGHT_SHIFT] + "  genre: thriller # new\n"


def test_a_server_edits_what_it_sees_and_keeps_only_what_differs(library: Open) -> None:
    booth = library()
    shown = booth.text(SERVER, "night shift")
    assert "96 minutes" in shown.text
    with pytest.raises(CannotPropose, match="changes nothing"):
        booth.propose(SERVER, EditEntity("night-shift", shown.text, shown.text))
    made(booth, SERVER, EditEntity("night-shift", shown.text.replace("96 minutes", "100 minutes"), shown.text))
    own = text(booth, SERVER)
    assert "runtime: 100 minutes" in own
    assert "starring" not in own
    again = booth.text(SERVER, "night shift")
    assert "Cleo Muster" in again.text
    with pytest.raises(CannotPropose, match="changes nothing"):
        booth.propose(SERVER, EditEntity("night-shift", again.text, again.text))


def test_something_new(library: Open) -> None:
    booth = library()
    new = NewEntity(
        "film", "Day Shift", ("Day",), {"directed_by": "Ada Example", "genre": ("drama", "crime")},
        {"source": "programme"},
    )  # fmt: skip
    proposal = booth.propose(SERVER, new)
    assert [change.question for change in proposal.answers]
    booth.commit(proposal, who="ada")
    assert answers(booth, SERVER, "who directed day shift?") == ("Ada Example",)
    assert set(answers(booth, SERVER, "films by ada example")) == {"Day Shift", "Night Shift"}
    assert answers(booth, SHARED, "who directed day shift?") == ()
    made(booth, SERVER, AddFact("Ada Example", "born_on", "1960-05-04"))
    assert answers(booth, SERVER, "when was ada example born?") == ("1960-05-04",)


def test_a_question_that_was_asked_before_finds_what_is_new_and_misses_what_is_gone(library: Open) -> None:
    booth = library()
    made(booth, SERVER, AddFact("Night Shift", "runtime", "97 minutes", {"source": "programme"}))
    assert answers(booth, SERVER, "who directed day shift?") == ()
    made(booth, SERVER, NewEntity("film", "Day Shift", (), {"directed_by": "Ada Example"}))
    assert answers(booth, SERVER, "who directed day shift?") == ("Ada Example",)
    made(booth, SERVER, RemoveEntity("day-shift"))
    assert answers(booth, SERVER, "who directed day shift?") == ()


def test_a_conversation_begins_anew_where_facts_have_changed_and_changed_back(library: Open) -> None:
    booth, conversation = library(), Conversation()
    made(booth, SERVER, AddFact("Night Shift", "genre", "thriller", {"source": "programme"}))
    for _ in range(2):
        assert booth.answer(SERVER, "how long is Night Shift?", conversation).answers == ("96",)
        made(booth, SERVER, NewEntity("film", "Day Shift"))
        booth.commit(booth.undo(SERVER), who="ada")
    assert booth.answer(SERVER, "and the genre?", conversation).answers == ()


def test_a_kind_in_brackets_tells_things_of_one_name_apart(library: Open) -> None:
    booth = library()
    made(booth, SERVER, NewEntity("book", "Night Shift", (), {"written_by": "Cleo Muster"}))
    made(booth, SERVER, AddFact("Night Shift (film)", "runtime", "97 minutes", {"source": "programme"}))
    assert answers(booth, SERVER, "how long is night shift?") == ("97",)


def test_undo_and_undo_of_that(library: Open) -> None:
    booth = library()
    first = made(booth, SHARED, AddFact("Night Shift", "production_status", "in post-production"))
    undo = booth.undo(SHARED)
    assert [str(change) for change in undo.changes if change.relation] == [
        "Night Shift (2021), production status: in post-production → filming"
    ]
    booth.commit(undo, who="ben")
    assert text(booth, SHARED) == SHARED_FILES[NIGHT_SHIFT]
    booth.commit(booth.undo(SHARED), who="ada")
    assert answers(booth, SHARED, "how far along is night shift?") == ("in post-production",)
    with pytest.raises(CannotPropose, match=f"was changed again, by {first.number + 2}; take that back first"):
        booth.undo(SHARED, first.number + 1)
    with pytest.raises(CannotPropose, match="nothing has been changed"):
        booth.undo(OTHER)
    with pytest.raises(CannotPropose, match="no change number"):
        booth.undo(SERVER, first.number)


def test_history_tells_who_changed_what(library: Open) -> None:
    booth = library()
    made(booth, SHARED, AddFact("Night Shift", "production_status", "in post-production", {"source": "programme"}))
    made(booth, SHARED, NewEntity("person", "Ada Example"))
    newest, oldest = booth.history(SHARED)
    assert (oldest.who, oldest.where, oldest.by_hand) == ("ada", "test", False)
    assert [str(change) for change in oldest.changes] == [
        "Night Shift (2021), production status: filming → in post-production"
    ]
    assert booth.history(SHARED, "night shift")[0].number == oldest.number
    assert [entry.number for entry in booth.history(SHARED, before=newest.number)] == [oldest.number]


def test_a_file_comes_and_goes_whole(library: Open) -> None:
    booth = library()
    data = b"# mine\nfilm: Day Shift\nsource: programme\nfacts:\n  runtime: 80 minutes\n"
    made(booth, SERVER, ImportFile("day-shift.yaml", data))
    assert booth.text(SERVER, "day shift").text.encode() == data
    made(
        booth,
        SERVER,
        ImportFile("pack.yaml", b"- film: Day Shift\n  facts: {runtime: 81 minutes}\n- person: Dee Doe\n"),
    )
    assert answers(booth, SERVER, "how long is day shift?") == ("81",)
    assert booth.archive(SERVER).startswith(b"PK")


def test_a_broken_file_keeps_its_last_good_state(library: Open, tmp_path: Path) -> None:
    booth = library()
    made(booth, SHARED, AddFact("Night Shift", "runtime", "97 minutes"))
    (tmp_path / "knowledge" / NIGHT_SHIFT).write_text("film: [Night Shift\n")
    later = library()
    assert answers(later, SHARED, "how long is night shift?") == ("97",)
    assert [problem.location.file for problem in later.check(SHARED)] == [NIGHT_SHIFT]
    with pytest.raises(CannotPropose, match="mended first"):
        later.propose(SHARED, AddFact("Night Shift", "genre", "drama"))


def test_what_changed_can_be_asked(library: Open) -> None:
    booth = library()
    asked = (
        "what changed about night shift?",
        "what has changed with Night Shift",
        "anything changed about night shift",
    )
    for question in asked:
        answer = booth.answer(SERVER, question, Conversation())
        assert (answer.status, answer.text) == ("unknown", "I know of no change to what I have on Night Shift (2021).")
    made(booth, SHARED, AddFact("Night Shift", "production_status", "in post-production", {"source": "programme"}))
    made(booth, SERVER, AddFact("Night Shift", "runtime", "97 minutes", {"source": "programme"}))
    for question in asked:
        answer = booth.answer(SERVER, question, Conversation())
        assert answer.status == "answered"
        assert answer.answers == ("97", "in post-production")
        assert "production status: filming → in post-production" in answer.text
        assert booth.answer(OTHER, question, Conversation()).answers == ("in post-production",)
    conversation = Conversation()
    booth.answer(SERVER, "how long is night shift?", conversation)
    assert booth.answer(SERVER, "what changed?", conversation).answers == ("97", "in post-production")
    assert booth.answer(SERVER, "what changed?", Conversation()).text == (
        "What changed about what? Name a film or a person."
    )


def test_what_changed_is_told_where_a_server_has_taken_all_of_it_back(library: Open) -> None:
    booth = library()
    revision = made(booth, SERVER, AddFact("Night Shift", "runtime", "97 minutes", {"source": "programme"}))
    booth.commit(booth.undo(SERVER, revision.number), who="ada")
    answer = booth.answer(SERVER, "what changed about night shift?", Conversation())
    assert sum("running time" in line for line in answer.text.splitlines()) == 2
    assert booth.answer(OTHER, "what changed about night shift?", Conversation()).status == "unknown"
