"""MetaQA: its triples as a fact-file pack in an ordinary knowledge folder, and its questions.

The folder holds ``kb.txt.gz`` (subject|relation|value a line) and ``dev-*.txt.gz`` (question with the entity in
brackets, a tab, the answers with ``|`` between them). Nothing of it is copied into the project: packs go to a cache.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bot.facts.ids import slug
from bot.facts.text import normalise

Triple = tuple[str, str, str]

#: MetaQA's relations as ours. Its ratings and votes are words ('good', 'famous'): for words there are reception and
#: popularity; rating is a number.
RELATIONS = {
    "directed_by": "directed_by",
    "written_by": "written_by",
    "starred_actors": "starring",
    "has_genre": "genre",
    "has_tags": "topic",
    "in_language": "language",
    "release_year": "release_date",
    "has_imdb_rating": "reception",
    "has_imdb_votes": "popularity",
}
_VALUES_ONE = ("has_imdb_votes",)

SOURCE = "metaqa"
#: Raise it when packs are written differently.
_FORMAT = 1
_ENTITIES_A_FILE = 4000
_QUESTION = re.compile(r"(?P<before>.*)\[(?P<name>.*)\](?P<after>.*)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question in three parts, the middle one being the name of what it is about, and its right answers."""

    before: str
    name: str
    after: str
    gold: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.before}{self.name}{self.after}".strip()

    @property
    def right(self) -> frozenset[str]:
        """The right answers as they are compared: without case and accents."""
        return frozenset(map(normalise, self.gold))


def read_triples(folder: Path) -> list[Triple]:
    """The whole of ``kb.txt.gz``."""
    with gzip.open(folder / "kb.txt.gz", "rt", encoding="utf-8") as lines:
        return [(subject, relation, value) for subject, relation, value in (line.strip().split("|") for line in lines)]


def read_questions(folder: Path, hop: str) -> list[Question]:
    """The questions of ``dev-{hop}.txt.gz``, in their order."""
    with gzip.open(folder / f"dev-{hop}.txt.gz", "rt", encoding="utf-8") as lines:
        return list(_questions(lines))


def _questions(lines: Iterable[str]) -> Iterator[Question]:
    for line in lines:
        text, _, gold = line.rstrip("\n").partition("\t")
        found = _QUESTION.fullmatch(text)
        if found:
            yield Question(found["before"], found["name"], found["after"], tuple(gold.strip().split("|")))


def evenly(questions: Sequence[Question], count: int | None) -> list[Question]:
    """`count` of the questions at equal distances, or all of them."""
    if count is None or count >= len(questions):
        return list(questions)
    return [questions[place * len(questions) // count] for place in range(count)]


def make_pack(triples: Sequence[Triple], cache: Path, also: Collection[str] = ()) -> Path:
    """A knowledge folder with these facts under `cache`; the one made before, where the triples are the same.

    `also` are people that stay known although nothing is said about them.
    """
    digest = blake2b(digest_size=8)
    for line in (str(_FORMAT), repr(sorted(RELATIONS.items())), *sorted(also), *map("|".join, triples)):
        digest.update(line.encode() + b"\n")
    folder = cache / digest.hexdigest()
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "facts").mkdir(parents=True)
        entities = [_source(), *_films(triples), *(_entry("person", name) for name in sorted(also))]
        for start in range(0, len(entities), _ENTITIES_A_FILE):
            path = folder / "facts" / f"metaqa-{start // _ENTITIES_A_FILE:03}.yaml"
            path.write_text("".join(entities[start : start + _ENTITIES_A_FILE]), encoding="utf-8")
        (folder / "complete").touch()
    return folder


def _source() -> str:
    return f"- source: MetaQA\n  id: {SOURCE}\n  title: MetaQA knowledge base\n"


def _entry(kind: str, name: str) -> str:
    return f"- {kind}: {_quoted(name)}\n  id: {_quoted(f'{kind}-{slug(name)}'[:90])}\n"


def _films(triples: Iterable[Triple]) -> Iterator[str]:
    """One entry for each name of a film; films of one name are one entity."""
    films: dict[str, dict[str, list[str]]] = {}
    for subject, relation, value in triples:
        films.setdefault(subject, {}).setdefault(relation, []).append(value)
    taken: set[str] = {SOURCE}
    for name, facts in films.items():
        ident = slug(name)
        while ident in taken:
            ident += "-again"
        taken.add(ident)
        yield f"- film: {_quoted(name)}\n  id: {_quoted(ident)}\n  source: {SOURCE}\n  facts:\n" + "".join(
            f"    {RELATIONS[relation]}: {_values(relation, values)}\n" for relation, values in facts.items()
        )


def _values(relation: str, values: Sequence[str]) -> str:
    """The values of one relation: one, or a list of them."""
    shown = [_quoted(value) for value in dict.fromkeys(values)]
    return shown[0] if relation in _VALUES_ONE else f"[{', '.join(shown)}]"


def _quoted(text: str) -> str:
    """`text` as a YAML scalar: JSON's double quotes are YAML's."""
    return json.dumps(text, ensure_ascii=False)
