"""What moves along when companies or contacts are merged: their leads. Two that are worked on at once stay apart."""

from django.db.models import Q

from history.moving import moves
from pqls.kinds import UNFINISHED
from pqls.models import Pql

moves(Pql, "company", "leads", once=("product",), among=Q(contact=None, state__in=UNFINISHED))
moves(Pql, "contact", "leads", once=("product",), among=Q(state__in=UNFINISHED))
