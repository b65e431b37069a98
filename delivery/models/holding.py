"""What the cases that stop a supply have in common: they hold their grants from the start (art. 21, 45)."""

from collections.abc import Sequence
from typing import Any

from delivery.models.grants import Grant
from delivery.stops import holds as stops


class HoldsGrants:
    """A case that suspends grants when it is stored for the first time."""

    concerned: Sequence[Grant] = ()
    """The grants to be held then."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        begins = self._state.adding  # type: ignore[attr-defined] # it stands before a model
        super().save(*args, **kwargs)  # type: ignore[misc]
        if begins:
            stops.place(self, self.concerned)  # type: ignore[arg-type]
