"""Who answers: a user as the product's events name them, a contact, or both; and what is known of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError

from customers.models import Company, Contact
from people.models import Product
from usage.models import ProductUser


@dataclass(frozen=True)
class Respondent:
    """Somebody before a survey. Once a person means: once a ``key``, and once a contact."""

    user_key: str = ""
    contact: Contact | None = None
    company: Company | None = None
    user: ProductUser | None = None

    @property
    def key(self) -> str:
        """By what we know that it is the same person."""
        if self.user_key:
            return f"user:{self.user_key}"
        return f"contact:{self.contact.pk}" if self.contact is not None else ""

    def share(self, code: str) -> int:
        """A number from 0 to 99, always the same for this person and survey, evenly spread over people."""
        return int(hashlib.sha256(f"{code}:{self.key}".encode(errors="replace")).hexdigest()[:12], 16) % 100


def respondent_of(
    product: Product, *, user_key: str = "", contact: Contact | None = None, company: Company | None = None
) -> Respondent:
    """Who this is, with the user that the product's events know by this key, and the company that goes with them."""
    user_key = user_key.strip()
    if len(user_key) > 200:
        raise ValidationError({"user_key": "A user's key has at most 200 characters."})
    if not user_key and contact is None:
        raise ValidationError({"user_key": "Say who answers: a user's key or a contact."})
    found = ProductUser.objects.filter(product=product, user_key=user_key).select_related("company").first() if user_key else None
    known = Respondent(user_key=user_key, contact=contact, company=company, user=found)
    theirs = found.company if found is not None else None
    return replace(known, company=(contact.company if contact is not None else None) or theirs or company)
