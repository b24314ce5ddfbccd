"""Outcome to text. Every sentence comes from the relations' files and from the language file's ``replies``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.answering.backing import Backing
from bot.answering.measures import Measures
from bot.answering.naming import Naming
from bot.answering.outcome import (
    Ambiguous,
    Answered,
    Misfitting,
    MissingThing,
    NotUnderstood,
    Outcome,
    Smalltalk,
    Unbacked,
    UnknownFact,
    UnknownName,
)
from bot.answering.snapshots import Source
from bot.answering.telling_apart import TellingApart
from bot.facts.knowledge_base import KnowledgeBase, Statement
from bot.facts.model import Certainty
from bot.facts.reading import Plain
from bot.facts.vocabulary import SUBJECT, VALUE, Phrasing, Relation
from bot.language.query import (
    Age,
    All,
    Beyond,
    Check,
    Count,
    Describe,
    Difference,
    Exists,
    Extreme,
    Kind,
    Lookup,
    Nodes,
    Provenance,
    Query,
    walk,
)

#: How many sentences describe a thing, and how many of its relations are named when a fact is missing.
MOST_SENTENCES, MOST_NAMED = 6, 6
#: How many measured values are told one by one.
MOST_MEASURED = 4


class Wording:
    """Words outcomes in one language."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        language: Mapping[str, Plain],
        sources: Mapping[str, Source],
    ) -> None:
        self._base = base
        self._relations = relations
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])
        self._sources = sources
        self._told = [
            (name.removeprefix("~"), SUBJECT if name.startswith("~") else VALUE)
            for name in cast(list[str], language["describe"])
            if name.removeprefix("~") in relations
        ]
        self.naming = Naming(base, relations, language)
        self.measures = Measures(relations, language, self.naming)
        self.apart = TellingApart(base, relations, language, self.naming, self.told)
        self.backing = Backing(sources, self.naming, language)

    def text(self, outcome: Outcome, examples: Sequence[str]) -> str:
        """The reply to the member: plain text without any markup."""
        match outcome:
            case Answered():
                return self._answered(outcome)
            case UnknownName():
                return self._unknown_name(outcome)
            case UnknownFact():
                return self._unknown_fact(outcome)
            case Misfitting():
                return self._misfitting(outcome)
            case Unbacked():
                return self._say("unbacked")
            case Ambiguous(readings):
                labels = [choice.label for choice in self.apart.choices(readings)]
                return self._say("ambiguous", list=self.naming.listed(labels, "or"))
            case MissingThing(kinds):
                return self._say("missing", kind=self.naming.kind(kinds[0]))
            case NotUnderstood(strangers):
                example = examples[0] if examples else ""
                if strangers:
                    return self._say("unsupported_words", words="”, “".join(strangers[:3]), example=example)
                return self._say("unsupported", example=example)
            case Smalltalk("help"):
                return self._say("help", examples="\n".join(f"• {example}" for example in examples))
            case Smalltalk(reply):
                return reply

    def _say(self, reply: str, **values: object) -> str:
        return self._replies[reply].format(**values)

    def _phrasing(self, relation: str) -> Phrasing:
        return self._relations[relation].phrasings[self._code]

    # -- answers -------------------------------------------------------------------------------------------------

    def _answered(self, outcome: Answered) -> str:
        query = outcome.query
        statements = self._base.statements(outcome.facts)
        match query:
            case Describe():
                return "\n".join(self.description(node) for node in outcome.nodes)
            case Count():
                return self._count(outcome)
            case Age() | Difference():
                return self._measured(outcome, statements)
            case Check(_, Extreme() | Lookup(_, _, ((_, Beyond()),))):
                return self._say("yes" if outcome.holds else "no", sentence=self._values(outcome.facts, statements))
            case Provenance(of, aspect):
                return self._backed(of, aspect, outcome, statements)
            case Check(_, among):
                known = self._claim(among, outcome.nodes, statements)
                return self._say("yes" if outcome.holds else "no", sentence=known)
            case Exists(of):
                return self._say("yes", sentence=self._fetched(of, outcome.nodes, statements))
            case Extreme() if len(statements) <= MOST_MEASURED:
                fetched = self._fetched(query, outcome.nodes, statements)
                return " ".join([fetched, self._values(outcome.facts, statements)])
            case _:
                return self._fetched(query, outcome.nodes, statements)

    def _measured(self, outcome: Answered, statements: Sequence[Statement]) -> str:
        """Each measure, and what it is measured from."""
        shown = outcome.measured[:MOST_MEASURED]
        facts = [point.fact for each in shown for point in (each.one, each.other) if point.fact is not None]
        told = [statement for statement in statements if statement.id in facts]
        return " ".join([*map(self.measures.text, shown), self._values(facts, told)])

    def _values(self, facts: Sequence[int], statements: Sequence[Statement]) -> str:
        """What each thing has as the value of a relation, a sentence for each, in the order of `facts`."""
        groups: dict[tuple[str, int], list[Statement]] = {}
        for statement in sorted(statements, key=lambda statement: facts.index(statement.id)):
            groups.setdefault((statement.relation, statement.subject), []).append(statement)
        return " ".join(
            self.sentence(relation, VALUE, {SUBJECT: [subject], VALUE: [said.value for said in group]}, group)
            for (relation, subject), group in groups.items()
        )
    def _backed(self, of: Query, aspect: str, outcome: Answered, statements: Sequence[Statement]) -> str:
        match of:
            case Describe():
                claim = ""
            case Check(_, among) if outcome.holds:
                claim = self._claim(among, outcome.nodes, statements)
            case Exists(of) if outcome.holds:
                claim = self._fetched(of, outcome.nodes, statements)
            case _:
                claim = self._answered(replace(outcome, query=of))
        return self.backing.text(aspect if outcome.holds is not False else "source", claim, statements)

    def _count(self, outcome: Answered) -> str:
        if not outcome.nodes:
            return self._say("count_none")
        return self._say("count_one", count=len(outcome.nodes), list=self.naming.things(outcome.nodes))

    def _labels(self, nodes: Sequence[int]) -> list[str]:
        return self.naming.labels(nodes)

    def _fetched(self, query: Query, nodes: Sequence[int], statements: Sequence[Statement]) -> str:
        """The sentence of a look-up whose other roles are known things; of a composed query its naming and the list."""
        if isinstance(query, Lookup) and query.given and all(isinstance(part, Nodes) for _, part in query.given):
            given = {role: part.ids for role, part in query.given if isinstance(part, Nodes)}
            return self.sentence(query.relation, query.ask, {**given, query.ask: nodes}, statements)
        naming = self.naming.phrase(query)
        listed = self.naming.things(nodes)
        return _closed(self._say("list", naming=naming[:1].upper() + naming[1:], list=listed))

    def _claim(self, among: Query, known: Sequence[int], statements: Sequence[Statement]) -> str:
        if statements:
            first = statements[0]
            same = [s for s in statements if (s.relation, s.subject) == (first.relation, first.subject)]
            values = [s.value for s in same if s.value in known] or [s.value for s in same]
            roles: dict[str, Sequence[int]] = {SUBJECT: [first.subject], VALUE: values}
            kept = [s for s in same if s.value in values]
            if len(kept) == 1:
                roles.update((role, [node]) for role, node in kept[0].qualifiers)
            return self.sentence(first.relation, VALUE, roles, kept)
        return self._say("list", naming=self.naming.phrase(among), list=self.naming.things(known))

    def sentence(
        self, relation: str, ask: str, roles: Mapping[str, Sequence[int]], statements: Sequence[Statement]
    ) -> str:
        """The answer sentence of a relation with the nodes in its roles, hedged as its facts are; and what was said.

        Facts that are less sure than others are told in a sentence of their own.
        """
        groups: dict[Certainty | None, list[Statement]] = {}
        for statement in statements:
            groups.setdefault(statement.certainty, []).append(statement)
        sentences = []
        for group in groups.values() or [[]]:
            fillers = {node for statement in group for node in _fillers(statement, ask)}
            asked = [node for node in roles[ask] if node in fillers] if len(groups) > 1 else roles[ask]
            sentences.append(self._sentence(relation, ask, {**roles, ask: asked}, group))
        return " ".join(sentences)

    def _sentence(
        self, relation: str, ask: str, roles: Mapping[str, Sequence[int]], statements: Sequence[Statement]
    ) -> str:
        phrasing = self._phrasing(relation)
        certainty = next((statement.certainty for statement in statements), None)
        unsure = certainty in (Certainty.EXPECTED, Certainty.RUMOURED)
        templates = {**phrasing.answer, **phrasing.answer_expected} if unsure else phrasing.answer
        qualifiers = set(roles) - {SUBJECT, VALUE}
        template = _fitting(templates, ask, qualifiers)
        filled = {
            role: self.naming.listed(self._role_labels(role, roles, ask, statements))
            for role in self._relations[relation].roles
            if "{" + role + "}" in template
        }
        sentence = _closed(template.format(**filled))
        source = self._source_name(statements)
        if certainty is Certainty.REPORTED and source:
            sentence = self._say("reported", source=source, sentence=sentence)
        elif unsure:
            sentence = self._say(str(certainty), source=source, sentence=sentence)
        return " ".join([sentence, *self._said(statements)])

    def _role_labels(
        self, role: str, roles: Mapping[str, Sequence[int]], ask: str, statements: Sequence[Statement]
    ) -> list[str]:
        if role in roles:
            labels = self._labels(roles[role])
            if role == ask:
                return [self._with_qualifiers(label, node, role, roles, statements) for label, node in
                        zip(labels, roles[role], strict=True)]  # fmt: skip
            return labels
        fillers = dict.fromkeys(node for statement in statements for node in _fillers(statement, role))
        return self._labels(list(fillers))

    def _with_qualifiers(
        self, label: str, node: int, role: str, roles: Mapping[str, Sequence[int]], statements: Sequence[Statement]
    ) -> str:
        """'Al Pacino (Vincent Hanna)': what else the fact says, where the question did not."""
        extra = [
            value
            for statement in statements
            if node in _fillers(statement, role)
            for name, value in statement.qualifiers
            if name not in roles
        ]
        shown = self._labels(list(dict.fromkeys(extra)))
        return f"{label} ({', '.join(shown)})" if shown else label

    def _said(self, statements: Sequence[Statement]) -> list[str]:
        """The words of a person that a fact quotes, once each; of a long list none."""
        if len(statements) > 2:
            return []
        quotes = dict.fromkeys((s.said_by, s.quote) for s in statements if s.quote)
        return [self._say("said", name=name or "", quote=quote) if name else f"“{quote}”" for name, quote in quotes]

    def _source_name(self, statements: Sequence[Statement]) -> str:
        named = next((s.source for s in statements if s.source), "")
        return self._sources[named].name if named in self._sources else named

    # -- descriptions --------------------------------------------------------------------------------------------

    def description(self, node_id: int) -> str:
        """What is known about a thing, in a few sentences."""
        sentences = [
            self.sentence(relation, ask, roles, statements) for relation, ask, roles, statements in self.told(node_id)
        ]
        if not sentences:
            kind = self.naming.kind(self._base.node(node_id).kind)
            sentences.append(self._say("only_a_name", name=self.naming.label(node_id), kind=kind))
        return " ".join(sentences)

    def told(self, node_id: int) -> Iterator[tuple[str, str, dict[str, Sequence[int]], list[Statement]]]:
        """What a description tells: relation, asked role, the nodes in its roles, and the facts."""
        count = 0
        for relation, ask in self._told:
            role = SUBJECT if ask == VALUE else VALUE
            statements = self._base.statements(
                [fact for _, fact in self._base.lookup(relation, ask, {role: [node_id]})]
            )
            if statements and count < MOST_SENTENCES:
                count += 1
                asked = list(dict.fromkeys(s.value if ask == VALUE else s.subject for s in statements))
                yield relation, ask, {role: [node_id], ask: asked}, statements

    # -- what is not known ---------------------------------------------------------------------------------------

    def _unknown_name(self, outcome: UnknownName) -> str:
        kind = (
            self._say("a_kind", kind=self.naming.kind(outcome.kinds[0])) if outcome.kinds else self._replies["anything"]
        )
        text = self._say("unknown_name", kind=kind, name=outcome.name)
        if outcome.nearest:
            nearest = self.naming.listed(self._labels(outcome.nearest), "or")
            text += " " + self._say("did_you_mean", list=nearest)
        return text

    def _unknown_fact(self, outcome: UnknownFact) -> str:
        query = outcome.missing or outcome.query
        if outcome.facts and (outcome.missing or isinstance(query, Extreme | Difference) or _compares(query)):
            values = self._values(outcome.facts, self._base.statements(outcome.facts))
            text = f"{self._missing(query)} {values}" if outcome.missing else self._say("perhaps", sentence=values)
        elif isinstance(query, Check) and outcome.facts:
            statements = self._base.statements(outcome.facts)
            text = self._say("perhaps", sentence=self._claim(query.among, outcome.known, statements))
        else:
            text = self._missing(query)
        for other in outcome.others:
            text = self._say("but", sentence=text, other=self._answered(other))
        return text

    def _misfitting(self, outcome: Misfitting) -> str:
        """'A person has no director', and what there is instead."""
        found = outcome.misfit
        kind, name = self.naming.kind(self._base.node(found.node).kind), self._phrasing(found.relation).name
        known = self._say("known_as", name=self.naming.label(found.node), kind=kind)
        text = self._say("misfit" if found.role == SUBJECT else "misfit_value", kind=kind, name=name)
        offers = [self._answered(offer) for offer in outcome.offers] or self._known_about(found.node)
        return " ".join([known, text, *offers])

    def _missing(self, query: Query) -> str:
        """'I have no box office for Heat', and what there is instead."""
        lookup = missing_lookup(query)
        if isinstance(query, Age):
            return self._say("no_fact", name=self._replies["age"], subject=self.naming.phrase(query))
        if lookup is None:
            inner = query.of if isinstance(query, Exists | Count | Describe) else query
            return self._say("no_such", naming=self.naming.phrase(inner))
        phrasing = self._phrasing(lookup.relation)
        given = {role: self.naming.phrase(part) for role, part in lookup.given}
        template = phrasing.missing.get(lookup.ask)
        if template and _placeholders(template, given):
            text = template.format(**given)
        elif lookup.ask == VALUE and SUBJECT in given:
            text = self._say("no_fact", name=phrasing.name, subject=given[SUBJECT])
        else:
            text = self._say("no_such", naming=self.naming.phrase(lookup))
        subjects = [part.ids for role, part in lookup.given if role == SUBJECT and isinstance(part, Nodes)]
        if subjects and len(subjects[0]) == 1:
            text = " ".join([text, *self._known_about(subjects[0][0])])
        return text

    def _known_about(self, node: int) -> list[str]:
        relations = dict.fromkeys(statement.relation for statement in self._base.statements_about(node))
        names = list(dict.fromkeys(self._phrasing(relation).name for relation in relations))
        if not names:
            return []
        listed = self.naming.listed(names, most=MOST_NAMED)
        return [self._say("known_about", name=self.naming.label(node), list=listed)]


def missing_lookup(query: Query) -> Lookup | None:
    """The look-up that a query without an answer turns on, where there is one."""
    match query:
        case Lookup():
            return query
        case Check(things, Lookup(relation, ask, given)):
            if ask == VALUE:
                return Lookup(relation, ask, given)
            rest = tuple((role, part) for role, part in given if role != VALUE)
            return Lookup(relation, VALUE, ((SUBJECT, things), *rest))
        case Exists(of) | Count(of) | Describe(of):
            return missing_lookup(of)
        case All(parts):
            narrowing = [part for part in parts if not isinstance(part, Kind)]
            return missing_lookup(narrowing[0]) if len(narrowing) == 1 else None
    return None


def _compares(query: Query) -> bool:
    """Whether a yes/no query compares two things."""
    return isinstance(query, Check) and any(isinstance(part, Beyond) for part in walk(query.among))


def _fillers(statement: Statement, role: str) -> Iterable[int]:
    if role == SUBJECT:
        return (statement.subject,)
    if role == VALUE:
        return (statement.value,)
    return tuple(value for name, value in statement.qualifiers if name == role)


def _placeholders(template: str, given: Collection[str]) -> bool:
    try:
        template.format(**dict.fromkeys(given, ""))
    except KeyError:
        return False
    return True


def _fitting(templates: Mapping[str, str], ask: str, qualifiers: set[str]) -> str:
    """The template for `ask`, unless another that tells it shows more of the qualifiers that the question is about."""

    def shown(item: tuple[str, str]) -> tuple[bool, int, bool]:
        told = item[0] == ask or "{" + ask + "}" in item[1]
        return told, sum("{" + role + "}" in item[1] for role in qualifiers), item[0] == ask

    return max(templates.items(), key=shown)[1]


def _closed(sentence: str) -> str:
    """A sentence with one full stop, where its last name brought one too ('Warner Bros.')."""
    return sentence[:-1] if sentence.endswith("..") and not sentence.endswith("...") else sentence
