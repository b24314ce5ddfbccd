"""An edit gives what compiling everything anew would give, and readers go on seeing one state until they go on."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.snapshots import Snapshot, advanced, bring_up_to_date, open_snapshot, refreshed, snapshot_of
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.knowledge_folder import Contents, Text, list_knowledge
from tests.making import SHIPPED, Files, write

NAMES = ("Zorvan", "ZORVAN", "Quillane", "Odo Marsk", "odo marsk", "Ilka Brenn", "Merrow", "Tesk Ulmer")
IDS = ("zorvan", "quillane", "odo-marsk", "merrow", "tesk.person")
RELATIONS = ("directed_by", "starring", "based_on", "follows", "production_company", "filmed_in", "genre", "topic")


def content(base: KnowledgeBase) -> dict[str, object]:
    """All that a snapshot says, without the numbers that mean nothing outside of it."""
    node = (
        "(SELECT json_array(n.ident, n.kind, n.name, n.year, n.low, n.high, n.line,"
        " (SELECT path FROM file WHERE id = n.file)) FROM node n WHERE n.id = {})"
    )
    queries = {
        "nodes": f"SELECT {node.format('id')} FROM node ORDER BY 1",
        "facts": f"SELECT relation, {node.format('subject')}, {node.format('value')}, source, line, place,"
        " (SELECT path FROM file WHERE id = fact.file) FROM fact ORDER BY id",
        "descriptions": "SELECT ident, f.path, line, place, kind, folded, year, against_line, against_place,"
        " (SELECT path FROM file WHERE id = against_file) FROM description JOIN file f ON f.id = file"
        " ORDER BY 1, 2, 3, 4",
        "own": "SELECT f.path, said, kind, folded, year, ident FROM own JOIN file f ON f.id = file"
        " ORDER BY 1, own.rowid",
        "qualifiers": f"SELECT role, {node.format('value')} FROM qualifier ORDER BY fact, role",
        "names": f"SELECT key, words, weight, {node.format('node')} FROM name ORDER BY 1, 2, 3, 4",
        "words": "SELECT word, names FROM word ORDER BY word",
        "near": "SELECT near.key, word.word FROM near JOIN word ON word.id = near.word ORDER BY 1, 2",
        "near_twice": "SELECT n.key, word.word FROM near_twice n JOIN word ON word.id = n.word ORDER BY 1, 2",
        "postings": "SELECT word.word, name.words FROM posting JOIN word ON word.id = posting.word"
        " JOIN name ON name.id = posting.name ORDER BY 1, 2",
        "mentions": f"SELECT kinds, text, year, ref, uses, trouble, {node.format('node')} FROM mention"
        " ORDER BY 1, 2, 3, 4, 7",
        "sources": "SELECT ident, details FROM source ORDER BY 1",
        "relations": "SELECT name, facts FROM relation ORDER BY 1",
        "cited": "SELECT source, uses FROM cited ORDER BY 1",
        "problems": "SELECT file.path, line, what FROM problem JOIN file ON file.id = problem.file ORDER BY 1, 2, 3",
        "digest": "SELECT value FROM meta WHERE key = 'digest'",
    }
    return {what: base.execute(query).fetchall() for what, query in queries.items()}


def entity(rng: random.Random, ident: str | None) -> list[str]:
    """The lines of one entity, which may be called like others, and name others in every way."""
    kind = rng.choice(("film", "film", "book", "person"))
    lines = [f"{kind}: {rng.choice(NAMES)}"]
    if ident:
        lines.append(f"id: {ident}")
    if rng.random() < 0.3:
        lines.append(f"also_known_as: [{rng.choice(NAMES)}]")
    lines += [f"source: {rng.choice(('programme', 'programme', 'nobody'))}", "facts:"]
    if kind == "film":
        if rng.random() < 0.5:
            lines.append(f"  release_date: {rng.choice((1961, 2019))}")
        for relation in rng.sample(RELATIONS, rng.randrange(4)):
            year = f" ({rng.choice((1961, 2019))})" if relation == "follows" and rng.random() < 0.5 else ""
            reference = f"{{id: {rng.choice(IDS[:4])}}}" if relation == "based_on" and rng.random() < 0.4 else None
            lines.append(f"  {relation}: {reference or rng.choice(NAMES) + year}")
    elif kind == "person":
        lines.append(f"  spouse: {rng.choice(NAMES)}")
    return lines


def random_file(rng: random.Random) -> str:
    """A file with one entity, a pack, a source, or a mistake."""
    kind = rng.random()
    if kind < 0.1:
        return "source: The programme\nid: programme\n"
    if kind < 0.15:
        return "film: [\n"
    if kind < 0.6:
        return "\n".join(["", "# moved down"][: rng.randrange(3)] + entity(rng, rng.choice((None, *IDS)))) + "\n"
    ids = [rng.choice((*IDS, "brenn", "ulmer")) for _ in range(rng.randrange(1, 5))]
    blocks = (entity(rng, ident) for ident in ids)
    return "".join(f"- {lines[0]}\n" + "".join(f"  {line}\n" for line in lines[1:]) for lines in blocks)


def folder(knowledge: Path) -> Contents:
    return list_knowledge(knowledge, SHIPPED)


@pytest.mark.parametrize("seed", range(4))
def test_edits_give_what_compiling_anew_gives(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    names = [f"facts/{letter}.yaml" for letter in "abcdef"]
    knowledge = write(tmp_path / "knowledge", {name: random_file(rng) for name in names[:3]})
    edited = open_snapshot(knowledge, tmp_path / "cache", SHIPPED)
    for step in range(12):
        changed = rng.sample(names, rng.randrange(1, 3))
        for name in changed:
            if rng.random() < 0.25:
                (knowledge / name).unlink(missing_ok=True)
            else:
                write(knowledge, {name: random_file(rng)})
        if step % 2 and after_edit_of(edited, knowledge, *changed):
            edited = advanced(edited)
        else:
            edited = refreshed(edited, folder(knowledge))
        anew = open_snapshot(knowledge, tmp_path / f"anew-{step}", SHIPPED)
        assert content(edited.base) == content(anew.base)
        assert edited.problems == anew.problems
        anew.base.close()
    edited.base.close()


LAYERS = ("facts", "facts/imported/one", "facts/imported/other", "servers/7/facts")


@pytest.mark.parametrize("seed", range(5))
def test_edits_of_layers_give_what_compiling_anew_gives(tmp_path: Path, seed: int) -> None:
    """People's files, imports and a server's own, which describe the same things under the same ids or others."""
    rng = random.Random(seed)
    rules = list_knowledge(write(tmp_path / "rules", {"facts/.keep": ""}), SHIPPED)
    names = [f"{layer}/{letter}.yaml" for layer in LAYERS for letter in "ab"]
    texts = {name: random_file(rng) for name in rng.sample(names, 4)}

    def contents() -> Contents:
        return replace(rules, facts=tuple(Text(name, texts[name].encode()) for name in sorted(texts)))

    edited = snapshot_of("edited", contents(), tmp_path / "cache")
    for step in range(12):
        changed = rng.sample(names, rng.randrange(1, 4))
        for name in changed:
            if rng.random() < 0.25:
                texts.pop(name, None)
            else:
                texts[name] = random_file(rng)
        files = {file.name: file for file in contents().facts}
        if step % 2 and bring_up_to_date(edited, {name: files.get(name) for name in changed}, files.__getitem__):
            edited = advanced(edited)
        else:
            edited = refreshed(edited, contents())
        anew = snapshot_of("anew", contents(), tmp_path / f"anew-{step}")
        assert content(edited.base) == content(anew.base)
        assert edited.problems == anew.problems
        anew.base.close()
    edited.base.close()


FILMS: Files = {
    "facts/p.yaml": "source: The programme\nid: programme\n",
    "facts/a.yaml": "film: Zorvan\nid: zorvan\nsource: programme\nfacts:\n  runtime: 90\n",
}


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return write(tmp_path / "knowledge", FILMS)


def after_edit_of(snapshot: Snapshot, knowledge: Path, *names: str) -> bool:
    files = {file.name: file for file in folder(knowledge).facts}
    return bring_up_to_date(snapshot, {name: files.get(name) for name in names}, files.__getitem__)


def runtimes(snapshot: Snapshot) -> list[str]:
    return [snapshot.base.node(node).name for node, _ in snapshot.base.lookup("runtime", "value", {})]


def test_readers_see_one_state_until_they_go_on(knowledge: Path, tmp_path: Path) -> None:
    reader, other = (open_snapshot(knowledge, tmp_path / "cache", SHIPPED) for _ in range(2))
    write(knowledge, {"facts/a.yaml": FILMS["facts/a.yaml"].replace("90", "91")})
    other = refreshed(other, folder(knowledge))
    assert (runtimes(reader), runtimes(other)) == (["90"], ["91"])
    assert runtimes(refreshed(reader, folder(knowledge))) == ["91"]
    reader.base.close()
    other.base.close()


def test_a_change_that_is_cut_short_leaves_what_was_there(
    knowledge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = open_snapshot(knowledge, tmp_path / "cache", SHIPPED)
    before = content(snapshot.base)
    write(knowledge, {"facts/a.yaml": FILMS["facts/a.yaml"].replace("90", "91")})
    with monkeypatch.context() as patched:
        patched.setattr("bot.facts.name_index.NameIndex.finish", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            refreshed(snapshot, folder(knowledge))
    assert content(snapshot.base) == before
    assert runtimes(refreshed(snapshot, folder(knowledge))) == ["91"]
    with closing(sqlite3.connect(snapshot.base.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    snapshot.base.close()


def _interrupt(_self: object) -> None:
    raise KeyboardInterrupt


def test_an_answerer_goes_on_to_an_edit(knowledge: Path, tmp_path: Path) -> None:
    answerer = Answerer.open(knowledge, tmp_path / "cache", SHIPPED)
    assert answerer.answer("how long is Zorvan?").answers == ("90",)
    assert not answerer.go_on(refreshed(answerer.snapshot, folder(knowledge)))
    write(knowledge, {"facts/a.yaml": FILMS["facts/a.yaml"].replace("90", "91")})
    assert after_edit_of(answerer.snapshot, knowledge, "facts/a.yaml")
    assert answerer.answer("how long is Zorvan?").answers == ("90",)
    assert answerer.go_on(advanced(answerer.snapshot))
    assert answerer.answer("how long is Zorvan?").answers == ("91",)
    answerer.close()
