"""Fact files: what each way of writing a fact means, and what the errors say."""

from __future__ import annotations

import pytest

from bot.facts.fact_file import FactFile, read_fact_file
from bot.facts.ids import is_id, slug
from bot.facts.model import Certainty, Entity, Fact, Location, Value
from bot.facts.vocabulary import Relation


def relation(name: str, subject: str, value: str, *, many: bool = False, **qualifiers: str) -> Relation:
    """A relation as far as fact files need one."""
    declared = {key: tuple(kinds.split()) for key, kinds in qualifiers.items()}
    return Relation(name, "", tuple(subject.split()), tuple(value.split()), many, declared, {}, f"{name}.yaml")


VOCABULARY = {
    relation.name: relation
    for relation in (
        relation("directed_by", "film series", "person", many=True),
        relation("starring", "film series", "person", many=True, **{"as": "character"}),
        relation("release_date", "film book", "date", many=True, where="place"),
        relation("runtime", "film", "duration"),
        relation("genre", "film", "label", many=True),
        relation("synopsis", "film", "text"),
        relation("tagline", "film", "text"),
        relation("based_on", "film", "film book"),
        relation("born_on", "person", "date"),
    )
}


FILE = "facts/films/heat.yaml"


def read(text: str, file: str = FILE) -> FactFile:
    return read_fact_file(text.encode(), file, VOCABULARY, frozenset({"spoilt"}))


def only(text: str) -> Entity:
    """The one entity of a file without problems."""
    file = read(text)
    assert [str(problem) for problem in file.problems] == []
    (entity,) = file.entities
    return entity


def fact(line: str) -> Fact:
    """The one fact that is written as `line`, in a file about Heat."""
    (found,) = only(f"film: Heat\nfacts:\n  {line}").facts
    return found


def complaints(text: str) -> list[str]:
    """The problems of a file as 'line:column: what (hint)'."""
    return [str(problem).removeprefix(f"{FILE}:") for problem in read(text).problems]


def test_a_film() -> None:
    heat = only(
        "# a comment\nfilm: Heat\nalso_known_as: [Fuego contra fuego]\nsource: collider\ncertainty: confirmed\n"
        "as_of: May 2020\nfacts:\n  directed_by: Michael Mann\n  runtime: 2h 50m\n"
    )
    assert (heat.id, heat.kind, heat.name, heat.location) == ("heat", "film", "Heat", Location(FILE, 2, 1))
    assert heat.also_known_as == ("Fuego contra fuego",)
    mann, runtime = heat.facts
    assert (mann.subject, mann.relation, mann.value) == ("heat", "directed_by", Value("Michael Mann"))
    assert (mann.source, mann.certainty, mann.as_of) == ("collider", Certainty.CONFIRMED, "2020-05")
    assert mann.location == Location(FILE, 8, 16)
    assert runtime.value == Value("170", 170, 170)


@pytest.mark.parametrize("title", ["No", "1917", "12:01", "06", "null", "~", "2012", "1.10"])
def test_titles_that_look_like_something_else(title: str) -> None:
    assert only(f"film: {title}\nfacts:\n  based_on: {title}").name == title
    assert fact(f"based_on: {title}").value.text == title


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("directed_by: Michael Mann", Value("Michael Mann")),
        ("directed_by: [Michael Mann]", Value("Michael Mann")),
        ("based_on: L.A. Takedown (1989)", Value("L.A. Takedown", year=1989)),
        ("based_on: {id: heat-2-novel, name: Heat 2}", Value("Heat 2", entity="heat-2-novel")),
        ("based_on: {id: heat-2-novel}", Value("heat-2-novel", entity="heat-2-novel")),
        ("based_on: {value: {id: heat-2-novel, name: Heat 2}}", Value("Heat 2", entity="heat-2-novel")),
        ("based_on: {id: heat-2-novel, name: Heat 2, note: x}", Value("Heat 2", entity="heat-2-novel")),
        ('based_on: "Heat (1995)"', Value("Heat", year=1995)),
        ("release_date: {value: December 1995}", Value("1995-12", 19951201, 19951231)),
        ("synopsis: Two\n    lines", Value("Two lines")),
        ("synopsis: |\n    Two\n    lines", Value("Two\nlines")),
        ('directed_by: "Michael\n    Mann"', Value("Michael Mann")),
    ],
)
def test_values(line: str, value: Value) -> None:
    assert fact(line).value == value


@pytest.mark.parametrize(
    ("line", "value", "roles"),
    [
        ("starring: Al Pacino as Vincent Hanna", "Al Pacino", ["Vincent Hanna"]),
        ("starring: {value: Al Pacino, as: Vincent Hanna}", "Al Pacino", ["Vincent Hanna"]),
        ("starring: {value: Al Pacino as Vincent Hanna}", "Al Pacino", ["Vincent Hanna"]),
        ("starring: {value: Known as Prince, as: The Kid}", "Known as Prince", ["The Kid"]),
        ("starring: Val Kilmer", "Val Kilmer", []),
        ("directed_by: Known as Smith", "Known as Smith", []),
    ],
)  # fmt: skip
def test_as(line: str, value: str, roles: list[str]) -> None:
    found = fact(line)
    assert found.value.text == value
    assert found.qualifiers == tuple(("as", Value(role)) for role in roles)


def test_the_long_form() -> None:
    found = fact(
        "release_date:\n    value: 1995-12-15\n    where: United States\n    source: variety\n    certainty: expected\n"
        "    quote: soon\n    said_by: Michael Mann\n    as_of: 1994\n    note: limited"
    )
    assert found == Fact(
        "heat", "release_date", Value("1995-12-15", 19951215, 19951215), Location(FILE, 4, 12),
        (("where", Value("United States")),), "variety", "soon", "Michael Mann", "1994", "limited", Certainty.EXPECTED,
    )  # fmt: skip


def test_what_an_entity_says_of_all_its_facts_gives_way_to_what_a_fact_says() -> None:
    text = (
        "film: Heat\nsource: a\nas_of: 2020\ncertainty: reported\nfacts:\n  genre:\n    - crime\n"
        "    - {value: drama, source: b}\n    - {value: noir, as_of: 2021, certainty: rumoured}\n"
    )
    found = [(fact.source, fact.as_of, fact.certainty) for fact in only(text).facts]
    assert found == [("a", "2020", "reported"), ("b", None, "reported"), ("a", "2021", "rumoured")]


def test_a_source() -> None:
    source = only("source: Collider on Heat 2\npublisher: Collider\nurl: https://collider.com/x\ndate: 2024\n")
    assert (source.kind, source.name, source.facts) == ("source", "Collider on Heat 2", ())
    assert source.details == (("publisher", "Collider"), ("url", "https://collider.com/x"), ("date", "2024"))


def test_a_pack_makes_ids_from_name_and_year() -> None:
    file = read(
        "- film: Heat\n  facts: {release_date: [1995-12-15, {value: 1996-01-01}], genre: crime}\n"
        "- film: Heat\n  facts: {release_date: 1986}\n- film: Léon\n"
        "- film: Ali\n  id: tt0248667\n- person: Michael Mann\n"
    )
    assert file.problems == ()
    assert [entity.id for entity in file.entities] == ["heat-1995", "heat-1986", "leon", "tt0248667", "michael-mann"]
    assert {fact.subject for fact in file.entities[0].facts} == {"heat-1995"}


def test_the_sound_entities_of_a_pack_stay() -> None:
    file = read("- film: A\n- film: B\n  film: C\n- film: [Rec]\n- film: D\n  facts: {runtime: x}\n- film: E\n- F\n")
    assert [entity.name for entity in file.entities] == ["A", "E"]
    assert [problem.location.line for problem in file.problems] == [3, 4, 6, 8]


def test_a_relation_whose_own_file_is_spoilt_is_passed_over() -> None:
    assert [fact.relation for fact in only("film: Heat\nfacts: {spoilt: x, genre: crime}").facts] == ["genre"]


def test_a_film_may_have_no_facts_yet() -> None:
    assert only("film: Heat\nfacts:\n").facts == ()
    assert only("film: Heat").facts == ()
    assert only("film: Heat\nfacts: {genre: []}").facts == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: the file is empty (begin with what it describes, as in  film: Night Shift"),
        ("Heat", "1:1: an entity is a mapping (begin with"),
        ("film:Heat", "1:1: an entity is a mapping (write a space after the colon"),
        ("flim: Heat", "1:1: this does not say what it describes (begin with"),
        ("source: x\nfacts: {genre: crime}", "1:1: this does not say what it describes (begin with"),
        ("film: Heat\nbook: Heat", "1:1: this is a film and a book at once"),
        ("film: [Rec]", '1:7: a list where the name of the film is expected (for a text in brackets write  "[Rec]")'),
        ("film: {Untitled}", "1:7: a mapping where the name of the film is expected (put the text in double quotes"),
        ("film:", "1:6: the name of the film is missing here"),
        ("film: Heat\nalso_known_as: [[Rec]]", "2:17: a list where a name is expected"),
        ("film: Heat\nfact: {}", "2:1: unknown key 'fact' (did you mean 'facts'?)"),
        ("film: Heat\nruntime: 170", "2:1: 'runtime' stands outside of 'facts' (indent it below  facts:)"),
        ("film: Heat\nid: ../../.env", "2:5: '../../.env' cannot be an id (an id has letters, digits"),
        ("film: Heat\nfacts: [x]", "2:8: 'facts' is a mapping (below it write for example  directed_by:"),
        ("film: Heat\nfacts: {directd_by: x}", "2:9: unknown relation 'directd_by' (did you mean 'directed_by'?)"),
        ("film: Heat\nfacts: {born_on: 1943}", "2:9: the kind 'film' has no 'born_on' (this is a fact about: person)"),
        ("film: Heat\nfacts: {runtime: [1, 2]}", "2:18: 'runtime' has one value, and this is a list"),
        ("film: Heat\nfacts: {tagline: [Rec]}", "2:18: 'tagline' has one value, and this is a list (if the brackets"),
        ("film: Heat\nfacts: {genre: [[Rec]]}", '2:17: a list inside of a list (a text in brackets is quoted: "[Rec]"'),
        ("film: Heat\nfacts: {runtime: long}", "2:18: 'long' is not a duration (write for example 170 minutes"),
        ("film: Heat\nfacts: {release_date: 2023-02-30}", "2:23: '2023-02-30' is not a date (write for example 1995-"),
        ("film: Heat\nfacts: {runtime: }", "2:18: the value is missing"),
        ("film: Heat\nfacts:\n  directed_by: Mission: Impossible", "3:23: a second ': ' in one line"),
        ("film: Heat\nfacts:\n  directed_by:\n  - Mission: Impossible", "4:5: a mapping where one value is expected"),
        ("film: Heat\nfacts:\n  directed_by: A\n    B", "3:16: a value that runs over 2 lines (begin every item"),
        ("film: Heat\nfacts: {genre: {source: x}}", "2:16: the value is missing (write  value: …)"),
        ("film: Heat\nfacts: {genre: {value: a, sauce: x}}", "2:27: unknown key 'sauce' (did you mean 'source'?)"),
        ("film: Heat\nfacts: {genre: {value: a, as: x}}", "2:27: unknown key 'as'"),
        ("film: Heat\nfacts: {starring: {value: a, as: [x, y]}}", "2:34: 'as' has one value, and this is a list"),
        ("film: Heat\nfacts: {genre: {value: a, source: [x, y]}}", "2:35: a list where the source is expected"),
        ("film: Heat\nfacts: {genre: {value: a, certainty: rumored}}", "2:38: unknown certainty 'rumored' (did you"),
        ("film: Heat\nfacts: {genre: {value: a, as_of: soon}}", "2:34: 'soon' is not a date"),
        ("film: Heat\nas_of: soon", "2:8: 'soon' is not a date"),
        ("film: Heat\nfacts: {based_on: {value: {name: x}}}", "2:27: 'id' is missing (write  {id: night-shift"),
        ('film: Heat\nfacts: {starring: "Al Pacino as "}', "2:19: 'as' has no name on both sides"),
    ],
)  # fmt: skip
def test_problems(text: str, expected: str) -> None:
    assert complaints(text)[0].startswith(expected)
    assert read(text).entities == ()


def test_all_problems_are_told_at_once() -> None:
    text = "film: Heat\nid: a b\nfacts:\n  runtime: x\n  directd_by: y\n  genre:\n    - {value: a, b: c}\n"
    assert [problem.location.line for problem in read(text).problems] == [2, 4, 5, 7]


def test_the_name_of_a_file_must_do_as_an_id() -> None:
    assert "rename it or write an id" in str(read("film: Heat", "facts/Heat 2.yaml").problems[0])
    assert read("film: Heat\nid: heat", "facts/Heat 2.yaml").entities[0].id == "heat"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Léon: The Professional", "leon-the-professional"), ("Ocean's Eleven", "oceans-eleven"), ("$", "u24"),
        ("Starsky & Hutch", "starsky-and-hutch"), ("七人の侍", "七人の侍"), ("../../.env", "env"), ("WALL·E", "wall-e"),
        ("!!!", "u21-21-21"), ("x" * 300, "x" * 90), ("CON", "con"), ("İ", "i"),
    ],
)  # fmt: skip
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected
    assert is_id(slug(name))


@pytest.mark.parametrize("text", ["", ".", "..", "a/b", "a\\b", "a b", "-a", "a-", "a--b", "x" * 101, "a\0", "a\n"])
def test_what_is_no_id(text: str) -> None:
    assert not is_id(text)
