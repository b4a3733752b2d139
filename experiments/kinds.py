"""How one can try something, what its outcome is measured by, and what the outcome may say."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """How an experiment is done."""

    AB_TEST = "ab_test", "A/B test"
    FAKE_DOOR = "fake_door", "Fake door"
    PROTOTYPE = "prototype", "Prototype test"
    CONCIERGE = "concierge", "Concierge, done by hand"
    SURVEY = "survey", "Survey"
    INTERVIEWS = "interviews", "Interviews"
    DATA = "data", "Data analysis"
    OTHER = "other", "Something else"


class Measure(TextChoices):
    """What the result is made of. Shares are said in per cent, their differences in percentage points."""

    SHARES = "shares", "Two shares compared"
    MEANS = "means", "Two means compared"
    SHARE = "share", "One share"
    NUMBER = "number", "A number with its interval"


class Direction(TextChoices):
    """On which side of the line success lies."""

    AT_LEAST = "at_least", "at least"
    AT_MOST = "at_most", "at most"


class ExperimentState(TextChoices):
    """How far an experiment is."""

    DRAFT = "draft", "Planned"
    RUNNING = "running", "Running"
    CONCLUDED = "concluded", "Concluded"
    STOPPED = "stopped", "Stopped early"


class Verdict(TextChoices):
    """What came of it for the ideas that it tests."""

    BACKS = "backs", "Backs"
    REFUTES = "refutes", "Refutes"
    INCONCLUSIVE = "inconclusive", "Inconclusive"
