"""What moves along when ideas are merged: the themes that led to them, and what a person refused to link."""

from django.db.models import Q

from history.moving import moves
from matching.models import Refusal, Theme

moves(Theme, "idea", "themes")
moves(Refusal, "idea", "refused suggestions", once=("feedback",), among=Q(withdrawn_at=None), seen_by="idea")
