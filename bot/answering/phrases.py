"""Queries as noun phrases: 'films directed by Michael Mann', 'the longest horror film', 'writers of Fargo'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.answering.filling import Filler, filled
from bot.answering.naming import Naming
from bot.answering.nouns import Noun, united
from bot.facts.reading import Plain
from bot.facts.templates import around, fields, form, says
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.query import (
    Age,
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Difference,
    Except,
    Exists,
    Extreme,
    Frequent,
    Kind,
    Lookup,
    Nodes,
    Provenance,
    Query,
    Range,
    Reflexive,
    Shared,
    Unplaced,
    Within,
)
from bot.language.trees import is_row


class Phrases:
    """Noun phrases in one language."""

    def __init__(self, relations: Mapping[str, Relation], language: Mapping[str, Plain], naming: Naming) -> None:
        self._relations, self._naming = relations, naming
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])
        self._same = cast(Mapping[str, str], language["same"])
        self._vague = set(cast(list[str], language["vague"]))
        self._kinds = {naming.kinds(kind) for kind in cast(Mapping[str, list[str]], language["kinds"])}
        ordinals = cast(Mapping[str, list[str]], language["ordinals"])
        self._ordinals = {int(rank): words[0] for rank, words in ordinals.items()}

    def counted(self, query: Query, count: int) -> str:
        """What stands behind a number of things; nothing where only names could."""
        noun = self._noun(query)
        return self._worded(noun, count) if noun else ""

    def phrase(self, query: Query, count: int | None = None) -> str:
        """A query as a noun phrase for `count` things, where that is known."""
        noun = self._noun(query)
        if noun:
            return self._worded(noun, count)
        match query:
            case Nodes() | Unplaced() | Range():
                return self.filler(query).text
            case Kind():
                return self._replies["anything"]
            case All(parts):
                first, *others = [part for part in parts if not isinstance(part, Kind)]
                one = self.phrase(first, count)
                for other in others:
                    one = self._replies["both"].format(one=one, other=self.phrase(other, 2))
                return one
            case Any(parts, every):
                row = is_row(query)  # 'X films': all of them
                every = every or row
                return self._naming.listed([self.phrase(part, count) for part in parts], "and" if every else "or")
            case Except(these, those):
                return self._without(self.phrase(these, count), those)
            case Extreme():
                return self._extreme(query)
            case Age(of) | Check(_, of) | Count(of) | Describe(of) | Exists(of) | Provenance(of):
                return self.phrase(of)
            case Shared(of):
                return self._replies["shared"].format(naming=self.phrase(of))
            case Difference(one, other):
                return self._naming.listed([self.phrase(one), self.phrase(other)])
            case Lookup(relation, ask):
                return self._relations[relation].phrasings[self._code].name if ask == VALUE else ""
        return ""

    def filler(self, query: Query) -> Filler:
        """A query inside a sentence: 'the director of Heat'."""
        match query:
            case Nodes(ids) if self._naming.labelled(ids):
                return self._naming.filler(ids, [self._naming.meant(ids)])
            case Nodes(ids):
                return self._naming.filler(ids, last="or")
            case Unplaced(text):
                return Filler(f"“{text}”", a=f"“{text}”")
            case Range(kind, text=text):
                when = self._naming.when(text) if kind == "date" else text
                return Filler(text, a=self._naming.a(text), when=when)
            case Within(of, span):
                alike = dict(of.given).get(SUBJECT, of) if isinstance(of, Lookup) else of
                text = self._same[span].format(naming=self.phrase(alike))
                return Filler(text, a=text, when=text)
            case Any(parts) if all(isinstance(part, Range) for part in parts):
                each = [self.filler(part) for part in parts]
                return Filler(
                    self.phrase(query), len(parts), when=self._naming.listed([one.when for one in each], "or")
                )
            case Any(parts) if all(isinstance(part, Nodes) for part in parts):
                return Filler(self.phrase(query), len(parts), self._naming.a(self.phrase(query)))
            case Kind() | Frequent():
                return Filler(self.phrase(query), None)
        text = self.phrase(query)
        if self._noun(query) or isinstance(query, Extreme):
            text = self._replies["the"].format(naming=text)
        return Filler(text, 1 if isinstance(query, Extreme) else None)

    def _extreme(self, query: Extreme) -> str:
        """'the longest film of X' where no noun says it; 'X and Y from the longest to the shortest'."""
        if query.many is None:
            return self._in_order(query, self.phrase(query.of, 2))
        return self._most(self._ranked(query), query.of, self._relations[query.relation].subject)

    def _most(self, degree: str, of: Query, kinds: Sequence[str] = ()) -> str:
        """'most films', 'longest of Big and Up'; of things of a name, those of some ``kinds``."""
        counted = self.counted(of, 2)
        if isinstance(of, Nodes) and not self._naming.labelled(of.ids):
            return self._replies["extreme"].format(degree=degree, naming=self._naming.of_name(of.ids, kinds))
        if counted:
            return self._replies["extreme"].format(degree=degree, naming=counted)
        return self._replies["extreme_of"].format(degree=degree, naming=self.phrase(of, 2))

    def _worded(self, noun: Noun, count: int | None) -> str:
        return " ".join([*noun.before, form(noun.forms, count), *self._after(noun)])

    def _after(self, noun: Noun) -> Sequence[str]:
        return [self._naming.listed(noun.after), *noun.apart] if noun.after else noun.apart

    def _noun(self, query: Query) -> Noun | None:
        match query:
            case Kind(kinds) if kinds:
                return Noun(f"{self._naming.kind(kinds[0])}|{self._naming.kinds(kinds[0])}")
            case Lookup(relation, _, ((_, Beyond(_, more, than)),)):
                declared = self._relations[relation]
                degree = declared.phrasings[self._code].compare["more" if more else "less"][0]
                kind = self._noun(Kind(declared.subject)) or Noun("|")
                beyond = self._replies["beyond"].format(degree=degree, naming=self.filler(than).text)
                return replace(kind, after=(beyond,))
            case Lookup(relation, ask, given):
                return self._lookup(relation, ask, {role: self.filler(part) for role, part in given})
            case Frequent(of, often):
                (role, counted), *rest = of.given
                degree = often.text if isinstance(often, Range) else self._replies[often.value]
                fillers = {role: Filler(self._most(degree, counted), None)}
                return self._lookup(of.relation, of.ask, fillers | {name: self.filler(part) for name, part in rest})
            case Reflexive():
                return self._reflexive(query)
            case Extreme(of, many=None):
                noun = self._noun(of)
                return noun and replace(noun, apart=(*noun.apart, self._in_order(query, "").strip()))
            case Extreme(of, many=many):
                noun = self._noun(of)
                forms = f"|{form(noun.forms, 1)}" if noun and many == 1 else ""  # of how many nobody knows: one
                return noun and replace(noun, forms=f"{noun.forms}{forms}", before=(self._ranked(query), *noun.before))
            case Except(these, those):
                noun = self._noun(these)
                return noun and replace(noun, apart=(*noun.apart, self._without("", those).strip()))
            case All((Lookup(_, ask) as found, Nodes(ids))) if ask == VALUE and self._naming.labelled(ids):
                noun, name = self._noun(found), self._naming.meant(ids)
                return noun and replace(noun, forms=f"{name}|{name}s")
            case All(parts):
                return self._joined([self._noun(part) for part in united(parts)])
        return None

    def _degree(self, relation: str, most: bool) -> str:
        compare = self._relations[relation].phrasings[self._code].compare
        return compare["most" if most else "least"][0]

    def _in_order(self, query: Extreme, naming: str) -> str:
        """'films by X from the shortest to the longest'."""
        degree, opposite = (self._degree(query.relation, most) for most in (query.most, not query.most))
        return self._replies["ordered"].format(naming=naming, degree=degree, opposite=opposite)

    def _ranked(self, query: Extreme) -> str:
        """'longest', '3 longest', 'second longest'; 'second' where the degree is itself a place in a row."""
        degree = self._degree(query.relation, query.most)
        if query.many != 1:
            return self._replies["so_many"].format(count=query.many, degree=degree)
        if query.rank == 1:
            return degree
        ordinal = self._ordinals.get(query.rank, "") or self._replies["rank"].format(rank=query.rank)
        return ordinal if degree == self._ordinals[1] else f"{ordinal} {degree}"

    def _without(self, text: str, those: Query) -> str:
        noun = self._noun(those)
        if noun and not noun.before and not noun.apart and noun.after and self._general(noun):
            return self._replies["except_those"].format(naming=text, name=self._naming.listed(noun.after))
        name = self.phrase(those) if not isinstance(those, Nodes) else self._naming.things(those.ids)
        return self._replies["other_than"].format(naming=text, name=name)

    # -- what is in several sets ---------------------------------------------------------------------------------

    def _general(self, noun: Noun) -> bool:
        """Whether a noun says no more than of what kind something is."""
        return form(noun.forms, 2) in self._vague | self._kinds

    def _joined(self, nouns: Sequence[Noun | None]) -> Noun | None:
        """One noun with all that stands around several; None where they are not said of one noun."""
        found = [noun for noun in nouns if noun]
        if not found or len(found) < len(nouns):
            return None
        before = tuple(dict.fromkeys(text for noun in found for text in noun.before))
        after = tuple(dict.fromkeys(text for noun in found for text in noun.after))
        apart = tuple(dict.fromkeys(text for noun in found for text in noun.apart))
        telling = {noun.forms: noun for noun in found if not self._general(noun)}
        if len(telling) > 1:
            if len({(noun.before, noun.after) for noun in telling.values()}) > 1:
                return None
            pairs = [(form(forms, 1), form(forms, 2)) for forms in telling]
            heads = "|".join(self._naming.listed(words) for words in zip(*pairs, strict=True))
            return Noun(heads, before, after, apart)
        kinds = [noun for noun in found if not noun.before and not noun.after]
        exact = [noun for noun in kinds + found if form(noun.forms, 2) not in self._vague]
        return replace((list(telling.values()) or exact or found)[0], before=before, after=after, apart=apart)

    # -- look-ups ------------------------------------------------------------------------------------------------

    def _lookup(self, relation: str, ask: str, given: Mapping[str, Filler]) -> Noun | None:
        declared = self._relations[relation]
        phrasing = declared.phrasings[self._code]
        template = phrasing.naming.get(ask, "")
        unsaid = [filler for role, filler in given.items() if not says(template, role)]
        if not template:
            return self._plain(declared, ask, unsaid)
        split = around(template, ask) or ("", template, "")
        if not given and "|" in split[1]:
            return Noun(split[1])
        asked = {role for role, _ in fields(template)} - {ask}
        fillers = dict(given)
        for role in declared.roles:
            if role in asked and role not in given:
                fillers[role] = unsaid.pop(0) if unsaid else Filler(self._replies["anything"])
        parts = [filled(part, fillers).strip() for part in (split[0], split[2])]
        forms = split[1] if "|" in split[1] else "|".join([filled(split[1], fillers)] * 2)
        if ask == VALUE and forms.count("|") == 1:
            forms = f"{forms}|{form(forms, 1)}"  # 'the director of': of how many nobody knows
        after = " ".join([parts[1], *(self._replies["aside"].format(name=filler.text) for filler in unsaid)]).strip()
        return Noun(forms, *((text,) if text else () for text in (parts[0], after)))

    def _reflexive(self, query: Reflexive) -> Noun | None:
        """'films with their director'; 'directors and actors of the same film'."""
        one, other = self._noun_of_value(query.relation), self._noun_of_value(query.other)
        if query.ask == SUBJECT:
            theirs = self._replies["theirs"].format(noun=form(other, 1))
            return self._lookup(query.relation, SUBJECT, {VALUE: Filler(theirs)})
        both = [self._naming.listed([form(one, count), form(other, count)]) for count in (1, 2)]
        works = query.among or Kind(self._relations[query.relation].subject[:1])
        return Noun("|".join(both), after=(self._replies["of_the_same"].format(naming=self.phrase(works, 1)),))

    def _noun_of_value(self, relation: str) -> str:
        """The forms of the noun for what a relation's value is: 'director|directors'."""
        phrasing = self._relations[relation].phrasings[self._code]
        split = around(phrasing.naming.get(VALUE, ""), VALUE)
        return split[1] if split and "|" in split[1] else f"{phrasing.name}|{phrasing.name}s"

    def _plain(self, declared: Relation, ask: str, given: Sequence[Filler]) -> Noun | None:
        """A look-up of a relation whose file has no naming for it."""
        name = declared.phrasings[self._code].name
        listed = self._naming.listed([filler.text for filler in given])
        if not given:
            return None
        if ask == SUBJECT:
            kinds = self._noun(Kind(declared.subject)) or Noun("|")
            return replace(kinds, after=(self._replies["with"].format(name=name, naming=listed),))
        return Noun(f"{name}|{name}", after=(self._replies["of"].format(naming=listed),))
