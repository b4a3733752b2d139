"""People in the settings: list, invite, change, suspend."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from history.actor import Role
from history.models import Event
from history.telling import tell_all
from people import actions, rules
from people.forms import InvitationForm, PersonForm, RolesForm, initial_of
from people.models import Invitation, Person


@door(Role.ADMIN)
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, and who is invited."""
    people = Person.objects.visible_to(actor_of(request)).prefetch_related("held_roles").order_by("-is_active", "name", "id")
    words = request.GET.get("q", "").strip()
    if words:
        people = people.filter(name__icontains=words) | people.filter(email__icontains=words)
    open_invitations = Invitation.objects.open().select_related("invited_by")[:100]
    return page(request, "people/person_list.html", people=paged(request, people), invitations=open_invitations, q=words)


@door(Role.ADMIN)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InvitationForm(request.POST or None, actor=actor_of(request))
    if form.is_valid() and (made := attempt(form, lambda: actions.invite(actor=actor_of(request), **form.cleaned_data))):
        toast(request, f"Invited {made.email}. The link is on its way.")
        return redirect("people:person_list")
    return page(request, "people/invite.html", form=form, status=422 if form.is_bound else 200)


@require_POST
@door(Role.ADMIN)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    made = actions.withdraw_invitation(find(Invitation.objects.all(), pk), actor=actor_of(request))
    toast(request, f"Withdrew the invitation of {made.email}.")
    return redirect("people:person_list")


@door(Role.ADMIN)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: name, job title, segment; roles; what they did last."""
    actor = actor_of(request)
    somebody = find(Person.objects.visible_to(actor), pk)
    form = PersonForm(request.POST or None, actor=actor, initial=initial_of(somebody, "name", "title", "segment"))
    if form.is_valid() and attempt(form, lambda: actions.change_person(somebody, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("people:person", pk)
    roles = RolesForm(actor=actor, initial={"roles": sorted(somebody.role_set)})
    return show_person(request, somebody, form, roles)


def show_person(request: HttpRequest, somebody: Person, form: PersonForm, roles: RolesForm) -> HttpResponse:
    """The page of a colleague with its two forms."""
    actor = actor_of(request)
    done = Event.objects.visible_to(actor).filter(actor=somebody).select_related("actor", "words")[:20]
    return page(
        request, "people/person.html", somebody=somebody, form=form, roles_form=roles, tellings=tell_all(done, actor),
        may_suspend=rules.may_suspend(actor, somebody), status=422 if form.is_bound or roles.is_bound else 200,
    )  # fmt: skip


@require_POST
@door(Role.ADMIN)
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which roles somebody holds."""
    actor = actor_of(request)
    somebody = find(Person.objects.visible_to(actor), pk)
    form = RolesForm(request.POST, actor=actor)
    if form.is_valid() and attempt(form, lambda: actions.set_roles(somebody, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved the roles of {somebody}.")
        return redirect("people:person", pk)
    return show_person(request, somebody, PersonForm(actor=actor, initial=initial_of(somebody, "name", "title", "segment")), form)


@require_POST
@door(Role.ADMIN)
def suspension(request: HttpRequest, pk: int) -> HttpResponse:
    """Suspend somebody; sent with ``lift``, let them in again."""
    actor = actor_of(request)
    somebody = find(Person.objects.visible_to(actor), pk)
    if request.POST.get("lift"):
        actions.reinstate(somebody, actor=actor)
        toast(request, f"{somebody} may sign in again.")
    else:
        actions.suspend(somebody, actor=actor, reason=request.POST.get("reason", "")[:500])
        toast(request, f"{somebody} is suspended.")
    return redirect("people:person", pk)
