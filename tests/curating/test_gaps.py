from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.answering.answerer import Answerer
from bot.curating.gap_report import dismiss_gap, report_gaps
from bot.curating.gaps import LONGEST, MOST_WORDINGS, Gaps, impersonal
from bot.curating.overdue import overdue
from bot.curating.server_settings import change_settings
from bot.facts.store import Store
from bot.language.conversation import Conversation
from tests.curating.conftest import HERE, THERE
from tests.making import Make

TODAY = date(2026, 5, 17)

FILES = {
    "facts/papers.yaml": "source: The Evening Papers\n",
    "facts/films.yaml": """
- film: Lantern Hour
  id: lantern
  source: papers
  facts:
    directed_by: Ada Example
    runtime: 90 minutes
    release_date: {value: 2026-03-01, certainty: expected}
- film: Harbour Lights
  id: harbour
  source: papers
  facts:
    directed_by: {value: Ben Sample, certainty: rumoured}
    release_date: {value: summer 2027, certainty: expected}
    starring: {value: Cleo Muster, certainty: expected}
- film: Second Wind
  id: wind
  source: papers
  facts:
    release_date: {value: 2025, certainty: rumoured, where: Italy}
""",
}


@pytest.fixture
def asked(make: Make) -> Answerer:
    return make(FILES)


def ask(gaps: Gaps, answerer: Answerer, *questions: str, day: date = TODAY) -> None:
    for question in questions:
        gaps.note(question, answerer.answer(question, Conversation()), day)


def test_questions_for_one_fact_are_one_gap_that_says_which(store: Store, asked: Answerer) -> None:
    gaps = Gaps(store, HERE)
    ask(gaps, asked, "who wrote Lantern Hour?", "writer of lantern hour", day=TODAY - timedelta(days=3))
    ask(gaps, asked, "what was the budget of Harbour Lights?", "who wrote Lantern Hour?")
    first, second = gaps.open()
    assert (first.entity, first.relation, first.role, first.why) == ("lantern", "written_by", "subject", "fact")
    assert (first.count, first.first, first.last) == (3, TODAY - timedelta(days=3), TODAY)
    assert first.wordings == ("who wrote Lantern Hour?", "writer of lantern hour")
    assert (second.entity, second.relation, second.count) == ("harbour", "budget", 1)
    assert Gaps(store, THERE).open() == ()


def test_a_yes_or_no_question_knows_its_fact_too(store: Store, asked: Answerer) -> None:
    gaps = Gaps(store, HERE)
    ask(gaps, asked, "is Cleo Muster in Lantern Hour?")
    assert [(gap.entity, gap.relation) for gap in gaps.open()] == [("lantern", "starring")]


def test_an_unknown_name_is_one_gap_in_near_spellings(store: Store, asked: Answerer) -> None:
    gaps = Gaps(store, HERE)
    ask(gaps, asked, "who directed Zanzibarella?", "who directed zanzibarela")
    (gap,) = gaps.open()
    assert (gap.why, gap.name, gap.relation, gap.count) == ("name", "Zanzibarella", "directed_by", 2)


def test_what_is_not_understood_is_one_gap_in_near_wordings(store: Store, asked: Answerer) -> None:
    gaps = Gaps(store, HERE)
    ask(gaps, asked, "will it rain in the afternoon", "will it rain in the afternoon?", "flibber the gribnak")
    assert [(gap.why, gap.count) for gap in gaps.open()] == [("words", 2), ("words", 1)]


def test_what_is_answered_is_not_kept(store: Store, asked: Answerer) -> None:
    ask(Gaps(store, HERE), asked, "who directed Lantern Hour?", "hello", "thanks")
    assert store.records(HERE, "gaps").all() == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<@123456789012345678> who wrote Lantern Hour?", "who wrote Lantern Hour?"),
        ("who wrote Lantern Hour <@!1> <@&22> <#333> <:heat:444444>?", "who wrote Lantern Hour ?"),
        ("@ada.example who wrote 1917", "who wrote 1917"),
        ("ask 123456789012345678 or ada@example.org", "ask or"),
        ("call +49 170 1234567 now", "call now"),
        ("https://example.org/x?user=7 who is it", "who is it"),
        ("what made $1,000,000,000 in 2009", "what made $1,000,000,000 in 2009"),
        ("x" * 500, "x" * LONGEST),
    ],
)
def test_what_tells_of_a_person_is_not_kept(typed: str, kept: str) -> None:
    assert impersonal(typed) == kept


def test_the_name_that_nobody_knows_tells_of_nobody(store: Store, asked: Answerer) -> None:
    ask(Gaps(store, HERE), asked, "who directed <@123456789012345678>?")
    assert "123456789012345678" not in str(store.records(HERE, "gaps").all())


def test_a_gap_that_is_dismissed_stays_away_until_it_is_brought_back(store: Store, asked: Answerer) -> None:
    gaps = Gaps(store, HERE)
    ask(gaps, asked, "who wrote Lantern Hour?")
    (gap,) = gaps.open()
    assert gaps.dismiss(gap.number)
    ask(gaps, asked, "who wrote Lantern Hour?")
    assert gaps.open() == ()
    assert [each.count for each in gaps.open(dismissed=True)] == [2]
    assert gaps.bring_back(gap.number)
    assert [each.count for each in gaps.open()] == [2]
    assert not gaps.dismiss(99)


def test_what_is_older_than_the_server_keeps_is_forgotten(store: Store, asked: Answerer) -> None:
    gaps = Gaps(store, HERE)
    ask(gaps, asked, "who wrote Lantern Hour?", "budget of Harbour Lights", day=TODAY - timedelta(days=40))
    ask(gaps, asked, "lantern hour writer", day=TODAY - timedelta(days=10))
    gaps.prune(TODAY, days=30)
    (gap,) = gaps.open()
    assert (gap.wordings, gap.count, gap.first) == (("lantern hour writer",), 1, TODAY - timedelta(days=10))
    assert "Harbour" not in str(store.records(HERE, "gaps").all())


def test_only_the_usual_wordings_are_kept(store: Store, asked: Answerer) -> None:
    gaps = Gaps(store, HERE)
    for word in ("hey", "yo", "hi", "please", "hmm", "um", "btw"):
        ask(gaps, asked, f"{word} who wrote Lantern Hour?", "who wrote Lantern Hour?")
    (gap,) = gaps.open()
    assert (gap.count, gap.wordings[0], len(gap.wordings)) == (14, "who wrote Lantern Hour?", MOST_WORDINGS)


def test_what_has_an_answer_by_now_is_dropped(store: Store, asked: Answerer, make: Make) -> None:
    gaps = Gaps(store, HERE)
    ask(gaps, asked, "who wrote Lantern Hour?", "what was the budget of Lantern Hour?")
    later = make(
        FILES | {"facts/films.yaml": FILES["facts/films.yaml"].replace("runtime:", "written_by: Ada\n    runtime:")}
    )
    assert gaps.ask_again(lambda question: later.answer(question).status == "answered") == 1
    assert [gap.relation for gap in gaps.open()] == ["budget"]


def test_facts_whose_day_has_passed_are_told(asked: Answerer) -> None:
    told = [(fact.name, fact.relation, fact.day, fact.source) for fact in overdue(asked.snapshot.base, TODAY)]
    assert told == [
        ("Second Wind (2025)", "release_date", "2025", "papers"),
        ("Lantern Hour (2026)", "release_date", "2026-03-01", "papers"),
    ]
    assert overdue(asked.snapshot.base, date(2024, 1, 1)) == ()


def test_the_report_for_a_terminal(store: Store, asked: Answerer) -> None:
    gaps = Gaps(store, HERE)
    ask(gaps, asked, "budget of Harbour Lights", day=TODAY - timedelta(days=40))
    ask(gaps, asked, "who wrote Lantern Hour?", "who wrote Lantern Hour?", "who directed Zanzibarella?")
    change_settings(store, HERE, {"gap_days": 30})
    assert list(report_gaps(store, HERE, asked.snapshot.base, TODAY)) == [
        "2: who wrote Lantern Hour? (2 times, on 2026-05-17) [lantern written_by]",
        "3: who directed Zanzibarella? (once, on 2026-05-17) [no 'Zanzibarella', directed_by]",
        "rumoured for 2025, which has passed: Second Wind (2025), release_date 2025",
        "expected for 2026-03-01, which has passed: Lantern Hour (2026), release_date 2026-03-01",
    ]
    assert (dismiss_gap(store, HERE, 2), dismiss_gap(store, HERE, 2222)) == ("Dismissed 2.", None)
    assert next(report_gaps(store, THERE, asked.snapshot.base, TODAY)) == "No question is without an answer."
