"""The sentences of a relation's answers: text with roles in braces, and what a role may say there besides its names.

``{value}`` is what fills the role; ``{value:a}`` the same with its indefinite article, ``{value:when}`` a date with its
preposition, ``{subject:kind}`` the noun for what it is. ``{value:is|are}`` is a word that agrees with how many fill the
role, with a third form for where their number is not known.
"""

from __future__ import annotations

import re

#: What may stand behind the colon, besides forms that agree.
FORMS = ("a", "when", "kind")

_FIELD = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")


def fields(template: str) -> list[tuple[str, str]]:
    """The roles in the braces of `template` in order, each with its form."""
    return [(role, form or "") for role, form in _FIELD.findall(template)]


def plain(template: str) -> str:
    """The template with the roles alone in its braces."""
    return _FIELD.sub(r"{\1}", template)


def agrees(form: str) -> bool:
    """Whether a form only agrees with what fills its role, and does not say it."""
    return "|" in form or form == "kind"


def uses(template: str, role: str) -> bool:
    """Whether `template` needs to know what fills `role`."""
    return any(role == used for used, _ in fields(template))


def says(template: str, role: str) -> bool:
    """Whether `template` says what fills `role`."""
    return any(role == used and not agrees(form) for used, form in fields(template))


def around(template: str, role: str) -> tuple[str, str, str] | None:
    """What stands before and after the noun that agrees with `role`, and its forms in between; None without one."""
    for found in _FIELD.finditer(template):
        if found[1] == role and "|" in (found[2] or ""):
            return template[: found.start()], found[2], template[found.end() :]
    return None


def form(forms: str, count: int | None) -> str:
    """The one of `forms` (one|many|unknown) that goes with a number of things; without a third, unknown is many."""
    one, many, *unknown = forms.split("|")
    if count is None:
        return unknown[0] if unknown else many
    return one if count == 1 else many
