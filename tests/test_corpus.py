"""Every phrasing and dialogue of the corpora gets what its file says; the headers there explain the keys.

The files in ``corpus`` are asked of the facts that ship, those in a folder below it of the facts in that folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.facts.checking import check
from bot.facts.nodes import Plain
from bot.language.conversation import Conversation
from tests import failing
from tests.bench.corpora import corpus_files, name, open_corpus
from tests.failing import texts
from tests.making import SHIPPED, read

FILES = corpus_files()
BASES = sorted(set(FILES.values()))
STATUSES = {"answered", "unknown", "ambiguous", "unsupported", "smalltalk"}

Asked = tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """What the reply to a question must be, and must not."""

    answer: tuple[str, ...] | None = None
    contains: tuple[str, ...] = ()
    query: str | None = None
    status: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()

    def check(self, answer: Answer) -> None:
        said = f"{answer.text!r}\n{answer.explanation}"
        assert answer.status in (self.status or ("answered",)), said
        if self.answer is not None:
            assert sorted(answer.answers) == sorted(self.answer), said
        if self.query is not None:
            assert answer.query == self.query, said
        reply = answer.text.casefold()
        for words in (*self.contains, *self.text):
            assert words.casefold() in reply, said
        for words in self.banned:
            assert words.casefold() not in reply, said
            assert words not in answer.answers, said


@dataclass(frozen=True)
class Dialogue:
    """Questions of one member, each with what it must get. Most are of one question only."""

    file: str
    base: Path
    turns: tuple[tuple[str, Expected], ...]

    @property
    def asked(self) -> Asked:
        return tuple(question for question, _ in self.turns)

    def __str__(self) -> str:
        return f"{self.file}: {' / '.join(self.asked)[:120]}"


def rows(path: Path) -> list[Mapping[str, Plain]]:
    """The entries of a corpus file."""
    entries = read(path) or []
    assert isinstance(entries, list)
    assert all(isinstance(entry, dict) for entry in entries), path
    return cast(list[Mapping[str, Plain]], entries)


def expected(entry: Mapping[str, Plain]) -> Expected:
    known = {"answer", "contains", "query", "status", "text", "not", "ask"}
    assert not set(entry) - known, f"unknown keys: {set(entry) - known}"
    assert set(entry) & {"answer", "contains", "status"}, f"nothing is expected: {entry}"
    assert set(texts(entry.get("status"))) <= STATUSES, entry
    return Expected(
        texts(entry["answer"]) if "answer" in entry else None,
        texts(entry.get("contains")),
        cast("str | None", entry.get("query")),
        texts(entry.get("status")),
        texts(entry.get("text")),
        texts(entry.get("not")),
    )


def dialogues(path: Path, base: Path) -> Iterator[Dialogue]:
    for entry in rows(path):
        if "turns" in entry:
            turns = cast(list[Mapping[str, Plain]], entry["turns"])
            yield Dialogue(name(path), base, tuple((str(turn["ask"]), expected(turn)) for turn in turns))
        else:
            for question in texts(entry["ask"]):
                yield Dialogue(name(path), base, ((question, expected(entry)),))


ALL = [dialogue for path, base in FILES.items() for dialogue in dialogues(path, base)]


def cases() -> Iterator[object]:
    for dialogue in ALL:
        yield pytest.param(dialogue, id=str(dialogue), marks=failing.marks(failing.QUESTIONS.get(dialogue.asked)))


@pytest.fixture(scope="session")
def answerers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[Path, Answerer]]:
    """What answers from each base."""
    with ExitStack() as stack:
        yield {
            base: stack.enter_context(closing(open_corpus(base, tmp_path_factory.mktemp(base.name))))
            for base in BASES
        }  # fmt: skip


@pytest.mark.parametrize("dialogue", [*cases()])
def test_what_is_asked_gets_its_answer(answerers: Mapping[Path, Answerer], dialogue: Dialogue) -> None:
    conversation = Conversation()
    for question, reply in dialogue.turns:
        reply.check(answerers[dialogue.base].answer(question, conversation))


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.name)
def test_nothing_is_wrong_in_the_facts(base: Path) -> None:
    assert [str(problem) for problem in check(base, SHIPPED, [base / "facts"])] == []


def test_there_is_a_corpus() -> None:
    assert {"article", "conversations", "unanswered", "cinema/titles"} <= {name(path) for path in FILES}
    alone = [dialogue.turns[0][1] for dialogue in ALL if len(dialogue.turns) == 1]
    answered = [reply for reply in alone if reply.status in ((), ("answered",))]
    assert len(answered) >= 600
    assert len(alone) - len(answered) >= 200


def test_nothing_is_asked_twice() -> None:
    """Two expectations for one phrasing would hide each other."""
    assert [asked for asked, count in Counter(dialogue.asked for dialogue in ALL).items() if count > 1] == []


def test_what_is_known_to_fail_is_in_a_corpus() -> None:
    assert set(failing.QUESTIONS) <= {dialogue.asked for dialogue in ALL}
    assert all(failing.QUESTIONS.values()), "say why"


def unmet(reply: Expected, answer: Answer) -> bool:
    try:
        reply.check(answer)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize(
    "reply",
    [
        Expected(answer=("Michael Mann", "Al Pacino")),
        Expected(answer=()),
        Expected(contains=("Al Pacino",)),
        Expected(query="written_by(heat)"),
        Expected(status=("unknown", "ambiguous")),
        Expected(status=("answered",), text=("Al Pacino",)),
        Expected(status=("answered",), banned=("michael mann",)),
    ],
)
def test_an_expectation_can_be_unmet(answerer: Answerer, reply: Expected) -> None:
    assert unmet(reply, answerer.answer("who directed heat?"))
