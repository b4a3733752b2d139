"""The API door of answers."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from rest_framework import serializers

from answers import actions
from answers.models import Answer, Wording
from answers.owing import owed_votes
from answers.rules import TELLERS
from doors.api import Changes, Collection, Makes, Nothing, RecordShape, Shape, Visible, roles, verb
from doors.policy import Policy
from feedback.models import Feedback
from history.actor import Role
from people.models import Person
from roadmap.api.ideas import VoteShape
from roadmap.models import Idea, Vote

ANSWERING, TELLING = roles(Role.PRODUCT), roles(*TELLERS)


class AnswerShape(RecordShape):
    """An answer. ``feedback`` are the words that it answers, ``votes`` the votes."""

    class Meta:
        model = Answer
        fields: ClassVar = [
            "id", "occasion", "product", "idea", "initiative", "contact", "company", "feedback", "votes", "subject", "text",
            "state", "owner", "note", "made_at", "settled_at", "settled_by", "mailed_at", "version",
        ]  # fmt: skip


class AnswerIn(Shape):
    """What an answer is begun to: a feedback or a vote, one of them."""

    feedback = Visible(Feedback, required=False)
    vote = Visible(Vote, required=False)


class AnswerWords(Shape):
    """The words of an answer."""

    subject = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=10_000)


class HandOverIn(Shape):
    """Who tells them; nobody named, the account owner."""

    to = Visible(Person, required=False)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class NoteIn(Shape):
    """How it was told."""

    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class DropIn(Shape):
    """Why no answer is given."""

    reason = serializers.CharField(max_length=2000)


class AnswerFilter(django_filters.FilterSet):
    """By state, occasion, product, idea, company, contact, owner, and the feedback or vote answered."""

    class Meta:
        model = Answer
        fields: ClassVar = ["state", "occasion", "product", "idea", "company", "contact", "owner", "feedback", "votes"]


class AnswerCollection(Makes, Changes, Collection):
    """Answers: what we owe to those who spoke or voted."""

    model = Answer
    shape = AnswerShape
    make_shape = AnswerIn
    change_shape = AnswerWords
    orderings = ("made_at",)
    filterset_class = AnswerFilter
    policies: ClassVar[dict[str, Policy]] = {"create": ANSWERING, "partial_update": ANSWERING}

    def records(self) -> Any:
        return super().records().prefetch_related("feedback", "votes")

    def make(self, data: dict[str, Any]) -> Answer:
        """Begin an answer to a feedback, or to a vote."""
        if len(data) != 1:
            raise ValidationError({"feedback": "Say what is answered: a feedback or a vote, one of them."})
        if "vote" in data:
            return actions.draft_to_voter(data["vote"], actor=self.request.actor)
        return actions.draft_by_hand(data["feedback"], actor=self.request.actor)

    def change(self, answer: Answer, data: dict[str, Any], version: int | None) -> Answer:
        """Change an answer's words."""
        return actions.edit_answer(answer, actor=self.request.actor, version=version, **data)

    @verb(Nothing, policy=ANSWERING)
    def send(self, answer: Answer) -> Answer:
        """Send an answer as it stands."""
        return actions.send_answer(answer, actor=self.request.actor)

    @verb(HandOverIn, policy=ANSWERING)
    def hand_over(self, answer: Answer, **data: Any) -> Answer:
        """Let somebody who speaks with them give it in person."""
        return actions.hand_over(answer, actor=self.request.actor, **data)

    @verb(Nothing, policy=ANSWERING)
    def take_back(self, answer: Answer) -> Answer:
        """Take it back from the account owner."""
        return actions.take_back(answer, actor=self.request.actor)

    @verb(NoteIn, policy=TELLING)
    def tell(self, answer: Answer, note: str = "") -> Answer:
        """Say that it was told in person."""
        return actions.tell_answer(answer, actor=self.request.actor, note=note)

    @verb(DropIn, policy=ANSWERING)
    def drop(self, answer: Answer, reason: str) -> Answer:
        """Give no answer, and say why."""
        return actions.drop_answer(answer, actor=self.request.actor, reason=reason)

    @verb(Nothing, policy=ANSWERING)
    def revive(self, answer: Answer) -> Answer:
        """Bring back an answer that was not to be given."""
        return actions.revive_answer(answer, actor=self.request.actor)


class UnansweredVoteFilter(django_filters.FilterSet):
    """By idea, company and contact, and given before a time."""

    before = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt", label="Given before then.")

    class Meta:
        model = Vote
        fields: ClassVar = ["idea", "company", "contact"]


class UnansweredVoteCollection(Collection):
    """Votes of whom nobody told anything about the idea yet."""

    model = Vote
    shape = VoteShape
    filterset_class = UnansweredVoteFilter

    def records(self) -> Any:
        return owed_votes(self.request.actor)


class WordingShape(RecordShape):
    """What may be said of an idea, and what not."""

    class Meta:
        model = Wording
        fields: ClassVar = ["id", "idea", "may_say", "must_not_say", "approved_by", "approved_at", "version"]


class WordingWords(Shape):
    """The words of a wording."""

    may_say = serializers.CharField(max_length=2000)
    must_not_say = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class WordingIn(WordingWords):
    """A wording as it is approved."""

    idea = Visible(Idea)


class WordingFilter(django_filters.FilterSet):
    """By idea."""

    class Meta:
        model = Wording
        fields: ClassVar = ["idea"]


class WordingCollection(Makes, Changes, Collection):
    """Wordings: what sales may say of an idea, and what not."""

    model = Wording
    shape = WordingShape
    make_shape = WordingIn
    change_shape = WordingWords
    filterset_class = WordingFilter
    policies: ClassVar[dict[str, Policy]] = {"create": ANSWERING, "partial_update": ANSWERING}

    def make(self, data: dict[str, Any]) -> Wording:
        """Approve what is said of an idea."""
        return actions.approve_wording(actor=self.request.actor, **data)

    def change(self, wording: Wording, data: dict[str, Any], version: int | None) -> Wording:
        """Approve other words."""
        words = {"may_say": wording.may_say, "must_not_say": wording.must_not_say} | data
        return actions.approve_wording(wording.idea, actor=self.request.actor, version=version, **words)


routes = (("answers", AnswerCollection), ("unanswered-votes", UnansweredVoteCollection), ("wordings", WordingCollection))
