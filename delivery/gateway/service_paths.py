"""Paths of services: decoded once, in one spelling, without a way upwards, encoded anew (art. 3, 44).

The address of a call reaches us decoded once. What would change its meaning if it were decoded or normalised
again, by the service or on the way to it, is no path.
"""

import unicodedata
from urllib.parse import quote

UPWARDS = frozenset({".", ".."})
FORBIDDEN = frozenset("%\\?#\x00")
ENCODED = ("%2f", "%5c", "%25", "%00")
"""Slashes, backslashes, percent signs and nulls in escapes."""
AS_THEY_ARE = "/-._~!$&'()*+,;=:@"
LONGEST = 2000


def normal(path: str, raw: str = "") -> str:
    """The decoded path in composed characters. `raw` is the address as it was sent, where it is known.

    Raises:
        ValueError: it leads upwards, was encoded twice, hides a slash, or holds what is in no name.
    """
    path = unicodedata.normalize("NFC", path)
    sent = raw.partition("?")[0].lower()
    if len(path) > LONGEST or any(escape in sent for escape in ENCODED):
        raise ValueError(path)
    if not path.startswith("/") or "//" in path or FORBIDDEN & set(path):
        raise ValueError(path)
    if any(map(_is_no_letter, path)) or _differs(path):
        raise ValueError(path)
    return path


def encoded(path: str) -> str:
    """The path as it goes out: escapes in UTF-8, and only where they are needed."""
    return quote(path, safe=AS_THEY_ARE)


def _is_no_letter(sign: str) -> bool:
    """Control and format characters, surrogates, what is unassigned, and spaces other than the common one."""
    return sign != " " and unicodedata.category(sign)[0] in "CZ"


def _differs(path: str) -> bool:
    """Whether a part leads upwards, or would with look-alikes such as full-width dots taken as dots."""
    plain = unicodedata.normalize("NFKC", path)
    parts = {part.strip() for part in plain.split("/")}
    hidden = any(plain.count(sign) != path.count(sign) for sign in ("/", "\\", "%", "?", "#"))
    return hidden or bool(UPWARDS & parts)
