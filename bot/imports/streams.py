"""Source files as streams of lines, plain or gzipped, whatever they are called; what is wrong is one sentence."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from bot.imports.records import ImportFailed

#: Told of how many bytes of the source files were read, now and then.
Progress = Callable[[int], None]

_GZIP, _ZIP, _BOM = b"\x1f\x8b", b"PK\x03\x04", b"\xef\xbb\xbf"
#: Bytes decompressed at once, and lines between two reports of progress.
_BUFFER, _OFTEN = 1 << 20, 1 << 14
#: No file of these kinds has a longer first line.
_LONGEST_FIRST_LINE = 1 << 20


def source_files(paths: Sequence[Path]) -> list[Path]:
    """`paths`, each folder replaced by the files in it. Raises ImportFailed for what is not there."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
            if not inside:
                raise ImportFailed(f"{path} is an empty folder; name the files to import, or the folder that has them.")
            files += inside
        elif path.exists():
            files.append(path)
        else:
            raise ImportFailed(f"{path} does not exist; name the file that was downloaded.")
    return list(dict.fromkeys(files))


@contextmanager
def opened(path: Path, progress: Progress | None = None) -> Iterator[BinaryIO]:
    """The content of `path`, decompressed if it is gzipped. Raises ImportFailed for what cannot be read."""
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
            raw.seek(0)
            if not start:
                raise ImportFailed(f"{path} is empty; download it again.")
            if start == _ZIP:
                raise ImportFailed(f"{path} is a zip archive; unpack it, and import the files in it.")
            stream: BinaryIO = raw
            if start[:2] == _GZIP:
                stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=raw)), _BUFFER))
            yield cast(BinaryIO, _Counted(stream, raw, progress)) if progress else stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ImportFailed(f"{path} is gzipped and cut off or damaged ({error}); download it again.") from error
    except OSError as error:
        raise ImportFailed(f"{path} cannot be read: {error.strerror or error}.") from error


class _Counted:
    """A stream that reports how far its file has been read."""

    def __init__(self, stream: BinaryIO, raw: IO[bytes], progress: Progress) -> None:
        self._stream, self._raw, self._progress, self._told = stream, raw, progress, 0

    def read(self, size: int) -> bytes:
        """As the stream does."""
        data = self._stream.read(size)
        self._tell()
        return data

    def __iter__(self) -> Iterator[bytes]:
        for number, line in enumerate(self._stream):
            if not number % _OFTEN:
                self._tell()
            yield line
        self._tell()

    def _tell(self) -> None:
        place = self._raw.tell()
        self._progress(place - self._told)
        self._told = place


def first_line(path: Path, encoding: str = "utf-8") -> str:
    """The first line of `path`, by which readers tell what it is. Raises ImportFailed if it is no text."""
    with opened(path) as stream:
        lines = text_lines(path, cast(BinaryIO, io.BytesIO(stream.readline(_LONGEST_FIRST_LINE))), encoding)
        return next(lines, "").rstrip("\r\n")


def text_lines(path: Path, stream: BinaryIO, encoding: str = "utf-8") -> Iterator[str]:
    """The lines of `stream` as text, without a byte order mark. Raises ImportFailed where they are none."""
    for number, line in enumerate(stream, start=1):
        try:
            yield (line.removeprefix(_BOM) if number == 1 else line).decode(encoding)
        except UnicodeDecodeError as error:
            raise ImportFailed(
                f"{path}:{number}: not written in {encoding.upper()}; save it as UTF-8"
                + (", or name its --encoding." if encoding == "utf-8" else ".")
            ) from error
