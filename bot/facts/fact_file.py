"""One fact file -> its entities and its problems. A file holds one entity, or a list of them: a pack.

An entity with a problem is left out, the others of its pack stay. What needs more than one file (is there such a
source? is an id used twice?) is not looked at here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from pathlib import PurePosixPath
from typing import NamedTuple

from bot.facts.fact_value import Defaults, FactReader, emptied
from bot.facts.ids import MAX_LENGTH, is_id, pack_id
from bot.facts.model import KINDS, Ask, Entity, Fact, Problem, Value
from bot.facts.nodes import Mapping, Node, Scalar, Sequence
from bot.facts.problems import Problems, nearest
from bot.facts.values import read_value
from bot.facts.vocabulary import Relation
from bot.facts.yaml_text import read_yaml

SOURCE = "source"
#: What a source may say about itself beside its name.
DETAILS = ("publisher", "author", "title", "url", "date")
_ENTITY_KEYS = ("id", "also_known_as", "source", "certainty", "as_of", "facts", "asks")
_SOURCE_KEYS = ("id", "also_known_as", *DETAILS)
#: What a question below ``asks`` has for an answer that must have none.
UNKNOWN = "unknown"
_BEGIN = "begin with what it describes, as in  film: Night Shift"


class FactFile(NamedTuple):
    """What a fact file holds."""

    file: str
    entities: tuple[Entity, ...]
    problems: tuple[Problem, ...]


def read_fact_file(
    data: bytes, file: str, vocabulary: Lookup[str, Relation], broken: frozenset[str] = frozenset()
) -> FactFile:
    """The entities that `data` describes; `file` is its name relative to the knowledge folder.

    Facts of the `broken` relations, whose own files have problems, are passed over.
    """
    document = read_yaml(data, file)
    problems = Problems(file, document.problems)
    entities: list[Entity] = []
    if not document.stopped:
        entities = _EntityReader(problems, vocabulary, broken).all(document.root)
    return FactFile(file, tuple(entities), tuple(problems.found))


def year_of(facts: tuple[Fact, ...]) -> int | None:
    """The year of the earliest release among `facts`."""
    days = [fact.value.low for fact in facts if fact.relation == "release_date" and fact.value.low]
    return int(min(days)) // 10000 if days else None


class _EntityReader:
    def __init__(self, problems: Problems, vocabulary: Lookup[str, Relation], broken: frozenset[str]) -> None:
        self.problems = problems
        self.vocabulary = vocabulary
        self.facts = FactReader(problems, vocabulary, broken)

    def all(self, root: Node | None) -> list[Entity]:
        """The sound entities of a file."""
        if root is None:
            self.problems.add(None, "the file is empty", _BEGIN + ", or delete it")
            return []
        if not isinstance(root, Sequence):
            entity = self.one(root, PurePosixPath(self.problems.file).stem)
            return [entity] if entity and not self.problems.found else []
        spoilt = self.spoilt(root.items)
        entities = []
        for place, item in enumerate(root.items):
            before = len(self.problems.found)
            entity = self.one(item, None)
            if entity and place not in spoilt and len(self.problems.found) == before:
                entities.append(entity)
        return entities

    def spoilt(self, items: tuple[Node, ...]) -> set[int]:
        """The places of the `items` that the problems found so far, those of reading the YAML, belong to."""
        starts = [(item.line, item.column) for item in items]
        places = ((problem.location.line, problem.location.column) for problem in self.problems.found)
        return {bisect_right(starts, place) - 1 for place in places}

    def one(self, node: Node, stem: str | None) -> Entity | None:
        """The entity that `node` describes; `stem` is its id unless it states one, None in a pack."""
        if not isinstance(node, Mapping):
            no_space = isinstance(node, Scalar) and ":" in node.text
            self.problems.add(
                node, "an entity is a mapping", ("write a space after the colon; " if no_space else "") + _BEGIN
            )
            return None
        keys = {key.text: value for key, value in node.entries}
        kind = self.kind(node, keys)
        if kind is None:
            return None
        self.check_keys(node, kind)
        name = self.facts.line(keys[kind], f"the name of the {kind}")
        entity_id = self.id(keys.get("id"), stem, node) or pack_id(name, _release_year(keys.get("facts")))
        defaults = self.defaults(keys) if kind != SOURCE else Defaults()
        facts: tuple[Fact, ...] = ()
        details: tuple[tuple[str, str], ...] = ()
        if kind == SOURCE:
            details = tuple((key, self.problems.text(keys[key])) for key in keys if key in DETAILS)
        elif "facts" in keys:
            facts = self.facts.read(keys["facts"], kind, entity_id, defaults)
        also = tuple(self.names(keys.get("also_known_as")))
        asks = tuple(self.asks(keys.get("asks")))
        empty = emptied(keys["facts"]) if "facts" in keys else ()
        return Entity(entity_id, kind, name, self.problems.at(node), also, facts, details, asks, empty)

    def kind(self, node: Mapping, keys: dict[str, Node]) -> str | None:
        """The kind that `node` names: its one key that is a kind. `source` is a kind only where there is no other."""
        kinds = [kind for kind in KINDS if kind in keys and kind != SOURCE]
        if len(kinds) > 1:
            self.problems.add(node, f"this is a {kinds[0]} and a {kinds[1]} at once", "describe each on its own")
            return None
        if kinds:
            return kinds[0]
        if SOURCE in keys and "facts" not in keys:
            return SOURCE
        first = node.entries[0][0] if node.entries else Scalar("", node.line, node.column)
        self.problems.add(first, "this does not say what it describes", f"{_BEGIN}; the kinds are {', '.join(KINDS)}")
        return None

    def check_keys(self, node: Mapping, kind: str) -> None:
        known = _SOURCE_KEYS if kind == SOURCE else _ENTITY_KEYS
        for key, _ in node.entries:
            if key.text in known or key.text == kind:
                continue
            if key.text in self.vocabulary and kind != SOURCE:
                self.problems.add(key, f"{key.text!r} stands outside of 'facts'", "indent it below  facts:")
            else:
                self.problems.add(key, f"unknown key {key.text!r}", nearest(key.text, known))

    def defaults(self, keys: dict[str, Node]) -> Defaults:
        """What the facts of an entity have in common."""
        return Defaults(*(self.facts.provenance(key, keys.get(key)) for key in Defaults._fields))

    def id(self, node: Node | None, stem: str | None, entity: Mapping) -> str | None:
        """The stated id, or the file's stem; None in a pack."""
        if node is not None:
            text = self.problems.text(node, "an id")
            if text and not is_id(text):
                self.problems.add(node, f"{text!r} cannot be an id", _ID_RULE)
            return text
        if stem is not None and not is_id(stem):
            self.problems.add(
                entity, f"the file's name {stem!r} cannot be an id", f"rename it or write an id; {_ID_RULE}"
            )
        return stem

    def names(self, node: Node | None) -> list[str]:
        if node is None:
            return []
        items = node.items if isinstance(node, Sequence) else (node,)
        return [self.facts.line(item, "a name") for item in items]

    def asks(self, node: Node | None) -> Iterator[Ask]:
        """The questions below ``asks:``, each with its answer, a list of them, or UNKNOWN."""
        if node is None:
            return
        if not isinstance(node, Mapping):
            hint = "below it write for example  who directed Night Shift?: Ada Example"
            self.problems.add(node, "'asks' is a mapping", hint)
            return
        for question, answers in node.entries:
            items = answers.items if isinstance(answers, Sequence) else (answers,)
            expected = tuple(self.problems.text(item, "an answer") for item in items)
            if len(expected) > 1 and UNKNOWN in expected:
                hint = f"write {UNKNOWN} alone, or leave it out"
                self.problems.add(answers, f"{UNKNOWN!r} among other answers", hint)
            elif all(expected):
                yield Ask(question.text, () if expected == (UNKNOWN,) else expected, self.problems.at(question))


_ID_RULE = f"an id has letters, digits and single - between them, and at most {MAX_LENGTH} of all"


def _release_year(facts: Node | None) -> int | None:
    """The year of the earliest release_date in `facts`, which are not read yet. Its problems are told later."""
    content = facts.get("release_date") if isinstance(facts, Mapping) else None
    items = content.items if isinstance(content, Sequence) else (content,)
    dates = (item.get("value") if isinstance(item, Mapping) else item for item in items)
    values = [read_value(date.text, ("date",)) for date in dates if isinstance(date, Scalar)]
    days = [value.low for value in values if isinstance(value, Value) and value.low]
    return int(min(days)) // 10000 if days else None
