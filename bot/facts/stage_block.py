"""The ``stages`` of a relation file: what news says of a thing without naming the text that it comes to."""

from __future__ import annotations

from bot.facts.model import KINDS
from bot.facts.nodes import Mapping, Node, Scalar, Sequence
from bot.facts.problems import Problems
from bot.facts.vocabulary import OF, Stage

_KEYS = ("words", "of", "value", "ahead", "kinds")


def read_stages(node: Node | None, value: tuple[str, ...], problems: Problems) -> tuple[Stage, ...]:
    """Each entry of the list."""
    if node is None:
        return ()
    if value != ("text",):
        problems.add(node, "'stages' goes with  value: text  only", "leave it out, or write verbs")
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(stage for item in items if (stage := _stage(item, problems)))


def _stage(node: Node, problems: Problems) -> Stage | None:
    if not isinstance(node, Mapping):
        problems.add(node, "a stage is a mapping", "write  - words: [finished]  and below it  value: …")
        return None
    before = len(problems.found)
    for key, _ in node.entries:
        if key.text not in _KEYS:
            problems.unknown(key, _KEYS, "key")
    words, of = problems.texts(node.get("words")), problems.texts(node.get("of"))
    said = {key: _said(key, node.get(key), bool(of), problems) for key in ("value", "ahead")}
    if not words or not said["value"]:
        problems.add(node, "a stage has 'words' and a 'value'", "write what people say, and what a fact says then")
    kinds = problems.words(node.get("kinds"))
    for kind in kinds:
        if kind.text not in KINDS:
            problems.unknown(kind, KINDS, "kind")
    if len(problems.found) > before:
        return None
    return Stage(words, said["value"], of, said["ahead"] or said["value"], tuple(kind.text for kind in kinds))


def _said(key: str, node: Node | None, of: bool, problems: Problems) -> str:
    """A text in which {of} may stand, if there is any."""
    text = problems.text(node) if isinstance(node, Scalar) else ""
    if "{" in text.replace(OF, "" if of else OF) or "}" in text.replace(OF, "" if of else OF):
        problems.add(node, f"in {key!r} only {OF} may stand in braces", "and only where the stage has an 'of'")
    return text
