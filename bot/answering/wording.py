"""Outcome to text. Every sentence comes from the relations' files and from the language file's ``replies``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from bot.answering.backing import Backing
from bot.answering.measures import Measures
from bot.answering.missing import Missing, both
from bot.answering.naming import Naming
from bot.answering.outcome import (
    Ambiguous,
    Answered,
    Misfitting,
    MissingThing,
    NotUnderstood,
    Outcome,
    Recalled,
    Smalltalk,
    Unbacked,
    UnknownFact,
    UnknownName,
    Untold,
)
from bot.answering.phrases import Phrases
from bot.answering.sentences import Sentences
from bot.answering.snapshots import Source
from bot.answering.telling import MOST_MEASURED, Telling
from bot.answering.telling_apart import TellingApart
from bot.answering.to_come import ToCome
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS
from bot.facts.reading import Plain
from bot.facts.rows import Statement
from bot.facts.vocabulary import SUBJECT, VALUE, Phrasing, Relation
from bot.language.alternatives import alternatives
from bot.language.look_ups import counted
from bot.language.provenance import CHANGED
from bot.language.query import (
    Age,
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Difference,
    Exists,
    Extreme,
    Frequent,
    Kind,
    Lookup,
    Nodes,
    Often,
    Provenance,
    Query,
    Reflexive,
    Within,
)
from bot.language.trees import walk

#: So many facts are told by which a work was recognised.
MOST_HELD = 4


class Wording:
    """Words outcomes in one language."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        language: Mapping[str, Plain],
        sources: Mapping[str, Source],
        today: Callable[[], date],
    ) -> None:
        self._base = base
        self._relations = relations
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])
        self.naming = Naming(base, language)
        self.phrases = Phrases(relations, language, self.naming)
        self.measures = Measures(relations, language, self.naming)
        to_come = ToCome(base, relations, today)
        self.sentences = Sentences(base, relations, language, sources, self.naming, to_come)
        self.telling = Telling(base, relations, language, self.naming, self.phrases, self.sentences)
        self.apart = TellingApart(base, relations, language, self.naming, self.phrases, self.sentences.told)
        self.backing = Backing(sources, self.naming, language)
        self.missing = Missing(base, relations, language, self.naming, self.phrases)

    def text(self, outcome: Outcome, examples: Sequence[str]) -> str:
        """The reply to the member: plain text without any markup."""
        match outcome:
            case Answered():
                return self._answered(outcome)
            case Recalled(nodes, facts):
                held = self.sentences.values(facts[:MOST_HELD], self._base.statements(facts[:MOST_HELD]))
                return self._say("recalled", list=self.naming.listed(self.apart.names(nodes), "or"), sentence=held)
            case UnknownName():
                return self._unknown_name(outcome)
            case UnknownFact():
                return self._unknown_fact(outcome)
            case Misfitting():
                return self._misfitting(outcome)
            case Unbacked(query):
                changed = isinstance(query, Provenance) and query.aspect == CHANGED
                return self._say("changed_what" if changed else "unbacked")
            case Ambiguous(readings):
                labels = [choice.label for choice in self.apart.choices(readings)]
                return self._say("ambiguous", list=self.naming.listed(labels, "or"))
            case MissingThing(kinds):
                return self._say("missing", kind=self.naming.kind(kinds[0]))
            case NotUnderstood() | Untold() | Smalltalk():
                return self._replied(outcome, examples)

    def _replied(self, outcome: NotUnderstood | Untold | Smalltalk, examples: Sequence[str]) -> str:
        """The reply to what is no question about facts."""
        example = examples[0] if examples else ""
        match outcome:
            case NotUnderstood(()):
                return self._say("unsupported", example=example)
            case NotUnderstood(strangers):
                return self._say("unsupported_words", words="”, “".join(strangers[:3]), example=example)
            case Untold(reply):
                return reply.format(example=example)
            case Smalltalk("help"):
                return self._say("help", examples="\n".join(f"• {example}" for example in examples))
            case Smalltalk("forgotten"):
                return self._say("forgotten")
            case Smalltalk(reply):
                return reply

    def _say(self, reply: str, **values: object) -> str:
        return self._replies[reply].format(**values)

    def _phrasing(self, relation: str) -> Phrasing:
        return self._relations[relation].phrasings[self._code]

    # -- answers -------------------------------------------------------------------------------------------------

    def _verdict(self, outcome: Answered, sentence: str) -> str:
        """Yes or no, and what is so; of several things that may be so only that."""
        if alternatives(outcome.query):
            return self._say("either" if outcome.holds else "neither", sentence=sentence)
        return self._say("yes" if outcome.holds else "no", sentence=sentence)

    def _answered(self, outcome: Answered) -> str:
        query = outcome.query
        statements = self._base.statements(outcome.facts)
        match query:
            case Describe():
                return "\n".join(self.sentences.description(node) for node in outcome.nodes)
            case Count(of):
                return self.telling.counted(of, outcome.nodes) if outcome.nodes else self._say("count_none")
            case Age() | Difference():
                return self._measured(outcome, statements)
            case Check() if _stands_on_each(query) and statements:
                return self._verdict(outcome, self.sentences.values(outcome.facts, statements))
            case Provenance(_, aspect) if aspect == CHANGED:
                return ""  # what the facts say now is no answer; `Presenter` has the history
            case Provenance(of, aspect):
                return self._backed(of, aspect, outcome, statements)
            case Check(things, Frequent() as among):
                return self._say("yes", sentence=self.telling.counted(counted(things, among), outcome.nodes))
            case Check(_, among):
                return self._verdict(outcome, self._claim(among, outcome.nodes, statements))
            case Exists(of):
                return self._say(
                    "yes" if outcome.holds else "no",
                    sentence=self.telling.found(of, outcome.nodes, outcome.facts, statements),
                )
            case _:
                return self.telling.found(query, outcome.nodes, outcome.facts, statements)

    def _measured(self, outcome: Answered, statements: Sequence[Statement]) -> str:
        """Each measure, and what it is measured from."""
        shown = outcome.measured[:MOST_MEASURED]
        facts = [point.fact for each in shown for point in (each.one, each.other) if point.fact is not None]
        told = [statement for statement in statements if statement.id in facts]
        return " ".join([*map(self.measures.text, shown), self.sentences.values(facts, told)])

    def _backed(self, of: Query, aspect: str, outcome: Answered, statements: Sequence[Statement]) -> str:
        match of:
            case Describe():
                claim = ""
            case Check(_, among) if outcome.holds:
                claim = self._claim(among, outcome.nodes, statements)
            case Exists(of) if outcome.holds:
                claim = self.telling.found(of, outcome.nodes, outcome.facts, statements)
            case _:
                claim = self._answered(replace(outcome, query=of))
        return self.backing.text(aspect if outcome.holds is not False else "source", claim, statements)

    def _claim(self, among: Query, known: Sequence[int], statements: Sequence[Statement]) -> str:
        if statements:
            parts = among.parts if isinstance(among, All) else (among,)
            claimed = {part.relation for part in parts if isinstance(part, Lookup)}
            first = next((s for s in statements if s.relation in claimed), statements[0])
            same = [s for s in statements if (s.relation, s.subject) == (first.relation, first.subject)]
            values = [s.value for s in same if s.value in known] or [s.value for s in same]
            roles: dict[str, Sequence[int]] = {SUBJECT: [first.subject], VALUE: values}
            kept = [s for s in same if s.value in values]
            if len(kept) == 1:
                roles.update((role, [node]) for role, node in kept[0].qualifiers)
            return self.sentences.sentence(first.relation, VALUE, roles, kept)
        if not isinstance(among, Kind | Any):
            return self.telling.listed(among, known)
        return " ".join(
            self._say("is_kind", name=self.naming.label(node), kind=self.naming.a(self.naming.kind(found.kind)))
            for node, found in self._base.nodes(known).items()
        )

    # -- what is not known ---------------------------------------------------------------------------------------

    def _unknown_name(self, outcome: UnknownName) -> str:
        if outcome.known:
            names = self.naming.listed(self.apart.names(outcome.known), "or")
            return " ".join([self._say("untellable", name=names), *self.missing.known_about(outcome.known[0])])
        so = [self._answered(outcome.told)] if outcome.told is not None else []
        if outcome.ordinary:
            return " ".join([self._say("nothing_on", name=outcome.name), *so])
        things = [kind for kind in outcome.kinds if kind in KINDS]  # labels go by no noun that people use
        kind = self.naming.a(self.naming.kind(things[0])) if things else self._replies["anything"]
        text = self._say("unknown_name", kind=kind, name=outcome.name)
        if outcome.nearest:
            nearest = self.naming.listed(self.apart.names(outcome.nearest), "or")
            text += " " + self._say("did_you_mean", list=nearest)
        return " ".join([text, *so])

    def _unknown_fact(self, outcome: UnknownFact) -> str:
        query = outcome.missing or outcome.query
        if outcome.facts and (outcome.missing or isinstance(query, Extreme | Difference) or _compares(query)):
            values = self.sentences.values(outcome.facts, self._base.statements(outcome.facts))
            text = f"{self.missing.text(query)} {values}" if outcome.missing else self._say("perhaps", sentence=values)
        elif isinstance(query, Check) and _of_every(query.among) and outcome.facts:
            text = self._say(
                "perhaps", sentence=self.sentences.values(outcome.facts, self._base.statements(outcome.facts))
            )
        elif isinstance(query, Check) and isinstance(query.among, Frequent) and outcome.known:
            those = counted(query.things, query.among)
            text = self._say("perhaps", sentence=self.telling.counted(those, outcome.known))
        elif (together := both(query)) is not None:
            text = self._say("no_such", naming=self.phrases.phrase(together))
        elif isinstance(query, Check) and outcome.facts:
            statements = self._base.statements(outcome.facts)
            text = self._say("perhaps", sentence=self._claim(query.among, outcome.known, statements))
        else:
            text = self.missing.text(query)
        for other in outcome.others:
            text = self._say("but", sentence=text, other=self._answered(other))
        return text

    def _misfitting(self, outcome: Misfitting) -> str:
        """'A person has no director', and what there is instead."""
        found = outcome.misfit
        kind = self.naming.a(self.naming.kind(self._base.node(found.node).kind))
        thing, name = self.phrases.filler(Nodes((found.node,))).text, self._phrasing(found.relation).name
        text = self._say("misfit" if found.role == SUBJECT else "misfit_value", thing=thing, kind=kind, name=name)
        offers = [self.telling.listed(offer.query, offer.nodes) for offer in outcome.offers]
        return " ".join([text, *(offers or self.missing.known_about(found.node))])


def _compares(query: Query) -> bool:
    """Whether a yes/no query compares two things."""
    return isinstance(query, Check) and any(isinstance(part, Beyond | Extreme) for part in walk(query.among))


def _of_every(query: Query) -> bool:
    return isinstance(query, Frequent) and query.often is Often.EVERY


def _stands_on_each(query: Check) -> bool:
    """Whether every fact behind a claim tells a part of it: what is compared, or said of several."""
    match query:
        case Check(_, Extreme() | Reflexive() | Lookup(_, _, ((_, Beyond()),)) | Any()):
            return True
        case Check(Lookup() | Any(every=True), Lookup() | Within() | All()) | Check(_, Frequent(_, Often.EVERY)):
            return True
        case Check(_, All((Lookup(relation), Lookup(same), *_))):  # 'is X in both Y and Z'
            return relation == same
    return False
