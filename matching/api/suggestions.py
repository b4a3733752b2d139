"""What is suggested for a feedback, for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Collection, Shape, Visible, roles, verb
from feedback.models import Feedback
from history.actor import Role
from matching import actions
from matching.suggesting import Suggestions, suggest
from roadmap.models import Idea

PRODUCT = roles(Role.PRODUCT)


class NearestQuoteShape(serializers.Serializer):
    """The linked words that come nearest."""

    insight = serializers.IntegerField(source="pk")
    feedback = serializers.IntegerField(source="feedback_id")
    excerpt = serializers.CharField()


class SuggestedIdeaShape(serializers.Serializer):
    """An idea that the feedback may support, and why."""

    idea = serializers.IntegerField(source="idea.pk")
    key = serializers.CharField(source="idea.key")
    title = serializers.CharField(source="idea.title")
    score = serializers.FloatField(allow_null=True)
    words = serializers.ListField(child=serializers.CharField())
    quote = NearestQuoteShape(allow_null=True)


class PossibleDuplicateShape(serializers.Serializer):
    """Feedback that may say the same; likely from where nearly all do."""

    feedback = serializers.IntegerField(source="feedback.pk")
    key = serializers.CharField(source="feedback.key")
    title = serializers.CharField(source="feedback.__str__")
    cosine = serializers.FloatField(allow_null=True)
    is_likely = serializers.BooleanField()
    words = serializers.ListField(child=serializers.CharField())


class SuggestionsShape(serializers.Serializer):
    """Everything suggested. ``by`` is ``meaning``; ``reading`` while only its words are known; ``words`` without a model."""

    by = serializers.ChoiceField(["meaning", "reading", "words"])
    ideas = SuggestedIdeaShape(many=True)
    duplicates = PossibleDuplicateShape(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    company = serializers.IntegerField(source="company.pk", default=None, allow_null=True)
    rejected = serializers.SerializerMethodField()

    def get_rejected(self, found: Suggestions) -> list[int]:
        """The ideas that somebody said no to."""
        return [idea.pk for idea in found.refused]


class IdeaIn(Shape):
    """Which idea."""

    idea = Visible(Idea)


class SuggestionSet(Collection):
    """What is suggested for one feedback. To accept an idea, make an insight; to accept a duplicate, merge."""

    model = Feedback
    shape = SuggestionsShape

    def records(self) -> QuerySet[Feedback]:
        return super().records().select_related("company", "contact", "product")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ideas, possible duplicates, tags and a company, each as far as you may see it."""
        self.refuse_unknown_parameters()
        return self.show(suggest(self.get_object(), actor=request.actor))

    @verb(IdeaIn, policy=PRODUCT)
    def reject(self, feedback: Feedback, idea: Idea) -> Suggestions:
        """Say that the feedback does not support an idea; it is not suggested again."""
        actions.refuse_suggestion(feedback, idea, actor=self.request.actor)
        return suggest(feedback, actor=self.request.actor)

    @verb(IdeaIn, policy=PRODUCT)
    def restore(self, feedback: Feedback, idea: Idea) -> Suggestions:
        """Let an idea be suggested again."""
        actions.withdraw_refusal(feedback, idea, actor=self.request.actor)
        return suggest(feedback, actor=self.request.actor)
