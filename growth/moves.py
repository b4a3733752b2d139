"""What moves along when companies are merged: what they paid, reached, want, and what was said of them."""

from django.db.models import Q

from growth.models import CompanyOutcome, HealthWord, MilestoneMark, RevenueSnapshot
from history.moving import moves

STANDING = Q(removed_at=None)
moves(RevenueSnapshot, "company", "months of revenue", once=("month",), among=STANDING, seen_by=None)
moves(
    MilestoneMark, "company", "milestones reached", once=("milestone",), among=Q(withdrawn_at=None), seen_by="milestone__product"
)
moves(CompanyOutcome, "company", "outcomes", seen_by="product")
moves(HealthWord, "company", "words on how they are doing", seen_by="product")
