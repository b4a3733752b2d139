"""What moves along when companies, contacts or ideas are merged: answers given or owed, and a wish for no mail."""

from django.db.models import Model, Q

from answers.models import Answer, Occasion, Silence, Wording
from history.moving import moves


def to_the_other(occurrence: str, gone: Model, stays: Model) -> str:
    """Who was answered under one name is not answered again under the other."""
    word = gone._meta.model_name
    before, found, _ = occurrence.rpartition(f" {word}:{gone.pk}")
    return f"{before} {word}:{stays.pk}" if found and occurrence.endswith(found) else occurrence


moves(Answer, "company", "answers", rewritten=("occurrence", to_the_other))
moves(Answer, "contact", "answers", rewritten=("occurrence", to_the_other))
moves(Silence, "contact", "wishes for no mail", single=True, seen_by=None)

# What somebody is told of an idea's own end is told of that idea; all else goes with it.
moves(Answer, "idea", "answers", where=~Q(occasion__in=(Occasion.NOT_DOING, Occasion.FAILED)))
moves(Wording, "idea", "approved words", single=True)
