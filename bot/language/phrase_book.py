"""What the phrases of a language and of its relations mean, in every form in which they may be said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import cast

from bot.facts.model import KINDS
from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Clause, Relation
from bot.language.blocks import entries, listed, rows
from bot.language.function_words import FunctionWords
from bot.language.meanings import (
    LIGHT,
    Bare,
    Degree,
    Facet,
    Kinds,
    Meaning,
    Noun,
    Operation,
    Ordinal,
    Pronoun,
    Rank,
    Same,
    Those,
    Verb,
)
from bot.language.words import noun_forms, verb_forms

#: In what the age of things is counted: those that began in one year are as old.
AGE = "months12"


class PhraseBook:
    """The ``index`` of phrases, by their words, and the clauses that are ``bare`` prepositions, or nothing at all.

    ``light`` are verbs that mean nothing but between two names, by their forms: 'X has Y'. ``closing`` are verbs that
    only an utterance ends with. ``tails`` are words that stand behind all of a clause: 'tall' in 'was 1.80 tall'.
    ``glue`` are words that mean nothing by themselves.
    """

    def __init__(
        self,
        relations: Collection[Relation],
        language: Mapping[str, Plain],
        words: FunctionWords,
        glue: Collection[str],
    ) -> None:
        self.index: dict[tuple[str, ...], list[Meaning]] = {}
        self.bare: dict[str, list[Bare]] = {}
        self.light: dict[str, list[Verb]] = {}
        self.closing = {
            normalise(word): Verb(relation.name, Clause(VALUE, word, SUBJECT), stranded=True)
            for relation in relations
            for word in cast(Mapping[str, list[str]], language.get("closing", {})).get(relation.name, ())
        }
        self._language, self._words, self._glue = str(language["language"]), words, glue
        self._periods = cast(Mapping[str, Mapping[str, str]], language["numbers"])["periods"]
        self._irregular = {form: forms for forms in rows(language, "verbs") for form in forms}
        self._add_language(language)
        spoken = [relation for relation in relations if self._language in relation.phrasings]
        for relation in spoken:
            self._add_relation(relation)
        clauses = [clause for relation in spoken for clause in relation.phrasings[self._language].verbs]
        self.tails = frozenset(word for clause in clauses for word in self._content(clause.tail))
        self._add_ranks(language)

    def _add(self, phrase: Iterable[str], meaning: Meaning) -> None:
        key = tuple(phrase)
        if key and meaning not in self.index.setdefault(key, []):
            self.index[key].append(meaning)

    def _add_language(self, language: Mapping[str, Plain]) -> None:
        for entry in entries(language, "asks"):
            kinds = tuple(kind for kind in entry["kinds"] if kind != "any")
            for word in entry["words"]:
                self._add(normalise(word).split(), Kinds(kinds, True, tuple(entry.get("unlike", ()))))
        operations = cast(Mapping[str, list[str]], language["operations"])
        self._counts = [tuple(normalise(phrase).split()) for phrase in operations["count"]]
        for name, phrases in operations.items():
            for word in phrases:
                self._add(normalise(word).split(), Operation(name))
        for word in listed(language, "light_verbs"):
            self._add(normalise(word).split(), Operation(LIGHT))
        for entry in entries(language, "pronouns"):
            for word in entry["words"]:
                self._add(normalise(word).split(), Pronoun(tuple(entry["kinds"])))
        self._add_nouns(language)
        self._add_spoken_of(language)

    def _add_nouns(self, language: Mapping[str, Plain]) -> None:
        """Nouns for the kinds, and for what stands for a thing."""
        some = listed(language, "some")
        for kind, nouns in cast(Mapping[str, list[str]], language["kinds"]).items():
            for noun in nouns:
                one = tuple(normalise(noun).split())
                kinds = () if kind == "any" else (kind,)
                for form in noun_forms(one):
                    self._add(form, Kinds(kinds, several=form != one, some=noun in some))
        for entry in entries(language, "facets"):
            for word in entry["words"]:
                for form in noun_forms(normalise(word).split()):
                    self._add(form, Facet(tuple(entry["kinds"])))

    def _add_ranks(self, language: Mapping[str, Plain]) -> None:
        """'second' as the one after what is first in one way or another: the second film, the second longest."""
        ordinals = cast(Mapping[str, list[str]], language["ordinals"])
        first = (normalise(ordinals["1"][0]),)
        firsts = [meaning for meaning in self.index.get(first, ()) if isinstance(meaning, Degree)]
        for rank, words in ordinals.items():
            for word in words if int(rank) > 1 else ():
                self._add((normalise(word),), Rank(int(rank)))
                for degree in firsts:
                    self._add((normalise(word),), replace(degree, rank=int(rank)))

    def _add_spoken_of(self, language: Mapping[str, Plain]) -> None:
        """Words for what was said before."""
        for word in listed(language, "listed"):
            self._add(normalise(word).split(), Those())
        for word in listed(language, "which_listed"):
            self._add(normalise(word).split(), Those(asks=True))
        for rank, ordinals in cast(Mapping[str, list[str]], language["ordinals"]).items():
            for word in ordinals:
                for noun in listed(language, "ordinal_nouns"):
                    self._add((normalise(word), normalise(noun)), Ordinal(int(rank)))

    def _add_relation(self, relation: Relation) -> None:
        phrasing = relation.phrasings[self._language]
        for role, nouns in phrasing.nouns.items():
            for order, noun in enumerate(nouns):
                one = tuple(self._content(noun))
                span = next((self._periods[word] for word in one if word in self._periods), "")
                for form in noun_forms(one):
                    through = relation.row and form != one
                    self._add(
                        form, Noun(relation.name, role, order=order, through=through, several=form != one, span=span)
                    )
        for role, phrases in phrasing.asks.items():
            for order, ask in enumerate(phrases):
                phrase = self._content(ask)
                known = self.index.get(tuple(phrase), ())
                vague = any(isinstance(meaning, Kinds) and meaning.asks for meaning in known)
                things = relation.kinds(role)[0] in KINDS
                counted = things and any(tuple(phrase[: len(count)]) == count for count in self._counts)
                self._add(phrase, Noun(relation.name, role, order=order, asks=True, vague=vague, counted=counted))
        for order, clause in enumerate(phrasing.verbs):
            self._add_clause(relation, clause, order)
        for degree, words in phrasing.compare.items():
            for word in words:
                self._add(self._content(word), _compared(relation, degree))

    def _add_bare(self, preposition: str, relation: Relation, clause: Clause, order: int) -> None:
        if clause.right is not None:
            kinds = (frozenset(relation.kinds(clause.left)), frozenset(relation.kinds(clause.right)))
            self.bare.setdefault(preposition, []).append(Bare(relation.name, clause, kinds, order))

    def _add_clause(self, relation: Relation, clause: Clause, order: int) -> None:
        words, preposition = self._content(clause.words), ""
        while words and words[0] in self._words.copulas:
            words = words[1:]
        if clause.right is not None and words and words[-1] in self._words.prepositions:
            if len(words) == 1:
                self._add_bare(words[0], relation, clause, order)
                return
            words, preposition = words[:-1], words[-1]
        if not words or (len(words) == 1 and words[0] in self._glue):
            self._add_bare("".join(words), relation, clause, order)
            for form in verb_forms(words[0], self._irregular) if words else ():
                self.light.setdefault(form, []).append(Verb(relation.name, clause, order=order))
            return
        for form in verb_forms(words[0], self._irregular):
            self._add((form, *words[1:]), Verb(relation.name, clause, preposition, order=order))

    def _content(self, phrase: str) -> list[str]:
        return [word for word in normalise(phrase).split() if word not in self._words.articles]


def _compared(relation: Relation, degree: str) -> Degree | Same:
    """What a word for more, most, less, least, the same or all in order says of a relation's number line."""
    match degree:
        case "same":
            return Same(relation.name, AGE if relation.kinds(VALUE)[0] == "date" else "")
        case "order":
            return Degree(relation.name, more=not relation.begins, superlative=True, many=None)
    return Degree(relation.name, more=degree in ("more", "most"), superlative=degree in ("most", "least"))
