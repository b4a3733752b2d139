"""What somebody answered, once a person and survey; and to whom a survey was shown, answered or not."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from customers.models import Company, Contact
from feedback.models import Feedback
from history import clock
from history.actor import Actor
from surveys.models.surveys import Survey


class SurveyResponseQuerySet(models.QuerySet["SurveyResponse"]):
    """Questions about responses."""

    def visible_to(self, actor: Actor) -> Self:
        """Responses to the surveys one may see."""
        return self if actor.is_system else self.filter(survey__in=Survey.objects.visible_to(actor))


class SurveyResponse(models.Model):
    """One answer. It is never changed: whoever answers again has answered already.

    ``recent_uses`` is how often this person had used it in the two weeks before, as the usage events told at that moment;
    null where their use is not known.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    respondent = models.CharField(max_length=220, help_text="Who answered, as far as once a person goes.")
    user_key = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="survey_responses")
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.PROTECT, related_name="survey_responses")
    score = models.PositiveSmallIntegerField()
    # On Postgres the index of searching is itself a column called words.
    words = models.TextField(max_length=5000, blank=True, validators=[MaxLengthValidator(5000)], db_column="said")
    recent_uses = models.PositiveIntegerField(null=True, blank=True)
    feedback = models.OneToOneField(
        Feedback, null=True, blank=True, on_delete=models.PROTECT, related_name="survey_response", editable=False
    )
    at = models.DateTimeField(default=clock.now)

    objects = SurveyResponseQuerySet.as_manager()
    page = "surveys:answer"

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("survey", "-at"), name="survey_response_survey"),
            models.Index(fields=("company", "-at"), name="survey_response_company"),
        )
        constraints = (
            models.UniqueConstraint(fields=("survey", "respondent"), name="survey_response_once"),
            models.UniqueConstraint(fields=("survey", "contact"), condition=Q(contact__isnull=False), name="survey_contact_once"),
        )

    def __str__(self) -> str:
        return f"{self.survey}: {self.said}"

    def get_absolute_url(self) -> str:
        """It shows on its survey's page."""
        return reverse("surveys:answer", args=[self.pk])

    @property
    def said(self) -> str:
        """The answer in words."""
        return self.survey.scale.said(self.score)

    @property
    def product_id(self) -> int:
        """The product of its survey."""
        return self.survey.product_id


class Showing(models.Model):
    """That a survey was put before somebody, and when last: who leaves it is not asked again at once."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="showings")
    respondent = models.CharField(max_length=220)
    times = models.PositiveSmallIntegerField(default=1)
    last_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("survey", "respondent"), name="survey_showing_once"),)

    def __str__(self) -> str:
        return f"{self.survey} before {self.respondent}"
