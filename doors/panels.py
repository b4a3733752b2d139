"""Panels: a page of a lower floor shows what an upper floor serves, without knowing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Panel = Callable[[HttpRequest, Any], tuple[str, dict[str, Any]] | None]
_panels: dict[str, list[tuple[int, Panel]]] = defaultdict(list)


def panel(place: str, *, order: int = 50) -> Callable[[Panel], Panel]:
    """Serve a panel at a place such as ``"idea"``: ``f(request, record) -> (template, context)``, or None for nothing."""

    def serve(function: Panel) -> Panel:
        _panels[place].append((order, function))
        _panels[place].sort(key=lambda entry: entry[0])
        return function

    return serve


def render_panels(place: str, request: HttpRequest, record: Any) -> list[SafeString]:
    """Every panel that the upper floors serve at a place, in order."""
    served = (function(request, record) for _, function in _panels[place])
    return [render_to_string(answer[0], answer[1], request=request) for answer in served if answer is not None]
