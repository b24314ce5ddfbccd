"""The shipped data, held to what code is held to: nothing unused, nothing untold, nothing that cannot be asked."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from bot.answering.answerer import Answerer
from bot.facts.checking import check
from bot.facts.model import KINDS, Entity
from bot.facts.nodes import Node, Scalar, Sequence
from bot.facts.reading import Plain
from bot.facts.templates import says
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.facts.yaml_text import read_yaml
from bot.language.query import Often
from tests.making import SHIPPED, read_folder

KNOWN = read_folder(SHIPPED)
RELATIONS = KNOWN.rules.vocabulary
ENGLISH = cast(Mapping[str, Plain], KNOWN.rules.language["en"])
FILES = sorted(SHIPPED.rglob("*.yaml"))
CODE = sorted((SHIPPED.parent / "bot").rglob("*.py"))

relations = pytest.mark.parametrize("relation", [pytest.param(found, id=name) for name, found in RELATIONS.items()])


def kept(key: str) -> Mapping[str, Plain]:
    """A mapping in the language file."""
    return cast(Mapping[str, Plain], ENGLISH[key])


# -- the files ---------------------------------------------------------------------------------------------------------


def test_nothing_is_wrong_in_the_files() -> None:
    assert [str(problem) for problem in check(SHIPPED, SHIPPED)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_a_file_is_readable_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert "\t" not in text
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_a_file_begins_with_what_it_is_for(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_every_scalar_is_text(path: Path) -> None:
    """A film called No, or a date, is never turned into something else on the way in."""
    root = read_yaml(path.read_bytes(), path.name).root
    assert root is not None
    assert all(type(scalar.text) is str and scalar.text.strip() for scalar in scalars(root))


def scalars(node: Node) -> Iterator[Scalar]:
    """Every piece of text in a file, except the empty lists of names."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for key, value in node.entries:
            yield key
            yield from scalars(value)


# -- the facts ---------------------------------------------------------------------------------------------------------


def test_every_fact_has_a_source() -> None:
    facts = [fact for entity in KNOWN.entities for fact in entity.facts]
    sources = {entity.id for entity in KNOWN.entities if entity.kind == "source"}
    assert len(facts) > 100
    assert [str(fact.location) for fact in facts if fact.source not in sources] == []


def test_every_entity_is_in_the_folder_of_its_kind() -> None:
    folders = {"person": "people", "series": "series"}
    for entity in KNOWN.entities:
        assert entity.location.file.startswith(f"facts/{folders.get(entity.kind, entity.kind + 's')}/"), entity.location


def test_every_quote_names_its_speaker() -> None:
    for entity in KNOWN.entities:
        for fact in entity.facts:
            assert not fact.quote or fact.said_by, fact.location


def test_every_quote_is_short() -> None:
    """The facts are in words of our own; of others' words only a few."""
    for entity in KNOWN.entities:
        for fact in entity.facts:
            assert len((fact.quote or "").split()) <= 25, fact.location


def facts_of(ident: str) -> dict[str, list[str]]:
    (entity,) = (entity for entity in KNOWN.entities if entity.id == ident)
    found: dict[str, list[str]] = {}
    for fact in entity.facts:
        found.setdefault(fact.relation, []).append(fact.value.text)
    return found


def test_nothing_is_made_up_about_heat_2() -> None:
    """Neither its cast nor its date, its length or its director is known."""
    assert facts_of("heat-2").keys().isdisjoint({"starring", "release_date", "runtime", "directed_by", "box_office"})


def test_the_screenplay_of_heat_2_is_only_expected(answerer: Answerer) -> None:
    assert "not certain" in answerer.answer("who is writing the film Heat 2?").text


def test_what_the_article_says_of_heat() -> None:
    heat = facts_of("heat")
    assert heat["directed_by"] == heat["written_by"] == ["Michael Mann"]
    assert heat["release_date"] == ["1995-12-15"]
    assert heat["runtime"] == ["170"]
    assert heat["genre"] == ["crime", "thriller"]
    assert heat["available_on"] == ["Paramount+"]
    assert len(heat["starring"]) == 6


# -- names -------------------------------------------------------------------------------------------------------------


def named() -> Iterator[object]:
    for entity in KNOWN.entities:
        if entity.kind != "source":
            for name in (entity.name, *entity.also_known_as):
                yield pytest.param(entity, name, id=f"{entity.id}: {name}")


@pytest.mark.parametrize(("entity", "name"), [*named()])
def test_a_name_means_its_entity(answerer: Answerer, entity: Entity, name: str) -> None:
    answer = answerer.answer(f"tell me about {name}")
    assert answer.status in ("answered", "ambiguous"), answer.text
    assert entity.id in [used.id for used in answer.entities] or entity.name in " ".join(answer.suggestions), answer


@pytest.mark.parametrize(("entity", "name"), [*named()])
def test_a_name_alone_in_small_letters_means_its_entity(answerer: Answerer, entity: Entity, name: str) -> None:
    answer = answerer.answer(name.lower())
    assert answer.status in ("answered", "ambiguous"), answer.text
    assert entity.id in [used.id for used in answer.entities] or entity.name in " ".join(answer.suggestions), answer


# -- the relations -----------------------------------------------------------------------------------------------------


@relations
def test_a_relation_can_be_asked_for(relation: Relation) -> None:
    """By a noun or a question phrase, and, unless its value is prose, by a clause that says both sides."""
    phrasing = relation.phrasings["en"]
    assert phrasing.nouns.get(VALUE) or phrasing.asks.get(VALUE)
    if relation.value != ("text",):
        assert [clause for clause in phrasing.verbs if {SUBJECT, VALUE} <= set(clause.roles)]


@relations
def test_a_relation_has_an_answer_for_each_role(relation: Relation) -> None:
    answers = relation.phrasings["en"].answer
    for role in relation.roles:
        if role in (SUBJECT, VALUE) or relation.kinds(role)[0] in KINDS:
            assert role in answers


@relations
def test_an_answer_is_a_sentence_that_holds_what_was_asked_for(relation: Relation) -> None:
    phrasing = relation.phrasings["en"]
    for answers in (phrasing.answer, phrasing.answer_expected):
        for role, sentence in answers.items():
            assert says(sentence, role) or relation.value == ("text",)
            assert sentence.endswith((".", "}", "”"))
            assert "  " not in sentence


@relations
def test_what_is_missing_is_told_in_a_sentence(relation: Relation) -> None:
    for role, sentence in relation.phrasings["en"].missing.items():
        assert "{" + role + "}" not in sentence
        assert sentence.endswith(".")


@relations
def test_a_name_for_a_relation_begins_with_no_article(relation: Relation) -> None:
    phrasing = relation.phrasings["en"]
    for words in (
        phrasing.name,
        *phrasing.naming.values(),
        *(noun for nouns in phrasing.nouns.values() for noun in nouns),
    ):
        assert words.split()[0] not in ("the", "a", "an")
        assert words == words.strip()


@relations
def test_a_relation_has_examples(relation: Relation) -> None:
    """In both directions, unless its value is prose or a remark that nobody asks by."""
    examples = relation.phrasings["en"].examples
    assert examples.get(VALUE)
    one_way = relation.value == ("text",) or relation.name in ONE_WAY
    assert one_way or examples.get(SUBJECT)


#: Nobody asks 'what is popular to this degree?', and who married whom is asked the same way from both sides.
ONE_WAY = {"popularity", "spouse"}


@relations
def test_no_phrase_of_a_relation_is_there_twice(relation: Relation) -> None:
    phrasing = relation.phrasings["en"]
    for phrases in (
        *phrasing.nouns.values(),
        *phrasing.asks.values(),
        *phrasing.compare.values(),
        *phrasing.examples.values(),
    ):
        assert len(set(phrases)) == len(phrases)


@relations
def test_phrases_are_in_small_letters(relation: Relation) -> None:
    phrasing = relation.phrasings["en"]
    for phrases in (*phrasing.nouns.values(), *phrasing.asks.values(), *phrasing.compare.values()):
        assert [phrase for phrase in phrases if phrase != phrase.lower()] == []


@relations
def test_only_what_has_a_number_line_is_compared(relation: Relation) -> None:
    compare = relation.phrasings["en"].compare
    assert not compare or relation.value[0] in ("date", "duration", "money", "number", "length")
    assert set(compare) - {"same", "order"} in (set(), {"more", "most", "less", "least"})


@pytest.mark.parametrize("edge", ["begins", "ends"])
def test_a_kind_begins_and_ends_with_one_date_at_the_most(edge: str) -> None:
    kinds = [kind for relation in RELATIONS.values() if getattr(relation, edge) for kind in relation.subject]
    assert kinds
    assert len(set(kinds)) == len(kinds)


def test_every_relation_is_named_after_its_file() -> None:
    assert [relation.file for relation in RELATIONS.values()] == [f"relations/{name}.yaml" for name in RELATIONS]


#: Nouns that several relations have for the same role of the same kind of thing, on purpose: which one is meant is
#: settled by which of them has a fact, or both are told.
SHARED_NOUNS = {
    **{noun: {"children", "family"} for noun in ("child", "kid", "offspring", "son")},  # people, or 'two sons'
    "filmography": {"directed_by", "starring"},
    "original": {"based_on", "follows"},  # of a remake, and of a sequel
    "rating": {"certificate", "rating", "reception"},  # PG-13, 8.3, or what people think
    "reputation": {"known_for", "reception"},
    "score": {"music_by", "rating"},
    "word": {"production_status", "topic"},  # 'any word on Heat 2?', 'words that describe Heat'
}


def test_no_two_relations_share_a_noun_unawares() -> None:
    owners: dict[tuple[str, str, str], set[str]] = {}
    for relation in RELATIONS.values():
        for role, nouns in relation.phrasings["en"].nouns.items():
            for noun in nouns:
                for kind in relation.subject:
                    owners.setdefault((normalise(noun), role, kind), set()).add(relation.name)
    shared: dict[str, set[str]] = {}
    for (noun, _, _), names in owners.items():
        if len(names) > 1:
            shared[noun] = shared.get(noun, set()) | names
    assert shared == SHARED_NOUNS


# -- the language ------------------------------------------------------------------------------------------------------


def test_every_kind_has_a_noun() -> None:
    assert set(kept("kinds")) == {*KINDS, "any"}
    assert all(kept("kinds").values())


def lists(value: Plain, where: str = "") -> Iterator[tuple[str, list[Plain]]]:
    if isinstance(value, list):
        yield where, value
        for at, item in enumerate(value):
            yield from lists(item, f"{where}[{at}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from lists(item, f"{where}.{key}".lstrip("."))


def test_no_word_has_two_places_in_one_list_of_groups() -> None:
    """A question word, a pronoun, an ordinal or small talk means one thing."""
    for key in ("asks", "pronouns", "smalltalk"):
        groups = cast(list[Mapping[str, list[str]]], ENGLISH[key])
        words = [word for group in groups for word in group["words"]]
        assert [word for word in words if words.count(word) > 1] == [], key


def test_the_words_of_the_language_are_in_small_letters() -> None:
    for where, entries in lists(cast(Plain, ENGLISH)):
        assert [entry for entry in entries if isinstance(entry, str) and entry != entry.lower()] == [], where


def test_an_irregular_verb_has_one_line() -> None:
    rows = cast(list[list[str]], ENGLISH["verbs"])
    firsts = [row[0] for row in rows]
    assert len(set(firsts)) == len(firsts)


def test_question_words_ask_for_kinds_or_types_that_there_are() -> None:
    labelled = {name for name, relation in RELATIONS.items() if relation.value == ("label",)}
    known = {*KINDS, *labelled, "any", "date", "duration", "money", "number", "length", "label", "text"}
    for key in ("asks", "pronouns"):
        for entry in cast(list[Mapping[str, list[str]]], ENGLISH[key]):
            assert set(entry["kinds"]) <= known


def test_a_description_tells_relations_that_there_are() -> None:
    for entry in cast(list[str], ENGLISH["describe"]):
        name, _, role = entry.removeprefix("~").partition(".")
        assert name in RELATIONS
        assert not role or role in RELATIONS[name].qualifiers


def said() -> set[str]:
    """The replies that the code says by name: ``_say("…")`` and ``_replies["…"]``."""
    found: set[str] = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            argument: ast.expr | None = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_say":
                argument = node.args[0]
            elif (
                isinstance(node, ast.Subscript)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "_replies"
            ):
                argument = node.slice
            if argument is not None:
                found |= {
                    part.value
                    for part in ast.walk(argument)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


def test_every_reply_that_is_said_is_there() -> None:
    assert len(said()) > 10
    assert said() - set(kept("replies")) == set()


def test_every_reply_that_is_there_is_said() -> None:
    """`and`, `or`, how many and the certainties are said by the name of what they stand for."""
    by_name = {"and", "or", "expected", "rumoured", *(often.value for often in Often)}
    assert set(kept("replies")) - said() - by_name == set()
