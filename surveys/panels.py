"""What the customers' pages show of surveys: how a company's people, and one of them, answered."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from customers.models import Company, Contact
from doors.panels import ask_along, may_have, panel
from doors.web import actor_of
from feedback.models import Channel, Feedback
from feedback.rules import may_triage
from people.models import Product
from surveys.models import Survey, SurveyResponse, WidgetClaim
from surveys.reading import with_figures
from surveys.showing import tone_of

Served = tuple[str, dict[str, Any]]
SHOWN, SURVEYS = 20, 6


@panel("growth", order=20)
def scores_of_product(request: HttpRequest, product: Product) -> Served | None:
    """What users say beside what they do: the score of each survey of a product that was answered."""
    surveys = Survey.objects.visible_to(actor_of(request)).filter(product=product).order_by("-id")[:SURVEYS]
    rows = [row for row in with_figures(surveys) if row["results"].total]
    return ("surveys/_growth_panel.html", {"rows": rows}) if rows else None


@panel("company-said", order=20)
def answers_of_company(request: HttpRequest, company: Company) -> Served | None:
    """What their people answered, the latest first."""
    return shown(request, SurveyResponse.objects.filter(company=company))


ask_along("contact", has_responses=Exists(SurveyResponse.objects.filter(contact=OuterRef("pk"))))


@panel("contact", order=30)
def answers_of_contact(request: HttpRequest, contact: Contact) -> Served | None:
    """What this person answered."""
    return None if not may_have(contact, "has_responses") else shown(request, SurveyResponse.objects.filter(contact=contact))


@panel("feedback", order=4)
def whom_the_page_named(request: HttpRequest, feedback: Feedback) -> Served | None:
    """Who the widget's page said that it speaks for: proven, or only claimed."""
    claim = WidgetClaim.objects.filter(feedback=feedback).first() if feedback.channel == Channel.WIDGET else None
    if claim is None:
        return None
    is_open = not claim.is_signed and feedback.contact_id is None and feedback.company_id is None
    may = is_open and bool(claim.email or claim.company) and bool(may_triage(actor_of(request), feedback))
    return "surveys/_claim_panel.html", {"claim": claim, "feedback": feedback, "may": may}


def shown(request: HttpRequest, rows: QuerySet[SurveyResponse]) -> Served | None:
    """The latest of these that one may see; nothing where nobody answered."""
    seen = rows.filter(pk__in=SurveyResponse.objects.visible_to(actor_of(request)).values("pk"))
    answers = list(seen.select_related("survey__product", "contact", "feedback").order_by("-at", "-id")[: SHOWN + 1])
    for one in answers:
        one.tone = tone_of(one.survey.kind, one.score).replace("quiet", "")
    if not answers:
        return None
    return "surveys/_answers_panel.html", {"answers": answers[:SHOWN], "has_more": len(answers) > SHOWN, "most": SHOWN}
