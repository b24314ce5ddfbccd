"""Knowledge folders to measure with, written once into a cache folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.facts.ids import pack_id
from tests.bench.films import Film

#: Raise it when bases are written differently.
_FORMAT = 3
_ENTITIES_A_FILE = 500
SOURCE = "bench"
#: The file that edits are made in, the film that it describes, and one that is described in a pack.
EDITED = Path("facts") / "films" / "edited.yaml"
EDITED_FILM = "Qorvane Zaltimbre"


def make_base(films: Sequence[Film], cache: Path, real: bool) -> Path:
    """A knowledge folder with these films under `cache`; the one made before, where there is one."""
    folder = cache / f"{'films' if real else 'made-up'}-{len(films)}-{_FORMAT}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        (folder / EDITED).parent.mkdir(parents=True)
        (folder / "facts" / "source.yaml").write_text(f"- source: The bench\n  id: {SOURCE}\n", encoding="utf-8")
        for number, pack in enumerate(_packs(_entries(films))):
            (folder / "facts" / f"pack-{number:05}.yaml").write_text(pack, encoding="utf-8")
        edit(folder, 90)
        (folder / "complete").touch()
    return folder


def edit(folder: Path, minutes: int) -> None:
    """Give the edited film another running time."""
    text = f"film: {EDITED_FILM}\nsource: {SOURCE}\nfacts:\n  runtime: {minutes} minutes\n  genre: Drama\n"
    (folder / EDITED).write_text(text, encoding="utf-8")


def _packs(entries: Iterable[str]) -> Iterator[str]:
    pack: list[str] = []
    for entry in entries:
        pack.append(entry)
        if len(pack) == _ENTITIES_A_FILE:
            yield "".join(pack)
            pack.clear()
    yield "".join(pack) or "[]\n"


def _entries(films: Iterable[Film]) -> Iterator[str]:
    taken: set[str] = {SOURCE, EDITED.stem}
    for film in films:
        ident = pack_id(film.title, film.year)
        number = 1
        while (own := ident if number == 1 else f"{ident}-{number}") in taken:
            number += 1
        taken.add(own)
        head = f"- film: {_quoted(film.title)}\n  id: {_quoted(own)}\n  source: {SOURCE}\n  facts:\n"
        yield head + "".join(_facts(film))


def _facts(film: Film) -> Iterator[str]:
    if film.year:
        yield f"    release_date: {film.year}\n"
    if film.runtime:
        yield f"    runtime: {film.runtime} minutes\n"
    for relation, values in (
        ("directed_by", film.directors),
        ("written_by", film.writers),
        ("starring", film.cast),
        ("genre", film.genres),
        ("country", film.countries),
        ("language", film.languages),
    ):
        if values:
            yield f"    {relation}: [{', '.join(map(_quoted, values))}]\n"


def _quoted(text: str) -> str:
    """`text` as a YAML scalar: JSON's double quotes are YAML's."""
    return json.dumps(text, ensure_ascii=False)
