"""What members and curators read when something they asked for is not done: one sentence for each way that happens."""

from __future__ import annotations

from bot.curating.following import TooMany
from bot.curating.proposal import CannotPropose
from bot.curating.server_settings import WrongSetting
from bot.curating.suggestions import NotSuggested
from bot.discord_app import curating_texts as texts
from bot.discord_app.escaping import escape
from bot.discord_app.fitting import fit
from bot.discord_app.permissions import Denied
from bot.discord_app.uploads import BadUpload
from bot.facts.store import OutcomeUnknown, StoreError


class Unfound(Exception):  # noqa: N818 - it is called so wherever it is told of
    """Nothing is called so; the message offers what is."""


def spoken(error: BaseException) -> str | None:
    """What to say of an error that is an outcome; None if it is a fault of ours."""
    match error:
        case CannotPropose():
            return texts.cannot(error)
        case Denied() | Unfound():
            return fit(str(error))
        case OutcomeUnknown():
            return fit(escape(texts.sentence(str(error))))
        case StoreError() | WrongSetting() | NotSuggested() | TooMany() | BadUpload():
            return fit(f"{escape(texts.sentence(str(error)))}\n-# Nothing was changed.")
    return None
