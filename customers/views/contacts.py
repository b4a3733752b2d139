"""The web door of contacts."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers import actions, rules
from customers.forms import ContactForm, without_version
from customers.models import Contact, MergeKind
from customers.showing import merges_of
from customers.views.merges import survivor
from doors.panels import asked_along, render_panels
from doors.policy import door
from doors.web import actor_of, as_id, attempt, find, page, toast
from history.actor import Role


@door(*rules.KEEPERS)
def new_contact(request: HttpRequest) -> HttpResponse:
    """Add a contact, mostly from their company's page."""
    actor = actor_of(request)
    form = ContactForm(request.POST or None, actor=actor, initial={"company": request.GET.get("company")})
    if form.is_valid() and (made := attempt(form, lambda: actions.add_contact(actor=actor, **without_version(form)))):
        toast(request, f"Added {made}.")
        return redirect("customers:contact", made.pk)
    return page(request, "customers/contact_form.html", form=form, status=422 if form.is_bound else 200)


@door()
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact: who they are, what they said and what became of it."""
    actor = actor_of(request)
    rows = (
        Contact.objects.visible_to(actor).telling_pointers().select_related("company__owner").annotate(**asked_along("contact"))
    )
    found = rows.filter(pk=as_id(str(pk))).first()
    if found is None:
        return survivor(MergeKind.CONTACT, pk, actor)
    panels = render_panels("contact", request, found)
    return page(
        request, "customers/contact.html", contact=found, panels=panels, merges=merges_of(found),
        may_keep=rules.may_keep_customers(actor), may_erase=rules.may_erase_contact(actor),
    )  # fmt: skip


@door(*rules.KEEPERS)
def edit_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what we know of a contact."""
    actor = actor_of(request)
    found = find(Contact.objects.visible_to(actor), pk)
    initial = {name: getattr(found, name) for name in ("name", "email", "job_role", "persona", "company", "version")}
    form = ContactForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.change_contact(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("customers:contact", pk)
    return page(request, "customers/contact_form.html", form=form, contact=found, status=422 if form.is_bound else 200)


@require_POST
@door(Role.ADMIN)
def contact_erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget who a contact is."""
    actor = actor_of(request)
    actions.erase_contact(find(Contact.objects.visible_to(actor), pk), actor=actor)
    toast(request, "Erased. What they said stays, without their name.")
    return redirect("customers:contact", pk)


@door()
def contact_options(request: HttpRequest) -> HttpResponse:
    """Contacts whose name or e-mail address holds what was typed, those of ``company`` first where it is named."""
    words, company_id = request.GET.get("q", "").strip()[:100], request.GET.get("company", "")
    rows = Contact.objects.visible_to(actor_of(request)).filter(erased_at=None)
    contacts = rows.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if company_id.isdigit() and len(company_id) < 19:
        contacts = contacts.filter(company_id=int(company_id))
    return page(request, "customers/_contact_options.html", contacts=contacts.select_related("company")[:8])
