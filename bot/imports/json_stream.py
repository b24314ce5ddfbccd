"""JSON values one after the other, in bounded memory: one object, an array, or JSON lines.

The standard library reads a whole file or nothing, so a value is decoded as soon as its end has been read.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bot.imports.records import ImportFailed
from bot.imports.streams import Progress, opened

_BLOCK = 1 << 18
#: No film's entry is longer; a value that is not complete after so many characters is taken for a broken file.
_LONGEST = 1 << 28
_SPACE = re.compile(r"[\s,]*")


class Item(NamedTuple):
    """A value, and the line on which it begins."""

    line: int
    value: Any


def json_items(path: Path, progress: Progress, inside: str = "") -> Iterator[Item]:
    """The values of `path`; of an array, and of the array under the key `inside`, each item is one.

    Raises ImportFailed where it is not JSON.
    """
    with opened(path, progress) as stream:
        reader = _Reader(path, iter(lambda: stream.read(_BLOCK), b""))
        reader.skip_to(inside)
        yield from reader.items()


class _Reader:
    def __init__(self, path: Path, blocks: Iterator[bytes]) -> None:
        self._path, self._blocks = path, blocks
        self._decoder = json.JSONDecoder()
        self._bytes = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._line = "", 0, 1
        self._array = False

    def skip_to(self, key: str) -> None:
        """Go on behind the opening bracket of the first array, be it the whole file or stand under `key`."""
        self._more()
        self._space()
        if key and self._text[self._at : self._at + 1] == "{":
            array = re.compile(rf'"{re.escape(key)}"\s*:\s*(?=\[)')
            while not (found := array.search(self._text, self._at)) and len(self._text) < _LONGEST and self._more():
                pass
            if found:
                self._go(found.end())
        self._array = self._text[self._at : self._at + 1] == "["
        if self._array:
            self._go(self._at + 1)

    def items(self) -> Iterator[Item]:
        """The values up to the end of the array, or of the file."""
        while self._space():
            if self._array and self._text[self._at] == "]":
                return
            value, end = self._value()
            yield Item(self._line, value)
            self._go(end)
        if self._array:
            raise ImportFailed(f"{self._path}:{self._line}: the file is cut off inside a list; download it again.")

    def _value(self) -> tuple[Any, int]:
        """The value that begins here. What a number or word ends with is only known from what follows it."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                # what is wrong well before the end of what was read will not come right by reading more
                hopeless = error.pos < len(self._text) - _BLOCK and not error.msg.startswith("Unterminated")
                if hopeless or len(self._text) - self._at > _LONGEST or not self._more():
                    line = self._line + self._text.count("\n", self._at, error.pos)
                    raise ImportFailed(
                        f"{self._path}:{line}: not JSON ({error.msg}); mend that line, or download the file again."
                    ) from error
                continue
            except RecursionError as error:
                raise ImportFailed(f"{self._path}:{self._line}: lists nested too deep to be read.") from error
            length = end - self._at
            if isinstance(value, (dict, list, str)) or end < len(self._text) or not self._more():
                return value, self._at + length

    def _space(self) -> bool:
        """Go on to what is no space and no comma; False at the end of the file."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._go(found.end() if found else self._at)
            if self._at < len(self._text):
                return True
            if not self._more():
                return False

    def _go(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _more(self) -> bool:
        """Read on; what was passed is forgotten. As much again is read as is kept: long values cost no square."""
        kept = self._text[self._at :]
        read, wanted = [kept], max(_BLOCK, len(kept))
        try:
            while wanted > 0 and (block := next(self._blocks, None)) is not None:
                read.append(self._bytes.decode(block))
                wanted -= len(block)
            if wanted > 0:
                read.append(self._bytes.decode(b"", final=True))
        except UnicodeDecodeError as error:
            raise ImportFailed(f"{self._path}:{self._line}: not UTF-8; save it as UTF-8.") from error
        self._text, self._at = "".join(read), 0
        return len(self._text) > len(kept)
