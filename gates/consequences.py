"""An experiment can have led to a gate review of an idea that it tested."""

from experiments.consequences import Consequence, leads_to
from gates.models import GateReview

leads_to(
    Consequence(
        "gate-review", GateReview, lambda ideas: GateReview.objects.filter(idea__in=ideas.values("pk")).select_related("idea"),
        str,
    )
)  # fmt: skip
