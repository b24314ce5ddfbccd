"""The relations: what each means, what it links, how people ask for it and how its answer reads.

``knowledge/README.md`` shows the file format; this module holds its in-memory form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.facts.label_names import Spelling
from bot.facts.model import NUMBER_LINE, VALUE_TYPES, Problem

SUBJECT, VALUE = "subject", "value"

#: What stands in a stage's value for what people say it of.
OF = "{of}"


@dataclass(frozen=True)
class Clause:
    """A verb phrase with its roles in place: ``{value} played {as} in {subject}``.

    ``left`` is the role before the verb, ``words`` the verb phrase, ``right`` the role after it (None when nothing
    follows). ``rest`` are further (words, role) pairs in order, here ``(("in", "subject"),)``. ``tail`` are the words
    after the last of two or more roles: ``tall`` in ``{subject} was {value} tall``.
    """

    left: str
    words: str
    right: str | None = None
    rest: tuple[tuple[str, str], ...] = ()
    tail: str = ""

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles in the clause, in order."""
        return (self.left, *((self.right,) if self.right else ()), *(role for _, role in self.rest))


@dataclass(frozen=True, slots=True)
class Stage:
    """Words that come to a text which they do not name: 'wrapped', of 'filming', to 'done with filming'.

    ``of`` is what they are said of, ``ahead`` the text while it is still to come; ``kinds`` are those of the things
    that it is said about (none: any).
    """

    words: tuple[str, ...]
    value: str
    of: tuple[str, ...] = ()
    ahead: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One language's block of a relation. Keys of the mappings are roles: subject, value or a qualifier's name.

    ``instead`` are those of the verbs that tell a value which takes the place of another: 'was delayed to'.
    """

    name: str
    nouns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    verbs: tuple[Clause, ...] = ()
    instead: frozenset[Clause] = frozenset()
    stages: tuple[Stage, ...] = ()
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    compare: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answer: Mapping[str, str] = field(default_factory=dict)
    answer_expected: Mapping[str, str] = field(default_factory=dict)
    naming: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    age: str = ""
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Relation:
    """A kind of fact. ``subject`` lists kinds; ``value`` lists kinds, or is one of VALUE_TYPES in a tuple of one.

    ``complete`` says that whoever writes down some of the values writes down all of them, so that others are ruled out.
    ``labels`` are values that people ask for though no fact may have them: 'is it a comedy?'. Other names of one follow
    it after ' / '; ``spellings`` are further names of all labels that fit a pattern.
    ``row`` says that its facts make a row, subject after value: 'sequels' are all that follow, 'the third X' is one.
    ``begins`` says that the age of a thing counts from this date, ``ends`` that it counts no further.
    ``fame`` is the role whose number says how well known the subject is: how many people voted on it.
    ``open`` says that its labels may be any words: 'X is a glazier' tells one that nobody has named before.
    ``places`` says that its labels are names of places too, whether or not anything is known of those.
    ``unites`` are relations whose facts are facts of this one as well: who directed a work worked on it.
    """

    name: str
    meaning: str
    subject: tuple[str, ...]
    value: tuple[str, ...]
    many: bool
    qualifiers: Mapping[str, tuple[str, ...]]
    phrasings: Mapping[str, Phrasing]
    file: str
    complete: bool = False
    labels: tuple[str, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    row: bool = False
    begins: bool = False
    ends: bool = False
    fame: str = ""
    unites: tuple[str, ...] = ()
    open: bool = False
    places: bool = False

    def kinds(self, role: str) -> tuple[str, ...]:
        """The kinds, or the value type, that may stand in `role`; labels are kinds of their own, named by relation."""
        return self._kinds[role]

    @cached_property
    def _kinds(self) -> dict[str, tuple[str, ...]]:
        declared = {SUBJECT: self.subject, VALUE: self.value, **self.qualifiers}
        return {
            role: (self.name if role == VALUE else f"{self.name}.{role}",) if kinds == ("label",) else kinds
            for role, kinds in declared.items()
        }

    def kind_set(self, role: str) -> frozenset[str]:
        """The same, in no order."""
        return self._kind_sets[role]

    @cached_property
    def _kind_sets(self) -> dict[str, frozenset[str]]:
        return {role: frozenset(kinds) for role, kinds in self._kinds.items()}

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The relations whose facts are facts of this one: itself, and those that it unites."""
        return (self.name, *self.unites)

    @cached_property
    def others(self) -> dict[str, tuple[str, ...]]:
        """For each role the roles besides it."""
        return {role: tuple(other for other in self.roles if other != role) for role in self.roles}

    @cached_property
    def measured(self) -> bool:
        """Whether something in its facts lies on a number line."""
        return any(kinds[0] in NUMBER_LINE for kinds in self._kinds.values())

    @cached_property
    def symmetric(self) -> bool:
        """Whether only its place tells the subject from the value: both may be of one kind."""
        return not set(self.kinds(SUBJECT)).isdisjoint(self.kinds(VALUE))

    def takes_names(self, role: str) -> bool:
        """Whether what stands in `role` has a name to be asked by: an entity or a label."""
        return self.kinds(role)[0] not in VALUE_TYPES

    @property
    def noun(self) -> str:
        """What people call it, in the first language that it has words in."""
        return next((phrasing.name for phrasing in self.phrasings.values()), self.name)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Subject, value, then the qualifiers."""
        return (SUBJECT, VALUE, *self.qualifiers)


@dataclass(frozen=True, slots=True)
class Vocabulary(Mapping[str, Relation]):
    """All relations by name, in the order of their files, and what was wrong in those files.

    ``broken`` names the relations whose file has a problem: they are not among the relations, and facts that use them
    are passed over without a further complaint.
    """

    relations: Mapping[str, Relation] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Relation:
        return self.relations[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.relations)

    def __len__(self) -> int:
        return len(self.relations)
