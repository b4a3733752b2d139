"""The link in each mail by which one hears no more: signed, so that nobody stops another's mail."""

from __future__ import annotations

from django.core import signing

from portal.models import Follower

SALT = "portal.unfollow"


def unfollow_token(follower: Follower) -> str:
    """What the link carries. It says who follows what in a code of ours, not in numbers or addresses."""
    return signing.Signer(salt=SALT).sign(follower.code)


def code_of(token: str) -> str | None:
    """The follower's code in a token; None for a forged one. Whether they still follow is another question."""
    try:
        return signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
