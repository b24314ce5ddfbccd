"""Names that nobody knows yet: whether words in a told sentence can be one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from bot.answering.snapshots import Snapshot
from bot.curating.refusals import Refusals
from bot.curating.told import INCOMPLETE, NO_RELATION, SEVERAL, UNKNOWN_WORDS, VAGUE, NotTold
from bot.facts.model import WORKS
from bot.facts.text import Word, clean, normalise, words
from bot.facts.vocabulary import Relation
from bot.language.lexicon import Lexicon
from bot.language.meanings import Noun, Verb
from bot.language.numerals import Numerals
from bot.language.strangers import LONGEST_UNKNOWN

_YEAR = re.compile(r"\(\d{4}\)")
_BRACKET = re.compile(r"[\[\]{}<>|]")


class Misfilled(Exception):  # noqa: N818
    """A role cannot be filled so; ``told`` says why."""

    def __init__(self, told: NotTold) -> None:
        super().__init__(told.hint)
        self.told = told


class NewNames:
    """Judges by the words of one language, and by the names of one snapshot."""

    def __init__(self, snapshot: Snapshot, lexicon: Lexicon) -> None:
        self._base, self._lexicon = snapshot.base, lexicon
        self._refuse = Refusals(snapshot.language)
        small = lexicon.function_words
        self._helping = lexicon.auxiliaries | small.copulas
        self._of, self._articles, self._prepositions = small.of, small.articles, small.prepositions
        self._in_titles = small.prepositions | small.conjunctions | small.alternatives | small.articles | {"'s"}
        self._numbers = Numerals(cast(Mapping[str, object], snapshot.language["numbers"])).words
        self._both = small.conjunctions
        phrasings = (each.phrasings.get(lexicon.language) for each in snapshot.relations.values())
        stages = (stage for phrasing in phrasings if phrasing for stage in phrasing.stages)
        self._activities = {tuple(normalise(of).split()) for stage in stages for of in stage.of}
        self._ties = {(word,) for word in small.prepositions}
        self._joints = (small.prepositions - small.of) | small.conjunctions

    def may_be(self, types: tuple[str, ...], text: str) -> bool:
        """Whether it may be a name that nobody knows yet: with a capital, and not only words that mean something."""
        found = words(clean(text))
        joined = not is_work(types) and any(word.text in self._joints and not word.capital for word in found)
        if (
            not found
            or len(found) > LONGEST_UNKNOWN
            or joined
            or self._runs_on(text)
            or not any(map(str.isalpha, text))
        ):
            return False
        small = self._joints | self._helping
        if any(word.text in self._helping and not word.capital for word in found) or found[-1].text in small:
            return False
        if not is_work(types) and (text[0].isdigit() or self._ends_in_a_word(found)):
            return False
        if is_work(types) and (self._is_clause(found) or self._is_activity(found)):
            return False
        return (text[0].isupper() or text[0].isdigit()) and not all(word.text in self._lexicon.words for word in found)

    def _ends_in_a_word(self, found: Sequence[Word]) -> bool:
        """Whether a name with capitals ends in a word without: 'Jane Doe might' is nobody's name."""
        last = found[-1]
        return found[0].capital and not last.capital and self._lexicon.exists(last.text)

    def _strange_in_a_name(self, found: Sequence[Word]) -> str:
        """What no name but a title has in it: 'around Christmas', 'Jane Doe is out', 'Jane Doe might'."""
        if self._ends_in_a_word(found):
            return found[-1].text
        if not found[0].capital and self._lexicon.exists(found[0].text) and any(word.capital for word in found):
            return found[0].text
        return next((word.text for word in found if word.text in self._helping and not word.capital), "")

    def _is_activity(self, found: Sequence[Word]) -> bool:
        """Whether a title would begin with what is done to one: 'Filming of X'."""
        texts = tuple(word.text for word in found)
        return any(texts[: len(each)] == each and texts[len(each) :][:1] in self._ties for each in self._activities)

    def _is_clause(self, found: Sequence[Word]) -> bool:
        """Whether what might be a title has a word without a capital that titles write with one: 'X leaves Y'."""
        last = max((at for at, word in enumerate(found) if word.capital), default=0)
        if sum(word.capital for word in found) > 1 and self._ends_in_a_word(found):  # 'X Y is the daughter'
            return True
        plain = (word.text for word in found[1:last] if not word.capital and word.text not in self._in_titles)
        return found[0].capital and any(map(self._lexicon.exists, plain))

    def _runs_on(self, text: str) -> bool:
        """Whether a known name ends or begins at a small word inside it, or all behind it is in lower case.

        'X as the villain' is no name, 'X wrapped' neither, nor 'the score of X'; but 'X 3' is.
        """
        found, cleaned = words(clean(text)), clean(text)
        for at in range(1, len(found)):
            if not any(word.capital for word in found[at:]) and self._base.called(cleaned[: found[at].start].strip()):
                rest = [word.text for word in found[at:]]
                known = all(word.isdigit() or self._lexicon.exists(word) for word in rest)
                return not all(map(str.isdigit, rest)) and known
            said = all(word.text in self._lexicon.words for word in found[:at])
            if said and found[at].text in self._of and self._base.called(cleaned[found[at].end :].strip()):
                return True
        return any(
            word.text in self._joints
            and not word.capital
            and bool(self._base.called(cleaned[: word.start].strip()) or self._base.called(cleaned[word.end :].strip()))
            for word in found[1:-1]
        )

    def whole(self, types: tuple[str, ...], text: str, claim: str) -> str:
        """A new title with the article that is right before it, with a capital: 'The Odyssey'; but 'the film X'."""
        before = words(clean(claim).partition(text)[0])
        if is_work(types) and before and before[-1].text in self._articles and before[-1].capital:
            return f"{clean(claim)[before[-1].start : before[-1].end]} {text}"
        return text

    def check(self, relation: Relation, types: tuple[str, ...], text: str, claim: str) -> None:
        """That a new name is one: not a part of a word, and told by words of the relation, or with a capital."""
        if (year := _YEAR.search(text)) and year[0] not in claim:  # 'X in 2024', where X is known, of another year
            raise Misfilled(self._refuse(UNKNOWN_WORDS, year[0].strip("()"), "strange"))
        if re.search(rf"[\w]-{re.escape(text)}|{re.escape(text)}-\w", claim):
            raise Misfilled(self._refuse(UNKNOWN_WORDS, text, "strange"))
        found = words(clean(text))
        capital = any(word.capital or word.text.isdigit() for word in found)
        said = self.said(relation.name, claim)
        label = types == ("label",)
        said = said or (relation.open and label and self._with_article(text, claim))  # 'is a baker'
        plain = label and said and claim.casefold().endswith(text.casefold())  # 'works as a baker'
        single = not is_work(types)
        if single and all(word.text in self._numbers or word.text.isdigit() for word in found):  # 'has seven children'
            raise Misfilled(self._refuse(INCOMPLETE, text, "named", what=relation.noun))
        if not capital and not plain and all(self._lexicon.exists(word.text) for word in found):
            raise Misfilled(self._no_name(text, claim))
        if single and any(word.text in self._both and not word.capital for word in found):
            raise Misfilled(self._refuse(SEVERAL, text, "one_at_a_time"))
        if single and any(word.text in self._joints and not word.capital for word in found):
            raise Misfilled(self._refuse(UNKNOWN_WORDS, text, "strange"))
        if not label and single and (strange := self._strange_in_a_name(found)):
            raise Misfilled(self._refuse(UNKNOWN_WORDS, strange, "strange"))
        meant = all(word.text in self._lexicon.words for word in found) and not (plain and relation.open)
        meant = meant or self._before_a_kind(text, claim)
        meant = meant or (label and bool(self._base.called(text)))
        meant = meant or (is_work(types) and (self._is_clause(found) or self._is_activity(found)))
        if meant or _BRACKET.search(text) or self._runs_on(text) or not any(map(str.isalpha, text)):
            raise Misfilled(self._refuse(UNKNOWN_WORDS, text, "strange"))
        if not said and (label or not capital):
            raise Misfilled(self._refuse(UNKNOWN_WORDS, text, "strange"))

    def _no_name(self, text: str, claim: str) -> NotTold:
        """Why words without a capital are no name: they may be a verb that no relation has, 'was nominated for'."""
        said, name = [word.text for word in words(clean(claim))], [word.text for word in words(clean(text))]
        at = next((at for at in range(1, len(said) - len(name)) if said[at : at + len(name)] == name), 0)
        if at and said[at - 1] in self._helping and said[at + len(name)] in self._prepositions:
            return self._refuse(NO_RELATION, text, "no_relation")
        return self._refuse(VAGUE, text, "perhaps_a_name")

    def _before_a_kind(self, text: str, claim: str) -> bool:
        """Whether a noun for a kind of things is right behind it: in 'a Hollywood film' nobody says what that is."""
        behind = words(clean(claim).partition(text)[2])
        return bool(behind) and self._lexicon.is_kind(behind[0].text)

    def _with_article(self, text: str, claim: str) -> bool:
        """Whether an article is right before what a claim ends with."""
        before = words(clean(claim)[: -len(text)]) if claim.casefold().endswith(text.casefold()) else []
        return bool(before) and before[-1].text in self._articles

    def said(self, relation: str, claim: str) -> bool:
        """Whether a noun or verb of the relation is in the claim."""
        texts = [word.text for word in words(clean(claim))]
        meanings = (each for at in range(len(texts)) for _, found in self._lexicon.spelt(texts, at) for each in found)
        return any(isinstance(each, Noun | Verb) and each.relation == relation for each in meanings)


def is_work(types: Sequence[str]) -> bool:
    """Whether it may be a title, which can be any words: 'Crimes and Misdemeanors', '12 Monkeys'."""
    return not set(WORKS).isdisjoint(types)  # their names may be whole sentences
