"""What may be said of an idea; who wants no mail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from answers import actions
from answers.forms import WordingForm
from answers.links import contact_for
from answers.models import Muted, Silence
from answers.rules import TELLERS
from customers.models import Contact
from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role, Via, system
from people.models import Organisation
from roadmap.models import Idea


@door(Role.PRODUCT)
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what may be said of an idea, and what not."""
    actor = actor_of(request)
    idea = find(Idea.objects.visible_to(actor).select_related("wording"), pk)
    there = getattr(idea, "wording", None)
    initial = {"may_say": there.may_say, "must_not_say": there.must_not_say, "version": there.version} if there else {}
    form = WordingForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.approve_wording(idea, actor=actor, **form.cleaned_data)):
        toast(request, f"Approved: what we say of {idea.key}.")
        return redirect("roadmap:idea", idea.pk)
    return page(request, "answers/wording_form.html", form=form, idea=idea, status=422 if form.is_bound else 200)


@door(*TELLERS)
def mail(request: HttpRequest) -> HttpResponse:
    """Whether I get mail about what becomes of my requests."""
    actor = actor_of(request)
    if request.method == "POST":
        wants = bool(request.POST.get("wants"))
        (actions.unmute if wants else actions.mute)(actor=actor)
        toast(request, "You get mail when one of your requests moves." if wants else "No more mail about your requests.")
        return redirect(request.path)
    return page(request, "answers/mail.html", is_muted=Muted.objects.filter(person=actor.person).exists())


@require_POST
@door(*TELLERS)
def contact_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Note for a contact that they want no more mail, or want it again."""
    actor = actor_of(request)
    contact = find(Contact.objects.visible_to(actor), pk)
    wants = bool(request.POST.get("wants"))
    (actions.hear_again if wants else actions.silence)(contact, actor=actor)
    toast(request, f"{contact} gets answers by mail again." if wants else f"{contact} gets no more mail.")
    return redirect("customers:contact", contact.pk)


# A mail program that unsubscribes in one click has no form of ours to carry a token; the signed address stands for it.
@csrf_exempt
@door(public="a customer asks for no more mail, by the signed link of a mail")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A customer asks for no more mail."""
    contact = contact_for(token)
    if contact is None:
        raise Http404
    if request.method == "POST":
        actions.silence(contact, actor=system("a customer's wish", via=Via.LINK))
    is_silent = Silence.objects.filter(contact=contact).exists()
    return page(request, "answers/stop.html", is_silent=is_silent, organisation=Organisation.objects.first())
