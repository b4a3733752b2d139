"""What stands behind each idea, counted and kept, so that ten thousand of them can be put in order at once."""

from __future__ import annotations

from django.db import models

from roadmap.models.ideas import Idea


class IdeaFigures(models.Model):
    """The figures of an idea as somebody sees them who sees everything. No row means that nothing stands behind it.

    They are true as long as no ``ToCount`` is about the idea, or one that duplicates it.
    """

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="kept_figures")
    insight_count = models.PositiveIntegerField(default=0)
    feedback_count = models.PositiveIntegerField(default=0)
    vote_count = models.PositiveIntegerField(default=0)
    company_count = models.PositiveIntegerField(default=0)
    spoke_count = models.PositiveIntegerField(default=0)
    deal_count = models.PositiveIntegerField(default=0)
    weight = models.PositiveIntegerField(default=0)
    arr = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    deal_amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)

    def __str__(self) -> str:
        return f"Figures of {self.idea_id}"


class ToCount(models.Model):
    """Something changed that figures of ideas are made of: what stands behind an idea, a feedback, or a company.

    The database itself writes it down, by triggers (``roadmap.triggers``), whoever changes what; as often as it changes, for a
    row that many wrote would make them wait for each other. Numbers, not references: it is a note, gone in a minute.
    """

    idea = models.BigIntegerField(null=True)
    feedback = models.BigIntegerField(null=True)
    company = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"Count what hangs on {self.idea or self.feedback or self.company}"
