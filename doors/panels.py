"""Panels: a page of a lower floor shows what an upper floor serves, without knowing it.

A page with many serves those under its first screen later, in parts that load by themselves once it is there: ``Later``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Panel = Callable[[HttpRequest, Any], tuple[str, dict[str, Any]] | None]
_asked: dict[str, dict[str, Any]] = defaultdict(dict)
_panels: dict[str, list[tuple[int, Panel]]] = defaultdict(list)


def panel(place: str, *, order: int = 50) -> Callable[[Panel], Panel]:
    """Serve a panel at a place such as ``"idea"``: ``f(request, record) -> (template, context)``, or None for nothing."""

    def serve(function: Panel) -> Panel:
        _panels[place].append((order, function))
        _panels[place].sort(key=lambda entry: entry[0])
        return function

    return serve


def ask_along(place: str, **facts: Any) -> None:
    """Have the page of a place ask something in its record's own query, so that a panel with nothing to show asks nothing."""
    _asked[place] |= facts


def asked_along(place: str) -> dict[str, Any]:
    """What panels want to know of a record beforehand, for ``annotate``."""
    return _asked[place]


def may_have(record: Any, fact: str) -> bool:
    """Whether there may be something to show: no only where the page asked along, and was told so."""
    return getattr(record, fact, True)


def render_panels(place: str, request: HttpRequest, record: Any, orders: range | None = None) -> list[SafeString]:
    """Every panel that the upper floors serve at a place, in order; of those in ``orders``, where they are parted."""
    served = (function(request, record) for order, function in _panels[place] if orders is None or order in orders)
    return [render_to_string(answer[0], answer[1], request=request) for answer in served if answer is not None]


@dataclass(frozen=True)
class Later:
    """A part of a page that loads after it: the panels of some orders. Without scripts its name is a link to it."""

    name: str
    words: str
    orders: range = range(0)
    with_activity: bool = False
