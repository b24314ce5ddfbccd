"""The language block of a relation file: nouns, verbs, question phrases, and the sentences of its answers."""

from __future__ import annotations

import re

from bot.facts.model import KINDS, NUMBER_LINE
from bot.facts.nodes import Mapping, Node, Scalar
from bot.facts.problems import Problems
from bot.facts.stage_block import read_stages
from bot.facts.templates import FORMS, fields, plain, says
from bot.facts.vocabulary import SUBJECT, VALUE, Clause, Phrasing, Relation

_LISTS = ("nouns", "asks", "examples")
_SENTENCES = ("answer", "answer_expected", "naming", "missing")
_KEYS = (
    "name",
    "nouns",
    "verbs",
    "instead",
    "stages",
    "asks",
    "compare",
    "answer",
    "answer_expected",
    "naming",
    "missing",
    "age",
    "examples",
)
_COMPARISONS = ("more", "most", "less", "least", "same", "order")

_BRACES = re.compile(r"\{([^{}]*)\}")


def read_phrasing(block: Mapping, relation: Relation, problems: Problems) -> Phrasing:
    """The `block` of one language, for `relation`, whose own phrasings are not read yet."""
    for key, _ in block.entries:
        if key.text not in _KEYS:
            problems.unknown(key, _KEYS, "key")
    name = block.get("name")
    if name is None:
        problems.add(block, "'name' is missing", "write the noun that stands in 'I have no … for X'")
    lists = {part: _lists(part, block.get(part), relation.roles, problems) for part in _LISTS}
    sentences = {part: _sentences(part, block.get(part), relation, problems) for part in _SENTENCES}
    _require_answers(block, sentences["answer"], relation, problems)
    instead = _clauses(block.get("instead"), relation, problems)
    return Phrasing(
        name=problems.text(name) if name else "",
        nouns=_texts(lists["nouns"]),
        verbs=(*_clauses(block.get("verbs"), relation, problems), *instead),
        instead=frozenset(instead),
        stages=read_stages(block.get("stages"), relation.value, problems),
        asks=_texts(lists["asks"]),
        compare=_texts(_comparisons(block.get("compare"), relation, problems)),
        answer=sentences["answer"],
        answer_expected=sentences["answer_expected"],
        naming=sentences["naming"],
        missing=sentences["missing"],
        age=_age(block, relation, problems),
        examples=_texts(_examples(lists["examples"], relation, problems)),
    )


def _lists(part: str, node: Node | None, keys: tuple[str, ...], problems: Problems) -> dict[str, list[Scalar]]:
    """A mapping of `keys` to lists of texts."""
    return {key: problems.words(value) for key, value in _by_key(part, node, keys, problems)}


def _by_key(part: str, node: Node | None, keys: tuple[str, ...], problems: Problems) -> list[tuple[str, Node]]:
    """The entries of the mapping `node` under one of `keys`; other keys are reported."""
    if node is None or (isinstance(node, Scalar) and not node.text):
        return []
    if not isinstance(node, Mapping):
        problems.add(node, f"{part!r} is a mapping", f"below it write  {keys[0]}: …")
        return []
    for key, _ in node.entries:
        if key.text not in keys:
            problems.unknown(key, keys, "key")
    return [(key.text, value) for key, value in node.entries if key.text in keys]


def _comparisons(node: Node | None, relation: Relation, problems: Problems) -> dict[str, list[Scalar]]:
    lists = _lists("compare", node, _COMPARISONS, problems)
    if any(lists.values()) and relation.value and relation.value[0] not in NUMBER_LINE:
        problems.add(
            node,
            "'compare' needs values on a number line",
            "leave it out, unless the value is of the type " + ", ".join(NUMBER_LINE),
        )
    return lists


def _sentences(part: str, node: Node | None, relation: Relation, problems: Problems) -> dict[str, str]:
    """A mapping of asked roles to sentences whose braces hold roles."""
    sentences = {}
    for role, value in _by_key(part, node, relation.roles, problems):
        text = problems.text(value, "a sentence")
        _roles(value, plain(text), relation, problems)
        _forms(value, text, problems)
        if part.startswith("answer") and text and not says(text, role):
            problems.add(
                value, f"the answer never says {{{role}}}, which it is asked for", f"put {{{role}}} into the sentence"
            )
        if part in ("naming", "missing") and says(text, role):
            problems.add(value, f"{{{role}}} is what is asked for, and not known here", f"leave {{{role}}} out")
        if part == "naming" and sum(field == role for field, _ in fields(text)) > 1:
            problems.add(
                value,
                f"{{{role}}} stands there twice",
                f"put all that agrees with it into one: {{{role}:film that is|films that are}}",
            )
        sentences[role] = text
    return sentences


def _forms(node: Node, text: str, problems: Problems) -> None:
    """Behind a colon stands a form that there is, or two or three that agree: ``{value:is|are}``."""
    for _, form in fields(text):
        if form and form not in FORMS and form.count("|") not in (1, 2):
            problems.unknown(Scalar(form, node.line, node.column), FORMS, "form")


def _require_answers(block: Mapping, answers: dict[str, str], relation: Relation, problems: Problems) -> None:
    """Every role that can be asked for has an answer. Nobody asks which film has a given synopsis."""
    asked = [VALUE] if relation.value == ("text",) else [SUBJECT, VALUE]
    asked += [name for name, declared in relation.qualifiers.items() if declared and declared[0] in KINDS]
    for role in asked:
        if role not in answers:
            problems.add(
                block.get("answer") or block,
                f"the answer to a question for the {role} is missing",
                f"below 'answer' write  {role}: \"a sentence with {{{role}}}\"",
            )


def _age(block: Mapping, relation: Relation, problems: Problems) -> str:
    """The sentence that tells an age, for a relation that ages count from or to."""
    node = block.get("age")
    if not relation.begins and not relation.ends:
        if node is not None:
            problems.add(node, "'age' goes with  begins: yes  or  ends: yes", "leave it out, or say which it is")
        return ""
    text = problems.text(node, "a sentence") if node is not None else ""
    if sorted(_BRACES.findall(text)) != ["age", SUBJECT]:
        hint = 'write  age: "{subject} is {age} old."'
        problems.add(node or block, "the sentence that tells an age has {subject} and {age}", hint)
    return text


def _examples(lists: dict[str, list[Scalar]], relation: Relation, problems: Problems) -> dict[str, list[Scalar]]:
    for role, examples in lists.items():
        for example in examples:
            if role in _roles(example, example.text, relation, problems):
                problems.add(example, f"the question for the {role} names it already", f"leave {{{role}}} out")
    return lists


def _clauses(node: Node | None, relation: Relation, problems: Problems) -> tuple[Clause, ...]:
    clauses = (_clause(word, relation, problems) for word in problems.words(node, "a clause"))
    return tuple(clause for clause in clauses if clause)


def _clause(word: Scalar, relation: Relation, problems: Problems) -> Clause | None:
    """One to three roles with the words between them, the first of them at the beginning."""
    before = len(problems.found)
    roles = _roles(word, word.text, relation, problems)
    words = [part.strip() for part in _BRACES.split(word.text)[::2]]
    if len(problems.found) > before:
        return None
    if not roles or words[0]:
        problems.add(word, "a clause begins with a role", 'as in "{value} directed {subject}"')
    elif len(set(roles)) < len(roles):
        problems.add(word, "a role stands here twice", "name each role once")
    elif len(roles) > 3:
        problems.add(word, "a clause has three roles at the most", "split it into several clauses")
    elif len(roles) == 1 and not words[1]:
        problems.add(word, "a clause of one role needs a verb", 'as in "{subject} came out"')
    else:
        if len(roles) == 1:
            return Clause(roles[0], words[1])
        return Clause(roles[0], words[1], roles[1], tuple(zip(words[2:], roles[2:], strict=False)), words[-1])
    return None


def _roles(node: Node, text: str, relation: Relation, problems: Problems) -> list[str]:
    """The roles in the braces of `text`, in order; unknown ones and stray braces are reported."""
    roles = _BRACES.findall(text)
    for role in roles:
        if role not in relation.roles:
            problems.unknown(Scalar(role, node.line, node.column), relation.roles, "role")
    if "{" in (rest := _BRACES.sub("", text)) or "}" in rest:
        problems.add(node, "a brace without its partner", "roles stand in braces, as in {subject}")
    return roles


def _texts(lists: dict[str, list[Scalar]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(word.text for word in words) for key, words in lists.items()}
