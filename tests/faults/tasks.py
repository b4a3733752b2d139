"""Where a worker finds the tests' pieces of work."""

from tests.jobs.work import complain, count_up, note, refuse, stumble

__all__ = ("complain", "count_up", "note", "refuse", "stumble")
