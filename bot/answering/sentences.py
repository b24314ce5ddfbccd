"""Facts to sentences: the wordings of the relations filled in, hedged as the facts are, and with what was said."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import cast

from bot.answering.filling import Filler, filled
from bot.answering.naming import MOST_LISTED, Naming
from bot.answering.snapshots import Source
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import Certainty
from bot.facts.reading import Plain
from bot.facts.rows import Statement
from bot.facts.templates import around, fields, says, uses
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Relation

#: How many sentences describe a thing.
MOST_SENTENCES = 6


class Sentences:
    """Builds sentences in one language."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        language: Mapping[str, Plain],
        sources: Mapping[str, Source],
        naming: Naming,
        to_come: Container[int],
    ) -> None:
        """Of the things ``to_come`` it is told what they are to be."""
        self._base, self._to_come = base, to_come
        self._relations = relations
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])
        self._sources = sources
        self._naming = naming
        entries = [_entry(entry) for entry in cast(list[str], language["describe"])]
        self._told = [entry for entry in entries if entry[0] in relations]

    def sentence(
        self, relation: str, ask: str, roles: Mapping[str, Sequence[int]], statements: Sequence[Statement]
    ) -> str:
        """The answer sentence of a relation with the nodes in its roles, hedged as its facts are; and what was said.

        Facts that are less sure than others are told in a sentence of their own.
        """
        groups: dict[tuple[Certainty | None, bool], list[Statement]] = {}
        ahead = bool(self._relations[relation].phrasings[self._code].answer_expected)
        for statement in statements:
            to_come = ahead and statement.subject in self._to_come
            groups.setdefault((statement.certainty, to_come), []).append(statement)
        sentences = []
        for group in groups.values() or [[]]:
            fillers = {node for statement in group for node in fillers_of(statement, ask)}
            asked = [node for node in roles[ask] if node in fillers] if len(groups) > 1 else roles[ask]
            sentences.append(self._sentence(relation, ask, {**roles, ask: asked}, group))
        return " ".join(sentences)

    def _sentence(
        self, relation: str, ask: str, roles: Mapping[str, Sequence[int]], statements: Sequence[Statement]
    ) -> str:
        phrasing = self._relations[relation].phrasings[self._code]
        certainty = next((statement.certainty for statement in statements), None)
        unsure = certainty in (Certainty.EXPECTED, Certainty.RUMOURED)
        ahead = unsure or (bool(statements) and statements[0].subject in self._to_come)
        templates = {**phrasing.answer, **phrasing.answer_expected} if ahead else phrasing.answer
        qualifiers = set(roles) - {SUBJECT, VALUE}
        template = _fitting(templates, ask, qualifiers)
        sentence = self._pairs(relation, template, ask, roles, statements)
        source = self._source_name(statements)
        reported = certainty is Certainty.REPORTED and source
        if reported or certainty is Certainty.RUMOURED:
            sentence = sentence if template.startswith("{") else sentence[:1].lower() + sentence[1:]
        if reported:
            sentence = self._replies["reported"].format(source=source, sentence=sentence)
        elif unsure:
            sentence = self._replies[str(certainty)].format(source=source, sentence=sentence)
        return " ".join([sentence, *self._said(statements)])

    def _pairs(
        self,
        relation: str,
        template: str,
        ask: str,
        roles: Mapping[str, Sequence[int]],
        statements: Sequence[Statement],
    ) -> str:
        """The template filled in; once for each thing that others belong to: who plays whom."""
        used = [role for role in self._relations[relation].roles if uses(template, role)]
        paired = any(role not in (SUBJECT, VALUE) for role in used) or self._differ(roles, ask)
        owners = [role for role in used if role != ask and len(roles.get(role, ())) != 1] if paired else []
        groups: dict[tuple[tuple[int, ...], ...], list[Statement]] = {}
        for statement in statements if owners else ():
            groups.setdefault(tuple(tuple(fillers_of(statement, role)) for role in owners), []).append(statement)
        if not 1 < len(groups) <= MOST_SENTENCES or not all(all(group) for group in groups):
            return self._filled(template, used, ask, roles, statements)
        pairs: dict[tuple[int, ...], list[dict[str, Sequence[int]]]] = {}
        for key, group in groups.items():
            asked = tuple(node for node in roles[ask] if any(node in fillers_of(s, ask) for s in group))
            pairs.setdefault(asked, []).append(dict(zip(owners, key, strict=True)))
        if len(owners) == 1:  # the same people in several films
            pairs = {asked: [{owners[0]: [n for each in of for n in each[owners[0]]]}] for asked, of in pairs.items()}
        return " ".join(
            self._filled(template, used, ask, {**roles, **owner, ask: asked}, statements)
            for asked, of in pairs.items()
            for owner in of
            if asked
        )

    def _differ(self, roles: Mapping[str, Sequence[int]], ask: str) -> bool:
        """Whether other things are asked for, and several labels given that are more than one written in two ways."""
        values = roles.get(VALUE, ()) if ask != VALUE else ()
        return len(values) > 1 and len(set(map(normalise, self._naming.labels(values)))) > 1

    def _filled(
        self,
        template: str,
        used: Sequence[str],
        ask: str,
        roles: Mapping[str, Sequence[int]],
        statements: Sequence[Statement],
    ) -> str:
        sentence = closed(filled(template, {role: self._filler(role, roles, ask, statements) for role in used}))
        first = roles.get(fields(template)[0][0]) if template.startswith("{") else None
        named = not first or self._base.node(first[0]).is_entity
        return sentence if named else sentence[:1].upper() + sentence[1:]

    def _filler(
        self, role: str, roles: Mapping[str, Sequence[int]], ask: str, statements: Sequence[Statement]
    ) -> Filler:
        nodes = roles.get(role) or list(dict.fromkeys(node for s in statements for node in fillers_of(s, role)))
        if role != ask or len(nodes) > MOST_LISTED:
            return self._naming.filler(nodes)
        labels = [
            self._with_qualifiers(label, node, role, roles, statements)
            for label, node in zip(self._naming.labels(nodes), nodes, strict=True)
        ]
        return self._naming.filler(nodes, labels)

    def _with_qualifiers(
        self, label: str, node: int, role: str, roles: Mapping[str, Sequence[int]], statements: Sequence[Statement]
    ) -> str:
        """'Al Pacino (Vincent Hanna)': what else the fact says, where the question did not."""
        extra = [
            value
            for statement in statements
            if node in fillers_of(statement, role)
            for name, value in statement.qualifiers
            if name not in roles
        ]
        shown = self._naming.labels(list(dict.fromkeys(extra)))
        if label.endswith(")"):  # 'X (1998; in 1997)': a second year says what it is of
            found = self._base.nodes(extra)
            shown = [
                self._naming.when(found[n].name) if found[n].kind == "date" else t
                for n, t in zip(dict.fromkeys(extra), shown, strict=True)
            ]
        return self._naming.beside(label, shown, "; ")

    def _said(self, statements: Sequence[Statement]) -> list[str]:
        """The words of a person that a fact quotes, once each; of a long list none."""
        if len(statements) > 2:
            return []
        quotes = dict.fromkeys((s.said_by, s.quote) for s in statements if s.quote)
        return [
            self._replies["said"].format(name=name, quote=quote) if name else f"“{quote}”" for name, quote in quotes
        ]

    def _source_name(self, statements: Sequence[Statement]) -> str:
        named = next((s.source for s in statements if s.source), "")
        return self._sources[named].name if named in self._sources else named

    def together(self, relation: str, ask: str, role: str) -> bool:
        """Whether the answer sentence agrees with how many things fill a role."""
        answer = self._relations[relation].phrasings[self._code].answer.get(ask, "")
        return around(answer, role) is not None or not answer.startswith("{" + role)

    def values(self, facts: Sequence[int], statements: Sequence[Statement]) -> str:
        """What each thing has as the value of a relation, a sentence for each, in the order of `facts`."""
        groups: dict[tuple[str, int], list[Statement]] = {}
        for statement in sorted(statements, key=lambda statement: facts.index(statement.id)):
            groups.setdefault((statement.relation, statement.subject), []).append(statement)
        return " ".join(
            self.sentence(relation, VALUE, {SUBJECT: [subject], VALUE: [said.value for said in group]}, group)
            for (relation, subject), group in groups.items()
        )

    def description(self, node_id: int) -> str:
        """What is known about a thing, in a few sentences."""
        sentences = [
            self.sentence(relation, ask, roles, statements) for relation, ask, roles, statements in self.told(node_id)
        ]
        if not sentences:
            kind = self._naming.kind(self._base.node(node_id).kind)
            name, kind = self._naming.label(node_id), self._naming.a(kind)
            sentences.append(self._replies["only_a_name"].format(name=name, kind=kind))
        return " ".join(sentences)

    def told(self, node_id: int) -> Iterator[tuple[str, str, dict[str, Sequence[int]], list[Statement]]]:
        """What a description tells: relation, asked role, the nodes in its roles, and the facts."""
        count, prose = 0, ""
        found = self._base.relations_of(node_id)  # most have none, and a look-up takes its time
        for relation, role, ask in self._told:
            if role in (SUBJECT, VALUE) and (relation, role) not in found:
                continue
            statements = self._base.statements(
                [fact for _, fact in self._base.lookup(relation, ask, {role: [node_id]})]
            )
            if statements and count < MOST_SENTENCES:
                asked = list(dict.fromkeys(s.value if ask == VALUE else s.subject for s in statements))
                named = self._base.nodes(asked).values()
                if all(not node.is_entity and said_in(node.name, prose) for node in named):
                    continue
                if self._relations[relation].value == ("text",):
                    prose = " ".join([prose, *(node.name for node in named)])
                count += 1
                yield relation, ask, {role: [node_id], ask: asked}, statements


def _entry(text: str) -> tuple[str, str, str]:
    """An entry of ``describe``: the relation, the role of what is described, and the role that is told."""
    if text.startswith("~"):
        return text.removeprefix("~"), VALUE, SUBJECT
    relation, _, role = text.partition(".")
    return relation, role or SUBJECT, VALUE


def fillers_of(statement: Statement, role: str) -> Sequence[int]:
    """What fills a role of a fact."""
    if role == SUBJECT:
        return (statement.subject,)
    if role == VALUE:
        return (statement.value,)
    return tuple(value for name, value in statement.qualifiers if name == role)


def said_in(label: str, prose: str) -> bool:
    """Whether a text says a label already."""
    return f" {normalise(label)} " in f" {normalise(prose)} "


def _fitting(templates: Mapping[str, str], ask: str, qualifiers: set[str]) -> str:
    """The template for `ask`, unless another that tells it shows more of the qualifiers that the question is about."""

    def shown(item: tuple[str, str]) -> tuple[bool, int, bool]:
        told = item[0] == ask or says(item[1], ask)
        return told, sum(says(item[1], role) for role in qualifiers), item[0] == ask

    return max(templates.items(), key=shown)[1]


def closed(sentence: str) -> str:
    """A sentence with one full stop, where its last name brought one too ('Warner Bros.')."""
    return sentence[:-1] if sentence.endswith("..") and not sentence.endswith("...") else sentence
