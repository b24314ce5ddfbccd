"""Questions in, answers out, as JSON lines: one answer for each line, in order, each as soon as it is known."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, TextIO

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.language.conversation import Conversations

#: Conversations of a batch are remembered at once and to its end: what counts is their order, not the clock.
_CONVERSATIONS = 1_000_000


class LineError(Exception):
    """Why a line has no answer, and its id if that could be read."""

    def __init__(self, reason: str, id_: object = None) -> None:
        super().__init__(reason)
        self.id = id_


def answer_lines(answerer: Answerer, lines: Iterable[bytes], out: TextIO, errors: TextIO) -> bool:
    """Answer each line; whether all of them could be read. A line that could not still gets its line of output."""
    conversations = Conversations(ttl=math.inf, limit=_CONVERSATIONS)
    all_read = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            result = _answer(answerer, _read(line), conversations)
        except LineError as error:
            all_read = False
            print(f"line {number}: {error}", file=errors, flush=True)
            result = _unreadable(error)
        print(json.dumps(result, ensure_ascii=False), file=out, flush=True)
    return all_read


def _answer(answerer: Answerer, asked: dict[str, Any], conversations: Conversations) -> dict[str, Any]:
    key = asked.get("conversation")
    conversation = None if key is None else conversations.get(type(key).__name__, key)
    try:
        return answerer.answer(asked["question"], conversation).as_json(asked.get("id"))
    except Exception as error:  # a fault of Booth's own with one question must not lose the others
        raise LineError(f"could not be answered: {type(error).__name__}: {error}", asked.get("id")) from error


def _read(line: bytes) -> dict[str, Any]:
    """The question on a line."""
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise LineError("not JSON in UTF-8" if isinstance(error, RecursionError) else f"not JSON: {error}") from error
    if not isinstance(asked, dict):
        raise LineError('not an object such as {"id": "1", "question": "who directed heat?"}')
    id_ = asked.get("id")
    if not isinstance(id_, str | int | None):
        raise LineError("`id` must be a string or a whole number")
    if not isinstance(asked.get("question"), str):
        raise LineError("`question` is missing, or not a string", id_)
    if not isinstance(asked.get("conversation"), str | int | None):
        raise LineError("`conversation` must be a string or a whole number", id_)
    return asked


def _unreadable(error: LineError) -> dict[str, Any]:
    text = f"I cannot answer this line: {error}."
    nothing = Answer("unsupported", text, (), "", (), (), (), confidence=0.0, ms=0.0, sources=())
    return nothing.as_json() | {"id": error.id}
