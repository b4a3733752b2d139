"""What can happen among people and products."""

from django.db.models import TextChoices

from history.kinds import register


class PeopleEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    ORGANISATION_FOUNDED = "organisation.founded", "{actor} set up {subject}"
    ORGANISATION_CHANGED = "organisation.changed", "{actor} changed the settings of {subject}"
    INVITED = "person.invited", "{actor} invited {subject}"
    INVITATION_WITHDRAWN = "person.invitation_withdrawn", "{actor} withdrew the invitation of {subject}"
    JOINED = "person.joined", "{subject} joined"
    CHANGED = "person.changed", "{actor} changed {subject}"
    ROLES_CHANGED = "person.roles_changed", "{actor} changed the roles of {subject}"
    PASSWORD_CHANGED = "person.password_changed", "{actor} changed their password"
    SUSPENDED = "person.suspended", "{actor} suspended {subject}"
    REINSTATED = "person.reinstated", "{actor} reinstated {subject}"
    TOKEN_MADE = "person.token_made", "{actor} made an API token"
    TOKEN_REVOKED = "person.token_revoked", "{actor} revoked an API token"
    PRODUCT_ADDED = "product.added", "{actor} added the product {subject}"
    PRODUCT_CHANGED = "product.changed", "{actor} changed the product {subject}"
    PRODUCT_ARCHIVED = "product.archived", "{actor} archived the product {subject}"
    MEMBERS_CHANGED = "product.members_changed", "{actor} changed the members of {subject}"
    LINE_ADDED = "product_line.added", "{actor} added the product line {subject}"


register(PeopleEvent, group="People and products")
