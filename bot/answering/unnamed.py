"""Names that nobody knows, of words that each mean something: 'who directed up in the air?' is no question about Up."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import dropwhile

from bot.answering.deciding import Decision
from bot.answering.outcome import Ambiguous, Answered, NotUnderstood, UnknownFact, UnknownName
from bot.answering.trying import Trying
from bot.facts.text import normalise
from bot.language.lexicon import Lexicon
from bot.language.meanings import Pronoun, Verb
from bot.language.parse import Parse, Reading
from bot.language.query import Describe, Lookup, Unplaced
from bot.language.trees import unplaced_in, walk

#: Readings that explain more than CLEAR of the question are not doubted, and less than POOR makes hardly any sense. How
#: well the rest of a question must be understood beside such a name: where nothing else makes sense, and otherwise.
CLEAR, POOR, ALONE, REST = 0.72, 0.6, 0.7, 0.68
#: How much more such a name must explain than the one that was found.
CLEARLY = 0.01
#: ... or how many steps fewer the question must take with it: of 'star wars' both words mean something.
MUCH_SIMPLER = 2


class Unnamed:
    """Finds them where a question makes little sense otherwise."""

    def __init__(self, trying: Trying, lexicon: Lexicon) -> None:
        self._trying, self._words, self._lexicon = trying, lexicon.function_words, lexicon

    def instead(self, decision: Decision, with_whole_names: Callable[[float], Parse]) -> Decision:
        """The decision, or that a name is unknown, where the question reads better so."""
        if not _doubtful(decision):
            return decision
        known = decision.reading
        rest = ALONE if known is None else REST
        better = -math.inf if known is None or _steps(known) >= MUCH_SIMPLER else known.score + CLEARLY
        for reading in with_whole_names(better).readings:
            unknown = unplaced_in(reading.query)
            if len(unknown) == 1 and not isinstance(reading.query, Describe) and reading.understood >= rest:
                if known is None or self._goes_on(unknown[0], known, reading):
                    why = "the question makes sense with a name in it that nobody knows"
                    return Decision(reading, self._trying.outcome(reading), decision.tried, why)
                return decision
        return decision

    def _goes_on(self, unknown: Unplaced, known: Reading, reading: Reading) -> bool:
        """Whether a name goes on in what may be a longer one: 'up' in 'up in the air', 'toy' in 'toy story'.

        What makes hardly any sense need not be about a part of it; but a single word may be mistyped.
        """
        if _steps(known) - _steps(reading) < MUCH_SIMPLER and reading.score < known.score + CLEARLY:
            return False
        whole = self._telling(unknown.text)
        names = [*(typed for typed, _ in known.mentions), *(name.text for name in unplaced_in(known.query))]
        parts = [self._telling(typed) for typed in names]
        if known.understood < POOR or _steps(known) - _steps(reading) >= MUCH_SIMPLER:
            return len(whole) > 1
        return any(self._longer(whole, part, bool(unplaced_in(known.query))) for part in parts if part)

    def _longer(self, whole: Sequence[str], part: Sequence[str], unknown: bool) -> bool:
        """Whether a name has more words than a part of it; beside an unknown part no verbs: they tell what is asked."""
        places = [at for at in range(len(whole)) if whole[at : at + len(part)] == part]
        if len(part) == len(whole) or not places:
            return False
        others = [*whole[: places[0]], *whole[places[0] + len(part) :]]
        if places[0] + len(part) == len(whole) and all(map(self._is_pronoun, others)):
            return False  # 'it Spielberg', in 'or was it Spielberg'
        if self._words.each.issuperset(others):
            return False  # 'both X', in 'both X and Y'
        if places[0] == 0 and self._is_small(others[0]) and others[0] not in self._words.joining:
            return False  # 'Spielberg ever', 'comedies that they', 'Ada do in her'
        return not unknown or not any(self._may_be_verb(others, at) for at in range(len(others)))

    def _is_small(self, word: str) -> bool:
        return self._is_pronoun(word) or (word in self._lexicon.glue and word not in self._words.prepositions)

    def _is_pronoun(self, word: str) -> bool:
        return any(isinstance(each, Pronoun) for _, meanings in self._lexicon.spelt([word], 0) for each in meanings)

    def _may_be_verb(self, words: Sequence[str], at: int) -> bool:
        return any(isinstance(each, Verb) for _, meanings in self._lexicon.spelt(words, at) for each in meanings)

    def _telling(self, text: str) -> Sequence[str]:
        """The words of a name without articles, and without prepositions before it: 'who stars in if' is about 'If'."""
        words = [word for word in normalise(text).split() if word not in self._words.articles]
        return list(dropwhile(lambda word: word in self._words.prepositions, words)) or words


def _steps(reading: Reading) -> int:
    return sum(isinstance(part, Lookup) for part in walk(reading.query))


def _doubtful(decision: Decision) -> bool:
    """Whether little of a question makes sense; whether it has no answer, and an unknown name, or many steps."""
    if isinstance(decision.outcome, NotUnderstood):
        return True
    reading = decision.reading
    if isinstance(decision.outcome, UnknownName) and reading is not None:
        return True
    if isinstance(decision.outcome, UnknownFact) and reading is not None and _steps(reading) > MUCH_SIMPLER:
        return True
    judged = isinstance(decision.outcome, Answered | Ambiguous | UnknownFact)
    return judged and reading is not None and reading.understood < CLEAR
