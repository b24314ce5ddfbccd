"""`booth import` as an admin sees it: what is written, asked, told, merged, and left alone. All names are made up."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.facts.checking import check
from bot.facts.model import Entity
from bot.imports import packs
from tests.imports.conftest import Import
from tests.making import SHIPPED, read_folder, write

Source = Callable[[str, str], Path]

BASICS = (
    "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
    "tt0000011\tmovie\tNight Lamp\tLampe de nuit\t0\t1995\t\\N\t101\tCrime,Sci-Fi\n"
    "tt0000012\tmovie\tCarmina\tCarmina\t0\t1915\t\\N\t\\N\t\\N\n"
    "tt0000013\tmovie\tCarmina\tCarmina\t0\t1915\t\\N\t60\tDrama\n"
    'tt0000014\tmovie\t"No" is: #1\t"No" is: #1\t0\t2001\t\\N\t90\tComedy\n'
    "tt0000015\ttvEpisode\tPilot\tPilot\t0\t2001\t\\N\t20\tComedy\n"
    "tt0000016\tmovie\tBlue Hours\tBlue Hours\t1\t2001\t\\N\t90\tAdult\n"
)
PRINCIPALS = (
    "tconst\tordering\tnconst\tcategory\tjob\tcharacters\n"
    "tt0000011\t10\tnm0000003\tactor\t\\N\t\\N\n"
    'tt0000011\t2\tnm0000002\tactress\t\\N\t["Vera Stein","The \\"Cat\\""]\n'
    "tt0000011\t1\tnm0000001\tdirector\t\\N\t\\N\n"
    "tt0000011\t3\tnm0000009\tactor\t\\N\t\\N\n"
    "tt0000015\t1\tnm0000001\tdirector\t\\N\t\\N\n"
)
NAMES = (
    "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n"
    "nm0000001\tAda Quill\t1950\t\\N\tdirector\ttt0000011\n"
    "nm0000002\tMira Holt\t\\N\t\\N\tactress,music_department\t\\N\n"
    "nm0000003\tMira Holt\t1931\t1999\tactor\t\\N\n"
    "nm0000004\tNobody Here\t1931\t1999\tactor\t\\N\n"
)
RATINGS = "tconst\taverageRating\tnumVotes\ntt0000011\t7.5\t12345\ntt0000013\t6.0\t99\ntt0000014\t5\t100\n"


@pytest.fixture
def imdb(source: Source) -> list[Path]:
    return [source("title.basics.tsv.gz", BASICS), source("p.tsv", PRINCIPALS), source("n.tsv.gz", NAMES)]


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return tmp_path / "knowledge"


def known(knowledge: Path) -> dict[str, Entity]:
    """What the folder says now; nothing is wrong in it."""
    assert [str(problem) for problem in check(knowledge, SHIPPED)] == []
    return {entity.id: entity for entity in read_folder(knowledge).entities}


def said(entity: Entity, relation: str) -> list[str]:
    return [fact.value.text for fact in entity.facts if fact.relation == relation]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- the formats -------------------------------------------------------------------------------------------------------


def test_imdb(importing: Import, imdb: list[Path], knowledge: Path, cache: Path) -> None:
    code, out, _ = importing("imdb", *imdb)
    assert code == 0
    found = known(knowledge)
    lamp = found["tt0000011"]
    assert (lamp.name, lamp.also_known_as) == ("Night Lamp", ("Lampe de nuit",))
    assert said(lamp, "identifiers") == ["tt0000011"]
    assert said(lamp, "runtime") == ["101"]
    assert said(lamp, "genre") == ["crime", "sci-fi"]
    assert [(fact.value.entity, [value.text for _, value in fact.qualifiers]) for fact in lamp.facts
            if fact.relation == "starring"] == [
        ("nm0000002", ["Vera Stein"]), ("nm0000002", ['The "Cat"']), ("nm0000003", [])
    ]  # fmt: skip
    assert found["tt0000014"].name == '"No" is: #1'
    assert {"tt0000012", "tt0000013"} <= found.keys()
    assert found.keys().isdisjoint({"tt0000015", "tt0000016", "nm0000004"})
    assert "1 × titles of the type tvEpisode" in out
    assert "1 × credits of people whom name.basics does not have, such as nm0000009" in out
    answerer = Answerer.open(knowledge, cache)
    try:
        assert answerer.answer("who directed night lamp?").answers == ("Ada Quill",)
        assert answerer.answer("who played Vera Stein in night lamp?").answers == ("Mira Holt",)
        assert answerer.answer("what is the imdb id of night lamp?").answers == ("tt0000011",)
        assert "IMDb" in answerer.answer("how long is night lamp?").sources[0]
    finally:
        answerer.close()


def test_votes_choose_titles_and_tell_ratings(
    importing: Import, imdb: list[Path], source: Source, knowledge: Path
) -> None:
    importing("imdb", *imdb, source("r.tsv", RATINGS))
    found = known(knowledge)
    assert {"tt0000011", "tt0000014"} <= found.keys()
    assert found.keys().isdisjoint({"tt0000012", "tt0000013"})
    assert said(found["tt0000011"], "rating") == ["7.5/10"]


def test_the_cast_is_cut_where_it_is_billed(importing: Import, imdb: list[Path], knowledge: Path) -> None:
    importing("imdb", *imdb, "--top-billed", "1")
    assert set(said(known(knowledge)["tt0000011"], "starring")) == {"Mira Holt"}


MOVIE = {
    "id": 7, "title": "Night Lamp", "original_title": "Lampe de nuit", "imdb_id": "tt0000011",
    "release_date": "1995-03-04", "runtime": 0, "budget": 1000000, "revenue": 0, "overview": "A lamp.\nA night.",
    "genres": [{"name": "Crime"}],
    "spoken_languages": [{"iso_639_1": "fr", "name": "Français"}, {"iso_639_1": "xx", "name": "No Language"}],
    "status": "Released",
    "vote_average": 6.25, "vote_count": 10,
}  # fmt: skip
CREDITS = {
    "id": 7, "cast": [{"id": 5, "name": "Mira Holt", "character": "Vera (voice) / Self", "order": 0}],
    "crew": [{"id": 6, "name": "Ada Quill", "job": "Director"}, {"id": 6, "name": "Ada Quill", "job": "Grip"}],
}  # fmt: skip


@pytest.mark.parametrize("form", ["one", "array", "lines", "by id"])
def test_tmdb(form: str, importing: Import, source: Source, knowledge: Path) -> None:
    texts = {
        "one": json.dumps(MOVIE | {"credits": CREDITS}, indent=1),
        "array": json.dumps([MOVIE, CREDITS]),
        "lines": f"{json.dumps(CREDITS)}\n\n{json.dumps(MOVIE)}\n",
        "by id": json.dumps({"7": json.dumps(MOVIE), "8": json.dumps(CREDITS)}),
    }
    assert importing("tmdb", source("m.json", texts[form]))[0] == 0
    lamp = known(knowledge)["tt0000011"]
    assert said(lamp, "directed_by") == ["Ada Quill"]
    assert [fact.qualifiers[0][1].text for fact in lamp.facts if fact.relation == "starring"] == ["Vera"]
    assert said(lamp, "identifiers") == ["tt0000011", "7"]
    assert said(lamp, "language") == ["French"]
    assert said(lamp, "budget") == ["$1,000,000"]
    assert (said(lamp, "runtime"), said(lamp, "box_office")) == ([], [])


def test_movielens(importing: Import, source: Source, knowledge: Path) -> None:
    rows = ["movieId,title,genres", '3,"Lamp, The (Lampe, La) (1995) ",Crime|IMAX', "4,Odd,(no genres listed)", ""]
    movies = source("movies.csv", "\n".join(rows))
    importing("movielens", movies, source("links.csv", "movieId,imdbId,tmdbId\n3,0000011,7\n"))
    found = known(knowledge)
    lamp = found["tt0000011"]
    assert (lamp.name, lamp.also_known_as, said(lamp, "release_date")) == ("The Lamp", ("La Lampe",), ["1995"])
    assert said(lamp, "genre") == ["crime"]
    assert said(lamp, "identifiers") == ["tt0000011", "3", "7"]
    assert found["movielens-4"].name == "Odd"


ENTITY = "http://www.wikidata.org/entity/"
ROWS = [
    {"film": f"{ENTITY}Q1", "filmLabel": "Night Lamp", "director": f"{ENTITY}Q5", "directorLabel": "Ada Quill",
     "date": "1995-03-04T00:00:00Z", "genreLabel": "crime film", "imdb": "tt0000011", "duration": "101"},
    {"film": f"{ENTITY}Q1", "filmLabel": "Night Lamp", "director": f"{ENTITY}Q6", "directorLabel": "Q6",
     "date": "1995-01-01T00:00:00Z", "genreLabel": "drama film", "imdb": "tt0000011", "duration": "101"},
]  # fmt: skip


@pytest.mark.parametrize("form", ["sparql", "flat", "csv"])
def test_wikidata_has_several_rows_a_film(form: str, importing: Import, source: Source, knowledge: Path) -> None:
    if form == "csv":
        text = "\n".join([",".join(ROWS[0]), *(",".join(row.values()) for row in ROWS)])
    elif form == "flat":
        text = json.dumps(ROWS)
    else:
        bindings = [{key: {"type": "literal", "value": value} for key, value in row.items()} for row in ROWS]
        text = json.dumps({"head": {"vars": list(ROWS[0])}, "results": {"bindings": bindings}})
    code, out, _ = importing("wikidata", source("query", text))
    assert code == 0
    lamp = known(knowledge)["tt0000011"]
    assert said(lamp, "identifiers") == ["tt0000011", "Q1"]
    assert said(lamp, "genre") == ["crime", "drama"]
    assert (said(lamp, "directed_by"), said(lamp, "release_date")) == (["Ada Quill"], ["1995-03-04"])
    assert "1 × items of Wikidata without a label" in out


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_table(sign: str, importing: Import, source: Source, knowledge: Path) -> None:
    rows = [
        ["Title", "Year", "Regie", "Stars", "Runtime", "Genre"],
        ['"Lamp, The (1995)"', "-1995", "Ada Quill|Mira Holt", '"Sam Roe, Jr., Pia Voss"', "142 min", "Crime"],
        ["Carmina", "1915", "Ada Quill", "N/A", "", ""],
        ["", "1916", "Ada Quill", "", "", ""],
        ["Carmina", "1915", "Mira Holt", "N/A", "soon", ""],
    ]
    table = source("t.csv", "\n".join(sign.join(row) for row in rows))
    code, out, _ = importing("csv", table, "--map", "Regie=directed_by")
    assert code == 0
    found = known(knowledge)
    lamp = found["the-lamp-1995"]
    assert said(lamp, "directed_by") == ["Ada Quill", "Mira Holt"]
    assert said(lamp, "starring") == ["Sam Roe, Jr.", "Pia Voss"]
    assert (said(lamp, "runtime"), said(lamp, "release_date")) == (["142"], ["1995"])
    assert {"carmina-1915-ada-quill", "carmina-1915-mira-holt"} <= found.keys()
    assert "values that are no duration for runtime, such as 'soon'" in out
    assert "1 × rows without a title, such as " in out


def test_a_column_may_be_mapped_to_what_tables_call_it(importing: Import, source: Source, knowledge: Path) -> None:
    table = source("t.csv", "Titel;Jahr;Regie\nDie Lampe;1995;Ada Quill\n")
    maps = [
        f"--map={column}={about}" for column, about in (("Titel", "title"), ("Jahr", "Year"), ("Regie", "director"))
    ]
    code, _, _ = importing("csv", table, *maps)
    assert code == 0
    assert said(known(knowledge)["die-lampe-1995"], "directed_by") == ["Ada Quill"]


# -- with what is there ------------------------------------------------------------------------------------------------


def test_a_second_import_of_the_same_writes_nothing(importing: Import, imdb: list[Path], knowledge: Path) -> None:
    importing("imdb", *imdb)
    before = contents(knowledge)
    _, out, _ = importing("imdb", *imdb)
    assert contents(knowledge) == before
    assert "Files: 3 as they were" in out


def test_newer_data_updates_and_leaves_alone_what_people_changed(
    importing: Import, imdb: list[Path], source: Source, knowledge: Path
) -> None:
    importing("imdb", *imdb)
    pack = knowledge / "facts/imported/imdb/films-0001.yaml"
    text = pack.read_text(encoding="utf-8").replace("runtime: 101 minutes", "runtime: 99 minutes  # I measured it")
    start, end = text.index("- film: Carmina"), text.index("- film: Carmina", text.index("- film: Carmina") + 5)
    pack.write_text(text[:start] + text[end:], encoding="utf-8")
    source("title.basics.tsv.gz", BASICS.replace("\t90\tComedy", "\t91\tComedy").replace("\t101\t", "\t102\t"))
    _, out, _ = importing("imdb", *imdb)
    found = known(knowledge)
    assert said(found["tt0000011"], "runtime") == ["99"]
    assert "# I measured it" in pack.read_text(encoding="utf-8")
    assert said(found["tt0000014"], "runtime") == ["91"]
    assert "tt0000012" not in found
    assert "1 × entries that were changed by hand" in out
    assert "1 × entries that were deleted by hand" in out


def test_what_a_curator_wrote_counts_and_stays(importing: Import, imdb: list[Path], knowledge: Path) -> None:
    own = {
        "facts/films/night-lamp.yaml": "film: Night Lamp\nsource: us\nfacts:\n  release_date: 1995\n"
        "  runtime: 97 minutes\n  directed_by: Ada Quill\n",
        "facts/people/ada-quill.yaml": "person: Ada Quill\nsource: us\nfacts:\n  occupation: painter\n",
        "facts/films/x.yaml": "film: Carmina\nid: tt0000013\nsource: us\nfacts:\n  trivia: Lost and found.\n",
        "facts/us.yaml": "source: Our club\n",
    }
    write(knowledge, own)
    _, out, _ = importing("imdb", *imdb)
    found = known(knowledge)
    lamp = found["night-lamp"]
    assert (said(lamp, "runtime"), said(lamp, "genre")) == (["97"], ["crime", "sci-fi"])
    assert lamp.also_known_as == ("Lampe de nuit",)
    assert "tt0000011" not in found
    assert "nm0000001" not in found
    assert (said(found["ada-quill"], "occupation"), said(found["ada-quill"], "born_on")) == (["painter"], ["1950"])
    assert said(found["tt0000013"], "trivia") == ["Lost and found."]
    assert said(found["tt0000013"], "runtime") == ["60"]
    assert "runtime between sources, such as Night Lamp (night-lamp): here 101 minutes; night-lamp.yaml: 97" in out
    for name, text in own.items():
        assert (knowledge / name).read_text(encoding="utf-8") == text


def test_two_sources_meet_by_id_and_the_stated_rule_decides(
    importing: Import, imdb: list[Path], source: Source, knowledge: Path
) -> None:
    importing("imdb", *imdb)
    importing("tmdb", source("m.json", json.dumps(MOVIE | {"runtime": 110, "credits": CREDITS})))
    found = known(knowledge)
    lamp = found["tt0000011"]
    assert said(lamp, "runtime") == ["101"]
    assert said(lamp, "release_date") == ["1995-03-04"]
    assert sorted(said(lamp, "identifiers")) == ["7", "tt0000011"]
    assert said(lamp, "budget") == ["$1,000,000"]
    assert [entity.id for entity in found.values() if entity.name == "Ada Quill"] == ["nm0000001"]


def test_a_film_of_the_same_name_and_year_with_another_id_is_another_film(
    importing: Import, imdb: list[Path], source: Source, knowledge: Path
) -> None:
    importing("imdb", *imdb)
    importing("tmdb", source("m.json", json.dumps(MOVIE | {"imdb_id": "tt0000099"})))
    assert {"tt0000011", "tt0000099"} <= known(knowledge).keys()


def test_packs_are_bounded_and_keep_their_entries(
    importing: Import, source: Source, knowledge: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "ENTRIES", 2)
    header, rows = "title,year,imdb_id\n", [f"Film {n},2000,tt{n:07}\n" for n in range(1, 8)]
    importing("csv", source("t.csv", header + "".join(rows[1:6])))
    folder = knowledge / "facts/imported/csv"
    before = contents(folder)
    assert [name for name in sorted(before) if name.startswith("films")] == [f"films-000{n}.yaml" for n in (1, 2, 3)]
    importing("csv", source("t.csv", header + "".join(rows)))
    after = contents(folder)
    assert {name for name in before if before[name] != after[name]} == {"films-0003.yaml"}
    assert len(known(knowledge)) == 7 + 1


# -- when something is wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format_", "name", "text", "told"),
    [
        ("imdb", "a.tsv", BASICS.replace("startYear", "year"), "the column 'startYear' is missing"),
        ("imdb", "a.tsv", "a\tb\n1\t2\n", "none of IMDb's tables"),
        ("imdb", "a.tsv", NAMES, "title.basics is missing"),
        ("imdb", "a.tsv", BASICS.replace("tt0000013", "xx"), "a.tsv:4: 'xx' is no id"),
        ("tmdb", "a.json", '[{"id": 1, "title": "X"},\n{"id": }]', "a.json:2: not JSON"),
        ("tmdb", "a.json", '[{"id": 1, "title": "X"},', "cut off"),
        ("tmdb", "a.json", '[{"x": 1}]', "has no movies"),
        ("movielens", "a.csv", "movieId,title\n1,X\n", "the column 'genres' is missing"),
        ("movielens", "a.csv", "movieId,imdbId,tmdbId\n1,1,1\n", "movies.csv is missing"),
        ("wikidata", "a.json", "[]", "has no results"),
        ("wikidata", "a.csv", "a,b\n1,2\n", "no column holds items"),
        ("csv", "a.csv", "a,b\n1,2\n", "--map COLUMN=name"),
        ("csv", "a.csv", 'title,b\n"1,2\n', "not readable as CSV"),
        ("csv", "a.csv", "", "is empty"),
    ],
)
def test_a_bad_source_is_one_sentence(
    format_: str, name: str, text: str, told: str, importing: Import, source: Source, knowledge: Path
) -> None:
    code, out, errors = importing(format_, source(name, text))
    assert (code, out) == (2, "")
    assert told in errors
    assert errors.count("\n") == 1
    assert not [path for path in knowledge.rglob("*") if path.is_file()]


def test_a_cut_off_archive(importing: Import, source: Source) -> None:
    path = source("b.tsv.gz", BASICS * 50)
    path.write_bytes(path.read_bytes()[:-20])
    code, _, errors = importing("imdb", path)
    assert code == 2
    assert "b.tsv.gz is gzipped and cut off or damaged" in errors


def test_what_is_not_utf8_and_what_is_not_there(importing: Import, source: Source, tmp_path: Path) -> None:
    path = source("t.csv", "title\nx\n")
    path.write_bytes("title\nAmélie\n".encode("latin-1"))
    code, _, errors = importing("csv", path)
    assert (code, "t.csv:2: not written in UTF-8" in errors) == (2, True)
    assert importing("csv", path, "--encoding", "latin-1")[0] == 0
    code, _, errors = importing("csv", tmp_path / "nowhere.csv")
    assert (code, "does not exist" in errors) == (2, True)


def test_a_pack_that_a_person_broke_stops_the_import(importing: Import, imdb: list[Path], knowledge: Path) -> None:
    importing("imdb", *imdb)
    pack = knowledge / "facts/imported/imdb/films-0001.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("- film: Night", "- film: [Night"), encoding="utf-8")
    before = contents(knowledge)
    code, _, errors = importing("imdb", *imdb)
    assert (code, "films-0001.yaml:" in errors, "Mend it first" in errors) == (2, True, True)
    assert contents(knowledge) == before


def test_an_import_that_ends_early_leaves_the_old_files(
    importing: Import, imdb: list[Path], source: Source, knowledge: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing("imdb", *imdb)
    before = contents(knowledge)
    source("title.basics.tsv.gz", BASICS.replace("Comedy", "Drama"))

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packs.Packs, "commit", interrupted)
        assert importing("imdb", *imdb)[0] == 130
    assert contents(knowledge) == before
    (knowledge / "facts/imported/imdb/.new-films-0001.yaml").write_text("left by a killed one", encoding="utf-8")
    importing("imdb", *imdb)
    assert not list(knowledge.rglob(".*"))
    assert said(known(knowledge)["tt0000014"], "genre") == ["drama"]


def test_two_imports_into_one_folder_take_turns(importing: Import, imdb: list[Path], knowledge: Path) -> None:
    folder = knowledge / "facts/imported/imdb"
    folder.mkdir(parents=True)
    other = sqlite3.connect(folder / ".import.lock", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    code, _, errors = importing("imdb", *imdb)
    other.close()
    assert (code, "another import is writing" in errors) == (2, True)


def test_each_thing_skipped_is_listed(importing: Import, imdb: list[Path], tmp_path: Path) -> None:
    importing("imdb", *imdb, "--report", tmp_path / "report.tsv")
    lines = (tmp_path / "report.tsv").read_text(encoding="utf-8").splitlines()
    assert lines == ["skipped\tcredits of people whom name.basics does not have\tnm0000009 in tt0000011"]
