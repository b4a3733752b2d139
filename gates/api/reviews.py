"""Gate reviews and waivers, for programs."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Changes, Collection, Makes, Nothing, roles, verb
from doors.policy import ANY_MEMBER
from doors.web import find
from gates.actions import criteria as verbs
from gates.actions import decisions, panel, reviews, scores, waivers
from gates.api import shapes
from gates.api.reports import Reports
from gates.models import GateReview, Waiver
from gates.models.reviews import ReviewState
from gates.waiting import reviews_waiting
from history.actor import Role

LEADERS = roles(Role.LEADERSHIP)


class ReviewFilter(django_filters.FilterSet):
    """By state, gate, product, idea, owner; or those that wait for me."""

    state = django_filters.MultipleChoiceFilter(choices=ReviewState.choices)
    gate = django_filters.NumberFilter(field_name="gate")
    product = django_filters.NumberFilter(field_name="idea__product")
    idea = django_filters.NumberFilter(field_name="idea")
    owner = django_filters.NumberFilter(field_name="owner")
    waiting_for_me = django_filters.BooleanFilter(method="only_waiting", label="Only those in which the next step is yours.")

    class Meta:
        model = GateReview
        fields: ClassVar = ["state", "gate", "product", "idea", "owner"]

    def only_waiting(self, rows: QuerySet[GateReview], name: str, value: bool) -> QuerySet[GateReview]:
        """Those in which the next step is the actor's."""
        return rows.filter(pk__in=reviews_waiting(self.request.actor).values("pk")) if value else rows


class ReviewCollection(Reports, Makes, Changes, Collection):
    """Gate reviews. Scores are blind until the reveal, here as everywhere."""

    model = GateReview
    shape = shapes.ReviewShape
    orderings = ("gate", "created_at")
    make_shape = shapes.ReviewMake
    change_shape = shapes.ReviewChange
    filterset_class = ReviewFilter
    policies: ClassVar = {
        "create": roles(Role.LEADERSHIP, Role.PRODUCT),
        "partial_update": roles(Role.LEADERSHIP, Role.PRODUCT),
    }

    def records(self) -> QuerySet[GateReview]:
        return super().records().select_related("idea__product", "idea__owner", "owner", "policy")

    def shape_out(self, name: str) -> Any:
        return super().shape_out(name) if name == "list" else shapes.ReviewDetail

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One review, with criteria, panel, recommendation, and what may be known of scores and votes."""
        return self.show(self.get_object())

    def show(self, record: Any, *, shape: Any = None, code: int = 200) -> Response:
        """A review after a verb is the review as it is now."""
        return super().show(self.records().get(pk=record.pk), shape=shapes.ReviewDetail, code=code)

    def make(self, data: dict[str, Any]) -> GateReview:
        """Draft a review."""
        return reviews.draft_review(data.pop("idea"), actor=self.request.actor, **data)

    def change(self, record: GateReview, data: dict[str, Any], version: int | None) -> GateReview:
        """Change a draft."""
        return reviews.change_draft(record, actor=self.request.actor, version=version, **data)

    @verb(shapes.CriteriaIn, policy=LEADERS)
    def set_criteria(self, record: GateReview, criteria: list[dict[str, Any]]) -> GateReview:
        """Set the draft's criteria, all at once."""
        return verbs.set_criteria(record, shapes.templates(criteria), actor=self.request.actor)

    @verb(shapes.PanelIn, policy=LEADERS)
    def set_panel(self, record: GateReview, **people: Any) -> GateReview:
        """Say who judges, and who else is heard."""
        return reviews.set_panel(record, actor=self.request.actor, **people)

    @verb(Nothing, policy=LEADERS)
    def lock(self, record: GateReview) -> GateReview:
        """Fix criteria, looks and panel before the evidence exists."""
        return reviews.lock_review(record, actor=self.request.actor)

    @verb(shapes.AmendIn, policy=LEADERS)
    def amend(self, record: GateReview, criteria: list[dict[str, Any]], reason: str) -> GateReview:
        """Change locked criteria; the verdict is shown under both from then on."""
        return verbs.amend_criteria(record, shapes.templates(criteria), reason=reason, actor=self.request.actor)

    @verb(shapes.SubmitIn, policy=ANY_MEMBER)
    def submit(self, record: GateReview, what_changed: str = "") -> GateReview:
        """Say that the evidence is there and fresh. The idea's owner does."""
        return reviews.submit_review(record, what_changed=what_changed, actor=self.request.actor)

    @verb(shapes.DeclareIn, policy=LEADERS)
    def declare(self, record: GateReview, has_conflict: bool, words: str = "") -> GateReview:
        """Say whether you have a conflict of interest. Whoever has one leaves the panel."""
        panel.declare_conflict(record, has_conflict=has_conflict, words=words, actor=self.request.actor)
        return record

    @verb(shapes.SeatIn, policy=LEADERS)
    def fill_seat(self, record: GateReview, person: Any, instead_of: int | None = None, reason: str = "") -> GateReview:
        """Seat another gatekeeper, where somebody left or is absent."""
        seat = find(record.seats.all(), instead_of) if instead_of else None
        panel.fill_seat(record, person=person, instead_of=seat, reason=reason, actor=self.request.actor)
        return record

    @verb(shapes.DelegateIn, policy=LEADERS)
    def delegate(self, record: GateReview, to: Any, reason: str) -> GateReview:
        """Hand your own seat to another leader, before you have scored."""
        panel.delegate_seat(record, to=to, reason=reason, actor=self.request.actor)
        return record

    @verb(Nothing, policy=LEADERS)
    def open(self, record: GateReview) -> GateReview:
        """Begin scoring."""
        return reviews.open_review(record, actor=self.request.actor)

    @verb(shapes.ScoreIn, policy=LEADERS)
    def score(self, record: GateReview, **given: Any) -> GateReview:
        """Answer everything that people judge."""
        scores.score_review(record, actor=self.request.actor, **given)
        return record

    @verb(shapes.SpeakIn, policy=ANY_MEMBER)
    def speak(self, record: GateReview, **said: Any) -> GateReview:
        """Say something on the panel."""
        scores.speak(record, actor=self.request.actor, **said)
        return record

    @verb(Nothing, policy=LEADERS)
    def reveal(self, record: GateReview) -> GateReview:
        """Show everybody's scores to everybody, at once."""
        return scores.reveal_scores(record, actor=self.request.actor)

    @verb(Nothing, policy=LEADERS)
    def score_again(self, record: GateReview) -> GateReview:
        """Ask for a second round of scores."""
        return scores.score_again(record, actor=self.request.actor)

    @verb(shapes.VoteIn, policy=LEADERS)
    def vote(self, record: GateReview, **ballot: Any) -> GateReview:
        """Vote for an outcome."""
        scores.vote(record, actor=self.request.actor, **ballot)
        return record

    @verb(shapes.DecideIn, policy=LEADERS)
    def decide(self, record: GateReview, seen: str = "", **data: Any) -> GateReview:
        """Write the decision that the votes made. A milder one than recommended waits for a second signature."""
        decisions.decide_review(record, shapes.ask_of(data), seen=seen, actor=self.request.actor)
        return record

    @verb(Nothing, policy=LEADERS)
    def sign(self, record: GateReview) -> GateReview:
        """Give the second signature."""
        decisions.sign_decision(record, actor=self.request.actor)
        return record

    @verb(shapes.WhyIn, policy=LEADERS)
    def decline(self, record: GateReview, reason: str) -> GateReview:
        """Refuse to sign: the panel discusses again."""
        return decisions.decline_signature(record, reason=reason, actor=self.request.actor)

    @verb(shapes.WaiverIn, policy=roles(Role.PRODUCT, Role.LEADERSHIP))
    def ask_waiver(self, record: GateReview, **asked: Any) -> GateReview:
        """Ask to excuse one must-meet for a while."""
        waivers.ask_waiver(record, actor=self.request.actor, **asked)
        return record


class WaiverFilter(django_filters.FilterSet):
    """By review, and whether it was granted."""

    class Meta:
        model = Waiver
        fields: ClassVar = ["review", "is_granted"]


class WaiverCollection(Collection):
    """Waivers: asked by one, granted by another."""

    model = Waiver
    shape = shapes.WaiverShape
    orderings = ("asked_at",)
    filterset_class = WaiverFilter

    @verb(shapes.WaiverAnswerIn, policy=LEADERS)
    def grant(self, record: Waiver, answer: str = "") -> Waiver:
        """Grant a waiver that somebody else asked for."""
        return waivers.answer_waiver(record, is_granted=True, answer=answer, actor=self.request.actor)

    @verb(shapes.WaiverAnswerIn, policy=LEADERS)
    def refuse(self, record: Waiver, answer: str = "") -> Waiver:
        """Refuse it, and say why."""
        return waivers.answer_waiver(record, is_granted=False, answer=answer, actor=self.request.actor)
