"""The API door of objectives."""

from doors.api import Collection
from objectives.api.check_ins import CheckInCollection, GradeCollection
from objectives.api.cycles import CycleCollection
from objectives.api.key_results import KeyResultCollection
from objectives.api.objectives import ObjectiveCollection

routes: list[tuple[str, type[Collection]]] = [
    ("cycles", CycleCollection),
    ("objectives", ObjectiveCollection),
    ("key-results", KeyResultCollection),
    ("check-ins", CheckInCollection),
    ("grades", GradeCollection),
]
