"""What moves along when companies, contacts or ideas are merged: answers given or owed, and a wish for no mail."""

from django.db.models import Model, Q

from answers.models import Answer, Occasion, Silence, Wording
from history.moving import moves


def to_the_other(occurrence: str, gone: Model, stays: Model) -> str:
    """Who was answered under one name is not answered again under the other."""
    word = gone._meta.model_name
    before, found, _ = occurrence.rpartition(f" {word}:{gone.pk}")
    return f"{before} {word}:{stays.pk}" if found and occurrence.endswith(found) else occurrence


def of_the_other(occurrence: str, gone: Model, stays: Model) -> str:
    """What was told of one idea is not told again of the one that it became."""
    before = f"idea:{gone.pk} "
    return f"idea:{stays.pk} {occurrence[len(before) :]}" if occurrence.startswith(before) else occurrence


moves(Answer, "company", "answers", rewritten=("occurrence", to_the_other))
moves(Answer, "contact", "answers", rewritten=("occurrence", to_the_other))
moves(Silence, "contact", "wishes for no mail", single=True, seen_by=None)

# What somebody is told of an idea's own end is told of that idea; all else goes with it.
OWN_ENDS = Q(occasion__in=(Occasion.NOT_DOING, Occasion.FAILED))
moves(Answer, "idea", "answers", where=~OWN_ENDS, rewritten=("occurrence", of_the_other))
moves(Wording, "idea", "approved words", single=True)
