"""The facts of one entity: from what stands below ``facts:`` to typed values with their provenance."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from typing import NamedTuple

from bot.facts.model import KINDS, Certainty, Fact, Value
from bot.facts.nodes import Mapping, Node, Scalar, Sequence
from bot.facts.problems import Problems, nearest
from bot.facts.values import Mistake, read_value
from bot.facts.vocabulary import VALUE, Relation

_REFERENCE = ("id", "name")
PROVENANCE = ("source", "certainty", "as_of", "quote", "said_by", "note")
_EXAMPLE = "{id: night-shift, name: Night Shift}"
_CERTAINTIES = tuple(certainty.value for certainty in Certainty)
#: Between a value and its qualifier ``as`` in the short form.
AS = " as "


class Defaults(NamedTuple):
    """What an entity says of all its facts that do not say otherwise."""

    source: str | None = None
    certainty: str | None = None
    as_of: str | None = None


class FactReader:
    """Reads the facts of the entities of one file."""

    def __init__(self, problems: Problems, vocabulary: Lookup[str, Relation], broken: frozenset[str]) -> None:
        self.problems, self.vocabulary, self.broken = problems, vocabulary, broken
        self.seen: dict[tuple[tuple[str, ...], str], Value | Mistake] = {}

    def read(self, node: Node, kind: str, subject: str, defaults: Defaults) -> tuple[Fact, ...]:
        """The facts that `node`, the mapping below ``facts:``, states about `subject`."""
        if isinstance(node, Scalar) and not node.text:
            return ()
        if not isinstance(node, Mapping):
            self.problems.add(node, "'facts' is a mapping", "below it write for example  directed_by: Ada Example")
            return ()
        facts: list[Fact] = []
        for key, content in node.entries:
            relation = self.relation(key, kind)
            if relation is None:
                continue
            for item in self.items(content, relation):
                if fact := self.fact(item, relation, subject, defaults):
                    facts.append(fact)  # noqa: PERF401 - a comprehension would hide the two steps
        return tuple(facts)

    def relation(self, key: Scalar, kind: str) -> Relation | None:
        """The relation that `key` names, if it fits `kind`."""
        relation = self.vocabulary.get(key.text)
        if relation is None:
            if key.text not in self.broken:
                self.problems.add(key, f"unknown relation {key.text!r}", nearest(key.text, tuple(self.vocabulary)))
        elif kind not in relation.subject:
            fitting = ", ".join(relation.subject)
            self.problems.add(key, f"the kind {kind!r} has no {key.text!r}", f"this is a fact about: {fitting}")
            return None
        return relation

    def items(self, content: Node, relation: Relation) -> tuple[Node, ...]:
        """The values that `content` lists."""
        if not isinstance(content, Sequence):
            return (content,)
        if relation.many or not content.items:
            return content.items
        hint = "write one value, without '- '"
        if content.flow and len(content.items) == 1 and isinstance(content.items[0], Scalar):
            hint = f'if the brackets belong to the text, put it in quotes: "[{content.items[0].text}]"'
        self.problems.add(content, f"{relation.name!r} has one value, and this is a list", hint)
        return ()

    def fact(self, node: Node, relation: Relation, subject: str, defaults: Defaults) -> Fact | None:
        """One value, in its short or its long form, as a fact; None after reporting what is wrong with it."""
        if isinstance(node, Scalar):
            found = self.short(node, relation)
            if found is None:
                return None
            value, qualifiers = found
            return Fact(
                subject,
                relation.name,
                value,
                self.problems.at(node),
                qualifiers,
                source=defaults.source,
                as_of=defaults.as_of,
                certainty=Certainty(defaults.certainty) if defaults.certainty else None,
            )
        if isinstance(node, Sequence):
            hint = (
                f'a text in brackets is quoted: "[{_first(node)}]"'
                if node.flow
                else "every value has a '- ' of its own"
            )
            self.problems.add(node, "a list inside of a list", hint)
            return None
        return self.long(node, relation, subject, defaults)

    def short(self, node: Scalar, relation: Relation) -> tuple[Value, tuple[tuple[str, Value], ...]] | None:
        """``Name``, ``Name (Year)``, ``Al Pacino as Vincent Hanna``, ``170 minutes``."""
        if AS not in node.text or "as" not in relation.qualifiers:
            value = self.value(node, relation.value)
            return (value, ()) if value else None
        text = self.line(node, "a value")
        name, _, role = text.partition(AS)
        if not role:
            if text:
                self.problems.add(node, "'as' has no name on both sides", "write  Ben Sample as The Guard")
            return None
        value, qualifier = self.typed(node, name, relation.value), self.typed(node, role, relation.qualifiers["as"])
        return (value, (("as", qualifier),)) if value and qualifier else None

    def long(self, node: Mapping, relation: Relation, subject: str, defaults: Defaults) -> Fact | None:
        """A mapping with the value and what else is known of it."""
        before = len(self.problems.found)
        keys = {key.text: value for key, value in node.entries}
        if not self.known_keys(node, relation):
            return None
        content = keys.get(VALUE)
        if content is None and "id" in keys:
            content = node._replace(entries=tuple(entry for entry in node.entries if entry[0].text in _REFERENCE))
        if content is None:
            self.problems.add(node, "the value is missing", "write  value: …")
            return None
        qualifiers: tuple[tuple[str, Value], ...] = ()
        value: Value | None
        if isinstance(content, Scalar) and "as" not in keys:
            value, qualifiers = self.short(content, relation) or (None, ())
        else:
            value = self.value(content, relation.value)
        for name, declared in relation.qualifiers.items():
            qualifiers += self.qualifier(name, keys.get(name), declared)
        given = {key: self.provenance(key, keys.get(key)) for key in PROVENANCE}
        if value is None or len(self.problems.found) > before:
            return None
        certainty = given["certainty"] or defaults.certainty
        # the day that the entity's source was read on says nothing about another source
        other = given["source"] is not None and defaults.source is not None and given["source"] != defaults.source
        return Fact(
            subject,
            relation.name,
            value,
            self.problems.at(content),
            qualifiers,
            given["source"] or defaults.source,
            given["quote"],
            given["said_by"],
            given["as_of"] or (None if other else defaults.as_of),
            given["note"],
            Certainty(certainty) if certainty else None,
        )

    def known_keys(self, node: Mapping, relation: Relation) -> bool:
        """Whether the long form has only keys that it may have."""
        known = (VALUE, *relation.qualifiers, *PROVENANCE)
        accepted = known + _REFERENCE if relation.value[0] in KINDS else known
        unknown = [key for key, _ in node.entries if key.text not in accepted]
        if unknown and len(unknown) == len(node.entries):
            what = "a mapping where one value is expected"
            hint = f'put the text in double quotes, as in "{unknown[0].text}: …"'
            self.problems.add(node, what, "put the text in double quotes, braces included" if node.flow else hint)
        else:
            for key in unknown:
                self.problems.add(key, f"unknown key {key.text!r}", nearest(key.text, accepted))
        return not unknown

    def qualifier(self, name: str, node: Node | None, declared: tuple[str, ...]) -> tuple[tuple[str, Value], ...]:
        """The value of one qualifier, or none. A fact has one of a name: two parts in one film are two facts."""
        if isinstance(node, Sequence):
            self.problems.add(node, f"{name!r} has one value, and this is a list", "write the value once for each")
            return ()
        value = self.value(node, declared) if node else None
        return ((name, value),) if value else ()

    def value(self, node: Node, declared: tuple[str, ...]) -> Value | None:
        """`node` as what the relation declares; None after reporting why not."""
        if isinstance(node, Mapping) and declared[0] in KINDS:
            return self.reference(node)
        if isinstance(node, Scalar) and (node.lines == 1 or declared == ("text",)):
            return self.typed(node, node.text, declared)
        text = self.line(node, "a value")
        return self.typed(node, text, declared) if text else None

    def typed(self, node: Node, text: str, declared: tuple[str, ...]) -> Value | None:
        """The `text` at `node` as what the relation declares. Equal values of a file are one object: names recur."""
        key = (declared, text)
        value = self.seen.get(key)
        if value is None:
            value = self.seen[key] = read_value(text, declared)
        if isinstance(value, Value):
            return value
        self.problems.add(node, value.what, value.hint)
        return None

    def reference(self, node: Mapping) -> Value | None:
        """``{id: heat-2-novel, name: Heat 2}``; the name may be left out."""
        for key, _ in node.entries:
            if key.text not in _REFERENCE:
                self.problems.add(key, f"unknown key {key.text!r}", f"write  {_EXAMPLE}, or quote the text")
                return None
        target, name = node.get("id"), node.get("name")
        if target is None:
            self.problems.add(node, "'id' is missing", f"write  {_EXAMPLE}")
            return None
        entity = self.line(target, "an id")
        text = self.line(name, "a name") if name else entity
        return Value(text, entity=entity) if entity and text else None

    def line(self, node: Node, what: str) -> str:
        """The text of `node` where one line is expected; an unquoted one over several lines is probably a list."""
        if isinstance(node, Scalar) and node.plain and node.lines > 1:
            hint = "begin every item of a list with '- ', or put the whole text in double quotes"
            self.problems.add(node, f"{what} that runs over {node.lines} lines", hint)
            return ""
        return self.problems.text(node, what)

    def provenance(self, key: str, node: Node | None) -> str | None:
        """The source, certainty, date, quote, speaker or note of a fact."""
        if node is None:
            return None
        text = self.problems.text(node, f"the {key}")
        if not text:
            return None
        if key == "certainty" and text not in _CERTAINTIES:
            self.problems.add(node, f"unknown certainty {text!r}", nearest(text, _CERTAINTIES))
            return None
        if key == "as_of":
            value = read_value(text, ("date",))
            if isinstance(value, Mistake):
                self.problems.add(node, value.what, value.hint)
                return None
            return value.text
        return text


def emptied(node: Node) -> tuple[str, ...]:
    """The relations below ``facts:`` of which ``[]`` says that nothing is known, whatever a farther layer says."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return tuple(key.text for key, content in entries if isinstance(content, Sequence) and not content.items)


def _first(node: Sequence) -> str:
    return next((item.text for item in node.items if isinstance(item, Scalar)), "…")
