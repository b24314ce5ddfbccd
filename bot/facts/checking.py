"""Every problem in a knowledge folder at once: those of each file, and those that only show between files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from bot.facts.fact_file import year_of
from bot.facts.knowledge_folder import ENDINGS, StoredFile, list_knowledge
from bot.facts.model import KINDS, Entity, Fact, Location, Problem, Value
from bot.facts.problems import nearest
from bot.facts.reading import Knowledge, in_order, read_contents
from bot.facts.vocabulary import VALUE

#: Up to so many ids are compared with a wrong one, to name the nearest.
_FEW_ENOUGH = 5000


def check(knowledge: Path, shipped: Path, paths: Sequence[Path] = ()) -> list[Problem]:
    """All problems by file, line and column; with `paths`, only those in these files and folders.

    All files are read either way. A path is looked for from the working folder and then from `knowledge`; a file that
    lies outside is read as one more fact file. Raises KnowledgeMissing.
    """
    contents = list_knowledge(knowledge, shipped)
    chosen: list[str] = []
    extra: list[StoredFile] = []
    problems: list[Problem] = []
    for path in paths:
        _choose(path, (knowledge, shipped), chosen, extra, problems)
    known = read_contents(contents, extra)
    found = in_order([*known.problems, *problems, *cross_check(known)])
    return [problem for problem in found if not paths or _within(problem.location.file, chosen)]


def cross_check(known: Knowledge) -> Iterator[Problem]:
    """What is wrong between the files of `known`: missing sources, ids of nothing, names of several."""
    names = _Names(known.entities)
    for entity in known.entities:
        for fact in entity.facts:
            yield from _source(fact, known)
            relation = known.vocabulary[fact.relation]
            for role, value in ((VALUE, fact.value), *fact.qualifiers):
                declared = relation.kinds(role)
                if declared[0] in KINDS:
                    yield from names.check(value, declared, fact.location)


def _source(fact: Fact, known: Knowledge) -> Iterator[Problem]:
    if fact.source is None:
        hint = "write  source: …  above  facts:, or in the long form of the value"
        yield Problem(fact.location, f"this {fact.relation!r} has no source", hint)
    elif fact.source not in known.sources:
        sources = tuple(known.sources) if len(known.sources) <= _FEW_ENOUGH else ()
        describe = f"write {fact.source}.yaml, which begins with  source: its name"
        hint = nearest(fact.source, sources) or describe
        yield Problem(fact.location, f"no file describes the source {fact.source!r}", hint)


class _Names:
    """Which entities a value may mean."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.ids: dict[str, Entity] = {}
        self.names: dict[str, list[Entity]] = {}
        self.others: dict[str, list[Entity]] = {}
        for entity in entities:
            self.ids[entity.id] = entity
            self.names.setdefault(entity.name.casefold(), []).append(entity)
            for name in entity.also_known_as:
                self.others.setdefault(name.casefold(), []).append(entity)

    def check(self, value: Value, kinds: tuple[str, ...], place: Location) -> Iterator[Problem]:
        """What is wrong with `value` as the name or id of an entity of one of `kinds`."""
        if value.entity is not None:
            yield from self.check_id(value.entity, kinds, place)
            return
        meant = self.meant(value, kinds)
        if len(meant) > 1:
            choices = ", ".join(f"{{id: {entity.id}}}" for entity in meant[:3])
            hint = f"write {value.text} (Year), or one of {choices}"
            yield Problem(place, f"{len(meant)} entities are called {value.text!r}", hint)

    def check_id(self, entity_id: str, kinds: tuple[str, ...], place: Location) -> Iterator[Problem]:
        entity = self.ids.get(entity_id)
        if entity is None:
            yield Problem(place, f"there is no entity with the id {entity_id!r}", self.hint(entity_id))
        elif entity.kind not in kinds:
            yield Problem(place, f"{entity_id!r} is a {entity.kind}", f"expected is: {', '.join(kinds)}")

    def hint(self, entity_id: str) -> str:
        """The id that was probably meant; comparing with a great many takes too long."""
        known = tuple(self.ids) if len(self.ids) <= _FEW_ENOUGH else ()
        return nearest(entity_id, known) or "write the id of an entity, or its name alone"

    def meant(self, value: Value, kinds: tuple[str, ...]) -> list[Entity]:
        """The entities of `kinds` that have the name, or else go by it too; of the year that is written, if any."""
        for names in (self.names, self.others):
            found = [entity for entity in names.get(value.text.casefold(), ()) if entity.kind in kinds]
            if found:
                return [entity for entity in found if value.year in (None, year_of(entity.facts))]
        return []


def _choose(
    path: Path, roots: tuple[Path, ...], chosen: list[str], extra: list[StoredFile], problems: list[Problem]
) -> None:
    """Add `path` to the names that were `chosen`, and to the `extra` files if it lies outside of the `roots`."""
    place = next((place for place in (path, *(root / path for root in roots)) if place.exists()), None)
    if place is None:
        chosen.append(str(path))
        problems.append(Problem(Location(str(path)), "there is no such file", "give a file or folder to check"))
        return
    inside = place.resolve()
    for root in roots:
        if inside.is_relative_to(root.resolve()):
            chosen.append(inside.relative_to(root.resolve()).as_posix())
            return
    chosen.append(path.as_posix())
    files = [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.suffix in ENDINGS)
    extra.extend(StoredFile(file.as_posix(), file) for file in files)


def _within(file: str, chosen: Sequence[str]) -> bool:
    return any(name == "." or PurePosixPath(file).is_relative_to(name) for name in chosen)
