r"""Other people's words made safe to show on Discord: what the reader sees is the text, and nothing else happens.

No formatting, heading, list or quote, no ping, no link or invitation, no command, emoji or timestamp. Discord shows a
backslash before punctuation as the punctuation alone. What it also looks for in the raw text, without regard to
backslashes (pings, links), is broken with an invisible space or inside the characters that it looks for.

One pass, linear in the text: each alternative of the pattern is bounded. (discord.utils.escape_markdown is not linear.)
"""

from __future__ import annotations

import re

#: Zero-width space: breaks a ping where a backslash would not.
BREAK = "\u200b"

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, except tab and new line
    r"\u202a-\u202e\u2066-\u2069"  # writing-direction overrides, which would garble what follows
    r"\ud800-\udfff\ufeff]"  # half characters, byte order marks
)
_LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
_PILED_MARKS = re.compile(f"({_MARKS}{{4}}){_MARKS}+")

_SPECIAL = re.compile(
    r"^(?P<indent>[^\S\n]*)(?:(?P<number>[0-9]{1,9})(?=\.\s)|(?P<line>[#+>-]))"  # a list, heading, quote or subtext
    r"|(?P<angle><)(?=[@#:/a-zA-Z])"  # <@1>, <#1>, </ask:1>, <:name:1>, <t:0:R>, <https://...>
    r"|(?P<at>@)(?=everyone|here|[!&]?[0-9])"
    r"|[\\*_~|`\[\]<>]"
    r"|:(?=//)"  # https://...
    r"|\.(?=[A-Za-z]{2,24}/)",  # discord.gg/...
    re.MULTILINE,
)


def tidy(text: str) -> str:
    """The text without characters that are not there to be read, its lines ended in one way, and marks not piled up."""
    return _PILED_MARKS.sub(r"\1", _UNSEEN.sub("", _LINE_BREAKS.sub("\n", text)))


def escape(text: str) -> str:
    """The text so that Discord shows it as it is."""
    return _SPECIAL.sub(_escaped, tidy(text))


def escape_line(text: str) -> str:
    """The same for text that is to stay on one line."""
    return escape(" ".join(text.split()))


def _escaped(match: re.Match[str]) -> str:
    if match["number"]:
        return f"{match[0]}\\"
    if match["line"]:
        return f"{match['indent']}\\{match['line']}"
    if match["angle"]:
        return f"\\<{BREAK}"
    if match["at"]:
        return f"@{BREAK}"
    return f"\\{match[0]}"
