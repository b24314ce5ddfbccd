"""Whole knowledge folders: which files are read, what counts as the same content, and the checks between files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.facts.checking import check
from bot.facts.knowledge_folder import Digest, KnowledgeMissing, list_knowledge
from bot.facts.reading import read_facts, read_rules
from tests.making import read_folder

SHIPPED = Path(__file__).parents[2] / "knowledge"

DIRECTED_BY = """\
relation: directed_by
meaning: The director.
subject: film
value: person
values: many
en:
  name: director
  answer: {subject: "{value} directed {subject}.", value: "{subject} was directed by {value}."}
"""
RULES = {
    "relations/directed_by.yaml": DIRECTED_BY,
    "relations/based_on.yaml": DIRECTED_BY.replace("directed_by", "based_on").replace("person", "[film, book]"),
    "relations/release_date.yaml": DIRECTED_BY.replace("directed_by", "release_date").replace("person", "date"),
    "language/en.yaml": "glue: [please, {a: b}]\n",
    "facts/films/shipped.yaml": "film: Shipped\n",
}
SOURCE = {"facts/collider.yaml": "source: Collider\n"}

Write = Callable[[dict[str, str]], Path]


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write(tmp_path / "shipped", RULES)


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Make the knowledge folder that holds the given files."""
    return lambda files: write(tmp_path / "knowledge", files)


def told(knowledge: Path, shipped: Path, *paths: Path) -> list[str]:
    return [str(problem) for problem in check(knowledge, shipped, paths)]


def film(name: str, facts: str) -> str:
    return f"film: {name}\nsource: collider\nfacts: {{{facts}}}\n"


def test_the_shipped_knowledge_has_no_problems() -> None:
    assert told(SHIPPED, SHIPPED) == []


def test_a_folder_with_facts_alone_goes_with_the_shipped_relations_and_words(folder: Write, shipped: Path) -> None:
    found = read_folder(folder({"facts/films/heat.yaml": "film: Heat\n", **SOURCE}), shipped)
    assert [entity.id for entity in found.entities] == ["collider", "heat"]
    assert list(found.rules.vocabulary) == ["based_on", "directed_by", "release_date"]
    assert found.rules.language == {"en": {"glue": ["please", {"a": "b"}]}}
    assert found.problems == []


def test_a_relation_of_the_folder_is_added_or_stands_in_for_the_shipped_one(folder: Write, shipped: Path) -> None:
    own = {
        "relations/directed_by.yaml": DIRECTED_BY.replace("The director.", "Who directed it."),
        "relations/produced_by.yaml": DIRECTED_BY.replace("directed_by", "produced_by"),
    }
    vocabulary = read_folder(folder(own), shipped).rules.vocabulary
    assert vocabulary["directed_by"].meaning == "Who directed it."
    assert set(vocabulary) == {"based_on", "directed_by", "produced_by", "release_date"}


def test_the_digest_of_rules_is_that_of_names_and_contents(folder: Write, shipped: Path) -> None:
    def digest() -> str:
        found = Digest()
        read_rules(list_knowledge(knowledge, shipped), found)
        return found.text()

    knowledge = folder({"facts/a.yaml": "film: A\n"})
    first = digest()
    write(knowledge, {"facts/a.yaml": "film: B\n", "relations/notes.txt": "x", "README.md": "x"})
    assert digest() == first
    write(shipped, {"language/en.yaml": "glue: []\n"})
    changed = digest()
    (shipped / "language/en.yaml").rename(shipped / "language/fr.yaml")
    assert len({first, changed, digest()}) == 3


def test_files_are_read_in_the_order_of_their_names(folder: Write, shipped: Path) -> None:
    names = ["facts/b.yaml", "facts/a/z.yml", "facts/a/b/c.YAML", "facts/c.yaml"]
    contents = list_knowledge(folder(dict.fromkeys(names, "film: X")), shipped)
    assert [file.name for file in contents.facts] == [
        "facts/a/b/c.YAML",
        "facts/a/z.yml",
        "facts/b.yaml",
        "facts/c.yaml",
    ]


def test_a_pack_need_not_be_in_memory_with_all_others(folder: Write, shipped: Path) -> None:
    contents = list_knowledge(folder({"facts/a.yaml": "film: A\n", "facts/b.yaml": "x\n"}), shipped)
    files = list(read_facts(contents.facts, read_rules(contents).vocabulary))
    assert [(file.file, len(file.entities), len(file.problems)) for file in files] == [
        ("facts/a.yaml", 1, 0),
        ("facts/b.yaml", 0, 1),
    ]


def test_hidden_and_other_files_are_left_alone(folder: Write, shipped: Path) -> None:
    names = ["facts/.heat.yaml", "facts/.git/x.yaml", "facts/heat.yaml~", "facts/#heat.yaml#", "facts/notes.md"]
    contents = list_knowledge(folder(dict.fromkeys(names, "x")), shipped)
    assert (contents.facts, contents.problems) == ((), ())


def test_what_is_no_plain_file_is_skipped_and_told(folder: Write, shipped: Path) -> None:
    knowledge = folder(
        {"facts/heat.yaml": "film: Heat\n", "elsewhere/secret.yaml": "film: Secret\n", "stray.yaml": "x"}
    )
    (knowledge / "facts/link.yaml").symlink_to(knowledge / "elsewhere/secret.yaml")
    (knowledge / "facts/dangling.yaml").symlink_to("/nowhere")
    (knowledge / "facts/linked").symlink_to(knowledge / "elsewhere")
    (knowledge / "facts/loop").symlink_to(knowledge / "facts")
    os.mkfifo(knowledge / "facts/pipe.yaml")
    (knowledge / "facts/folder.yaml").mkdir()
    (knowledge / "facts/new\nline.yaml").write_text("film: X")
    found = read_folder(knowledge, shipped)
    assert [entity.id for entity in found.entities] == ["heat"]
    skipped = [problem.location.file for problem in found.problems]
    assert sorted(skipped) == [
        "'facts/new\\nline.yaml'", "facts/dangling.yaml", "facts/link.yaml", "facts/linked", "facts/loop",
        "facts/pipe.yaml", "stray.yaml",
    ]  # fmt: skip


def test_a_file_that_turns_into_a_link_or_a_pipe_or_goes_is_not_read(folder: Write, shipped: Path) -> None:
    knowledge = folder({f"facts/{name}.yaml": "film: X\n" for name in ("gone", "link", "pipe")})
    contents = list_knowledge(knowledge, shipped)
    for file in contents.facts:
        (knowledge / file.name).unlink()
    (knowledge / "facts/link.yaml").symlink_to(shipped / "facts/films/shipped.yaml")
    os.mkfifo(knowledge / "facts/pipe.yaml")
    for read_file in read_facts(contents.facts, read_rules(contents).vocabulary):
        assert read_file.entities == ()
        assert "cannot be read" in read_file.problems[0].what


def test_a_folder_that_is_not_there(tmp_path: Path, shipped: Path) -> None:
    with pytest.raises(KnowledgeMissing) as missing:
        list_knowledge(tmp_path / "nowhere", shipped)
    assert missing.value.path == tmp_path / "nowhere"
    with pytest.raises(KnowledgeMissing):
        check(shipped, tmp_path / "nowhere")


def test_good_files_are_read_beside_broken_ones(folder: Write, shipped: Path) -> None:
    knowledge = folder(
        {"facts/a.yaml": "film: A\n", "facts/b.yaml": "film: [", "facts/c.yaml": "\0", "facts/d.yaml": "film: D"}
    )
    found = read_folder(knowledge, shipped)
    assert [entity.name for entity in found.entities] == ["A", "D"]
    assert [problem.location.file for problem in found.problems] == ["facts/b.yaml", "facts/c.yaml"]


def test_a_broken_relation_is_told_once_and_not_by_every_fact_that_uses_it(folder: Write, shipped: Path) -> None:
    files = {"relations/directed_by.yaml": "relation: x\n", "facts/a.yaml": film("A", "directed_by: B"), **SOURCE}
    assert {line.split(":")[0] for line in told(folder(files), shipped)} == {"relations/directed_by.yaml"}


def test_an_id_used_twice_is_told_at_both_places_and_the_first_stays(folder: Write, shipped: Path) -> None:
    knowledge = folder({"facts/a/heat.yaml": "film: Heat\n", "facts/b/heat.yaml": "# x\nfilm: Other\n"})
    assert [entity.name for entity in read_folder(knowledge, shipped).entities] == ["Heat"]
    first, second = told(knowledge, shipped)
    assert first.startswith("facts/a/heat.yaml:1:1: the id 'heat' is used twice, here and at facts/b/heat.yaml:2:1")
    assert second.startswith("facts/b/heat.yaml:2:1: the id 'heat' is used twice, here and at facts/a/heat.yaml:1:1")


def test_every_fact_has_a_source_that_is_described(folder: Write, shipped: Path) -> None:
    facts = "facts:\n  directed_by:\n    - {value: A, source: colider}\n    - {value: B, source: variety}\n    - C\n"
    found = told(folder({"facts/heat.yaml": f"film: Heat\n{facts}", **SOURCE}), shipped)
    assert found[:2] == [
        "facts/heat.yaml:4:15: no file describes the source 'colider' (did you mean 'collider'?)",
        "facts/heat.yaml:5:15: no file describes the source 'variety' (known are collider)",
    ]
    assert found[2].startswith("facts/heat.yaml:6:7: this 'directed_by' has no source (write  source: …  above  facts:")
    assert len(found) == 3


HEATS = {
    **SOURCE,
    "facts/heat-1986.yaml": film("Heat", "release_date: 1986"),
    "facts/heat-1995.yaml": film("Heat", "release_date: December 1995"),
    "facts/heat-2.yaml": "book: Heat 2\nalso_known_as: [Heat II]\n",
    "facts/heat-ii.yaml": "film: Heat II\n",
    "facts/mann.yaml": "person: Heat\n",
}


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        ("directed_by: Heat", []),
        ("directed_by: Nobody", []),
        ("based_on: Heat (1995)", []),
        ("based_on: Heat (1972)", []),
        ("based_on: heat ii", []),
        ("based_on: {id: heat-1995}", []),
        (
            "based_on: Heat",
            ["2 entities are called 'Heat' (write Heat (Year), or one of {id: heat-1986}, {id: heat-1995})"],
        ),
        ("based_on: {id: heat-1996}", ["there is no entity with the id 'heat-1996' (did you mean 'heat-1986'?)"]),
        ("based_on: {id: mann}", ["'mann' is a person (expected is: film, book)"]),
    ],
)
def test_names_and_ids_mean_one_entity(folder: Write, shipped: Path, facts: str, problems: list[str]) -> None:
    knowledge = folder({**HEATS, "facts/remake.yaml": film("Remake", facts)})
    found = [line.removeprefix("facts/remake.yaml:3:").partition(": ")[2] for line in told(knowledge, shipped)]
    assert len(found) == len(problems)
    for line, problem in zip(found, problems, strict=True):
        if "did you mean" not in problem:
            assert line == problem
        else:
            assert line.startswith(problem.split(" (")[0])


def test_problems_of_chosen_paths_only(
    folder: Write, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {"facts/films/a.yaml": "flim: A", "facts/films/b.yaml": "flim: B", "facts/c.yaml": "flim: C"}
    knowledge = folder({**broken, "relations/x.yaml": "x"})

    def files(*paths: Path) -> list[str]:
        return [problem.location.file for problem in check(knowledge, shipped, paths)]

    assert len(files()) == 4
    assert len(files(knowledge)) == 4
    assert files(knowledge / "facts/films") == ["facts/films/a.yaml", "facts/films/b.yaml"]
    assert files(Path("facts/films/b.yaml"), Path("facts/c.yaml")) == ["facts/c.yaml", "facts/films/b.yaml"]
    assert files(knowledge / "relations") == ["relations/x.yaml"]
    assert files(Path("nowhere.yaml")) == ["nowhere.yaml"]
    write(tmp_path, {"draft.yaml": "flim: D"})
    monkeypatch.chdir(tmp_path)
    assert files(Path("draft.yaml")) == ["draft.yaml"]


def test_problems_are_sorted_by_file_line_and_column(folder: Write, shipped: Path) -> None:
    text = "".join(f"- film: [{number}]\n" for number in range(12))
    found = check(folder({"facts/b.yaml": text, "facts/a.yaml": text}), shipped)
    places = [(problem.location.file, problem.location.line, problem.location.column) for problem in found]
    assert places == sorted(places)
    assert len(places) == 24
