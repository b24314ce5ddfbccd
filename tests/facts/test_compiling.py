"""From fact files to a snapshot: which name becomes which node, and when a snapshot is made anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.answering.cache_folder import OLD_SNAPSHOTS
from bot.answering.snapshots import Snapshot, open_snapshot
from bot.facts.entity_rows import slug
from bot.facts.rows import Node
from tests.making import SHIPPED, Compiled, Files, write

SOURCE = {"facts/sources/programme.yaml": "source: The programme\n"}


def fact(name: str, *lines: str) -> str:
    """A fact file about a film."""
    return "\n".join([f"film: {name}", "source: programme", "facts:", *(f"  {line}" for line in lines), ""])


def values(snapshot: Snapshot, relation: str) -> list[Node]:
    """The nodes that are values of a relation."""
    return [snapshot.base.node(node) for node, _ in snapshot.base.lookup(relation, "value", {})]


def test_a_name_means_the_entity_that_has_a_file(compiled: Compiled) -> None:
    person = "person: Ilka Brenn\nalso_known_as: [I. K. Brenn]\nsource: programme\nfacts:\n  occupation: baker\n"
    for written in ("Ilka Brenn", "ILKA BRENN", "Ilka  brenn", "I. K. Brenn"):
        found = compiled(
            {**SOURCE, "facts/people/ilka.yaml": person, "facts/zorvan.yaml": fact("Zorvan", f"directed_by: {written}")}
        )
        assert [node.ident for node in values(found, "directed_by")] == ["ilka"]


def test_one_name_without_a_file_is_one_entity_in_all_files(compiled: Compiled) -> None:
    found = compiled({
        **SOURCE,
        "facts/a.yaml": fact("Zorvan", "directed_by: Odo Marsk"),
        "facts/b.yaml": fact("Quillane", "written_by: Odo Marsk", "starring: odo marsk"),
    })  # fmt: skip
    nodes = {node.id for name in ("directed_by", "written_by", "starring") for node in values(found, name)}
    assert len(nodes) == 1


def test_the_id_of_a_name_without_a_file_is_made_from_it(compiled: Compiled) -> None:
    found = compiled({**SOURCE, "facts/a.yaml": fact("Zorvan", "directed_by: Zoë O'Bræ")})
    assert [node.ident for node in values(found, "directed_by")] == [slug("Zoë O'Bræ")] == ["zoe-obrae"]


@pytest.mark.parametrize(
    ("name", "made"),
    [("Canter's Delicatessen", "canters-delicatessen"), ("Starsky & Hutch", "starsky-and-hutch"), ("...", "unnamed")],
)
def test_ids_are_made_of_letters_and_dashes(name: str, made: str) -> None:
    assert slug(name) == made


def test_ids_stay_apart_where_names_of_several_kinds_meet(compiled: Compiled) -> None:
    found = compiled({
        **SOURCE,
        "facts/zorvan.yaml": fact("Zorvan", "directed_by: Zorvan", "production_company: Zorvan", "filmed_in: Zorvan"),
    })  # fmt: skip
    idents = {node.ident for name in ("directed_by", "production_company", "filmed_in") for node in values(found, name)}
    kinds = {node.kind for name in ("directed_by", "production_company", "filmed_in") for node in values(found, name)}
    assert kinds == {"person", "organisation", "place"}
    assert len(idents) == 3
    assert "zorvan" not in idents


def test_a_name_is_of_the_kind_that_some_relation_is_sure_of(compiled: Compiled) -> None:
    """Who is played is a character, so whoever marries one does marry a character; else the first kind counts."""
    found = compiled({
        **SOURCE,
        "facts/a.yaml": fact("Zorvan", "based_on: Quillane"),
        "facts/b.yaml": "person: Ilka Brenn\nsource: programme\nfacts:\n  spouse: Odo Marsk\n",
        "facts/c.yaml": fact("Merrow", "starring: Tesk Ulmer as Odo Marsk"),
    })  # fmt: skip
    assert [node.kind for node in values(found, "spouse")] == ["character"]
    assert [node.kind for node in values(found, "based_on")] == ["book"]


def test_a_year_behind_a_name_picks_the_film_of_that_year(compiled: Compiled) -> None:
    found = compiled({
        **SOURCE,
        "facts/a.yaml": fact("Zorvan", "release_date: 1961").replace("film: Zorvan", "film: Zorvan\nid: old"),
        "facts/b.yaml": fact("Zorvan", "release_date: 2019").replace("film: Zorvan", "film: Zorvan\nid: new"),
        "facts/c.yaml": fact("Quillane", "follows: Zorvan (2019)"),
        "facts/d.yaml": fact("Merrow", "follows: Zorvan (1961)"),
        "facts/e.yaml": fact("Tarsk", "follows: {id: old, name: Zorvan}"),
    })  # fmt: skip
    assert [node.ident for node in values(found, "follows")] == ["new", "old", "old"]


def test_a_year_behind_a_name_that_has_no_file_is_kept(compiled: Compiled) -> None:
    found = compiled({**SOURCE, "facts/a.yaml": fact("Zorvan", "follows: Quillane (1961)")})
    assert [node.label for node in values(found, "follows")] == ["Quillane (1961)"]


def test_the_year_of_a_film_is_that_of_its_first_release(compiled: Compiled) -> None:
    found = compiled({**SOURCE, "facts/zorvan.yaml": fact("Zorvan", "release_date: [2021, 2019-05-01, summer 2020]")})
    node = found.base.by_ident("zorvan")
    assert node is not None
    assert found.base.node(node).year == 2019


# -- snapshots ---------------------------------------------------------------------------------------------------------


def snapshots(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.sqlite"))


def folder(tmp_path: Path, files: Files) -> Path:
    return write(tmp_path / "knowledge", files)


def opened(knowledge: Path, cache: Path) -> Snapshot:
    snapshot = open_snapshot(knowledge, cache, SHIPPED)
    snapshot.base.close()
    return snapshot


def test_a_snapshot_is_made_once(tmp_path: Path) -> None:
    knowledge, cache = folder(tmp_path, {**SOURCE, "facts/a.yaml": fact("Zorvan")}), tmp_path / "cache"
    first = opened(knowledge, cache)
    written = [path.stat().st_ino for path in snapshots(cache)]
    assert opened(knowledge, cache).digest == first.digest
    assert [path.stat().st_ino for path in snapshots(cache)] == written


def test_another_text_changes_the_snapshot_that_is_there(tmp_path: Path) -> None:
    knowledge, cache = folder(tmp_path, {**SOURCE, "facts/a.yaml": fact("Zorvan", "runtime: 90")}), tmp_path / "cache"
    first, made = opened(knowledge, cache), snapshots(cache)
    write(knowledge, {"facts/a.yaml": fact("Zorvan", "runtime: 91")})
    assert opened(knowledge, cache).digest != first.digest
    assert snapshots(cache) == made
    write(knowledge, {"facts/a.yaml": fact("Zorvan", "runtime: 90")})
    assert opened(knowledge, cache).digest == first.digest


def test_other_rules_make_another_snapshot(tmp_path: Path) -> None:
    knowledge, cache = folder(tmp_path, {**SOURCE, "facts/a.yaml": fact("Zorvan")}), tmp_path / "cache"
    opened(knowledge, cache)
    write(knowledge, {"relations/runtime.yaml": (SHIPPED / "relations" / "runtime.yaml").read_text() + "\n"})
    opened(knowledge, cache)
    assert len(snapshots(cache)) == 2


def test_a_deleted_snapshot_is_made_again(tmp_path: Path) -> None:
    knowledge, cache = folder(tmp_path, {**SOURCE, "facts/a.yaml": fact("Zorvan")}), tmp_path / "cache"
    opened(knowledge, cache)
    for path in snapshots(cache):
        path.unlink()
    opened(knowledge, cache)
    assert len(snapshots(cache)) == 1


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\1" * 5000])
def test_a_spoilt_snapshot_is_made_again(tmp_path: Path, content: bytes) -> None:
    knowledge, cache = folder(tmp_path, {**SOURCE, "facts/a.yaml": fact("Zorvan")}), tmp_path / "cache"
    first = opened(knowledge, cache)
    (path,) = snapshots(cache)
    path.write_bytes(content)
    assert opened(knowledge, cache).digest == first.digest
    assert path not in snapshots(cache)


def test_snapshots_that_nobody_has_opened_for_long_go(tmp_path: Path) -> None:
    for number in range(OLD_SNAPSHOTS + 3):
        opened(write(tmp_path / f"knowledge-{number}", {"facts/a.yaml": fact(f"Zorvan {number}")}), tmp_path / "cache")
    assert len(snapshots(tmp_path / "cache")) == OLD_SNAPSHOTS + 3
    for path in snapshots(tmp_path / "cache"):
        os.utime(path, (0, 0))
    opened(write(tmp_path / "another", {"facts/a.yaml": fact("Quillane")}), tmp_path / "cache")
    assert len(snapshots(tmp_path / "cache")) == OLD_SNAPSHOTS + 1


def test_a_folder_with_the_content_of_another_takes_over_its_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when it is compiled in one place and put into another."""
    files = {**SOURCE, "facts/a.yaml": fact("Zorvan", "runtime: 90")}
    first = opened(write(tmp_path / "one", files), tmp_path / "cache")
    monkeypatch.setattr("bot.answering.snapshots.compile_snapshot", None)
    assert opened(write(tmp_path / "other", files), tmp_path / "cache").digest == first.digest


def test_nothing_but_snapshots_and_the_lock_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    for ending in ("tmp", "tmp-journal", "sqlite-wal", "sqlite-shm"):
        (tmp_path / "cache" / f"left-by-a-killed-process.{ending}").write_bytes(b"half")
    opened(folder(tmp_path, SOURCE), tmp_path / "cache")
    left = {path.suffix for path in (tmp_path / "cache").iterdir()}
    assert list((tmp_path / "cache").glob("left-*")) == []
    assert left <= {"", ".sqlite", ".sqlite-wal", ".sqlite-shm"}


def test_a_broken_file_is_told_of_and_the_good_ones_are_there(compiled: Compiled) -> None:
    files = {**SOURCE, "facts/zorvan.yaml": fact("Zorvan", "runtime: 90"), "facts/b.yaml": "film: [\n"}
    for _ in range(2):  # compiled, and then opened as it was compiled
        found = compiled(files)
        assert [problem.location.file for problem in found.problems] == ["facts/b.yaml"]
        assert found.base.by_ident("zorvan") is not None


def test_a_source_is_named_in_a_sentence_by_its_publisher_and_in_full_below(compiled: Compiled) -> None:
    text = "source: Programme of 2021\npublisher: The festival\nurl: https://example.org/2021\ndate: 2021-08-01\n"
    found = compiled({"facts/sources/programme.yaml": text}).sources["programme"]
    assert found.name == "The festival"
    assert found.line == "Programme of 2021, 2021-08-01, https://example.org/2021"


def test_a_source_without_more_is_its_name(compiled: Compiled) -> None:
    found = compiled(SOURCE).sources["programme"]
    assert found.name == found.line == "The programme"


def test_an_empty_folder_compiles(compiled: Compiled) -> None:
    assert compiled({"facts/.keep": ""}).base.known_relations() == {}
