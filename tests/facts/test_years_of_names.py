"""A year beside a name is part of it: nothing of another year is meant."""

from __future__ import annotations

from bot.answering.snapshots import Snapshot
from bot.facts.rows import Node
from tests.making import Compiled

SOURCE = {"facts/sources/programme.yaml": "source: The programme\n"}


def fact(name: str, *lines: str) -> str:
    """A fact file about a film."""
    return "\n".join([f"film: {name}", "source: programme", "facts:", *(f"  {line}" for line in lines), ""])


def values(snapshot: Snapshot, relation: str) -> list[Node]:
    """The nodes that are values of a relation."""
    return [snapshot.base.node(node) for node, _ in snapshot.base.lookup(relation, "value", {})]


def test_two_years_of_a_name_that_has_no_file_are_two_films(compiled: Compiled) -> None:
    found = compiled({
        **SOURCE,
        "facts/a.yaml": fact("Zorvan", "follows: Quillane (1961)"),
        "facts/b.yaml": fact("Merrow", "follows: Quillane (2019)"),
    })  # fmt: skip
    assert sorted(node.label for node in values(found, "follows")) == ["Quillane (1961)", "Quillane (2019)"]


def test_a_year_that_no_file_has_is_another_film(compiled: Compiled) -> None:
    """`Zorvan (2019)` is not the Zorvan of 1961, and `check` has nothing against writing it."""
    found = compiled({
        **SOURCE,
        "facts/zorvan.yaml": fact("Zorvan", "release_date: 1961"),
        "facts/b.yaml": fact("Merrow", "follows: Zorvan (2019)"),
    })  # fmt: skip
    assert [node.label for node in values(found, "follows")] == ["Zorvan (2019)"]
