from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.curating.suggestions import LONGEST_FACT, MOST_OPEN, NotSuggested, Suggestions, reason_of
from bot.facts.store import Store
from tests.curating.conftest import HERE, THERE

ADA, BEN = 101, 102
NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)


@pytest.fixture
def queue(store: Store) -> Suggestions:
    return Suggestions(store, HERE)


def test_suggestions_wait_in_the_order_in_which_they_came(store: Store, queue: Suggestions) -> None:
    first = queue.suggest(ADA, "Heat runs 171 minutes", "the back of the box", NOW, "heat")
    second = queue.suggest(BEN, "Ali runs 157 minutes", "the back of the box", NOW)
    assert queue.open() == (first, second)
    assert (queue.get(first.number), queue.get(99)) == (first, None)
    assert Suggestions(store, THERE).open() == ()


def test_one_that_is_decided_is_gone_with_its_member(store: Store, queue: Suggestions) -> None:
    suggestion = queue.suggest(ADA, "Heat runs 171 minutes", "the back of the box", NOW)
    assert queue.decide(suggestion.number) == suggestion
    assert store.records(HERE, "suggestions").all() == {}
    with pytest.raises(NotSuggested, match="decided already"):
        queue.decide(suggestion.number)
    assert queue.suggest(ADA, "another", "a source", NOW).number > suggestion.number


@pytest.mark.parametrize(
    ("fact", "source", "why"),
    [
        ("", "a source", "fact is missing"),
        ("a fact", " \n\u200b", "source is missing"),
        ("x" * (LONGEST_FACT + 1), "a source", "501 characters"),
        ("a fact", "x" * 301, "301 characters"),
    ],
)
def test_what_is_missing_or_too_long_is_not_taken(queue: Suggestions, fact: str, source: str, why: str) -> None:
    with pytest.raises(NotSuggested, match=why):
        queue.suggest(ADA, fact, source, NOW)
    assert queue.open() == ()


def test_a_suggestion_is_one_line(queue: Suggestions) -> None:
    assert queue.suggest(ADA, " Heat\nruns\x00 long ", "a\tsource", NOW).fact == "Heat runs long"


def test_nobody_fills_the_queue(queue: Suggestions) -> None:
    for number in range(MOST_OPEN):
        queue.suggest(ADA, f"fact {number}", "a source", NOW)
    with pytest.raises(NotSuggested, match=f"you have {MOST_OPEN}"):
        queue.suggest(ADA, "one more", "a source", NOW)
    with pytest.raises(NotSuggested, match="in the queue already"):
        queue.suggest(BEN, "fact 0", "a source", NOW)
    queue.forget(ADA)
    assert queue.open() == ()


def test_a_reason_is_needed() -> None:
    assert reason_of(" no  source ") == "no source"
    with pytest.raises(NotSuggested, match="reason is missing"):
        reason_of("  ")
