"""The particulars of each step of a share request, for the browser and REST alike (art. 28-31, 35, 36)."""

from sharing.forms import answers, outside, reviews, use
from sharing.forms.asked import Amend, Asked, Draft

__all__ = ["Amend", "Asked", "Draft", "answers", "outside", "reviews", "use"]
