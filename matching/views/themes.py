"""Themes: the list with its trends, one theme, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.charts import Line, course
from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from feedback.models import Feedback
from history.actor import Role
from matching import actions, forms, rules
from matching.figures import weeks_back, weights_of
from matching.models import Theme, ThemeSearch
from matching.text import embedder

TABS = (("open", "Open"), ("kept", "Kept"), ("proposed", "Proposed"), ("dismissed", "Dismissed"))
SHOWN = 30
Said = tuple[str, str, str]  # what the toast says, where it is undone, where to go


def visible(request: HttpRequest, pk: int) -> Theme:
    """A theme that the reader may see."""
    return find(
        Theme.objects.visible_to(actor_of(request)).select_related("product", "central__product", "idea", "merged_into"), pk
    )


@door()
def theme_list(request: HttpRequest) -> HttpResponse:
    """What customers talk about, the most talked about first."""
    actor, tab = actor_of(request), request.GET.get("state", "open")
    rows = Theme.objects.visible_to(actor).select_related("product", "central__product", "idea")
    rows = rows.standing() if tab not in dict(TABS) or tab == "open" else rows.filter(state=tab)
    themes = list(rows[:500])
    weights = weights_of(themes, actor)
    ordered = sorted(
        (theme for theme in themes if weights[theme.pk].count), key=lambda theme: (-weights[theme.pk].count, theme.pk)
    )
    shown = paged(request, ordered, SHOWN)  # type: ignore[arg-type]
    pairs = [(theme, weights[theme.pk]) for theme in shown]
    return page(
        request, "matching/theme_list.html", page=shown, shown=pairs, tabs=TABS, state=tab,
        may=rules.may_shape_themes(actor), last=ThemeSearch.objects.exclude(finished_at=None).first(), missing=embedder.missing(),
    )  # fmt: skip


@door()
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme: who says it, how often, and in which words."""
    actor, found = actor_of(request), visible(request, pk)
    weight = weights_of([found], actor)[pk]
    members = Feedback.objects.visible_to(actor).filter(theme_members__theme=found, theme_members__is_out=False)
    points = [(day, float(count), "") for day, count in zip(weeks_back(), weight.weeks, strict=True)]
    return page(
        request, "matching/theme.html", theme=found, weight=weight, may=rules.may_shape_themes(actor, found),
        members=paged(request, members.for_lists().order_by("-said_at", "-id"), SHOWN),  # type: ignore[attr-defined]
        chart=course([Line("Feedback", points)], floor=0, title="Feedback a week"),
        arr_made=[("Companies", len(weight.companies))],
    )  # fmt: skip


@door(Role.PRODUCT)
def search(request: HttpRequest) -> HttpResponse:
    """Look for themes anew."""
    actor, last = actor_of(request), ThemeSearch.objects.first()
    initial = {"distance": last.distance, "days": last.days} if last else {}
    form = forms.SearchForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and (made := attempt(form, lambda: actions.search_themes(actor=actor, **form.cleaned_data))):
        toast(request, "Looking for themes.")
        return redirect("jobs:job", made[1].pk)
    return asked(request, form, "Look for themes", "Look", template="matching/search_form.html")


@door(Role.PRODUCT)
def naming(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a theme, and keep it by that."""
    found, actor = visible(request, pk), actor_of(request)
    form = forms.NameForm(request.POST or None, actor=actor, initial={"name": str(found), "version": found.version})
    return answer(
        request, form, lambda: actions.name_theme(found, actor=actor, **form.cleaned_data),
        f"Name {found.key}", "Name and keep", lambda made: (f"{found.key} is {made}.", "", reverse("matching:theme", args=[pk])),
    )  # fmt: skip


@door(Role.PRODUCT)
def merging(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge a theme into another."""
    found, actor = visible(request, pk), actor_of(request)
    form = forms.MergeForm(request.POST or None, actor=actor, theme=found)
    return answer(
        request, form, lambda: actions.merge_themes(found, actor=actor, **form.cleaned_data), f"Merge “{found}”", "Merge",
        lambda made: (f"Merged into {made.merged_into}.", step_back(pk), reverse("matching:theme", args=[made.merged_into_id])),
    )  # fmt: skip


@door(Role.PRODUCT)
def splitting(request: HttpRequest, pk: int) -> HttpResponse:
    """Take some feedback into a theme of its own."""
    found, actor = visible(request, pk), actor_of(request)
    form = forms.SplitForm(request.POST or None, actor=actor, theme=found)
    return answer(
        request, form, lambda: actions.split_theme(found, actor=actor, **form.cleaned_data), f"Split “{found}”", "Split off",
        lambda made: (f"{made} stands for itself now.", "", reverse("matching:theme", args=[made.pk])),
    )  # fmt: skip


@door(Role.PRODUCT)
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an idea of a theme, with all its feedback as insights."""
    found, actor = visible(request, pk), actor_of(request)
    form = forms.IdeaForm(request.POST or None, actor=actor, initial={"title": str(found), "product": found.product_id})
    return answer(
        request, form, lambda: actions.make_idea(found, actor=actor, **form.cleaned_data), f"Idea from “{found}”", "Create idea",
        lambda made: (f"{made.key} made, with the theme’s feedback as insights.", "", reverse("roadmap:idea", args=[made.pk])),
    )  # fmt: skip


AT_ONCE = {
    "keep": (actions.keep_theme, "Kept."), "dismiss": (actions.dismiss_theme, "Dismissed: it is not proposed again."),
    "restore": (actions.restore_theme, "Brought back."),
}  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def at_once(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Keep, dismiss, bring back."""
    if verb not in AT_ONCE:
        raise Http404
    run, said = AT_ONCE[verb]
    run(visible(request, pk), actor=actor_of(request))
    toast(request, said, undo=step_back(pk) if verb == "dismiss" else "")
    return redirect("matching:theme_list" if verb == "dismiss" else reverse("matching:theme", args=[pk]))


def step_back(pk: int) -> str:
    """Where a dismissal or a merge is undone."""
    return reverse("matching:at_once", args=[pk, "restore"])


def answer(
    request: HttpRequest,
    form: Form,
    verb: Callable[[], Any],
    heading: str,
    button: str,
    done: Callable[[Any], tuple[str, str, str]],
) -> HttpResponse:
    """Run the verb of a valid form and go where its result is; else show the form with what is wrong."""
    if form.is_valid() and (made := attempt(form, verb)):
        text, undo, address = done(made)
        toast(request, text[:160], undo=undo)
        return redirect(address)
    return asked(request, form, heading, button)


def asked(request: HttpRequest, form: Form, heading: str, button: str, template: str = "matching/form.html") -> HttpResponse:
    """The form, as a page or a dialog."""
    return page(request, template, form=form, heading=heading, button=button, status=422 if form.is_bound else 200)
