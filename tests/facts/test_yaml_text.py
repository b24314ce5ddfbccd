"""Strict YAML: what is read stays text, and what hides a mistake is refused with its place and a hint."""

from __future__ import annotations

import pytest

from bot.facts.yaml_text import MAX_BYTES, MAX_DEPTH, MAX_PROBLEMS, Mapping, Scalar, Sequence, plain, read_yaml


def read(text: str | bytes) -> object:
    """The content of a text without problems."""
    document = read_yaml(text.encode() if isinstance(text, str) else text, "heat.yaml")
    assert document.problems == ()
    assert document.root is not None
    return plain(document.root)


def refusal(text: str | bytes) -> tuple[str, str]:
    """Place and wording of the first problem of a text that has some."""
    problem = read_yaml(text.encode() if isinstance(text, str) else text, "heat.yaml").problems[0]
    assert problem.location.file == "heat.yaml"
    assert problem.hint
    return f"{problem.location.line}:{problem.location.column}", f"{problem.what} ({problem.hint})"


@pytest.mark.parametrize(
    "title",
    ["No", "1917", "12:01", "06", "1e3", "0x1F", "~", "null", "2023-02-30", ".nan", "C'mon C'mon",
     "Dombey &Sons",
     "Se7en", "(500) Days of Summer", "10,000 BC", "Movie#1", "Tango & Cash", "3:10 to Yuma", "M*A*S*H", "=", "<>"],
)  # fmt: skip
def test_a_title_stays_what_it_is(title: str) -> None:
    assert read(f"film: {title}\nnext: x") == {"film": title, "next": "x"}


@pytest.mark.parametrize(
    "title",
    ["*batteries not included", "&Sons", "[Rec]", "#1 Cheerleader Camp", "Alien: Covenant", "@home", "'Tis Pity",
     "!Three Amigos", "- dash", "? what", "{Untitled}", "%", "|", ">"],
)  # fmt: skip
def test_double_quotes_make_any_title_text(title: str) -> None:
    assert read(f'film: "{title}"') == {"film": title}


def test_lists_and_mappings_nest() -> None:
    text = "film: Heat\nfacts:\n  genre: [crime, thriller]\n  award:\n    - {value: A, year: '1996'}\n    - B\n"
    award = [{"value": "A", "year": "1996"}, "B"]
    assert read(text) == {"film": "Heat", "facts": {"genre": ["crime", "thriller"], "award": award}}


def test_every_node_knows_its_place() -> None:
    root = read_yaml(b"film: Heat\nfacts:\n  genre: [crime, 'big\n    thriller']\n", "x").root
    assert isinstance(root, Mapping)
    assert root.entries[0] == (Scalar("film", 1, 1), Scalar("Heat", 1, 7))
    facts = root.get("facts")
    assert isinstance(facts, Mapping)
    assert (facts.line, facts.column, facts.flow) == (3, 3, False)
    genre = facts.get("genre")
    assert isinstance(genre, Sequence)
    assert (genre.line, genre.column, genre.flow) == (3, 10, True)
    assert genre.items[1] == Scalar("big thriller", 3, 18, plain=False, lines=2)


@pytest.mark.parametrize(
    "text",
    [b"\xef\xbb\xbffilm: Heat\n", b"film: Heat\r\n", b"---\nfilm: Heat\n...\n", b"film: Heat"],
)
def test_byte_order_mark_line_ends_and_document_marks_do_not_matter(text: bytes) -> None:
    assert read(text) == {"film": "Heat"}


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_an_empty_file_is_no_problem_of_the_yaml(text: str) -> None:
    assert read_yaml(text.encode(), "x") == (None, (), False)


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_joiners_belong_to_some_scripts_and_stay(joiner: str) -> None:
    assert read(f"film: می{joiner}خواهم") == {"film": f"می{joiner}خواهم"}


# The silent traps: each loads without a word in ordinary YAML, as something else than its author meant.
@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("film: Movie #1 best", "1:7", "what follows 'Movie' is read as a comment"),
        ("film: Movie\t#1 best", "1:7", "what follows 'Movie' is read as a comment"),
        ("film: #1 Cheerleader Camp", "1:6", "read as a comment"),
        ("- a\n- Movie #1", "2:3", "read as a comment"),
        ("film: &Sons", "1:7", "'&Sons' is a YAML anchor"),
        ("film: *batteries", "1:7", "'*batteries' is a YAML alias"),
        ("film: *batteries not included", "1:7", "'*batteries' is a YAML alias"),
        ("film: !Three Amigos", "1:7", "'!Three' is a YAML tag"),
        ("film: !!python/object:os.system x", "1:7", "is a YAML tag"),
        ("- &a [x]", "1:3", "anchor"),
        ("- &a {x: y}", "1:3", "anchor"),
        ("film: Heat\nyear: 1995\nfilm: Heat 2", "3:1", "'film' stands here twice"),
        ("<<: {a: b}", "1:1", "merge key"),
        ("a: {<<: *b}", "1:5", "merge key"),
        ("? [a]\n: b", "1:3", "cannot be a key"),
        ("'': b", "1:1", "a key is missing"),
        ("film: Heat\n---\nfilm: Ali", "2:1", "second document"),
    ],
)
def test_traps_are_refused(text: str, place: str, says: str) -> None:
    found = refusal(text)
    assert found[0] == place
    assert says in found[1]


@pytest.mark.parametrize("text", ["film: Heat # the film", "film: Heat  ## x", "film: 'Movie #1'", "film: Movie#1"])
def test_ordinary_comments_and_signs_are_fine(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("film: title: sub title", "1:12", "put the text after the first colon in double quotes"),
        ("film: Heat\n facts:\n", "2:7", "in the column of the key above"),
        ("film:Heat\nfacts:\n  x: y", "2:6", "a space after every colon"),
        ("film: 'Tis Pity", "1:7", "never closed"),
        ('film: "Heat\nid: heat', "1:7", "never closed"),
        ('film: "Foo" bar', "1:13", "goes whole into quotes"),
        (r'film: "a\qb"', "1:9", "backslash"),
        ("film: Heat\nruntime 170\n", "2:1", "a line without a key"),
        ("film: Heat\n\tid: heat", "2:1", "indent with spaces"),
        ("film: @home", "1:7", "cannot begin with @"),
        ("film: %", "1:7", "cannot begin with %"),
        ("film: >x", "1:8", "double quotes"),
        ("film: - x", "1:7", "in the middle of a line"),
        ("a: [b, c\nd: e", "1:4", "is not closed"),
        ("a: {b: c\nd: e", "1:4", "is not closed"),
        ("a: [b, , c]", "1:8", "comma or bracket"),
        ("a:\n  - b\n  c: d", "3:3", "begin it with '- '"),
        ("- a\nb: c", "2:1", "begin it with '- '"),
    ],
)
def test_syntax_errors_are_told_in_plain_english(text: str, place: str, says: str) -> None:
    found = refusal(text)
    assert found[0] == place
    assert says in found[1]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (b"film: L\xe9on", "1:8", "not UTF-8"),
        ("film: Heat".encode("utf-16"), "1:1", "not UTF-8"),
        (b"film: \xed\xa0\x80", "1:7", "not UTF-8"),
        (b"film: a\0b", "1:8", "U+0000"),
        (b'film: "a\\0b"', "1:7", "U+0000"),
        (b'film: "a\\u202eb"', "1:7", "RIGHT-TO-LEFT OVERRIDE"),
        ("film: Heat\nid: a\u200bb".encode(), "2:6", "ZERO WIDTH SPACE"),
        ("film: a\u202eb".encode(), "1:8", "RIGHT-TO-LEFT OVERRIDE"),
        ("film: a\x85b".encode(), "1:8", "U+0085"),
        ("film: a\u2028b".encode(), "1:8", "LINE SEPARATOR"),
        (b"a: b\r\nfilm: a\x1bb", "2:8", "U+001B"),
        (b"film: a\x7fb", "1:8", "U+007F"),
        ("film: Heat\ufeff".encode(), "1:11", "U+FEFF"),
    ],
)
def test_bytes_that_are_no_visible_text_are_refused(text: bytes, place: str, says: str) -> None:
    found = refusal(text)
    assert found[0] == place
    assert says in found[1]


MEGABYTE = 1_000_000
BOMBS = {
    "brackets": "[" * MEGABYTE,
    "brackets in a value": "film: " + "[" * MEGABYTE,
    "brackets on lines": "[\n" * MEGABYTE,
    "braces": "{a: " * 250_000,
    "dashes": "- " * 500_000,
    "dashes, 50 kB": "- " * 25_000,
    "question marks": "? " * 500_000,
    "indentation": "\n".join(" " * depth + "a:" for depth in range(1000)),
    "closed brackets": "[" * 1000 + "]" * 1000,
    "anchors": "&a " * 300_000,
    "tags": "!a " * 300_000,
    "aliases of aliases": "a: &a [x, x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n"
                                                     for i in range(20)),
    "merge keys": "a: &a {x: y}\n" + "".join(f"m{i}: &m{i} {{<<: [*a, *a, *a]}}\n" for i in range(20)),
    "a list that holds itself": "a: &a [*a]",
    "documents": "---\n" * 100_000,
    "directives": "%YAML 1.1\n" * 100_000,
    "one open quotation mark": "film: '" + "a\n" * 500_000,
    "colons": ": " * 500_000,
    "equal keys": "a: b\n" * 200_000,
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused_without_reading_on(bomb: str) -> None:
    document = read_yaml(bomb.encode(), "bomb.yaml")
    assert 0 < len(document.problems) <= MAX_PROBLEMS


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_nesting_is_read_up_to_the_limit(opening: str, closing: str) -> None:
    assert not read_yaml((opening * MAX_DEPTH + closing * MAX_DEPTH).encode(), "x").problems
    deeper = MAX_DEPTH + 1
    assert "nested more than 32 deep" in refusal(opening * deeper + closing * deeper)[1]


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert "larger than 32 MB" in refusal(b"#" * (MAX_BYTES + 1))[1]


def test_reading_goes_on_after_a_problem_that_does_not_hide_the_rest() -> None:
    document = read_yaml(b"- film: &a x\n  film: y\n- film: *a\n- film: Movie #1\n", "x")
    assert [problem.location.line for problem in document.problems] == [1, 2, 3, 4]
    assert not document.stopped


def test_any_prefix_of_a_file_is_read_or_refused_but_never_raises() -> None:
    text = (
        'film: "Amélie: \\u00e9" # a film\nalso_known_as: [\'x\', {a: "b"}]\nfacts:\n  starring:\n'
        "    - A as B\n    - >-\n      folded\n  award: {value: *x, y: &z !t q}\n? [k]\n: |\n  text\n"
    ).encode()
    for end in range(len(text)):
        read_yaml(text[:end], "cut.yaml")
        read_yaml(text[end:], "cut.yaml")
