"""Rules looked at before they are in force: side by side, on past reviews, on simulated portfolios."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from doors.policy import door
from doors.web import actor_of, page, toast
from gates.actions.policies import adopt_policy
from gates.candidates import Candidate, candidate_named, candidates_of, draft_of, in_force
from gates.comparison import compare
from gates.forms.policies import PolicyForm
from gates.forms.reviews import CriteriaEditor
from gates.models.policies import standing_policy
from gates.policy_rules import GATES
from gates.rules.policies import may_adopt_policy
from gates.tryouts import DIFFERS, SAME, UNKNOWN, try_out
from gates.views.policies import product_of, with_criteria
from history.actor import Role
from history.refusals import NotPossible
from people.models import Product


@require_safe
@door()
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """Any two versions or presets side by side: each rule, and each criterion added, dropped or changed."""
    product = product_of(request, pk)
    found = candidates_of(product)
    after = chosen(found, request.GET.get("other")) or in_force(product)
    versions = [one for one in found if one.code.isdigit() and after.code.isdigit() and int(one.code) < int(after.code)]
    before = chosen(found, request.GET.get("one")) or next(iter(versions), found[-2])
    return page(
        request, "gates/policies/comparison.html", product=product, before=before, after=after, candidates=found,
        parts=compare(before.rules, after.rules), only_changed="all" not in request.GET,
    )  # fmt: skip


def chosen(found: list[Candidate], code: str | None) -> Candidate | None:
    """The candidate of a code."""
    return next((one for one in found if one.code == code), None)


@door()
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """How past reviews would have been recommended under other rules. A draft is sent along, and kept nowhere."""
    product = product_of(request, pk)
    try:
        candidate = candidate_of(request, product)
    except ValidationError as error:
        return spoiled(request, product, error)
    found = try_out(product, candidate.rules, actor_of(request))
    parts = {"differs": found.of(DIFFERS), "unknown": found.of(UNKNOWN), "same": found.of(SAME)}
    return page(request, "gates/policies/trial.html", found=found, parts=parts, **around(request, product, candidate))


def around(request: HttpRequest, product: Product, candidate: Candidate) -> dict[str, Any]:
    """What every page about a candidate shows: whose, which, what it changes, and what may be done with it."""
    standing = in_force(product)
    return {
        "product": product, "candidate": candidate, "candidates": candidates_of(product), "standing": standing,
        "is_in_force": candidate.rules == standing.rules, "parts_changed": compare(standing.rules, candidate.rules),
        "may": may_adopt_policy(actor_of(request), product),
    }  # fmt: skip


def candidate_of(request: HttpRequest, product: Product) -> Candidate:
    """The rules that a request names by ``rules``, or sends as a draft; those in force if it says nothing.

    Raises ValidationError for a draft that cannot be, Http404 for a version that there is not.
    """
    if request.method == "POST":
        return posted_draft(request, product)
    code = request.GET.get("rules", "")
    found = candidate_named(product, code) if code else in_force(product)
    if found is None:
        raise Http404
    return found


def posted_draft(request: HttpRequest, product: Product) -> Candidate:
    """A draft: as text, as the policy's form, or as the criteria of one gate."""
    if "rules" in request.POST:
        return draft_of(request.POST["rules"])
    rules = standing_policy(product.pk).rules
    if "criteria-TOTAL_FORMS" in request.POST:
        gate = request.POST.get("gate", "")
        if gate not in map(str, GATES):
            raise ValidationError("Say of which gate these criteria are.")
        editor = CriteriaEditor(request.POST, form_kwargs={"gate": int(gate)}, prefix="criteria")
        if not editor.is_valid():
            raise ValidationError("Some criteria are not right yet. Go back; they say what is missing once you save them.")
        return Candidate("The draft", with_criteria(rules, int(gate), editor.templates()))
    form = PolicyForm(request.POST, actor=actor_of(request), rules=rules)
    if not form.is_valid():
        raise ValidationError([f"{form[name].label if name in form.fields else ''}: {' '.join(errors)}".lstrip(": ")
                               for name, errors in form.errors.items()])  # fmt: skip
    return Candidate("The draft", form.new_rules())


def spoiled(request: HttpRequest, product: Product, error: ValidationError) -> HttpResponse:
    """A draft that cannot be, with what is wrong with it."""
    return page(request, "gates/policies/spoiled.html", status=422, product=product, faults=error.messages)


@door(Role.ADMIN)
@require_POST
def adopt_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft in force that was looked at."""
    product = product_of(request, pk)
    try:
        rules = draft_of(request.POST.get("rules", "")).rules
        adopt_policy(product, rules, why=request.POST.get("why", "").strip()[:500], actor=actor_of(request))
    except ValidationError as error:
        return spoiled(request, product, error)
    except NotPossible as refusal:
        toast(request, str(refusal), tone="bad")
        return redirect("gates:policy", pk=product.pk)
    toast(request, "A new version of the policy is in force.")
    return redirect("gates:policy", pk=product.pk)
