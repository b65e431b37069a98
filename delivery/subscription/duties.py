"""The duties of who uses shared data, in the words that are accepted in writing (art. 44, 46)."""

import hashlib

from django.utils import translation
from django.utils.translation import gettext_lazy as _

VERSION = "2026-1"
ARTICLE = "44"
SENTENCES = (
    _("We use the data only for the purpose named in the grant, to perform our legal duties."),
    _("We use the data only in the system named in the grant, and in no other information system."),
    _(
        "Without the leave of the provider we hand the data to no third party, neither as it is nor in any "
        "changed form, directly or indirectly."
    ),
    _("We do not spread or leak the data, and keep it no longer than the purpose needs."),
    _("We keep to the laws on data security and personal information, and to the conditions of the grant."),
    _(
        "Every read is recorded: who, when, which fields, how many rows. We keep keys safe, and report a "
        "leak or misuse to the provider and the authority at once."
    ),
    _(
        "We know that the provider may suspend or end the supply when data is misused, used beyond the "
        "scope, or not safe with us (article 45)."
    ),
)


def digest() -> str:
    """SHA-256 of the Chinese text, which is the one that counts."""
    with translation.override("zh-hans"):
        text = "\n".join(str(sentence) for sentence in SENTENCES)
    return hashlib.sha256(text.encode()).hexdigest()
