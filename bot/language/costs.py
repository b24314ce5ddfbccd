"""What each way of joining parts costs, against a word explained (about 1): zero where English says it just so.

Only the differences matter, and only between readings that the types leave. Raising one is a change to the grammar:
run the corpora and `make bench-understanding` before and after.
"""

from __future__ import annotations

TURNED = 0.25  # the argument stands on the other side than the clause has it
AGAINST = 1.2  # ... and only the side tells the two roles apart
OTHER_PREPOSITION = 0.3  # 'made at' where the question has 'made in'
WITHOUT_PREPOSITION = 0.05  # ... or none
NOT_STRANDED = 0.15  # 'how much was X made' where the question has 'made for'
OWN_ROLE = 0.35  # 'which films was X the director of': the noun's own filler is given
SAID_SO = 0.05  # turned round, but in so many words: 'X is the director of ...', 'whose director'
WIDER = 0.02  # 'who won': what is asked for may as well be of another kind
OTHER_KIND = 0.2  # ... 'which studio made': hardly, where but one kind is asked for
UNASKED_FURTHER = 0.1  # ... for a further role
SAID_TO_BE = 0.6  # 'X is a sequel' says what X is, and asks for none of X
TRAILING = 0.3  # 'X is the sequel of' is not 'the sequel of X'
UNCONNECTED = 0.4  # a noun beside something that was not named, without 'of', 'is' or the like
COMPOUND = 0.4  # ... and behind it, as only names stand before nouns: 'X director'
BARE_NOUN = 0.2  # 'actors' for everybody who acted in something
BACK = 0.5  # a relation walked to and fro with nothing to say so ('the genre X belongs to')
AGAIN = 0.3  # a relation applied twice otherwise
OBJECT = 0.1  # 'wrote films', for wrote
OTHER_NOUN = 0.1  # 'which directors were born': to leave out what only they are
ABSORBED = 0.05  # a verb that says again which relation it is: 'how long does X run'
DEEPER = 0.02  # each look-up: of two readings the simpler wins
OPEN_ARGUMENT = 0.5  # 'who directed films': an argument that is not narrowed down
OPEN_OBJECT = 0.45  # ... after the verb: 'based on another film'
ASKED_ARGUMENT = 1.5  # 'who directed': the question word as the argument
ASKED_ALREADY = 0.4  # 'which films by X' as the argument, where it is what is asked for
TOGETHER = 0.3  # 'together' of what nobody else is in
OTHER_COMPANY = 0.28  # 'who wrote X with Y': rather the X with Y in it
DERIVED_PARTNER = 0.3  # 'co-wrote with' somebody who was not named
UNFILLED_ROLE = 0.08  # a clause with a further role that nothing fills (yet)
UNASKED_ROLE = 0.35  # ... which is taken to be asked for
UNPLACED_FILLER = 0.3  # ... or by something that nobody knows
DERIVED_FILLER = 0.6  # a further role filled by something that was not named
LITERAL_FILLER = 0.1  # ... by a number or a date
UNLIKELY = 0.1  # two things told apart, where something may be claimed of one
COMPARED = 0.25  # 'the newer X' of two: more often something is newer than X
ELLIPSIS = 0.1  # 'directed X but not Y', for not directed Y
NEEDLESS = 0.15  # two things told apart, where there is but one
ANY_OF_ALL = 0.2  # 'in all films by X', for in any of them
MIXED = 0.3  # 'X and Y' of different kinds
BOTH = 0.1  # two constraints on one set
IMPLIED = 0.3  # 'X movies': no word says which relation
IMPLIED_ASKED = 1.0  # 'who X': nor does the question
NOUN_BEHIND = 0.5  # 'based on X films', for films that are based on X
IN_ROW = 0.1  # 'X films', for X and its sequels
ROW_OF_ONE = 0.2  # 'X films', for the film X
INVENTED = 0.15  # ... and it would be with something that nobody knows
IMPLIED_BY = 0.1  # 'movies with X': a preposition does
THEIRS = -0.15  # 'his films': whose they are is said by a word that might say nothing
UNSAID_ROLE = 0.3  # the clause does not mention the role that is asked for
DROPPED = {"kind": 0.5, "asks": 0.4, "typed": 1.0, "light": 0.0}

#: What a phrase costs for each one that stands before it among the phrases of its relation, the most usual ones first.
LESS_USUAL, LEAST_USUAL = 0.002, 0.04


def unusual(order: int) -> float:
    """What a phrase costs that is the `order`-th of its relation, from 0."""
    return min(LESS_USUAL * order, LEAST_USUAL)
