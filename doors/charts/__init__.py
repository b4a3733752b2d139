"""Charts drawn on the server: pure functions from numbers to a figure with its data as a table behind it.

Widths are per cent of the place there is and text keeps its size, so one drawing serves a phone and a desk.
"""

from doors.charts.bars import bars, funnel
from doors.charts.bubble import bubble
from doors.charts.course import Line, course
from doors.charts.fan import Fan, fan
from doors.charts.level import level, levels
from doors.charts.proportion import pilot, proportion
from doors.charts.scores import score_strips
from doors.charts.spark import sparkline
from doors.charts.stacks import Part, stacks
from doors.charts.stairs import Stair, stairs

__all__ = [
    "Fan",
    "Line",
    "Part",
    "Stair",
    "bars",
    "bubble",
    "course",
    "fan",
    "funnel",
    "level",
    "levels",
    "pilot",
    "proportion",
    "score_strips",
    "sparkline",
    "stacks",
    "stairs",
]
