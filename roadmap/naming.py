"""What customers know an idea by: an upper floor that shows ideas to them, in words of its own, says so."""

from __future__ import annotations

from collections.abc import Callable

from roadmap.models import Idea

Namer = Callable[[Idea], str]
_namers: list[Namer] = []


def names_outside(namer: Namer) -> Namer:
    """Ask ``f(idea) -> title`` what customers read in place of an idea's own title; nothing where they read nothing of it."""
    _namers.append(namer)
    return namer


def name_outside(idea: Idea) -> str:
    """How to speak of an idea to customers: by the title that they read, else by its own."""
    return next((name for namer in _namers if (name := namer(idea))), idea.title)
