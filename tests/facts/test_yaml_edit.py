"""A rewritten YAML file holds what was wanted, and keeps everything else as it was written."""

from __future__ import annotations

import difflib
from typing import cast

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.facts.nodes import Plain, plain
from bot.facts.yaml_edit import CannotEdit, rewrite
from bot.facts.yaml_text import read_yaml
from bot.facts.yaml_writing import write_block

FILE = """\
# kept
film: 'Night Shift'   # its name
also_known_as: []
facts:
  directed_by: "Ada Example"  # said so
  starring:   # two
    - Ben Sample as The Guard  # first

    # then
    - value: Cleo Muster
      source: programme
  genre: [thriller, comedy]
  synopsis: >-
    A guard finds that the museum
    is larger at night.

  # last
  runtime: 96 minutes
"""


def holds(text: str) -> dict[str, Plain]:
    root = read_yaml(text.encode(), "f").root
    assert root is not None
    return cast(dict[str, Plain], plain(root))


def difference(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]


def changed(facts: dict[str, Plain]) -> list[str]:
    """The lines that differ once `facts` are what the file holds."""
    wanted = holds(FILE)
    wanted["facts"] = {
        key: value for key, value in (cast(dict[str, Plain], wanted["facts"]) | facts).items() if value != "GONE"
    }
    return difference(FILE, rewrite(FILE.encode(), wanted, "f").decode())


CAST: list[Plain] = ["Ben Sample as The Guard", {"value": "Cleo Muster", "source": "programme"}]


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        ({}, []),
        ({"runtime": "97 minutes"}, ["-  runtime: 96 minutes", "+  runtime: 97 minutes"]),
        (
            {"directed_by": 'Dee "D" Doe'},
            ['-  directed_by: "Ada Example"  # said so', '+  directed_by: "Dee \\"D\\" Doe"  # said so'],
        ),
        (
            {"directed_by": {"value": "Ada Example", "certainty": "reported"}},
            ['-  directed_by: "Ada Example"  # said so', "+  directed_by:  # said so",
             "+    value: Ada Example", "+    certainty: reported"],
        ),
        ({"genre": ["thriller", "comedy", "noir"]},
         ["-  genre: [thriller, comedy]", "+  genre: [thriller, comedy, noir]"]),
        ({"genre": ["comedy"]}, ["-  genre: [thriller, comedy]", "+  genre: [comedy]"]),
        ({"genre": [{"value": "thriller", "certainty": "reported"}, "comedy"]},
         ["-  genre: [thriller, comedy]", "+  genre: [{value: thriller, certainty: reported}, comedy]"]),
        ({"starring": [*CAST, "Dee Doe: herself"]}, ['+    - "Dee Doe: herself"']),
        ({"starring": CAST[1:]}, ["-    - Ben Sample as The Guard  # first"]),
        ({"starring": CAST[:1]}, ["-    - value: Cleo Muster", "-      source: programme"]),
        ({"starring": ["Dee Doe", *CAST]}, ["+    - Dee Doe"]),
        ({"starring": [CAST[0], {"value": "Cleo Muster", "source": "programme", "as_of": "2021"}]},
         ["+      as_of: 2021"]),
        (
            {"starring": [{"value": "Ben Sample", "as": "The Guard", "source": "x"}, CAST[1]]},
            ["-    - Ben Sample as The Guard  # first", "+    - value: Ben Sample  # first",
             "+      as: The Guard", "+      source: x"],
        ),
        ({"runtime": "GONE"}, ["-  runtime: 96 minutes"]),
        ({"directed_by": "GONE"}, ['-  directed_by: "Ada Example"  # said so']),
        ({"synopsis": "Short."}, ["-  synopsis: >-", "-    A guard finds that the museum",
                                  "-    is larger at night.", "+  synopsis: Short."]),
        ({"tagline": "By night: the museum"}, ['+  tagline: "By night: the museum"']),
        ({"award": [{"value": "Best Film", "year": "2021"}]},
         ["+  award:", "+    - value: Best Film", "+      year: 2021"]),
    ],
)  # fmt: skip
def test_only_what_changes_changes(facts: dict[str, Plain], lines: list[str]) -> None:
    assert changed(facts) == lines


def test_a_comment_stays_beside_its_item_where_others_come_and_go() -> None:
    old = "- A # a\n- B # b\n- C: 1 # c\n  d: 2\n"
    new: list[Plain] = ["new", "B", {"C": "1", "d": "3"}, "D"]
    assert rewrite(old.encode(), new, "f").decode() == "- new # a\n- B # b\n- C: 1 # c\n  d: 3\n- D\n"
    assert rewrite(old.encode(), new[1:], "f").decode() == "- B # b\n- C: 1 # c\n  d: 3\n- D\n"
    assert rewrite(old.encode(), ["Z", "A", "C"], "f").decode() == "- Z\n- A # a\n- C # b\n"


def test_a_long_text_is_folded_below_its_key() -> None:
    text = "The museum is larger at night than by day, " * 4 + "as he finds."
    lines = changed({"synopsis": text})
    assert "+  synopsis: >-" not in lines  # it was so before
    assert all(len(line) <= 121 for line in lines)
    assert holds(rewrite(b"a: b\n", {"a": "b", "c": text}, "f").decode())["c"] == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_byte_order_mark_line_ends_and_the_last_of_them_stay(end: str, mark: bytes, last: str) -> None:
    text = (FILE.rstrip("\n") + last).replace("\n", end)
    wanted = holds(FILE)
    wanted["facts"] = cast(dict[str, Plain], wanted["facts"]) | {"award": ["One", {"value": "Two", "year": "1"}]}
    result = rewrite(mark + text.encode(), wanted, "f")
    assert result.startswith(mark + b"# kept")
    without_mark = result[len(mark) :].decode()
    assert without_mark.replace(end, "") == without_mark.replace("\r", "").replace("\n", "")
    assert without_mark.endswith("\n") == bool(last)
    assert [line[:1] for line in difference(text, without_mark)] == ["+"] * 4


@pytest.mark.parametrize("text", ["", "# only a comment", "# only a comment\r\n"])
def test_a_file_that_holds_nothing_yet(text: str) -> None:
    result = rewrite(text.encode(), {"film": "Night Shift", "facts": {"genre": ["a"]}}, "f").decode()
    assert result.startswith(text)
    assert result.splitlines()[-3:] == ["film: Night Shift", "facts:", "  genre: [a]"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"film: [", "f:2:1"),
        (b"film: a\nfilm: b", "stands here twice"),
        (b"film: &a Heat", "anchor"),
        (b"film: !!str Heat", "tag"),
        (b"\xff\xfe", "not UTF-8"),
        (b"film: a\0", "invisible"),
        (b"[" * 100_000, "deep"),
    ],
)
def test_what_cannot_be_read_is_not_changed(text: bytes, says: str) -> None:
    with pytest.raises(CannotEdit, match=says):
        rewrite(text, {"film": "Heat"}, "f")


@pytest.mark.parametrize("character", ["\0", "\ud800", "\u202e", "\u200b", "\x85", "\ufeff"])
def test_what_cannot_be_seen_is_not_written(character: str) -> None:
    with pytest.raises(CannotEdit, match="invisible"):
        rewrite(b"film: Heat\n", {"film": f"He{character}at"}, "f")
    with pytest.raises(CannotEdit, match="invisible"):
        rewrite(b"film: Heat\n", {"film": "Heat", f"a{character}": "b"}, "f")


def test_a_change_that_would_take_a_comment_with_it_is_refused() -> None:
    with pytest.raises(CannotEdit, match="change it in an editor"):
        rewrite(b"a: [one, # of two\n  two]\n", {"a": ["two"]}, "f")


TEXTS = st.one_of(
    st.sampled_from([
        "Heat", "a: b", "#1 x", "x # y", "No", "12:01", "06", "'q", '"q"', "- dash", "[br]", "{x", "é", "*star", "&amp",
        "", "tab\there", "end:", "?", "a, b", "~", "two\nlines", " lead", "trail ", "\\", "!x", "%x", "@x", "`x", "|",
        "<<", "---", "long words " * 12 + "end", "null", "\u3000", "a\u3000b",
    ]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co"]), max_size=12),
)  # fmt: skip
KEYS = st.sampled_from(["film", "id", "source", "value", "note", "k: x", "é", "as_of"])
VALUES: st.SearchStrategy[Plain] = st.recursive(
    TEXTS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)
FACTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(old=FACTS, new=FACTS)
@example(old={"a": ["x", "y"]}, new={"a": ["x # z"]})
def test_any_content_turns_into_any_other(old: dict[str, Plain], new: dict[str, Plain]) -> None:
    text = "".join(f"{line}\n" for line in write_block(old, 0))
    assert holds(text) == old
    assert holds(rewrite(text.encode(), new, "f").decode()) == new


@settings(max_examples=150, deadline=None, derandomize=True)
@given(old=FACTS, key=KEYS, value=TEXTS, data=st.data())
def test_one_field_costs_few_lines_and_no_comment(
    old: dict[str, Plain], key: str, value: str, data: st.DataObject
) -> None:
    assume(isinstance(old.get(key, ""), str))
    lines = []
    for line in write_block(old, 0):
        if data.draw(st.booleans()):
            lines.append(" " * (len(line) - len(line.lstrip())) + "# a comment")
        lines.append(line)
    text = "\r\n".join(lines)
    assume(not read_yaml(text.encode(), "f").problems and holds(text) == old)  # a comment may fall into a folded text
    new = rewrite(text.encode(), old | {key: value}, "f").decode()
    assert new.count("# a comment") >= text.count("# a comment")
    before = len(write_block({key: old[key]}, 0)) if key in old else 0
    assert len(difference(text, new)) <= before + len(write_block({key: value}, 0))
