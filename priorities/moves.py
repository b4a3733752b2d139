"""What moves along when ideas are merged: estimates that the other has not got. What raters said of an idea stays said of it."""

from history.moving import moves
from priorities.models import Estimate

moves(Estimate, "idea", "estimates", once=("factor",), seen_by="idea")
