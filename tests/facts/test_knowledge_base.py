"""The compiled knowledge base: nodes, facts in every direction, and where each of them was written."""

from __future__ import annotations

import pytest

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import Certainty
from bot.facts.rows import Node
from tests.making import Compiled

FILES = {
    "facts/sources/programme.yaml": "source: The programme\n",
    "facts/films/zorvan.yaml": """\
film: Zorvan
source: programme
facts:
  directed_by: [Ilka Brenn, Odo Marsk]
  starring:
    - Ilka Brenn as The Warden
    - value: Tesk Ulmer
      certainty: rumoured
      quote: I may be in it.
      said_by: Tesk Ulmer
      as_of: 2020-05-01
      note: overheard
  release_date:
    - value: 2020-06-01
      where: Italy
    - 2021
  runtime: 91 minutes
  genre: drama
""",
    "facts/films/zorvan-2.yaml": """\
film: Zorvan 2
source: programme
facts:
  directed_by: Odo Marsk
  runtime: 2h 10m
  genre: drama
""",
    "facts/books/zorvan-novel.yaml": "book: Zorvan\nsource: programme\nfacts:\n  written_by: Ilka Brenn\n",
}


@pytest.fixture
def base(compiled: Compiled) -> KnowledgeBase:
    return compiled(FILES).base


def ident(base: KnowledgeBase, name: str) -> int:
    node = base.by_ident(name)
    assert node is not None
    return node


def names(base: KnowledgeBase, rows: list[tuple[int, int]]) -> list[str]:
    return [base.node(node).name for node, _ in rows]


def test_an_entity_is_a_node_with_its_name_and_file(base: KnowledgeBase) -> None:
    node = base.node(ident(base, "zorvan"))
    assert (node.kind, node.name, node.ident, node.year) == ("film", "Zorvan", "zorvan", 2020)
    assert node.file == "facts/films/zorvan.yaml"
    assert node.is_entity
    assert node.label == "Zorvan (2020)"


def test_a_name_without_a_file_is_an_entity_all_the_same(base: KnowledgeBase) -> None:
    node = base.node(ident(base, "ilka-brenn"))
    assert (node.kind, node.name, node.file) == ("person", "Ilka Brenn", None)
    assert node.label == "Ilka Brenn"


def test_labels_and_literals_have_no_id(base: KnowledgeBase) -> None:
    ((genre, _),) = base.lookup("genre", "value", {"subject": [ident(base, "zorvan")]})
    ((minutes, _),) = base.lookup("runtime", "value", {"subject": [ident(base, "zorvan")]})
    assert not base.node(genre).is_entity
    assert (base.node(genre).kind, base.node(genre).name) == ("genre", "drama")
    assert base.node(minutes) == Node(minutes, "duration", "91", low=91, high=91)


def test_equal_labels_and_literals_are_one_node(base: KnowledgeBase) -> None:
    assert len({node for node, _ in base.lookup("genre", "value", {})}) == 1


def test_nobody_has_an_unknown_id(base: KnowledgeBase) -> None:
    assert base.by_ident("heat") is None
    assert base.nodes([]) == {}
    with pytest.raises(KeyError):
        base.node(10_000)


@pytest.mark.parametrize(
    ("relation", "ask", "given", "found"),
    [
        ("directed_by", "value", {"subject": ["zorvan"]}, ["Ilka Brenn", "Odo Marsk"]),
        ("directed_by", "value", {"subject": ["zorvan", "zorvan-2"]}, ["Ilka Brenn", "Odo Marsk", "Odo Marsk"]),
        ("directed_by", "subject", {"value": ["odo-marsk"]}, ["Zorvan", "Zorvan 2"]),
        ("directed_by", "subject", {"value": ["tesk-ulmer"]}, []),
        ("directed_by", "subject", {"value": []}, []),
        ("directed_by", "subject", {"subject": ["zorvan-2"], "value": ["odo-marsk"]}, ["Zorvan 2"]),
        ("starring", "value", {"as": ["the-warden"]}, ["Ilka Brenn"]),
        ("starring", "as", {"subject": ["zorvan"]}, ["The Warden"]),
        ("starring", "as", {"value": ["tesk-ulmer"]}, []),
        ("release_date", "value", {"where": ["italy"]}, ["2020-06-01"]),
        ("release_date", "where", {}, ["Italy"]),
        ("box_office", "value", {}, []),
        ("no_such_relation", "value", {}, []),
    ],
)
def test_facts_are_found_by_any_of_their_roles(
    base: KnowledgeBase, relation: str, ask: str, given: dict[str, list[str]], found: list[str]
) -> None:
    ids = {role: [ident(base, name) for name in filler] for role, filler in given.items()}
    assert sorted(names(base, base.lookup(relation, ask, ids))) == sorted(found)


def test_facts_of_several_relations_are_found_at_once(base: KnowledgeBase) -> None:
    given = {"subject": [ident(base, "zorvan")]}
    both = base.lookup(("directed_by", "starring", "no_such_relation"), "value", given)
    assert both == sorted(
        base.lookup("directed_by", "value", given) + base.lookup("starring", "value", given), key=lambda row: row[1]
    )


def test_facts_of_one_file_come_in_its_order(base: KnowledgeBase) -> None:
    rows = base.lookup("directed_by", "value", {"subject": [ident(base, "zorvan")]})
    assert names(base, rows) == ["Ilka Brenn", "Odo Marsk"]


def test_a_statement_says_where_it_was_written_and_how_sure_it_is(base: KnowledgeBase) -> None:
    ((_, fact),) = base.lookup("starring", "value", {"value": [ident(base, "tesk-ulmer")]})
    (said,) = base.statements([fact])
    assert (said.relation, said.source, said.certainty) == ("starring", "programme", Certainty.RUMOURED)
    assert (said.quote, said.said_by, said.as_of, said.note) == (
        "I may be in it.",
        "Tesk Ulmer",
        "2020-05-01",
        "overheard",
    )
    assert (said.file, said.line) == ("facts/films/zorvan.yaml", 7)
    assert said.qualifiers == ()


def test_a_plain_fact_states_no_certainty(base: KnowledgeBase) -> None:
    ((_, fact),) = base.lookup("starring", "value", {"value": [ident(base, "ilka-brenn")]})
    (said,) = base.statements([fact])
    assert said.certainty is None
    assert said.qualifiers == (("as", ident(base, "the-warden")),)


def test_all_roles_of_a_fact(base: KnowledgeBase) -> None:
    ((_, fact),) = base.lookup("starring", "value", {"as": [ident(base, "the-warden")]})
    assert base.roles_of(fact) == {
        "subject": ident(base, "zorvan"), "value": ident(base, "ilka-brenn"), "as": ident(base, "the-warden")
    }  # fmt: skip


def test_what_is_said_about_a_thing_is_what_it_is_the_subject_of(base: KnowledgeBase) -> None:
    assert {said.relation for said in base.statements_about(ident(base, "zorvan-2"))} == {
        "directed_by",
        "runtime",
        "genre",
    }
    assert base.statements_about(ident(base, "odo-marsk")) == []


def test_the_nodes_of_a_kind(base: KnowledgeBase) -> None:
    assert {base.node(node).name for node in base.of_kinds(["film"])} == {"Zorvan", "Zorvan 2"}
    assert {base.node(node).ident for node in base.of_kinds(["film", "book"])} == {"zorvan", "zorvan-2", "zorvan-novel"}
    assert base.of_kinds([]) == set()


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (90, None, ["91", "130"]),
        (None, 100, ["91"]),
        (91, 91, ["91"]),
        (91.5, 129.5, []),
        (None, None, ["91", "130"]),
    ],
)
def test_literals_are_found_on_their_number_line(
    base: KnowledgeBase, low: float | None, high: float | None, found: list[str]
) -> None:
    assert sorted(base.node(node).name for node in base.line.in_range("duration", low, high)) == sorted(found)


def test_a_year_lies_in_a_range_only_as_a_whole(base: KnowledgeBase) -> None:
    in_2020 = {base.node(node).name for node in base.line.in_range("date", 20200101, 20201231)}
    from_june_2021 = {base.node(node).name for node in base.line.in_range("date", 20210601, None)}
    assert "2020-06-01" in in_2020
    assert "2021" not in from_june_2021


def test_where_values_lie_on_their_number_line(base: KnowledgeBase) -> None:
    facts = [fact for _, fact in base.lookup("runtime", "value", {})]
    genre = [fact for _, fact in base.lookup("genre", "value", {})][:1]
    assert sorted(number for number, _ in base.line.fact_numbers(facts) if number) == [91, 130]
    assert [number for number, _ in base.line.fact_numbers(genre)] == [None]


def test_names_that_another_kind_has_too(base: KnowledgeBase) -> None:
    assert base.index.shares_name(base.node(ident(base, "zorvan")))
    assert base.index.shares_name(base.node(ident(base, "zorvan-novel")))
    assert not base.index.shares_name(base.node(ident(base, "zorvan-2")))


def test_the_relations_that_have_facts(base: KnowledgeBase) -> None:
    known = base.known_relations()
    assert known["directed_by"] == 3
    assert "box_office" not in known
    assert list(known.values()) == sorted(known.values(), reverse=True)


def test_a_note_that_nobody_left_is_empty(base: KnowledgeBase) -> None:
    assert base.meta("nothing") == ""


def test_closing_twice_is_harmless(base: KnowledgeBase) -> None:
    base.close()
    base.close()


@pytest.mark.parametrize(("ones", "others"), [(["directed_by"], ["starring"]), (["starring"], ["directed_by"])])
def test_who_has_two_parts_in_one_thing(base: KnowledgeBase, ones: list[str], others: list[str]) -> None:
    rows = base.in_both(ones, others, None)
    names = [(base.node(subject).name, base.node(value).name) for subject, value, *_ in rows]
    assert names == [("Zorvan", "Ilka Brenn")]
    assert [[s.relation for s in base.statements([fact])] for fact in rows[0][2:]] == [ones, others]
    assert base.in_both(ones, others, []) == []


def test_the_relations_of_a_thing(base: KnowledgeBase) -> None:
    (person,) = base.called("Ilka Brenn")
    assert base.relations_of(person.id) == {(name, "value") for name in ("directed_by", "starring", "written_by")}
