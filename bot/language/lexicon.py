"""What the words of one language can mean: the relations' phrases, and the words that questions are made of.

Built from the vocabulary and from knowledge/language/<code>.yaml, whose keys it names; nothing here knows a word
itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import Word, normalise
from bot.facts.vocabulary import Relation
from bot.language.blocks import by_first_word, entries, listed, longest_first, meant, spelt_out
from bot.language.dictionary import dictionary
from bot.language.function_words import read_function_words
from bot.language.fuzzy import Correction, corrections
from bot.language.linking import Spoken
from bot.language.meanings import Implied, Kinds, Meaning, Noun, Pronoun, Verb
from bot.language.phrase_book import PhraseBook

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
        self.spoken = Spoken(*(meant(language, key) for key in Spoken._fields))
        self._phrases: dict[str, list[tuple[tuple[str, ...], list[Meaning]]]] = {}
        self.glue = frozenset(map(normalise, listed(language, "glue"))) | {"'s"}
        units = cast(Mapping[str, Mapping[str, str]], language["numbers"])["units"]
        self.glue |= {
            word for word, kind in units.items() if len(word) > 2 and str(kind).startswith(("minutes", "money"))
        }
        self.auxiliaries = frozenset(normalise(word) for word in listed(language, "yes_no") if " " not in word)
        self.glue |= self.auxiliaries
        filler = spelt_out(listed(language, "filler"))
        self.filler = by_first_word(filler)
        self.filler_words = frozenset(phrase[0] for phrase in filler if len(phrase) == 1)
        self.relatives = by_first_word(longest_first(listed(language, "relatives")))
        resumed = cast(Mapping[str, list[str]], language.get("resumed", {}))
        self.resumed = by_first_word(longest_first(resumed.get("words", [])))
        self.resumed_after = frozenset(map(normalise, resumed.get("after", [])))
        self.yes_no = longest_first(listed(language, "yes_no"))
        self.astray = frozenset(map(normalise, listed(language, "astray")))
        self.siblings = frozenset(map(normalise, listed(language, "siblings")))
        self.fronted = frozenset(map(normalise, listed(language, "fronted")))
        self.follow_up = longest_first(listed(language, "follow_up"))
        self._smalltalk = {
            normalise(word): str(entry["reply"]) for entry in entries(language, "smalltalk") for word in entry["words"]
        }
        book = PhraseBook(relations, language, self.function_words, self.glue)
        self.bare, self.light, self.closing = book.bare, book.light, book.closing
        self.glue |= book.tails
        for phrase, meanings in book.index.items():
            self._phrases.setdefault(phrase[0], []).append((phrase, meanings))
        self.asking = frozenset(
            phrase[0]
            for phrase, meanings in book.index.items()
            if len(phrase) == 1 and any(isinstance(meaning, Kinds) and meaning.asks for meaning in meanings)
        )
        self.nouns = frozenset(
            phrase[0]
            for phrase, meanings in book.index.items()
            if any(isinstance(meaning, Noun) and not meaning.asks for meaning in meanings)
        )
        self.words = frozenset(word for phrase in book.index for word in phrase) | self.glue
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
        if word in self.filler_words or self.exists(word):
            return word
        ways = [
            _DOUBLED.sub(r"\1", word),
            *(word[: at.start()] + word[at.start() + 1 :] for at in _DOUBLED.finditer(word)),
        ]
        return next((short for short in ways if short in self.words or short in self.filler_words), word)

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
        for said in (words, [*map(self.spelt_out, words)]):  # 'hellooo'
            kept = [word for word in said if word not in self.filler_words or word in self._smalltalk]
            reply = self._smalltalk.get(" ".join(said)) or self._smalltalk.get(" ".join(kept))
            if reply is not None:
                return reply
            if phrases := self._talk(kept):
                return self._smalltalk[phrases[0]]
        return None

    def _talk(self, words: Sequence[str]) -> list[str]:
        """The phrases of small talk that some words are one after another, the longest first; none if they are not."""
        phrases: list[str] = []
        place = 0
        while place < len(words):
            ends = range(len(words), place, -1)
            phrase = next((said for end in ends if (said := " ".join(words[place:end])) in self._smalltalk), "")
            if not phrase:
                return []
            phrases.append(phrase)
            place += len(phrase.split())
        return phrases

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

    def refers(self, words: Sequence[Word], but: Collection[str] = ()) -> bool:
        """Whether a pronoun is among some words; none that is for things of some kinds only: 'there' for places."""
        texts = [word.text for word in words]
        found = (meaning for at in range(len(texts)) for _, meanings in self.spelt(texts, at) for meaning in meanings)
        return any(isinstance(meaning, Pronoun) and not set(meaning.kinds) <= set(but) for meaning in found)

    def is_kind(self, word: str) -> bool:
        """Whether a word is a noun for everything of some kinds: 'film'."""
        return any(isinstance(each, Kinds) and not each.asks for _, found in self.spelt([word], 0) for each in found)

    def begins_verb(self, word: str) -> bool:
        """Whether a verb of some relation begins with a word, and no noun for a kind is it: 'film'."""
        return not self.is_kind(word) and any(
            isinstance(each, Verb) for _, meanings in self._phrases.get(word, ()) for each in meanings
        )

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
                    spelling = _spelling_of(word, spellings[position])
                    if spelling is None:
                        break
                    matched.append(spelling)
                    position += 1
                else:
                    yield tuple(matched), position, meanings


def _spelling_of(word: str, spellings: Sequence[Correction]) -> Correction | None:
    for spelling in spellings:
        if spelling.word == word:
            return spelling
    return None


def _apart(one: frozenset[str] | None, other: frozenset[str]) -> bool:
    return one is not None and one.isdisjoint(other)
