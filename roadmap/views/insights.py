"""The web door of insights: link words to an idea, weigh them, take them back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.forms import ActorForm, VisibleChoice
from doors.policy import door
from doors.search import alike
from doors.web import actor_of, as_id, attempt, find, page
from feedback.models import Feedback
from feedback.views.answers import done, undone
from history.actor import Role
from people.models import Product
from roadmap import actions
from roadmap.models import Idea, Importance, Insight
from roadmap.reading import ideas_found


class InsightForm(ActorForm):
    """Which idea the words support, there or new, and how much they matter."""

    idea_words = forms.CharField(max_length=260, label="Idea", help_text="Find one by its words or number, or name a new one.")
    idea = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)
    importance = forms.TypedChoiceField(
        choices=Importance.choices, coerce=int, initial=Importance.IMPORTANT, widget=forms.RadioSelect,
        label="How much does it matter to them?",
    )  # fmt: skip
    product = VisibleChoice(Product, required=False, empty_label="Choose", label="Product of a new idea")
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A new idea needs a product and a title that fits; one that was found has both."""
        cleaned = super().clean() or self.cleaned_data
        found, words = cleaned.get("idea"), cleaned.get("idea_words", "").strip()
        if found is not None and words.casefold() not in (found.title.casefold(), f"{found.key} {found.title}".casefold()):
            found = cleaned["idea"] = None
        if found is None and words and cleaned.get("product") is None and "product" not in self.errors:
            self.add_error("product", "Which product is the new idea for?")
        if found is None and len(words) > 200:
            self.add_error("idea_words", "A new idea's title has at most 200 characters.")
        return cleaned

    def link(self, feedback: Feedback) -> Insight:
        """Run the verb that fits what was chosen."""
        data = self.cleaned_data
        place = {"start": data["start"], "end": data["end"], "importance": data["importance"]}
        if data["idea"] is not None:
            return actions.link_insight(feedback, data["idea"], actor=self.actor, **place)
        return actions.link_to_new_idea(feedback, actor=self.actor, product=data["product"], title=data["idea_words"], **place)


@door(Role.PRODUCT)
def new_insight(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the highlighted words of a feedback, or all of them, to an idea that is there or new."""
    actor = actor_of(request)
    feedback = find(Feedback.objects.visible_to(actor).select_related("company", "product"), pk)
    is_new = bool(request.GET.get("new"))
    initial = {"start": as_id(request.GET.get("start")), "end": as_id(request.GET.get("end")), "product": feedback.product_id}
    initial["idea_words"] = feedback.title if is_new else ""
    if (pk_of_idea := as_id(request.GET.get("idea"))) is not None:
        initial |= named_idea(Idea.objects.visible_to(actor).filter(pk=pk_of_idea).first())
    form = InsightForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and (made := attempt(form, lambda: form.link(feedback))):
        text = f"{feedback.key} supports {made.idea.key} {made.idea}."
        return done(request, [feedback], text[:160], undo=reverse("roadmap:withdrawal", args=[made.pk]) + "?of=link")
    start, end = (as_id(str(form[name].value() or "")) for name in ("start", "end"))
    words = feedback.text[start or 0 : end] if end else feedback.text
    return page(
        request, "roadmap/insight_form.html", form=form, feedback=feedback, words=words, is_new=is_new, is_part=bool(end),
        suggested=[] if is_new else suggestions(request, feedback), status=422 if form.is_bound else 200,
    )  # fmt: skip


def named_idea(idea: Idea | None) -> dict[str, Any]:
    """The form with an idea chosen beforehand, if it is there to see."""
    return {"idea": idea.pk, "idea_words": f"{idea.key} {idea.title}"} if idea is not None else {}


def suggestions(request: HttpRequest, feedback: Feedback) -> list[Idea]:
    """Ideas that feedback like this one supports, the most often named first. Each carries how often, as ``likeness``."""
    near = [pk for pk, _ in alike(Feedback, f"{feedback.title} {feedback.text}", limit=20) if pk != feedback.pk]
    insights = Insight.objects.visible_to(actor_of(request)).standing().filter(feedback__in=near)
    ideas = Idea.objects.visible_to(actor_of(request)).current().filter(insights__in=insights)
    likeness = Count("insights", filter=Q(insights__in=insights), distinct=True)
    return list(ideas.annotate(likeness=likeness).order_by("-likeness", "-id")[:3])


@door()
def idea_options(request: HttpRequest) -> HttpResponse:
    """Ideas as one types."""
    ideas = ideas_found(actor_of(request), request.GET.get("q", "").strip()[:200], product_id=as_id(request.GET.get("product")))
    return page(request, "roadmap/_idea_options.html", ideas=ideas)


@require_POST
@door(Role.PRODUCT)
def importance(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew how much it matters."""
    actor = actor_of(request)
    insight = find(Insight.objects.visible_to(actor).standing().select_related("feedback", "idea"), pk)
    before, value = insight.importance, as_id(request.POST.get("importance") or request.GET.get("importance"))
    insight = actions.change_importance(insight, actor=actor, importance=-1 if value is None else value)
    undo = reverse("roadmap:importance", args=[pk]) + f"?importance={before}"
    return done(request, [insight.feedback], f"Now {insight.get_importance_display().lower()}.", undo=undo)


@require_POST
@door(Role.PRODUCT)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an insight back; sent with ``undo``, let it stand again."""
    actor = actor_of(request)
    insight = find(Insight.objects.visible_to(actor).select_related("feedback", "idea"), pk)
    if request.GET.get("undo"):
        actions.restore_insight(insight, actor=actor)
        return undone(request, [insight.feedback], f"{insight.feedback.key} supports {insight.idea.key} again.")
    actions.withdraw_insight(insight, actor=actor)
    if request.GET.get("of") == "link":
        return undone(request, [insight.feedback], "Undone.")
    undo = reverse("roadmap:withdrawal", args=[pk]) + "?undo=1"
    return done(request, [insight.feedback], f"{insight.feedback.key} no longer supports {insight.idea.key}.", undo=undo)
