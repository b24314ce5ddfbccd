"""What is still to come is told as what it is to be, though it be certain; what is out as what it was."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.answerer import Answerer
from tests.making import Make

FILES = {
    "facts/sources/programme.yaml": "source: The programme\n",
    "facts/works.yaml": """\
- film: Zorvan
  source: programme
  facts:
    directed_by: Ilka Brenn
    release_date: 2020-05-01
- film: Merrow
  source: programme
  facts:
    directed_by: Ilka Brenn
    starring: Odo Marsk
    release_date: 2027-10
- film: Kelm
  source: programme
  facts:
    directed_by: Odo Marsk
    release_date: [2026-05-14, 2027-01-02]
- person: Ilka Brenn
- person: Odo Marsk
""",
}


@pytest.fixture
def booth(make: Make) -> Answerer:
    answerer = make(FILES, date(2026, 7, 1))
    assert answerer.problems == ()
    return answerer


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("who directed merrow", "Merrow (2027) is to be directed by Ilka Brenn."),
        ("who stars in merrow", "Merrow (2027) is to star Odo Marsk."),
        ("who directed zorvan", "Zorvan (2020) was directed by Ilka Brenn."),
        ("what did ilka brenn direct", "Ilka Brenn directed Zorvan (2020). Ilka Brenn is to direct Merrow (2027)."),
        ("who directed kelm", "Kelm (2026) was directed by Odo Marsk."),  # it was shown before
        ("when does merrow come out", "The expected release date of Merrow (2027) is October 2027."),
    ],
)
def test_what_is_to_come_is_told_so(booth: Answerer, question: str, text: str) -> None:
    assert booth.answer(question).text == text
