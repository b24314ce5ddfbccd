"""A small base for questions about ages, differences and comparisons. Today is the first of July 2026."""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 7, 1)

FILES = {
    "facts/sources/programme.yaml": "source: The programme\n",
    "facts/films.yaml": """\
- film: Zorvan
  source: programme
  facts:
    directed_by: Ilka Brenn
    starring: Tesk Ulmer
    release_date: 1961-03-14
    runtime: 91 minutes
    budget: $2 million
    box_office: $10 million
    rating: 7.5
    genre: drama
- film: Quillane
  source: programme
  facts:
    directed_by: Ilka Brenn
    release_date: 1975
    runtime: 120 minutes
    budget: $3 million
    box_office: $8 million
    rating: 8.2
    genre: drama
- film: Merrow
  source: programme
  facts: {directed_by: Odo Marsk, release_date: 1999-11-05, runtime: 200 minutes, rating: 8, genre: comedy}
- film: Pelduna
  source: programme
  facts: {directed_by: Odo Marsk}
- film: Harrowgil
  source: programme
  facts: {release_date: {value: 2028, certainty: expected}, runtime: {value: 95 minutes, certainty: rumoured}}
""",
    "facts/people.yaml": """\
- person: Tesk Ulmer
  source: programme
  facts: {born_on: 1940-04-25, height: 1.80 m}
- person: Ilka Brenn
  source: programme
  facts: {born_on: 1920-10-02, died_on: 1999-01-05, height: "5'4\\""}
- person: Odo Marsk
  source: programme
  facts: {born_on: 1951}
- person: Vara Lund
  source: programme
  facts: {occupation: actor}
""",
}
