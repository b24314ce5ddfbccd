"""What the words of one language can mean: the relations' phrases, and the words that questions are made of.

Built from the vocabulary and from knowledge/language/<code>.yaml, whose keys it names; nothing here knows a word
itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.facts.vocabulary import Clause, Relation
from bot.language.fuzzy import Care, near_words
from bot.language.words import noun_forms, verb_forms


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for what fills a role ('director'), or with `asks`, a question phrase for it ('how long')."""

    relation: str
    role: str
    asks: bool = False

    def __str__(self) -> str:
        return f"{'asks' if self.asks else 'noun'} {self.relation}.{self.role}"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb phrase between roles ('directed')."""

    relation: str
    clause: Clause
    preposition: str = ""
    stranded: bool = False

    def __str__(self) -> str:
        return f"verb {self.relation}"


class Bare(NamedTuple):
    """A clause that is a preposition only, or nothing: 'films with X', 'French films'; the kinds on its two sides."""

    relation: str
    clause: Clause
    kinds: tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Kinds:
    """A noun for everything of some kinds ('films'), or with `asks`, a question word ('who'). No kinds: any."""

    kinds: tuple[str, ...]
    asks: bool = False
    unlike: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{'asks' if self.asks else 'kind'} {'|'.join(self.kinds) or 'any'}"


@dataclass(frozen=True, slots=True)
class Degree:
    """'longest' (superlative) or 'longer': more or less on a relation's number line."""

    relation: str
    more: bool
    superlative: bool

    def __str__(self) -> str:
        return f"{'most' if self.more else 'least'} {self.relation}" if self.superlative else f"compare {self.relation}"


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A word for something said before, of some kinds."""

    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return f"pronoun {'|'.join(self.kinds)}"


@dataclass(frozen=True, slots=True)
class Operation:
    """A word for what to do with a set: count, also, describe ... the keys of ``operations``."""

    name: str


@dataclass(frozen=True, slots=True)
class Ordinal:
    """'second'; -1 is the last."""

    rank: int


@dataclass(frozen=True, slots=True)
class Those:
    """A word for those that were just listed."""

    def __str__(self) -> str:
        return "those listed"


Meaning = Those | Noun | Verb | Kinds | Degree | Pronoun | Operation | Ordinal

PREPOSITIONS = frozenset({"in", "on", "at", "by", "to", "for", "of", "with", "from", "about", "as"})
_AUXILIARIES = frozenset({"is", "are", "was", "were", "be", "been"})
ARTICLES = frozenset({"the", "a", "an"})


#: How many corrections are kept at hand.
MOST_REMEMBERED = 10_000


class Lexicon:
    """Phrases to meanings, and single words to their part in a sentence."""

    def __init__(self, relations: Collection[Relation], language: Mapping[str, Plain]) -> None:
        self.language = str(language["language"])
        self._irregular = {form: forms for forms in _rows(language, "verbs") for form in forms}
        self._phrases: dict[str, list[tuple[tuple[str, ...], list[Meaning]]]] = {}
        self._index: dict[tuple[str, ...], list[Meaning]] = {}
        self.bare: dict[str, list[Bare]] = {}
        self.glue = frozenset(map(normalise, _list(language, "glue"))) | {"'s"}
        self.glue |= {
            str(word) for word in cast(Mapping[str, Mapping[str, str]], language["numbers"])["units"] if len(word) > 2
        }
        self.glue |= {normalise(word) for word in _list(language, "yes_no") if " " not in word}
        self.filler = _longest_first(_list(language, "filler"))
        self.filler_words = frozenset(phrase[0] for phrase in self.filler if len(phrase) == 1)
        self.yes_no = _longest_first(_list(language, "yes_no"))
        self.follow_up = _longest_first(_list(language, "follow_up"))
        self._smalltalk = {
            normalise(word): str(entry["reply"]) for entry in _entries(language, "smalltalk") for word in entry["words"]
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
            for word in _content(clause.tail)
        }
        for phrase, meanings in self._index.items():
            self._phrases.setdefault(phrase[0], []).append((phrase, meanings))
        self.words = frozenset(word for phrase in self._index for word in phrase) | self.glue
        self._prefixes = tuple(map(normalise, _list(language, "prefixes")))
        self._correctable = sorted(word for word in self.words if len(word) >= 4)
        self._corrections: dict[tuple[str, Care], tuple[str, ...]] = {}

    # -- looking up ----------------------------------------------------------------------------------------------

    def corrections(self, word: str, care: Care) -> tuple[str, ...]:
        """The known words that a word, unknown as it is, may be a misspelling of; nearest first."""
        if word in self.words or len(word) < 3 or word.isdigit():
            return ()
        key = (word, care)
        if key not in self._corrections:
            if len(self._corrections) > MOST_REMEMBERED:
                self._corrections.clear()
            self._corrections[key] = near_words(word, self._correctable, care)
        return self._corrections[key]

    def smalltalk_reply(self, words: Sequence[str]) -> str | None:
        """The reply to an utterance that is nothing but small talk, chat words around it left aside."""
        reply = self._smalltalk.get(" ".join(words))
        if reply is None:
            fillers = {phrase[0] for phrase in self.filler if len(phrase) == 1}
            kept = [word for word in words if word not in fillers or word in self._smalltalk]
            reply = self._smalltalk.get(" ".join(kept))
            if reply is None and kept and all(word in self._smalltalk for word in kept):
                reply = self._smalltalk[kept[0]]
        return reply

    def split(self, word: str) -> tuple[str, str] | None:
        """A word with a prefix as two: 'costar' is 'co' and 'star', where only the latter is known."""
        for prefix in self._prefixes:
            if word.startswith(prefix) and word not in self.words and word[len(prefix) :] in self.words:
                return prefix, word[len(prefix) :]
        return None

    def matches(self, spellings: Sequence[Sequence[str]], start: int) -> Iterator[tuple[int, int, list[Meaning]]]:
        """(end, corrected words, meanings) of each phrase that begins at `start`; `spellings` are each word's readings.

        Articles inside a phrase are passed over: 'behind the camera' is 'behind camera'.
        """
        for at, first in enumerate(spellings[start]):
            for phrase, meanings in self._phrases.get(first, ()):
                position, corrected = start + 1, int(at > 0)
                for word in phrase[1:]:
                    while position < len(spellings) and spellings[position][0] in ARTICLES and word not in ARTICLES:
                        position += 1
                    if position >= len(spellings) or word not in spellings[position]:
                        break
                    corrected += spellings[position][0] != word
                    position += 1
                else:
                    yield position, corrected, meanings

    # -- building ------------------------------------------------------------------------------------------------

    def _add(self, phrase: Iterable[str], meaning: Meaning) -> None:
        key = tuple(phrase)
        if key and meaning not in self._index.setdefault(key, []):
            self._index[key].append(meaning)

    def _add_language(self, language: Mapping[str, Plain]) -> None:
        for entry in _entries(language, "asks"):
            kinds = tuple(kind for kind in entry["kinds"] if kind != "any")
            for word in entry["words"]:
                self._add(normalise(word).split(), Kinds(kinds, True, tuple(entry.get("unlike", ()))))
        for kind, nouns in cast(Mapping[str, list[str]], language["kinds"]).items():
            for noun in nouns:
                for form in noun_forms(normalise(noun).split()):
                    self._add(form, Kinds((kind,)))
        for name, phrases in cast(Mapping[str, list[str]], language["operations"]).items():
            for word in phrases:
                self._add(normalise(word).split(), Operation(name))
        for entry in _entries(language, "pronouns"):
            for word in entry["words"]:
                self._add(normalise(word).split(), Pronoun(tuple(entry["kinds"])))
        self._add_spoken_of(language)

    def _add_spoken_of(self, language: Mapping[str, Plain]) -> None:
        """Words for what was said before."""
        for word in _list(language, "listed"):
            self._add(normalise(word).split(), Those())
        for rank, ordinals in cast(Mapping[str, list[str]], language["ordinals"]).items():
            for word in ordinals:
                for noun in _list(language, "ordinal_nouns"):
                    self._add((normalise(word), normalise(noun)), Ordinal(int(rank)))

    def _add_relation(self, relation: Relation) -> None:
        phrasing = relation.phrasings[self.language]
        for role, nouns in phrasing.nouns.items():
            for noun in nouns:
                for form in noun_forms(_content(noun)):
                    self._add(form, Noun(relation.name, role))
        for role, phrases in phrasing.asks.items():
            for ask in phrases:
                self._add(_content(ask), Noun(relation.name, role, asks=True))
        for clause in phrasing.verbs:
            self._add_clause(relation, clause)
        for degree, words in phrasing.compare.items():
            for word in words:
                more, superlative = degree in ("more", "most"), degree in ("most", "least")
                self._add(_content(word), Degree(relation.name, more, superlative))

    def _add_bare(self, preposition: str, relation: Relation, clause: Clause) -> None:
        if clause.right is not None:
            kinds = (frozenset(relation.kinds(clause.left)), frozenset(relation.kinds(clause.right)))
            self.bare.setdefault(preposition, []).append(Bare(relation.name, clause, kinds))

    def _add_clause(self, relation: Relation, clause: Clause) -> None:
        words, preposition = _content(clause.words), ""
        while words and words[0] in _AUXILIARIES:
            words = words[1:]
        if clause.right is not None and words and words[-1] in PREPOSITIONS:
            if len(words) == 1:
                self._add_bare(words[0], relation, clause)
                return
            words, preposition = words[:-1], words[-1]
        if not words or (len(words) == 1 and words[0] in self.glue):
            self._add_bare("".join(words), relation, clause)
            return
        for form in verb_forms(words[0], self._irregular):
            self._add((form, *words[1:]), Verb(relation.name, clause, preposition))


def _content(phrase: str) -> list[str]:
    return [word for word in normalise(phrase).split() if word not in ARTICLES]


def _longest_first(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted({tuple(normalise(phrase).split()) for phrase in phrases}, key=len, reverse=True))


def _list(language: Mapping[str, Plain], key: str) -> list[str]:
    return cast(list[str], language.get(key, []))


def _rows(language: Mapping[str, Plain], key: str) -> list[list[str]]:
    return cast(list[list[str]], language.get(key, []))


def _entries(language: Mapping[str, Plain], key: str) -> list[dict[str, list[str]]]:
    return cast(list[dict[str, list[str]]], language.get(key, []))
