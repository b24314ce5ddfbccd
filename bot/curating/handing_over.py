"""What is so no more: 'X replaces Y as director of Z', 'X takes over as director of Z', 'Y drops out of Z'.

Such a sentence is about what the facts say now: that Y is something of Z. That goes, and where there is an X it comes
in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from bot.answering.snapshots import Snapshot
from bot.curating.filling import Filler
from bot.curating.new_names import Misfilled
from bot.curating.refusals import Refusals
from bot.curating.told import INCOMPLETE, NOT_THERE, UNKNOWN_WORDS, Filled, NotTold, Told, WhichOne
from bot.facts.dates import read_date
from bot.facts.reading import Plain
from bot.facts.rows import Node, Statement
from bot.facts.text import Word, clean, normalise, words
from bot.facts.vocabulary import VALUE
from bot.language.blocks import rows
from bot.language.lexicon import Lexicon
from bot.language.meanings import Noun
from bot.language.query import Nodes
from bot.language.words import verb_forms


class _Handing(NamedTuple):
    """Who comes, who goes, as what, of what: as they were typed, empty where that is not said."""

    new: str
    old: str
    role: str
    of: str


class HandingOver:
    """Reads such sentences over one snapshot."""

    def __init__(self, snapshot: Snapshot, lexicon: Lexicon, filler: Filler) -> None:
        self._base, self._relations, self._lexicon, self._filler = snapshot.base, snapshot.relations, lexicon, filler
        self._refuse = Refusals(snapshot.language)
        small = lexicon.function_words
        self._articles, self._agents, self._prepositions = small.articles, small.agents, small.prepositions
        self._between = lexicon.glue | lexicon.filler_words | small.copulas | lexicon.auxiliaries
        telling = cast(Mapping[str, Sequence[str]], snapshot.language["telling"])
        self._as = set(map(normalise, telling["as"]))
        self._whose = set(map(normalise, telling["whose"]))
        self._replacing, self._coming, self._going = (
            _forms(telling[key], snapshot.language) for key in ("replaces", "takes_over", "leaves")
        )
        #: What the phrases begin with, in every form.
        self.begins = frozenset(form[0] for form in (*self._replacing, *self._coming, *self._going))

    def read(self, claim: str) -> Told | WhichOne | NotTold | None:
        """The fact that goes, and the one that comes; None where the claim tells no such thing of what is known."""
        for handing in self._handings(claim):
            things = [node for node in self._base.called(handing.of) if node.is_entity]
            if things:
                return self._told(handing, things, claim)
        return None

    # -- the words -----------------------------------------------------------------------------------------------

    def _handings(self, claim: str) -> Iterator[_Handing]:
        text = clean(claim)
        found = words(text)
        for forms, comes, goes in (
            (self._replacing, True, True),
            (self._coming, True, False),
            (self._going, False, True),
        ):
            for start, end in _spans(found, forms):
                first = self._typed(text, found, 0, self._without_small(found, start))
                passive = comes and goes and end < len(found) and found[end].text in self._agents
                for one, role, of in self._behind(text, found, end + 1 if passive else end, named=goes):
                    if not first or (goes and bool(one) != comes) or not of:
                        continue
                    new, old = (one, first) if passive else (first, one) if comes else ("", first)
                    yield _Handing(new, old, role, of)

    def _behind(self, text: str, found: Sequence[Word], start: int, *, named: bool) -> Iterator[tuple[str, str, str]]:
        """(whom, as what, of what) in the words from `start` on: 'Y as director of Z', 'Y in Z', 'Z as director'."""

        def typed(first: int, last: int) -> str:
            return self._typed(text, found, first, last)

        end = len(found)
        ties = [at for at in range(start, end) if found[at].text in self._prepositions and not found[at].capital]
        if ties and read_date(typed(ties[-1] + 1, end)) is not None:  # 'Z left Y in May 2026'
            end = ties.pop()
        for at in (at for at in range(start, end) if found[at].text in self._as and not found[at].capital):
            for tie in (tie for tie in ties if tie > at):
                yield typed(start, at), typed(at + 1, tie), typed(tie + 1, end)
            yield "", typed(at + 1, end), typed(start + 1 if start in ties else start, at)
        for tie in ties:
            if named:
                yield typed(start, tie), "", typed(tie + 1, end)
            elif found[tie].text in self._whose:  # 'took over Z from Y'
                yield typed(tie + 1, end), "", typed(start, tie)
        yield "", "", typed(start, end)

    def _without_small(self, found: Sequence[Word], end: int) -> int:
        while end > 0 and not found[end - 1].capital and found[end - 1].text in self._between:
            end -= 1
        return end

    def _typed(self, text: str, found: Sequence[Word], start: int, end: int) -> str:
        if start < end and found[start].text in self._articles and not found[start].capital:
            start += 1
        return text[found[start].start : found[end - 1].end] if start < end else ""

    # -- the facts -----------------------------------------------------------------------------------------------

    def _told(self, handing: _Handing, things: Sequence[Node], claim: str) -> Told | WhichOne | NotTold:
        """What goes of what the facts say, with what comes."""
        relations = self._named(handing.role)
        played = {node.id for node in self._base.called(handing.role)} if handing.role else set()
        if handing.role and not relations and not played:
            return self._refuse(UNKNOWN_WORDS, handing.role, "strange")

        def fits(statement: Statement) -> bool:
            as_told = any(node in played for _, node in statement.qualifiers)
            return (not relations or statement.relation in relations) and (not played or as_told)

        old = {node.id for node in self._base.called(handing.old)} if handing.old else None
        standing = [(thing, each) for thing in things for each in self._about(thing, old) if fits(each)]
        if not standing and not handing.new:  # 'Z leaves Y'
            services = {thing.id for thing in things}
            leaving = [self._base.node(node) for node in sorted(old or ())]
            standing = [(thing, each) for thing in leaving for each in self._about(thing, services) if fits(each)]
        try:
            choices = [
                choice for thing, each in standing for choice in self._facts(handing, thing, each.relation, claim, each)
            ]
            if not standing and handing.new:  # nobody is known to be that
                free = [(thing, name) for thing in things for name in sorted(relations) if self._is_free(thing, name)]
                choices = [choice for thing, name in free for choice in self._facts(handing, thing, name, claim)]
        except Misfilled as wrong:
            return wrong.told
        if not choices:
            return self._refuse(NOT_THERE, handing.old or handing.role, "look_first")
        if old is None and len(standing) > 1:
            return self._refuse(INCOMPLETE, claim, "in_whose_place")
        return choices[0][1] if len(choices) == 1 else WhichOne(handing.old, tuple(choices))

    def _about(self, thing: Node, values: set[int] | None) -> list[Statement]:
        """What is said of a thing with one of these values, or any."""
        return [each for each in self._base.statements_about(thing.id) if values is None or each.value in values]

    def _is_free(self, thing: Node, relation: str) -> bool:
        """Whether a thing may have this relation, and has none of it."""
        declared = self._relations[relation]
        return thing.kind in declared.subject and not any(
            each.relation == relation for each in self._base.statements_about(thing.id)
        )

    def _named(self, role: str) -> set[str]:
        """The relations whose values a noun stands for: 'director'."""
        spelt = self._lexicon.spelt([word.text for word in words(clean(role))], 0) if role else ()
        whole = (meanings for end, meanings in spelt if end == len(words(clean(role))))
        return {
            each.relation for meanings in whole for each in meanings if isinstance(each, Noun) and each.role == VALUE
        }

    def _facts(
        self, handing: _Handing, thing: Node, name: str, claim: str, standing: Statement | None = None
    ) -> Iterator[tuple[str, Told]]:
        """The fact that goes or comes; one for each that the new name may mean, and how it is told apart."""
        relation = self._relations[name]
        subject = Filled(thing.name, thing.ident, (thing.kind,))
        label = f"{thing.label}, {thing.kind}: {relation.noun}"
        old = self._base.node(standing.value) if standing else None
        if not handing.new:
            if old is not None:
                yield label, Told(subject, name, Filled(old.name, old.ident, (old.kind,)), gone=True)
            return
        query = self._filler.placed(name, VALUE, handing.new)
        if query is None:
            raise Misfilled(self._refuse(UNKNOWN_WORDS, handing.new, "perhaps_a_name"))
        roles = {role: self._base.node(node) for role, node in standing.qualifiers} if standing else {}
        filled = {role: Filled(node.name, node.ident, (node.kind,)) for role, node in roles.items()}
        several = [Nodes((node,)) for node in query.ids] if isinstance(query, Nodes) else [query]
        for each in several:
            value = self._filler.fill(name, VALUE, each, claim)
            told = Told(subject, name, value, filled)
            if old is not None and old.ident == value.entity:
                told = replace(told, known=True)
            elif old is not None:
                told = replace(told, replaces=(old.name,), instead=old.name)
            yield f"{label} {value.entity or value.text}" if len(several) > 1 else label, told


def _forms(phrases: Sequence[str], language: Mapping[str, Plain]) -> list[tuple[str, ...]]:
    """Phrases that begin with a verb in the past tense, in all its forms; the longest first."""
    irregular = {form: forms for forms in rows(language, "verbs") for form in forms}
    plain = (normalise(phrase).split() for phrase in phrases)
    forms = {(form, *rest) for first, *rest in plain for form in verb_forms(first, irregular)}
    return sorted(forms, key=len, reverse=True)


def _spans(found: Sequence[Word], forms: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    texts = [word.text for word in found]
    for form in forms:
        for start in range(1, len(texts) - len(form)):
            if tuple(texts[start : start + len(form)]) == form and not found[start].capital:
                yield start, start + len(form)
