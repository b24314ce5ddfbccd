"""What stands in a role of a told fact: a known thing, a new name, or a value of the relation's type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.snapshots import Snapshot
from bot.curating.new_names import Misfilled, NewNames, is_work
from bot.curating.refusals import Refusals
from bot.curating.stages import Staged
from bot.curating.told import INCOMPLETE, NOT_A_VALUE, Filled
from bot.facts.model import KINDS
from bot.facts.rows import Node
from bot.facts.text import clean, words
from bot.facts.values import Mistake, read_value
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.calling import PERSONS
from bot.language.lexicon import Lexicon
from bot.language.meanings import Kinds
from bot.language.names import exact, split
from bot.language.query import Nodes, Query, Range, Unplaced

_OWNER = re.compile(r"['’]s? (?=[^\W_])")
_YEAR = re.compile(r"(?:18|19|20)\d\d")


class Filler:
    """Fills roles with what a claim has in them."""

    def __init__(self, snapshot: Snapshot, lexicon: Lexicon) -> None:
        self._base, self._relations, self._lexicon = snapshot.base, snapshot.relations, lexicon
        self._refuse = Refusals(snapshot.language)
        self._names = NewNames(snapshot, lexicon)
        self._tied = lexicon.function_words.of_year
        self._articles, self._by = lexicon.function_words.articles, min(lexicon.function_words.agents)

    def fill(self, relation: str, role: str, query: Query, claim: str) -> Filled:
        """What `query` stands for in the `role`. Raises Misfilled."""
        declared = self._relations[relation]
        types = _declared(declared, role)
        match query:
            case Nodes((node,)):
                found = self._base.node(node)
                if found.ident is None:
                    return Filled(found.name, kinds=types)
                return Filled(found.name, found.ident, (found.kind,))
            case Range(_, _, _, text):
                return self._value(text, types)
            case Unplaced(text) if types[0] in KINDS or types == ("label",):
                text = self._names.whole(types, text, claim)
                self._names.check(declared, types, text, claim)
                return Filled(text, kinds=types, new=True)
            case Unplaced(text):
                return self._value(text, types)
        name = declared.noun if role == VALUE else " or ".join(types)
        raise Misfilled(self._refuse(INCOMPLETE, claim, "itself", what=name))

    def placed(self, relation: str, role: str, text: str, *, named: bool = False) -> Query | None:
        """What `text` may be in the `role`, all of it: known things, a new name with capitals, or a value.

        ``named`` if a noun says what it is: a new label then.
        """
        declared = self._relations[relation]
        types = _declared(declared, role)
        if types[0] in KINDS:
            kinds, text = self._without_kind(types, text)
            text = self._without_maker(kinds, text)
            known = self._known(kinds, text)
            if known:
                return Nodes(tuple(node.id for node in known))
            strange = not self._base.called(text) and self._names.may_be(types, text)
            return Unplaced(text) if strange else None
        if types == ("label",) and (labels := self._labels(declared.kinds(role), text)):
            return Nodes(labels)
        if self._base.called(text):
            return None  # 'X lives in Y' tells of X, not what there is of animals in Y
        if types == ("label",):
            return Unplaced(text) if declared.open or named else None
        return None if isinstance(read_value(text, types), Mistake) else Unplaced(text)

    def _without_maker(self, kinds: Sequence[str], text: str) -> str:
        """'X's Y' is Y, if X is a person whom somebody knows, unless something is called that as a whole."""
        if not is_work(kinds) or self._base.called(text):
            return text
        for owner in _OWNER.finditer(text):
            if any(node.kind in PERSONS for node in self._base.called(text[: owner.start()])):
                return text[owner.end() :]
        return text

    def _known(self, kinds: Sequence[str], text: str) -> list[Node]:
        """What is called so, or is of the year that is named: 'X (1978)', 'the 1978 X', 'X from 1978'."""
        known = [node for node in self._base.called(text) if node.kind in kinds]
        if known:
            return known
        name, year = self._of_year(text)
        return [node for node in self._base.called(name) if node.kind in kinds and str(node.year) == year]

    def _labels(self, kinds: Sequence[str], text: str) -> tuple[int, ...]:
        """The labels of a relation that are called so."""
        typed = split(text)
        found = {each.node for each in exact(self._base, typed) if (each.start, each.end) == (0, len(typed))}
        return tuple(node.id for node in self._base.nodes(found).values() if node.kind in kinds)

    def _of_year(self, text: str) -> tuple[str, str]:
        """A name and the year beside it."""
        found, cleaned = words(clean(text)), clean(text)
        first, last = 0, len(found)
        if last > 1 and _YEAR.fullmatch(found[-1].text):
            year, last = found[-1].text, last - 1
            while first < last - 1 and found[last - 1].text in self._tied:
                last -= 1
        else:
            first = 1 if found and found[0].text in self._articles else 0
            if first + 1 >= last or not _YEAR.fullmatch(found[first].text):
                return text, ""
            year, first = found[first].text, first + 1
        return cleaned[found[first].start : found[last - 1].end], year

    def staged(self, way: Staged) -> dict[str, Query] | None:
        """What is in the roles of a thing that is so far; None if there is no such thing."""
        declared = self._relations[way.relation]
        about = self.placed(way.relation, SUBJECT, way.of)
        if isinstance(about, Nodes) and way.kinds:
            about = Nodes(tuple(node for node in about.ids if self._base.node(node).kind in way.kinds))
        if about is None or about == Nodes(()):
            return None
        if not way.agent:
            return {SUBJECT: about, VALUE: Unplaced(way.value)}
        for role, kinds in declared.qualifiers.items():
            if kinds[0] in KINDS and (who := self.placed(way.relation, role, way.agent)) is not None:
                return {SUBJECT: about, VALUE: Unplaced(way.value), role: who}
        named = self._base.called(way.agent) or self._names.may_be(("person",), way.agent)
        return {SUBJECT: about, VALUE: Unplaced(f"{way.value} {self._by} {way.agent}")} if named else None

    def _without_kind(self, types: tuple[str, ...], text: str) -> tuple[tuple[str, ...], str]:
        """'Novel X' is a book that is called X, unless something is called that as a whole."""
        if self._base.called(text):
            return types, text
        found = words(clean(text))
        article = len(found) > 1 and found[0].text in self._articles
        for end, meanings in self._lexicon.spelt([word.text for word in found], 1 if article else 0):
            kinds = next((m.kinds for m in meanings if isinstance(m, Kinds) and not m.asks), ())
            fitting = tuple(kind for kind in types if kind in kinds)
            if fitting and end < len(found) and found[end].capital:
                name = clean(text)[found[end].start :]
                if not found[0].capital or self._base.called(name):  # a sentence begins with a capital
                    return fitting, name
        return types, text

    def _value(self, text: str, types: tuple[str, ...]) -> Filled:
        value = read_value(text, types)
        if isinstance(value, Mistake):
            raise Misfilled(self._refuse.misread(NOT_A_VALUE, text, value.hint))
        return Filled(value.text, kinds=types)


def _declared(relation: Relation, role: str) -> tuple[str, ...]:
    return relation.subject if role == SUBJECT else relation.value if role == VALUE else relation.qualifiers[role]
