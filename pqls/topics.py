"""Leads and their rules are talked about and followed. Whoever is handed a lead is mailed at once by a letter of its own."""

from __future__ import annotations

from typing import Any

from conversation.mailings import wants
from conversation.telling import mailed_elsewhere
from conversation.topics import Topic, talk_about
from history.models import Event
from pqls.events import PqlEvent
from pqls.mails import LEADS
from pqls.models import Pql, PqlRule

talk_about(
    Topic(
        model=Pql, slug="pql", place="pql", made_by=(PqlEvent.HANDED_OVER,),
        news=(
            PqlEvent.ASSIGNED, PqlEvent.ACCEPTED, PqlEvent.REJECTED, PqlEvent.OPPORTUNITY, PqlEvent.WON, PqlEvent.LOST,
            PqlEvent.STEPPED_BACK, PqlEvent.REMINDED,
        ),
    )
)  # fmt: skip
talk_about(
    Topic(
        model=PqlRule, slug="pql-rule", place="pql_rule", made_by=(PqlEvent.RULE_WRITTEN,), owners=(),
        news=(PqlEvent.RULE_CHANGED, PqlEvent.RULE_ACTIVATED, PqlEvent.RULE_PAUSED),
    )
)  # fmt: skip


@mailed_elsewhere(PqlEvent.HANDED_OVER, PqlEvent.REMINDED)
def owners(event: Event, subject: Any) -> list[int]:
    """Whoever has the lead and wants its letters."""
    return [subject.owner_id] if subject.owner is not None and wants(subject.owner, LEADS) else []
