"""What can happen to answers and wordings."""

from django.db.models import TextChoices

from history.kinds import register


class AnswerEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    DRAFTED = "answer.drafted", "{actor} drafted the answer {subject}"
    CHANGED = "answer.changed", "{actor} changed the answer {subject}"
    SENT = "answer.sent", "{actor} sent the answer {subject}"
    HANDED = "answer.handed", "{actor} handed the answer {subject} to the account owner"
    TAKEN_BACK = "answer.taken_back", "{actor} took the answer {subject} back from the account owner"
    TOLD = "answer.told", "{actor} told the answer {subject} in person"
    DROPPED = "answer.dropped", "{actor} decided not to give the answer {subject}"
    REVIVED = "answer.revived", "{actor} brought back the answer {subject}"
    SILENCED = "answer.silenced", "{actor} noted that {subject} wants no more mail"
    HEARD_AGAIN = "answer.heard_again", "{actor} noted that {subject} wants mail again"


class WordingEvent(TextChoices):
    """What can happen to what we say of an idea."""

    APPROVED = "wording.approved", "{actor} approved what we say of {about}"


register(AnswerEvent, group="Answers")
register(WordingEvent, group="Answers")
