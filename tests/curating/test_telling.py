"""Every sentence of ``corpus/told.yaml`` comes to what the file says; its header explains the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from bot.answering.answerer import Answerer
from bot.curating import told
from bot.curating.refusals import Refusals
from bot.curating.telling import Teller
from bot.curating.told import NotTold, Told, WhichOne
from bot.facts.nodes import Plain
from bot.facts.vocabulary import VALUE
from tests.bench.corpora import CORPUS, TOLD, open_corpus
from tests.failing import texts
from tests.making import SHIPPED, Make, read

Row = Mapping[str, Plain]
#: Each corpus with the name of its knowledge.
ROWS = [
    (base, row)
    for base, folder in (("shipped", CORPUS), ("cinema", CORPUS / "cinema"))
    for row in cast(list[Row], read(folder / TOLD))
]
FACTS = [(base, str(row["tell"]), cast(Row, row["fact"])) for base, row in ROWS if "fact" in row]
CHOICES = [(base, str(row["tell"]), cast(list[Row], row["which"])) for base, row in ROWS if "which" in row]
NO_FACTS = [(base, sentence, str(row["not"])) for base, row in ROWS if "not" in row for sentence in texts(row["tell"])]


def teller(answerer: Answerer) -> Teller:
    return Teller(answerer.snapshot, answerer.understanding.parser, lambda: date(2026, 5, 17))


@pytest.fixture(scope="module")
def tellers(answerer: Answerer, cache: Path) -> Iterator[Mapping[str, Teller]]:
    cinema = open_corpus(CORPUS / "cinema", cache)
    yield {"shipped": teller(answerer), "cinema": teller(cinema)}
    cinema.close()


@pytest.fixture
def tell(tellers: Mapping[str, Teller]) -> Teller:
    return tellers["shipped"]


def plain(told: Told) -> dict[str, Plain]:
    """A fact as the corpus writes it."""
    roles = {"subject": told.subject, told.relation: told.value, **told.qualifiers}
    new = [VALUE if role == told.relation else role for role, filled in roles.items() if filled.new]
    details = told.details
    said = {
        "source": details.source,
        "from": details.said_to_be_from,
        "said_by": details.said_by,
        "certainty": details.certainty,
        "as_of": details.as_of,
        "quote": details.quote,
        "replaces": "yes" if told.replaces else None,
        "known": "yes" if told.known else None,
        "instead": told.instead or None,
        "gone": "yes" if told.gone else None,
    }
    found: dict[str, Plain] = {role: filled.entity or filled.text for role, filled in roles.items()}
    return found | ({"new": cast(Plain, new)} if new else {}) | {key: str(each) for key, each in said.items() if each}


@pytest.mark.parametrize(("base", "sentence", "fact"), FACTS, ids=[sentence for _, sentence, _ in FACTS])
def test_a_sentence_tells_a_fact(tellers: Mapping[str, Teller], base: str, sentence: str, fact: Row) -> None:
    told = tellers[base].tell(sentence)
    assert isinstance(told, Told), told
    assert plain(told) == dict(fact)


@pytest.mark.parametrize(("base", "sentence", "facts"), CHOICES, ids=[sentence for _, sentence, _ in CHOICES])
def test_a_name_of_several_gives_a_choice(
    tellers: Mapping[str, Teller], base: str, sentence: str, facts: list[Row]
) -> None:
    which = tellers[base].tell(sentence)
    assert isinstance(which, WhichOne), which
    assert [plain(told) for _, told in which.choices] == [dict(fact) for fact in facts]
    assert len({label for label, _ in which.choices}) == len(which.choices)


@pytest.mark.parametrize(("base", "sentence", "why"), NO_FACTS, ids=[sentence for _, sentence, _ in NO_FACTS])
def test_what_tells_no_fact_says_why_and_which_part(
    tellers: Mapping[str, Teller], base: str, sentence: str, why: str
) -> None:
    not_told = tellers[base].tell(sentence)
    assert isinstance(not_told, NotTold), not_told
    assert (not_told.why, bool(not_told.part), bool(not_told.hint)) == (why, True, True)


def test_the_corpus_is_large_enough_and_says_nothing_twice() -> None:
    said = [sentence for _, sentence, *_ in (*FACTS, *CHOICES, *NO_FACTS)]
    assert [sentence for sentence, count in Counter(said).items() if count > 1] == []
    assert len(FACTS) + len(CHOICES) >= 60
    assert len(NO_FACTS) >= 25
    assert len({key for _, _, fact in FACTS for key in fact}) >= 25


@pytest.mark.parametrize("sentence", ["", "   ", "?", "...", "says Collider", "as of May 2026", "“”", "\0", "a" * 5000])
def test_nothing_said_tells_nothing(tell: Teller, sentence: str) -> None:
    assert isinstance(tell.tell(sentence), NotTold)


def test_every_reason_is_told_in_words() -> None:
    reasons = {value for name, value in vars(told).items() if name.isupper() and isinstance(value, str)}
    refuse = Refusals(cast(Mapping[str, Plain], read(SHIPPED / "language/en.yaml")))
    assert all(refuse(why, "", "strange").because for why in reasons)
    assert len(reasons) == 11


def test_what_stands_there_now_is_named_where_it_is_replaced(tell: Teller) -> None:
    told = tell.tell("Heat runs 171 minutes")
    assert isinstance(told, Told)
    assert told.replaces == ("170",)


def test_now_is_the_day_of_the_telling(tell: Teller) -> None:
    told = tell.tell("As of today, Heat is on Paramount+")
    assert isinstance(told, Told)
    assert told.details.as_of == "2026-05-17"


def test_a_relation_that_a_curator_adds_can_be_told(make: Make) -> None:
    relation = """
relation: stunts_by
meaning: The person who did the stunts.
subject: [film]
value: person
values: many
en:
  name: stunt performer
  verbs: ["{value} did stunts in {subject}", "{value} doubled in {subject}"]
  answer: {value: "The stunts in {subject} were done by {value}.", subject: "{value} did the stunts in {subject}."}
"""
    made = make({"relations/stunts_by.yaml": relation, "facts/lantern.yaml": "film: Lantern Hour\n"})
    told = teller(made).tell("Ada Example did the stunts in Lantern Hour")
    assert isinstance(told, Told)
    assert (told.subject.entity, told.relation, told.value.text) == ("lantern", "stunts_by", "Ada Example")


NOMINATED = """
relation: nominated_for
meaning: An award that the work was nominated for; `nominee` is the person, where that is one.
subject: [film]
value: label
values: many
labels: [Academy Award for Best Picture / Best Picture, Academy Award for Best Actor / Best Actor]
qualifiers: {nominee: person}
en:
  name: nomination
  nouns: {value: [nomination]}
  verbs:
    - "{subject} was nominated for {value}"
    - "{nominee} was nominated for {value} for {subject}"
  answer:
    value: "{subject} was nominated for {value}."
    subject: "{subject} was nominated for {value}."
    nominee: "{nominee} was nominated for {value}."
"""


def test_a_nomination_is_told_where_there_is_such_a_relation(make: Make) -> None:
    facts = "film: Lantern Hour\nfacts:\n  starring: Ada Example\n"
    told = teller(make({"relations/nominated_for.yaml": NOMINATED, "facts/lantern.yaml": facts}))
    film = told.tell("Lantern Hour was nominated for Best Picture")
    assert isinstance(film, Told), film
    assert (film.relation, film.value.text) == ("nominated_for", "Academy Award for Best Picture")
    star = told.tell("Ada Example was nominated for the Academy Award for Best Actor for Lantern Hour")
    assert isinstance(star, Told), star
    assert (star.subject.entity, star.qualifiers["nominee"].entity) == ("lantern", "ada-example")
    assert star.value.text == "Academy Award for Best Actor"


def test_what_no_relation_tells_is_named(tell: Teller) -> None:
    not_told = tell.tell("Heat was nominated for Best Picture")
    assert isinstance(not_told, NotTold)
    assert (not_told.why, not_told.part) == ("no relation", "nominated")
    assert "if it is a name, write it with capitals" in not_told.hint
