"""How names can be written, and the tables that find them when they are not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from bot.facts.name_index import ALIAS, FULL, PART, SCHEMA, SHORT, SHORTEST_NEAR, NameIndex, deletions, written_forms
from bot.facts.name_reading import NameReader


def test_a_name_in_full_is_worth_most() -> None:
    forms = written_forms("The Insider", ["Insider, The"], "film")
    assert forms["the insider"] == FULL
    assert forms["insider the"] == ALIAS
    assert forms["insider"] == SHORT


def test_the_best_of_several_worths_counts() -> None:
    assert written_forms("The Insider", ["Insider"], "film")["insider"] == ALIAS


@pytest.mark.parametrize(
    ("name", "kind", "parts"),
    [
        ("Al Pacino", "person", ["pacino"]),
        ("Robert De Niro", "person", ["de niro", "niro"]),
        ("Warner Bros.", "organisation", ["bros", "warner"]),
        ("Vincent Hanna", "character", ["hanna", "vincent"]),
        ("Cher", "person", []),
        ("Michael Clayton", "film", []),
    ],
)
def test_people_go_by_their_last_name_and_characters_by_either(name: str, kind: str, parts: list[str]) -> None:
    forms = written_forms(name, [], kind)
    assert sorted(form for form, weight in forms.items() if weight == PART) == parts


@pytest.mark.parametrize(
    ("label", "plural"), [("thriller", "thrillers"), ("comedy", "comedies"), ("science fiction", "science fictions")]
)
def test_labels_have_a_plural(label: str, plural: str) -> None:
    assert written_forms(label, [], "genre") == {label: FULL, plural: ALIAS}


def test_films_have_no_plural() -> None:
    assert list(written_forms("Heat", [], "film")) == ["heat"]


def test_a_word_is_found_under_itself_with_any_letter_left_out() -> None:
    assert set(deletions("heat")) == {"heat", "eat", "hat", "het", "hea"}
    assert list(deletions("boots")).count("bots") == 1  # of two equal neighbours it is all the same which one


@pytest.mark.parametrize("word", ["it", "up", "her"])
def test_a_short_word_has_no_neighbours(word: str) -> None:
    assert len(word) < SHORTEST_NEAR
    assert list(deletions(word)) == [word]


@pytest.fixture
def tables() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    names = NameIndex(connection)
    names.add(1, "Heat", (), "film")
    names.add(2, "Heat 2", ("Heat Part 2",), "film")
    names.add(3, "Al Pacino", (), "person")
    names.finish()
    yield connection
    connection.close()


def nodes_of(tables: sqlite3.Connection, key: str) -> list[int]:
    return [node for (node,) in tables.execute("SELECT node FROM name WHERE key = ?", (key,))]


@pytest.mark.parametrize(
    ("key", "nodes"), [("heat", [1]), ("heat2", [2]), ("heatpart2", [2]), ("pacino", [3]), ("al", [])]
)
def test_a_name_is_found_by_its_key(tables: sqlite3.Connection, key: str, nodes: list[int]) -> None:
    assert nodes_of(tables, key) == nodes


def test_a_word_says_in_how_many_names_it_is(tables: sqlite3.Connection) -> None:
    word, names = tables.execute("SELECT id, names FROM word WHERE word = 'heat'").fetchone()
    postings = tables.execute("SELECT count(*) FROM posting WHERE word = ?", (word,)).fetchone()
    assert (names, *postings) == (3, 3)


@pytest.mark.parametrize(("key", "word"), [("heat", "heat"), ("het", "heat"), ("pacno", "pacino")])
def test_a_misspelt_word_leads_to_the_word(tables: sqlite3.Connection, key: str, word: str) -> None:
    rows = tables.execute("SELECT word.word FROM near JOIN word ON word.id = near.word WHERE near.key = ?", (key,))
    assert (word,) in rows.fetchall()


@pytest.mark.parametrize(
    ("typed", "word"), [("hjaet", "heat"), ("pcno", "pacino"), ("ehatxx", None), ("xxeat", "heat")]
)
def test_a_word_with_two_mistakes_leads_to_the_word(tables: sqlite3.Connection, typed: str, word: str | None) -> None:
    found = {each.word for each in NameReader(tables).alike_twice(typed)}
    assert (word in found) if word else not found & {"heat"}


def test_removed_names_leave_nothing_that_is_not_in_others(tables: sqlite3.Connection) -> None:
    names = NameIndex(tables)
    names.remove(2)
    names.remove(3)
    names.add(4, "Heat Wave", (), "film")
    names.finish()
    assert tables.execute("SELECT word, names FROM word ORDER BY word").fetchall() == [("heat", 2), ("wave", 1)]
    assert {word for (word,) in tables.execute("SELECT DISTINCT word FROM near")} == {
        word for (word,) in tables.execute("SELECT id FROM word")
    }
    assert tables.execute("SELECT count(*) FROM posting").fetchone() == (3,)
    assert (nodes_of(tables, "heat2"), nodes_of(tables, "heatwave")) == ([], [4])
