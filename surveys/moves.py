"""What moves along when companies or contacts are merged: what they answered, once a contact and survey."""

from django.db.models import Q

from history.moving import moves
from surveys.models import SurveyLink, SurveyResponse

moves(SurveyResponse, "company", "survey answers")
moves(SurveyResponse, "contact", "survey answers", once=("survey",), among=Q(contact__isnull=False))
moves(SurveyLink, "contact", "links to surveys", once=("survey",), seen_by="survey")
