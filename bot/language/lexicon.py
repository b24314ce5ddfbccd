"""What the words of one language can mean: the relations' phrases, and the words that questions are made of.

Built from the vocabulary and from knowledge/language/<code>.yaml, whose keys it names; nothing here knows a word
itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import Word, normalise
from bot.facts.vocabulary import Clause, Relation
from bot.language.blocks import by_first_word, entries, listed, longest_first, rows
from bot.language.dictionary import dictionary
from bot.language.function_words import read_function_words
from bot.language.fuzzy import Correction, corrections
from bot.language.meanings import (
    LIGHT,
    Bare,
    Degree,
    Facet,
    Implied,
    Kinds,
    Meaning,
    Noun,
    Operation,
    Ordinal,
    Pronoun,
    Rank,
    Those,
    Verb,
)
from bot.language.words import noun_forms, verb_forms

#: Words shorter than this are not taken for two that were run together.
SHORTEST_TOGETHER = 7

#: What is left of a letter that was stretched ('heyyy').
_DOUBLED = re.compile(r"(.)\1")

#: How many corrections are kept at hand.
MOST_REMEMBERED = 10_000


class Lexicon:
    """Phrases to meanings, and single words to their part in a sentence."""

    def __init__(self, relations: Collection[Relation], language: Mapping[str, Plain]) -> None:
        self.language = str(language["language"])
        self.function_words = read_function_words(language)
        spelt = cast(Mapping[str, str], language.get("spelt", {}))
        self.short = {normalise(word): normalise(other) for word, other in spelt.items()}
        sounds = cast(Mapping[str, Sequence[str]], language.get("sounds", {}))
        self.sounds = {normalise(sound): tuple(map(normalise, words)) for sound, words in sounds.items()}
        self._irregular = {form: forms for forms in rows(language, "verbs") for form in forms}
        self._phrases: dict[str, list[tuple[tuple[str, ...], list[Meaning]]]] = {}
        self._index: dict[tuple[str, ...], list[Meaning]] = {}
        self.bare: dict[str, list[Bare]] = {}
        self.glue = frozenset(map(normalise, listed(language, "glue"))) | {"'s"}
        units = cast(Mapping[str, Mapping[str, str]], language["numbers"])["units"]
        self.glue |= {
            word for word, kind in units.items() if len(word) > 2 and str(kind).startswith(("minutes", "money"))
        }
        self.auxiliaries = frozenset(normalise(word) for word in listed(language, "yes_no") if " " not in word)
        self.glue |= self.auxiliaries
        filler = longest_first(listed(language, "filler"))
        self.filler = by_first_word(filler)
        self.filler_words = frozenset(phrase[0] for phrase in filler if len(phrase) == 1)
        self.relatives = by_first_word(longest_first(listed(language, "relatives")))
        resumed = cast(Mapping[str, list[str]], language.get("resumed", {}))
        self.resumed = by_first_word(longest_first(resumed.get("words", [])))
        self.resumed_after = frozenset(map(normalise, resumed.get("after", [])))
        self.yes_no = longest_first(listed(language, "yes_no"))
        self.follow_up = longest_first(listed(language, "follow_up"))
        self._smalltalk = {
            normalise(word): str(entry["reply"]) for entry in entries(language, "smalltalk") for word in entry["words"]
        }
        self._add_language(language)
        for relation in relations:
            if self.language in relation.phrasings:
                self._add_relation(relation)
        self.glue |= {
            word
            for relation in relations
            if self.language in relation.phrasings
            for clause in relation.phrasings[self.language].verbs
            for word in self._content(clause.tail)
        }
        self._add_ranks(language)
        for phrase, meanings in self._index.items():
            self._phrases.setdefault(phrase[0], []).append((phrase, meanings))
        self.words = frozenset(word for phrase in self._index for word in phrase) | self.glue
        self._prefixes = tuple(map(normalise, listed(language, "prefixes")))
        self._correctable = sorted(word for word in self.words if len(word) >= 3)
        self._implied: dict[tuple[str, frozenset[str] | None, frozenset[str] | None], tuple[Implied, ...]] = {}
        self._corrections: dict[tuple[str, bool], tuple[Correction, ...]] = {}

    # -- looking up ----------------------------------------------------------------------------------------------

    def exists(self, word: str) -> bool:
        """Whether the language has this word, known here or not."""
        return word in self.words or word in dictionary(self.language)

    def spelt_out(self, word: str) -> str:
        """The word that a short, slipshod or stretched form stands for: 'b4', 'heyyy'; others are as they are."""
        if word in self.short:
            return self.short[word]
        short = _DOUBLED.sub(r"\1", word)
        if short == word or word in self.filler_words or self.exists(word):
            return word
        return short if short in self.words or short in self.filler_words else word

    def corrections(self, word: str, named: bool) -> tuple[Correction, ...]:
        """The known words that a word, unknown as it is, may be a misspelling of; ``named`` if it is in some name."""
        meant = self.spelt_out(word)
        if meant != word:
            return (Correction(meant),)
        if word in self.words or len(word) < 2 or any(map(str.isdigit, word)):
            return ()
        key = (word, named)
        if key not in self._corrections:
            if len(self._corrections) > MOST_REMEMBERED:
                self._corrections.clear()
            self._corrections[key] = corrections(word, self._correctable, self.exists(word), named)
        return self._corrections[key]

    def implied(
        self, preposition: str, left: frozenset[str] | None, right: frozenset[str] | None
    ) -> tuple[Implied, ...]:
        """The relations that a bare preposition may stand for between things of these kinds (None: any)."""
        key = (preposition, left, right)
        if key not in self._implied:
            if len(self._implied) > MOST_REMEMBERED:
                self._implied.clear()
            self._implied[key] = tuple(self._implications(*key))
        return self._implied[key]

    def _implications(
        self, preposition: str, left: frozenset[str] | None, right: frozenset[str] | None
    ) -> Iterator[Implied]:
        for relation, clause, kinds, order in self.bare.get(preposition, ()):
            for left_is_head, side in ((True, 0), (False, 1), (True, 1), (False, 0)):
                turned = left_is_head is (side == 1)
                head, modifier = (left, right) if left_is_head else (right, left)
                if (turned and preposition) or _apart(head, kinds[side]) or _apart(modifier, kinds[1 - side]):
                    continue
                role, ask = (clause.right, clause.left) if side == 0 else (clause.left, clause.right)
                if role is not None and ask is not None:
                    yield Implied(relation, role, ask, left_is_head, kinds[side], turned, order)

    def smalltalk_reply(self, words: Sequence[str]) -> str | None:
        """The reply to an utterance that is nothing but small talk, chat words around it left aside."""
        reply = self._smalltalk.get(" ".join(words))
        if reply is None:
            kept = [word for word in words if word not in self.filler_words or word in self._smalltalk]
            reply = self._smalltalk.get(" ".join(kept))
            if reply is None and kept and all(word in self._smalltalk for word in kept):
                reply = self._smalltalk[kept[0]]
        return reply

    def split(self, word: str) -> tuple[str, str] | None:
        """A word that is two: 'costar' is 'co' and 'star', where only the latter is known; 'whodirected'."""
        for prefix in self._prefixes:
            if word.startswith(prefix) and word not in self.words and word[len(prefix) :] in self.words:
                return prefix, word[len(prefix) :]
        return self._run_together(word) if len(word) >= SHORTEST_TOGETHER else None

    def _run_together(self, word: str) -> tuple[str, str] | None:
        """Two known words that were typed as one that does not exist: 'whodirected'."""
        if word in self.words or not word.isalpha() or self.exists(word):
            return None
        pairs = [(word[:at], word[at:]) for at in range(2, len(word) - 2)]
        known = [pair for pair in pairs if pair[0] in self.words and pair[1] in self.words]
        return max(known, key=lambda pair: len(pair[1]), default=None)

    def refers(self, words: Sequence[Word]) -> bool:
        """Whether a pronoun is among some words."""
        texts = [word.text for word in words]
        found = (meaning for at in range(len(texts)) for _, meanings in self.spelt(texts, at) for meaning in meanings)
        return any(isinstance(meaning, Pronoun) for meaning in found)

    def spelt(self, words: Sequence[str], start: int) -> Iterator[tuple[int, list[Meaning]]]:
        """(end, meanings) of each phrase that begins at `start`, spelt right."""
        for _, end, meanings in self.matches([(Correction(word),) for word in words], start):
            yield end, meanings

    def matches(
        self, spellings: Sequence[Sequence[Correction]], start: int
    ) -> Iterator[tuple[tuple[Correction, ...], int, list[Meaning]]]:
        """(spellings of its words, end, meanings) of each phrase that begins at `start`.

        ``spellings`` are what each word may be, as it was typed first. Articles inside a phrase are passed over:
        'behind the camera' is 'behind camera'.
        """
        articles = self.function_words.articles
        for first in spellings[start]:
            for phrase, meanings in self._phrases.get(first.word, ()):
                position, matched = start + 1, [first]
                for word in phrase[1:]:
                    if word not in articles:
                        while position < len(spellings) and spellings[position][0].word in articles:
                            position += 1
                    if position >= len(spellings):
                        break
                    spelling = next((spelling for spelling in spellings[position] if spelling.word == word), None)
                    if spelling is None:
                        break
                    matched.append(spelling)
                    position += 1
                else:
                    yield tuple(matched), position, meanings

    # -- building ------------------------------------------------------------------------------------------------

    def _add(self, phrase: Iterable[str], meaning: Meaning) -> None:
        key = tuple(phrase)
        if key and meaning not in self._index.setdefault(key, []):
            self._index[key].append(meaning)

    def _add_language(self, language: Mapping[str, Plain]) -> None:
        for entry in entries(language, "asks"):
            kinds = tuple(kind for kind in entry["kinds"] if kind != "any")
            for word in entry["words"]:
                self._add(normalise(word).split(), Kinds(kinds, True, tuple(entry.get("unlike", ()))))
        for name, phrases in cast(Mapping[str, list[str]], language["operations"]).items():
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
        firsts = [meaning for meaning in self._index.get(first, ()) if isinstance(meaning, Degree)]
        for rank, words in ordinals.items():
            for word in words if int(rank) > 1 else ():
                self._add((normalise(word),), Rank(int(rank)))
                for degree in firsts:
                    self._add((normalise(word),), replace(degree, rank=int(rank)))

    def _add_spoken_of(self, language: Mapping[str, Plain]) -> None:
        """Words for what was said before."""
        for word in listed(language, "listed"):
            self._add(normalise(word).split(), Those())
        for rank, ordinals in cast(Mapping[str, list[str]], language["ordinals"]).items():
            for word in ordinals:
                for noun in listed(language, "ordinal_nouns"):
                    self._add((normalise(word), normalise(noun)), Ordinal(int(rank)))

    def _add_relation(self, relation: Relation) -> None:
        phrasing = relation.phrasings[self.language]
        for role, nouns in phrasing.nouns.items():
            for order, noun in enumerate(nouns):
                one = tuple(self._content(noun))
                for form in noun_forms(one):
                    self._add(form, Noun(relation.name, role, order=order, through=relation.row and form != one))
        for role, phrases in phrasing.asks.items():
            for ask in phrases:
                phrase = self._content(ask)
                known = self._index.get(tuple(phrase), ())
                vague = any(isinstance(meaning, Kinds) and meaning.asks for meaning in known)
                self._add(phrase, Noun(relation.name, role, asks=True, vague=vague))
        for order, clause in enumerate(phrasing.verbs):
            self._add_clause(relation, clause, order)
        for degree, words in phrasing.compare.items():
            for word in words:
                more, superlative = degree in ("more", "most"), degree in ("most", "least")
                self._add(self._content(word), Degree(relation.name, more, superlative))

    def _add_bare(self, preposition: str, relation: Relation, clause: Clause, order: int) -> None:
        if clause.right is not None:
            kinds = (frozenset(relation.kinds(clause.left)), frozenset(relation.kinds(clause.right)))
            self.bare.setdefault(preposition, []).append(Bare(relation.name, clause, kinds, order))

    def _add_clause(self, relation: Relation, clause: Clause, order: int) -> None:
        words, preposition = self._content(clause.words), ""
        while words and words[0] in self.function_words.copulas:
            words = words[1:]
        if clause.right is not None and words and words[-1] in self.function_words.prepositions:
            if len(words) == 1:
                self._add_bare(words[0], relation, clause, order)
                return
            words, preposition = words[:-1], words[-1]
        if not words or (len(words) == 1 and words[0] in self.glue):
            self._add_bare("".join(words), relation, clause, order)
            return
        for form in verb_forms(words[0], self._irregular):
            self._add((form, *words[1:]), Verb(relation.name, clause, preposition, order=order))

    def _content(self, phrase: str) -> list[str]:
        return [word for word in normalise(phrase).split() if word not in self.function_words.articles]


def _apart(one: frozenset[str] | None, other: frozenset[str]) -> bool:
    return one is not None and one.isdisjoint(other)
