"""The forms of English nouns and verbs, from the one form that a curator writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_VOWELS = "aeiou"


def noun_forms(phrase: Sequence[str]) -> set[tuple[str, ...]]:
    """A noun phrase and its plural, whose last word changes ('cast member', 'cast members'; of 'x of y' the first)."""
    head = next(
        (at - 1 for at, word in enumerate(phrase) if at and word in ("of", "in", "behind", "for")), len(phrase) - 1
    )
    forms = {tuple(phrase)}
    for plural in _plurals(phrase[head]):
        forms.add((*phrase[:head], plural, *phrase[head + 1 :]))
    return forms


def _plurals(word: str) -> set[str]:
    if word.endswith("man"):
        return {word[:-3] + "men"}
    if word.endswith("child"):
        return {word + "ren"}
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return {word[:-1] + "ies"}
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return {word + "es"}
    return {word + "s"}


def verb_forms(verb: str, irregular: Mapping[str, Sequence[str]]) -> set[str]:
    """Every form of a verb written in the past tense; 'being (made)' is said of what goes on now, and stays.

    Regular verbs give more forms than exist ('releasd'): they are only ever compared with what people typed.
    """
    if verb.endswith("ing"):
        return {verb}
    if verb in irregular:
        return set(irregular[verb])
    if not verb.endswith("ed") or len(verb) < 5:
        return {verb}
    stems = {verb[:-2], verb[:-1]}
    if verb.endswith("ied"):
        stems = {verb[:-3] + "y"}
    elif verb[-3] == verb[-4]:
        stems.add(verb[:-3])
    forms = {verb}
    for stem in stems:
        third = stem[:-1] + "ies" if stem.endswith("y") and stem[-2] not in _VOWELS else stem + "s"
        forms |= {stem, third, (stem.removesuffix("e")) + "ing"}
        if stem.endswith(("s", "x", "ch", "sh")):
            forms.add(stem + "es")
        if stem == verb[:-3]:
            forms.add(verb[:-2] + "ing")
    return forms
