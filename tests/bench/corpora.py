"""The project's own corpora, each asked of its knowledge: what comes back against what the files expect."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

from bot.answering.answer import Answer
from bot.answering.answerer import SHIPPED, Answerer
from bot.answering.snapshots import open_snapshot
from bot.facts.nodes import Plain, plain
from bot.facts.yaml_text import read_yaml
from bot.language.conversation import Conversation
from tests import failing
from tests.bench.asking import Asked

CORPUS = failing.FILE.parent
Expected = dict[str, Plain]
#: The day on which the corpora are asked: 'how old is she?'.
TODAY = date(2026, 11, 1)


def open_corpus(base: Path, cache: Path) -> Answerer:
    """What answers from a base, on a day that does not change."""
    return Answerer(open_snapshot(base, cache, SHIPPED), today=lambda: TODAY)


#: What is told there, not asked.
TOLD = "told.yaml"


def corpus_files() -> dict[Path, Path]:
    """The corpus files, each with the knowledge that it is asked of.

    A folder with a ``facts`` folder in it is asked of those facts, the files above it of the facts that ship.
    """
    bases = {CORPUS: SHIPPED} | {facts.parent: facts.parent for facts in sorted(CORPUS.glob("*/facts"))}
    return {
        path: base
        for folder, base in bases.items()
        for path in sorted(folder.glob("*.yaml"))
        if path != failing.FILE and path.name != TOLD
    }


def name(path: Path) -> str:
    """A corpus file as it is told of: ``article``, ``cinema/titles``."""
    return path.relative_to(CORPUS).with_suffix("").as_posix()


def ask_corpus(path: Path, answerer: Answerer) -> Iterator[tuple[Asked, bool]]:
    """Every question of a corpus file, and whether it got what the file expects."""
    document = read_yaml(path.read_bytes(), path.name)
    if document.root is None or document.problems:
        raise ValueError("; ".join(map(str, document.problems)))
    for entry in cast(list[Expected], plain(document.root)):
        if "turns" in entry:
            conversation = Conversation()
            for turn in cast(list[Expected], entry["turns"]):
                yield _asked(answerer, cast(str, turn["ask"]), turn, conversation)
        else:
            for question in texts(entry["ask"]):
                yield _asked(answerer, question, entry, None)


def _asked(
    answerer: Answerer, question: str, expected: Expected, conversation: Conversation | None
) -> tuple[Asked, bool]:
    started = time.process_time()
    answer = answerer.answer(question, conversation)
    ms = (time.process_time() - started) * 1000
    wanted = tuple(
        f"{key}: {', '.join(texts(value))}" for key, value in expected.items() if key not in ("ask", "turns")
    )
    asked = Asked(question, wanted, frozenset(), answer.status, answer.answers or (answer.text,), answer.query, ms)
    return asked, as_expected(answer, expected)


def as_expected(answer: Answer, expected: Expected) -> bool:
    """Whether an answer is what an entry of a corpus file says; by which query it was found is left open."""
    text = answer.text.casefold()
    default = "answered" if {"answer", "contains"} & set(expected) else answer.status
    return (
        answer.status in texts(expected.get("status", default))
        and ("answer" not in expected or sorted(answer.answers) == sorted(texts(expected["answer"])))
        and all(part.casefold() in text for key in ("contains", "text") for part in texts(expected.get(key, [])))
        and not any(part.casefold() in text for part in texts(expected.get("not", [])))
    )


def texts(value: Plain) -> list[str]:
    """A text or a list of texts, as a list."""
    return cast(list[str], value) if isinstance(value, list) else [cast(str, value)]
