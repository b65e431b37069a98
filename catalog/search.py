"""Complete substring search: every text as character bigrams in a tsvector, rechecked on the text itself.

A vector names each bigram of a piece and its last character alone, so that a query of one character is
a prefix search. Phrase positions are left out on purpose: a tsvector counts them to 16,383 only and keeps
at most 255 of one word, so that a phrase would be lost in a long text, and the index rechecks phrases on
the row anyway. The bigrams choose the rows; the text decides.
"""

import unicodedata
from collections.abc import Iterable, Iterator

SEPARATOR = "\n"


def normalised(text: str) -> str:
    """Lower case, NFKC, one space for every run of blanks and control characters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in folded)
    return " ".join(visible.split())


def searched(pieces: Iterable[str]) -> str:
    """The text kept beside the vector: one normalised piece on each line."""
    return SEPARATOR.join(filter(None, map(normalised, pieces)))


def words(query: str) -> list[str]:
    """What must occur, each in some piece: the words of a query, normalised."""
    return normalised(query).split(" ") if normalised(query) else []


def vector(text: str) -> str:
    """The literal of a tsvector for a text made by `searched`."""
    grams = {gram for piece in text.split(SEPARATOR) for gram in _grams(piece)}
    return " ".join(map(_quoted, sorted(grams)))


def tsquery(word: str) -> str:
    """The literal of a tsquery that every text containing the word satisfies."""
    if len(word) == 1:
        return f"{_quoted(word)}:*"
    return " & ".join(_quoted(gram) for gram in sorted({word[at : at + 2] for at in range(len(word) - 1)}))


def _grams(piece: str) -> Iterator[str]:
    yield from (piece[at : at + 2] for at in range(len(piece)))


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
