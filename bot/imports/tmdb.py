"""TMDB's JSON: movies, series and credits as its API gives them, as one object, an array, or JSON lines.

Details may hold their credits (``append_to_response=credits``), or the credits come as objects of their own with the
same ``id``; a page of results (``results``) and objects keyed by id are taken apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.imports.json_stream import json_items
from bot.imports.languages import LANGUAGES, NO_GENRES, NO_LANGUAGE
from bot.imports.records import IMDB, TMDB, ImportFailed, Record, Reference, Said
from bot.imports.report import Report
from bot.imports.streams import Progress

Object = Mapping[str, Any]

#: Jobs of the crew -> relations; the others (assistants, executive producers) are none that Booth has.
_JOBS = {
    "Director": "directed_by", "Writer": "written_by", "Screenplay": "written_by", "Story": "written_by",
    "Author": "written_by", "Novel": "written_by", "Producer": "produced_by",
    "Original Music Composer": "music_by", "Music": "music_by",
    "Director of Photography": "cinematography_by", "Cinematography": "cinematography_by", "Editor": "edited_by",
}  # fmt: skip

#: What TMDB says of works that are not out yet, as it continues 'it is …'. Their date is an expectation.
_STATUS = {
    "Rumored": "rumoured", "Planned": "planned", "In Production": "in production",
    "Post Production": "in post-production", "Canceled": "cancelled",
}  # fmt: skip
_SELF = re.compile(r"(?:him|her|them)?self\b.*", re.IGNORECASE)
_REMARK = re.compile(r"\s*\((?:voice|uncredited|archive footage|singing voice|credit only)\)", re.IGNORECASE)
_IMAGES = "https://image.tmdb.org/t/p/w500"


def read_tmdb(
    files: Sequence[Path], report: Report, progress: Progress, *, top_billed: int = 10, adult: bool = False
) -> Iterator[Record]:
    """Works and credits, in the order of the files; credits alone give a record without a name. Raises ImportFailed."""
    useful = 0
    for path in files:
        for line, value in json_items(path, progress):
            for found in _objects(value, f"{path}:{line}"):
                report.read["objects"] += 1
                if found.get("adult") and not adult:
                    report.pass_over("adult titles (--adult)")
                elif record := _record(found, f"{path}:{line}", top_billed):
                    useful += 1
                    yield record
                else:
                    report.skip("objects that are neither a movie, a series nor credits", f"{path}:{line}")
    if not useful:
        raise ImportFailed(
            f"{files[0]} has no movies, series or credits of TMDB; these have an 'id', and a 'title', 'name' or 'cast'."
        )


def _objects(value: Any, place: str) -> Iterator[Object]:
    """The objects in a value, which may be a page of results, or objects (or their JSON text) by id."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError as error:
            raise ImportFailed(f"{place}: a text that is not JSON ({error.msg}); download the file again.") from error
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, place)
    elif isinstance(value, Mapping) and "id" not in value and isinstance(value.get("results"), list):
        yield from _objects(value["results"], place)
    elif isinstance(value, Mapping) and value and all(str(key).isdecimal() for key in value):
        for item in value.values():
            yield from _objects(item, place)
    elif isinstance(value, Mapping):
        yield value
    else:
        yield {}


def _record(found: Object, place: str, top_billed: int) -> Record | None:
    ident = found.get("id")
    if not isinstance(ident, int) or isinstance(ident, bool):
        return None
    credits_ = found if isinstance(found.get("cast"), list) else _mapping(found.get("credits"))
    said = [*_cast(_list(credits_, "cast"), top_billed), *_crew(_list(credits_, "crew"))]
    movie, series = _text(found, "title"), _text(found, "name")
    kind = "series" if series and not movie and "first_air_date" in found else "film"
    if not movie and kind == "film":
        return Record(kind, "", ((TMDB, str(ident)),), (), None, tuple(said), place=place) if said else None
    name, original = (movie, "original_title") if kind == "film" else (series, "original_name")
    imdb = _text(found, "imdb_id") or _text(_mapping(found.get("external_ids")), "imdb_id")
    identifiers = ((TMDB, str(ident)), *(((IMDB, imdb),) if re.fullmatch(r"tt\d{7,}", imdb) else ()))
    day = _text(found, "release_date") or _text(found, "first_air_date")
    also = tuple(other for other in (_text(found, original),) if other and other != name)
    facts = (*said, *_dates(found, day), *_particulars(found))
    return Record(kind, name, identifiers, also, int(day[:4]) if day[:4].isdecimal() else None, facts, place=place)


def _dates(found: Object, day: str) -> Iterator[Said]:
    status = _STATUS.get(_text(found, "status"))
    if status:
        yield Said("production_status", status)
    if day:
        yield Said("release_date", day, certainty="expected" if status else "")


def _languages(found: Object) -> Iterator[str]:
    for language in _list(found, "spoken_languages"):
        code = _text(language, "iso_639_1")
        if code != NO_LANGUAGE:
            yield _text(language, "english_name") or LANGUAGES.get(code, _text(language, "name"))


def _particulars(found: Object) -> Iterator[Said]:
    """What stands in the details themselves. Zeros and empty texts are TMDB's way to say that it does not know."""
    if minutes := _number(found, "runtime"):
        yield Said("runtime", f"{minutes:g} minutes")
    for genre in _names(_list(found, "genres")):
        if genre.lower() not in NO_GENRES:
            yield Said("genre", genre.lower())
    yield from (Said("language", name) for name in _languages(found))
    for relation, key in (("country", "production_countries"), ("production_company", "production_companies")):
        yield from (Said(relation, name) for name in _names(_list(found, key)))
    for person in _list(found, "created_by"):
        if reference := _person(person):
            yield Said("created_by", reference)
    for relation, key in (("budget", "budget"), ("box_office", "revenue")):
        if amount := _number(found, key):
            yield Said(relation, f"${amount:,.0f}")
    if votes := _number(found, "vote_count"):
        yield Said("rating", f"{_number(found, 'vote_average'):.1f}/10", (("votes", f"{votes:,.0f}"),))
    for relation, key in (("synopsis", "overview"), ("tagline", "tagline")):
        yield Said(relation, _text(found, key))
    keywords = _mapping(found.get("keywords"))
    yield from (Said("topic", name) for name in _names(_list(keywords, "keywords") or _list(keywords, "results")))
    if poster := _text(found, "poster_path"):
        yield Said("image", _IMAGES + poster)


def _cast(cast: Iterable[Object], top_billed: int) -> Iterator[Said]:
    ordered = sorted(cast, key=lambda person: _number(person, "order"))
    for person in ordered[:top_billed]:
        if reference := _person(person):
            roles = (_REMARK.sub("", role).strip() for role in _text(person, "character").split(" / "))
            played = [role for role in roles if role and not _SELF.fullmatch(role)]
            # a fact for each character: a snapshot keeps one qualifier of a kind with each fact
            yield from (Said("starring", reference, (("as", role),)) for role in played)
            if not played:
                yield Said("starring", reference)


def _crew(crew: Iterable[Object]) -> Iterator[Said]:
    for person in crew:
        relation, reference = _JOBS.get(_text(person, "job")), _person(person)
        if relation and reference:
            yield Said(relation, reference)


def _person(found: Object) -> Reference | None:
    name, ident = _text(found, "name"), found.get("id")
    return Reference("person", name, ((TMDB, str(ident)),) if isinstance(ident, int) else ()) if name else None


# What a file says may be of any type: these give what is of the right one, or nothing.


def _text(found: Object, key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _number(found: Object, key: str) -> float:
    value = found.get(key)
    return float(value) if isinstance(value, (int, float)) and 0 <= value < 1e15 else 0.0


def _mapping(value: Any) -> Object:
    return value if isinstance(value, Mapping) else {}


def _list(found: Object, key: str) -> list[Object]:
    value = found.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _names(items: Iterable[Object]) -> Iterator[str]:
    return filter(None, (_text(item, "name") for item in items))
