"""The verbs among people and products."""

from people.actions.organisation import change_organisation, found_organisation
from people.actions.persons import (
    accept_invitation,
    add_person,
    change_me,
    change_person,
    invite,
    reinstate,
    set_password,
    set_roles,
    suspend,
    withdraw_invitation,
)
from people.actions.products import add_product, add_product_line, archive_product, change_product, set_members
from people.actions.tokens import make_token, revoke_token

__all__ = (
    "accept_invitation",
    "add_person",
    "add_product",
    "add_product_line",
    "archive_product",
    "change_me",
    "change_organisation",
    "change_person",
    "change_product",
    "found_organisation",
    "invite",
    "make_token",
    "reinstate",
    "revoke_token",
    "set_members",
    "set_password",
    "set_roles",
    "suspend",
    "withdraw_invitation",
)
