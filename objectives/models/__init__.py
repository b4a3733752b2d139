"""What we want to achieve: objectives with key results, in cycles, checked in on."""

from objectives.models.check_ins import CheckIn
from objectives.models.cycles import Cycle, CycleState
from objectives.models.grades import Grade
from objectives.models.key_results import Direction, KeyResult, Unit, say
from objectives.models.objectives import Level, Objective

__all__ = ["CheckIn", "Cycle", "CycleState", "Direction", "Grade", "KeyResult", "Level", "Objective", "Unit", "say"]
