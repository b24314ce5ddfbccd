"""What the columns of a table are about: by their names, as tables that go round call them, or as the admin says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.facts.problems import nearest
from bot.facts.vocabulary import Vocabulary
from bot.imports.records import IMDB, MOVIELENS, TMDB, WIKIDATA, ImportFailed

#: What a column may be about beside the relations: the name, other names, the number of votes, an id elsewhere.
NAME, OTHER_NAMES, VOTES = "name", "also_known_as", "votes"
CATALOGUES = {"imdb": IMDB, "tmdb": TMDB, "movielens": MOVIELENS, "wikidata": WIKIDATA}

#: Columns by what they are about, in small letters and without signs, numbers at the end left out ('star1').
_CALLED = {
    NAME: "title name film movie filmtitle movietitle moviename primarytitle seriestitle",
    OTHER_NAMES: "originaltitle othertitles akas aka alternativetitle alternativetitles",
    VOTES: "votes numvotes imdbvotes votecount noofvotes numberofvotes",
    "imdb": "imdbid imdb tconst imdbtitleid imdbtitle",
    "tmdb": "tmdbid tmdb",
    "movielens": "movielensid movielens",
    "wikidata": "wikidataid wikidata qid",
    "release_date": "year releaseyear startyear releasedate released publicationdate pubdate date firstairdate",
    "directed_by": "director directors",
    "written_by": "writer writers screenwriter screenwriters author screenplay",
    "created_by": "creator creators",
    "starring": "cast castmember castmembers actor actors star stars leadactor maincast",
    "produced_by": "producer producers",
    "music_by": "composer composers music",
    "cinematography_by": "cinematographer cinematographers directorofphotography dop",
    "edited_by": "editor editors filmeditor",
    "runtime": "runtimeminutes duration length minutes runningtime lengthmin durationmin runtimemin",
    "genre": "genres",
    "country": "countries countryoforigin origcountry productioncountry productioncountries",
    "language": "languages originallanguage spokenlanguage spokenlanguages",
    "certificate": "certification rated mparating mpaarating contentrating",
    "rating": "imdbrating averagerating avgvote score voteaverage",
    "production_company": "productioncompanies company studio studios",
    "distributed_by": "distributor distributors",
    "box_office": "gross revenue worldwidegross worldgross",
    "synopsis": "overview plot summary storyline",
    "tagline": "taglines",
    "topic": "keywords keyword tags",
    "set_in": "narrativelocation",
    "filmed_in": "filminglocation filminglocations",
}
_TARGETS = {word: target for target, words in _CALLED.items() for word in words.split()}


def targets(header: Iterable[str], given: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, str]:
    """What each column is about; columns that nothing is known of are left out.

    `given` says so for some, by name: with a relation, or with what tables call it ('title', 'year'). Raises
    ImportFailed if it names no column, or nothing that a column can be about.
    """
    columns = list(header)
    for column, target in given.items():
        if column not in columns:
            hint = nearest(column, columns)
            raise ImportFailed(f"--map {column}={target}: there is no column {column!r}; {hint or 'see line 1'}.")
        if not _about(target, vocabulary):
            hint = nearest(target, _known(vocabulary)) or "a relation of the folder relations/, or " + ", ".join(_OWN)
            raise ImportFailed(f"--map {column}={target}: nothing is called {target!r}; {hint}.")
    found = {column: _about(given.get(column, column), vocabulary) for column in columns}
    return {column: target for column, target in found.items() if target}


def _about(said: str, vocabulary: Vocabulary) -> str:
    """What is said by something that a column can be about, or by the name of a column; empty if it says nothing."""
    return said if said in _known(vocabulary) else guess(said, vocabulary)


def guess(column: str, vocabulary: Vocabulary) -> str:
    """What a column is about by its name; empty if that says nothing."""
    folded = re.sub(r"[\W_]|\d+$", "", column.casefold())
    for name in vocabulary:
        if folded == name.replace("_", ""):
            return name
    return _TARGETS.get(folded, "")


_OWN = (NAME, OTHER_NAMES, VOTES, *CATALOGUES)


def _known(vocabulary: Vocabulary) -> Sequence[str]:
    return (*vocabulary, *_OWN)
