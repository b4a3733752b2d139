"""How a message is signed: as the Standard Webhooks specification has it, so that any of its libraries verifies it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from standardwebhooks.webhooks import Webhook

from webhooks.models import BOTH_SIGN, Endpoint


def secret_of(salt: str) -> str:
    """The secret that a salt stands for, as it is given to the receiver: ``whsec_`` and 32 bytes in base64.

    It is made of the installation's own key, so a copy of the database does not hold it. A new SECRET_KEY changes it.
    """
    made = hmac.new(settings.SECRET_KEY.encode(), f"throughline.webhooks:{salt}".encode(), hashlib.sha256).digest()
    return f"whsec_{base64.b64encode(made).decode()}"


def salts_of(endpoint: Endpoint, at: datetime) -> list[str]:
    """What signs at a moment: the salt, and for a day after it was changed the one before it."""
    is_both = endpoint.salt_before and endpoint.rotated_at is not None and at < endpoint.rotated_at + BOTH_SIGN
    return [endpoint.salt, endpoint.salt_before] if is_both else [endpoint.salt]


def signed(endpoint: Endpoint, name: str, body: str, at: datetime) -> dict[str, str]:
    """The headers that say which message it is, when it was sent, and that we sent it."""
    signatures = [Webhook(secret_of(salt)).sign(name, at, body) for salt in salts_of(endpoint, at)]
    return {"webhook-id": name, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": " ".join(signatures)}
