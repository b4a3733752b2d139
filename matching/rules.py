"""Who may say what a feedback does not support, and who works on themes."""

from __future__ import annotations

from feedback.models import Feedback
from feedback.rules import may_see_product, may_triage
from history.actor import Actor, Role
from history.refusals import Denied
from matching.models import Theme
from roadmap.models import Idea
from roadmap.rules import may_make_insight


def may_refuse(actor: Actor, feedback: Feedback, idea: Idea) -> bool | Denied:
    """Whoever may link the two may say that they do not belong together."""
    allowed = may_triage(actor, feedback)
    return may_make_insight(actor, idea) if allowed else allowed


def may_shape_themes(actor: Actor, theme: Theme | None = None) -> bool | Denied:
    """Themes are the product managers' affair, as triage is."""
    if not actor.has(Role.PRODUCT):
        return Denied("Only product managers name, keep and change themes.")
    return may_see_product(actor, theme.product if theme is not None else None)
