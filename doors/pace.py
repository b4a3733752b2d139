"""How often something was done lately: a counter in the cache, for doors that strangers stand before."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from history import clock


def counted(name: str, *, seconds: int = 60) -> int:
    """How many times in this stretch of time, this one included."""
    slot = f"{name}:{int(clock.now().timestamp()) // seconds}"
    cache.add(slot, 0, timeout=seconds * 2)
    try:
        return cache.incr(slot)
    except ValueError:  # it left the cache in between
        return 1


def seconds_left(seconds: int = 60) -> int:
    """Until the next stretch begins."""
    return seconds - int(clock.now().timestamp()) % seconds


def address_of(request: HttpRequest) -> str:
    """The address that a request comes from, behind as many proxies as we trust."""
    return str(get_adapter(request).get_client_ip(request))
