"""Two cycles of objectives, with their key results and check-ins."""

from .last_quarter import LAST
from .this_quarter import THIS

CYCLES = (LAST, THIS)
