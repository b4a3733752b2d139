"""What can happen to a survey. A customer who answers acts as the named system actor."""

from django.db.models import TextChoices

from history.actor import Via, system
from history.kinds import register

ANSWERER = system("a survey", via=Via.LINK)
WIDGET = system("the widget", via=Via.LINK)


class SurveyEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    CREATED = "survey.created", "{actor} made the survey {subject}"
    EDITED = "survey.edited", "{actor} edited the survey {subject}"
    STARTED = "survey.started", "{actor} started the survey {subject}"
    CLOSED = "survey.closed", "{actor} closed the survey {subject}"
    MAILED = "survey.mailed", "{actor} mailed the survey {subject}"
    DECLINED = "survey.declined", "{actor} takes {subject} off the mail of surveys"
    ANSWERED = "survey.answered", "{actor} took in {subject}"


class WidgetEvent(TextChoices):
    """What can happen to the widget's keys. Their name says where they are used."""

    MADE = "widget_key.made", "{actor} made the widget key {subject}"
    CHANGED = "widget_key.changed", "{actor} changed the widget key {subject}"
    ROTATED = "widget_key.rotated", "{actor} replaced the widget key {subject}"
    SECRET_ROTATED = "widget_key.secret_rotated", "{actor} made a new secret for the widget key {subject}"
    REVOKED = "widget_key.revoked", "{actor} revoked the widget key {subject}"


register(SurveyEvent, group="Surveys")
register(WidgetEvent, group="Surveys")
