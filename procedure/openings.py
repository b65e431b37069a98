"""Openings that rooms above register: the cases that an actor may open from a thing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from organizations.actors import Actor


@dataclass(frozen=True)
class OpeningOffer:
    """A case that the actor may open: the words of the button, and the address of its form."""

    label: str | Promise
    address: str


Finder = Callable[[Any, Actor], Iterable[OpeningOffer]]

_finders: list[tuple[type[Model], Finder]] = []


def opens_from(model: type[Model]) -> Callable[[Finder], Finder]:
    """Register a function that offers openings from things of this model."""

    def register(finder: Finder) -> Finder:
        _finders.append((model, finder))
        return finder

    return register


def openings_from(thing: Model, actor: Actor) -> list[OpeningOffer]:
    """Every opening that the rooms offer this actor from this thing."""
    return [offer for model, finder in _finders if isinstance(thing, model) for offer in finder(thing, actor)]
