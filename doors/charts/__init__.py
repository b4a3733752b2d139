"""Charts drawn on the server: pure functions from numbers to a figure with its data as a table behind it.

Widths are per cent of the place there is and text keeps its size, so one drawing serves a phone and a desk.
"""

from doors.charts.bars import bars, funnel
from doors.charts.bubble import bubble
from doors.charts.course import Line, course
from doors.charts.fan import Fan, fan
from doors.charts.proportion import pilot, proportion
from doors.charts.scores import score_strips
from doors.charts.spark import sparkline

__all__ = ["Fan", "Line", "bars", "bubble", "course", "fan", "funnel", "pilot", "proportion", "score_strips", "sparkline"]
