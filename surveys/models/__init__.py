"""Surveys, what was answered, and to whom they were shown."""

from surveys.models.claims import WidgetClaim
from surveys.models.links import SurveyLink
from surveys.models.responses import Showing, SurveyResponse, SurveyResponseQuerySet
from surveys.models.surveys import Survey, SurveyQuerySet, SurveyState
from surveys.models.widget_keys import WidgetKey, WidgetKeyQuerySet

__all__ = [
    "Showing", "Survey", "SurveyLink", "SurveyQuerySet", "SurveyResponse", "SurveyResponseQuerySet", "SurveyState", "WidgetClaim",
    "WidgetKey",
    "WidgetKeyQuerySet",
]  # fmt: skip
