"""What can be asked of a projection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from gates.models.projections import ProbeKind
from roadmap.models import Idea
from usage.models import CountedUnit, Feature

KEPT_WEEKS = 4
"""Unless said otherwise, those keep using a feature who use it again in the last four weeks before the horizon."""


@dataclass(frozen=True)
class Question:
    """What is to be projected, and of which idea.

    Who used it again in the last ``kept_weeks`` before the horizon has kept using it.
    """

    feature: Feature
    origin: date
    horizon: int
    unit: str
    threshold: Decimal
    probe_kind: str = ProbeKind.RELEASED
    probe_selection: str = "random"
    exposure_event: str = ""
    exposure_weeks: int = 4
    kept_weeks: int | None = None
    idea: Idea | None = None

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "threshold", Decimal(str(self.threshold)))
        except InvalidOperation as error:
            raise ValidationError({"threshold": "A share, such as 0.2."}) from error
        if not self.threshold.is_finite():
            raise ValidationError({"threshold": "A share, such as 0.2."})
        if not 2 <= self.horizon <= 104:
            raise ValidationError({"horizon": "Between 2 and 104 weeks."})
        if self.kept_weeks is None:
            object.__setattr__(self, "kept_weeks", min(KEPT_WEEKS, self.horizon - 1))
        elif not 1 <= self.kept_weeks < self.horizon:
            raise ValidationError({"kept_weeks": "At least one week, and fewer than the horizon."})
        if self.unit not in CountedUnit.values:
            raise ValidationError({"unit": "Count users or companies."})
        if self.probe_kind == ProbeKind.EXPOSED and not self.exposure_event:
            raise ValidationError({"exposure_event": "Name the event that tells who met it."})
        if self.probe_kind == ProbeKind.EXPOSED and not 1 <= self.exposure_weeks < self.horizon:
            raise ValidationError({"exposure_weeks": "At least one week, and fewer than the horizon."})
