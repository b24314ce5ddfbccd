"""Relation files -> relations: ``knowledge/relations/<name>.yaml`` checked in every key.

A file with a problem gives no relation; its name is kept in ``Vocabulary.broken``, so that the facts that use it are
not called unknown as well. ``knowledge/README.md`` shows the format.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from bot.facts.label_names import read_spellings
from bot.facts.model import KINDS, VALUE_TYPES, Problem
from bot.facts.nodes import Mapping, Node, Scalar, Sequence
from bot.facts.phrasing_block import read_phrasing
from bot.facts.problems import Problems, nearest
from bot.facts.vocabulary import SUBJECT, VALUE, Relation, Vocabulary
from bot.facts.yaml_text import read_yaml

_KEYS = ("relation", "meaning", "subject", "value", "values", "qualifiers", "complete", "labels", "spellings", "row",
         "begins", "ends", "fame", "unites", "open", "places")  # fmt: skip
_REQUIRED = ("relation", "meaning", "subject", "value", "values")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
#: Names that a fact's long form already uses for something else.
_TAKEN = (SUBJECT, VALUE, "id", "name", "source", "certainty", "quote", "said_by", "as_of", "note")


def read_vocabulary(files: Iterable[tuple[str, bytes]]) -> Vocabulary:
    """The relations of `files`, given as (path relative to the knowledge folder, content), and all their problems."""
    relations: dict[str, Relation] = {}
    problems: list[Problem] = []
    broken = set()
    for file, data in files:
        relation, found = read_relation(data, file)
        problems += found
        if relation is None:
            broken.add(PurePosixPath(file).stem)
        elif relation.name in relations:
            problems.append(_twice(file, relations[relation.name]))
        else:
            relations[relation.name] = relation
    described = {*relations, *broken}
    for relation in list(relations.values()):
        if strangers := _strangers(relation, described):
            problems += strangers
            broken.add(relations.pop(relation.name).name)
    return Vocabulary(relations, tuple(problems), frozenset(broken))


def read_relation(data: bytes, file: str) -> tuple[Relation | None, tuple[Problem, ...]]:
    """The relation that `data` describes, or None and what is wrong."""
    document = read_yaml(data, file)
    problems = Problems(file, document.problems)
    if not document.stopped:
        relation = _relation(document.root, problems)
        if not problems.found:
            return relation, ()
    return None, tuple(problems.found)


def _twice(file: str, first: Relation) -> Problem:
    problems = Problems(file)
    problems.add(None, f"the relation {first.name!r} is described in {first.file} too", "keep one of the two files")
    return problems.found[0]


def _strangers(relation: Relation, known: Collection[str]) -> list[Problem]:
    """The relations that one unites though there are none of that name."""
    problems = Problems(relation.file)
    for name in relation.unites:
        if name not in known:
            problems.add(None, f"'unites' names {name!r}, and there is no such relation", nearest(name, sorted(known)))
    return problems.found


def _relation(root: Node | None, problems: Problems) -> Relation | None:
    if not isinstance(root, Mapping):
        problems.add(root, "a relation file is a mapping", "begin with  relation: its_name")
        return None
    languages: dict[str, Mapping] = {}
    for key, node in root.entries:
        if key.text in _KEYS:
            continue
        if not _LANGUAGE.fullmatch(key.text):
            problems.unknown(key, (*_KEYS, "en"), "key")
        elif isinstance(node, Mapping):
            languages[key.text] = node
        else:
            problems.add(node, f"{key.text!r} is a language and holds keys", "write  en:  and below it  name: …")
    for name in _REQUIRED:
        if root.get(name) is None:
            problems.add(root, f"{name!r} is missing", "every relation has " + ", ".join(_REQUIRED))
    if not languages:
        problems.add(root, "there is no language block", "write  en:  and below it how people ask")
    name = _name(root.get("relation"), problems)
    subject = _kinds(root.get("subject"), problems)
    value = _kinds_or_type(root.get("value"), problems)
    qualifiers = _qualifiers(root.get("qualifiers"), problems)
    meaning = root.get("meaning")
    draft = Relation(
        name=name,
        meaning=problems.text(meaning) if meaning else "",
        subject=subject,
        value=value,
        many=_many(root.get("values"), problems),
        qualifiers=qualifiers,
        phrasings={},
        file=problems.file,
        complete=_yes("complete", root.get("complete"), problems),
        labels=_labels(root.get("labels"), value, problems),
        spellings=read_spellings(root.get("spellings"), value, problems),
        row=_yes("row", root.get("row"), problems),
        begins=_edge("begins", root, value, problems),
        ends=_edge("ends", root, value, problems),
        fame=_fame(root.get("fame"), {VALUE: value, **qualifiers}, problems),
        open=_open(root.get("open"), value, problems),
        places=_yes("places", root.get("places"), problems),
        unites=problems.texts(root.get("unites"), "a relation"),
    )
    phrasings = {code: read_phrasing(node, draft, problems) for code, node in languages.items()}
    return replace(draft, phrasings=phrasings)


def _name(node: Node | None, problems: Problems) -> str:
    """The relation's name, which is the stem of its file."""
    stem = PurePosixPath(problems.file).stem
    name = problems.text(node) if node else ""
    if name and not _NAME.fullmatch(name):
        problems.add(
            node, f"{name!r} cannot be a relation's name", "use small letters, digits and _, as in directed_by"
        )
    elif name and name != stem:
        problems.add(node, f"the relation is called {name!r} and its file {stem!r}", f"call the file {name}.yaml")
    return name


def _kinds(node: Node | None, problems: Problems) -> tuple[str, ...]:
    """One kind or a list of them."""
    return tuple(word.text for word in problems.words(node) if _known(word, KINDS, problems))


def _kinds_or_type(node: Node | None, problems: Problems) -> tuple[str, ...]:
    words = problems.words(node)
    if len(words) > 1 and (types := [word for word in words if word.text in VALUE_TYPES]):
        problems.add(types[0], f"{types[0].text!r} cannot stand in a list", "write some kinds, or one type")
    return tuple(word.text for word in words if _known(word, KINDS + VALUE_TYPES, problems))


def _known(word: Scalar, known: tuple[str, ...], problems: Problems) -> bool:
    if word.text not in known:
        problems.unknown(word, known, "kind")
    return word.text in known


def _many(node: Node | None, problems: Problems) -> bool:
    text = problems.text(node) if node else "one"
    if text not in ("one", "many", ""):
        problems.add(node, f"'values' is {text!r}", "write one or many")
    return text == "many"


def _labels(node: Node | None, value: tuple[str, ...], problems: Problems) -> tuple[str, ...]:
    if node is not None and value != ("label",):
        problems.add(node, "'labels' goes with  value: label  only", "leave it out, or declare the value a label")
        return ()
    return tuple(word.text for word in problems.words(node)) if node is not None else ()


def _yes(key: str, node: Node | None, problems: Problems) -> bool:
    text = problems.text(node) if node else "no"
    if text not in ("yes", "no", ""):
        problems.add(node, f"{key!r} is {text!r}", "write yes or no")
    return text == "yes"


def _open(node: Node | None, value: tuple[str, ...], problems: Problems) -> bool:
    """Whether labels may be any words."""
    said = _yes("open", node, problems)
    if said and value != ("label",):
        problems.add(node, "'open' goes with  value: label  only", "leave it out, or declare the value a label")
    return said


def _edge(key: str, root: Mapping, value: tuple[str, ...], problems: Problems) -> bool:
    """``begins`` and ``ends``: whether the age of a thing counts from this date, or up to it."""
    node = root.get(key)
    said = _yes(key, node, problems)
    if said and value != ("date",):
        problems.add(node, f"{key!r} goes with  value: date  only", "leave it out, or declare the value a date")
    return said


def _fame(node: Node | None, roles: dict[str, tuple[str, ...]], problems: Problems) -> str:
    """The role whose number says how well known the subject is."""
    role = problems.text(node) if node else ""
    if role and roles.get(role) != ("number",):
        problems.add(node, f"'fame' is {role!r}, and that is no number here", "name a role that is, as in  fame: votes")
        return ""
    return role


def _qualifiers(node: Node | None, problems: Problems) -> dict[str, tuple[str, ...]]:
    if node is None or (isinstance(node, (Sequence, Mapping)) and not node[0]):
        return {}
    if not isinstance(node, Mapping):
        problems.add(node, "'qualifiers' is a mapping", "write for example  qualifiers: {as: character}")
        return {}
    for key, _ in node.entries:
        if key.text in _TAKEN or not _NAME.fullmatch(key.text):
            problems.add(key, f"{key.text!r} cannot be a qualifier's name", "choose another word, as in  as  or  where")
    return {key.text: _kinds_or_type(declared, problems) for key, declared in node.entries}
