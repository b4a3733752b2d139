"""The customers' pages: published ideas, one of them, votes, following, and what they wrote themselves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doors.panels import render_panels
from doors.web import paged
from portal import actions, rules
from portal.forms import CommentForm, LookForm, SubmitForm
from portal.models import Publication, Submission
from portal.reading import SORTS, counts_on, ideas_on, parts_of, standings_for, with_companies
from portal.views.visiting import Guest, back_to, portal_page, safe_path, show

A_PAGE = 20


@portal_page()
def home(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What customers asked for and what becomes of it: found, narrowed, sorted."""
    form = LookForm(request.GET)
    chosen = form.chosen()
    ideas = paged(request, ideas_on(guest.portal, **chosen).select_related("idea"), A_PAGE)
    parts = parts_of(ideas, guest.contact)
    rows = [(idea, parts[idea.pk], rules.takes_votes(idea)) for idea in ideas]
    return show(
        request, "portal/public/home.html", form=form, ideas=ideas, rows=rows, chosen=chosen, sorts=SORTS,
        counts=counts_on(guest.portal), is_narrowed=bool(chosen["words"] or chosen["status"]), place="ideas",
    )  # fmt: skip


def found(guest: Guest, code: str) -> Publication:
    """What is published under a code on this portal; anything else is not there."""
    rows = with_companies(Publication.objects.on(guest.portal).select_related("idea__duplicate_of"))
    publication = rows.filter(code=code).first()
    if publication is None:
        raise Http404
    return publication


@portal_page()
def idea(request: HttpRequest, guest: Guest, code: str) -> HttpResponse:
    """One published idea; the address of a merged one leads to the other."""
    other = (
        Publication.objects.on(guest.portal)
        .filter(idea__merges_here__gone__publication__code=code, idea__merges_here__undone_at=None)
        .first()
    )
    if other is not None:
        return redirect(other.address_on(guest.portal))
    return idea_page(request, guest, found(guest, code), CommentForm())


def idea_page(request: HttpRequest, guest: Guest, publication: Publication, form: CommentForm, status: int = 200) -> HttpResponse:
    """The idea's page, with the words that are being written."""
    mine = Submission.objects.filter(publication=publication, contact=guest.contact) if guest.contact else None
    return show(
        request, "portal/public/idea.html", idea=publication, part=parts_of([publication], guest.contact)[publication.pk],
        takes_votes=rules.takes_votes(publication), form=form, mine=list(mine[:5]) if mine is not None else [], status=status,
    )  # fmt: skip


@portal_page("POST", signed_in=True)
def vote(request: HttpRequest, guest: Guest, code: str) -> HttpResponse:
    """Vote for one's company, or take that back."""
    publication = found(guest, code)
    assert guest.contact is not None  # noqa: S101 (signed in)
    back = safe_path(guest.portal, request.POST.get("back", publication.address_on(guest.portal)))
    if request.POST.get("undo"):
        actions.withdraw_vote_here(publication, contact=guest.contact)
        return back_to(back, "unvoted")
    actions.vote_here(publication, contact=guest.contact)
    return back_to(back, "voted")


@portal_page("POST", signed_in=True)
def following(request: HttpRequest, guest: Guest, code: str) -> HttpResponse:
    """Hear of it, or hear no more."""
    publication = found(guest, code)
    assert guest.contact is not None  # noqa: S101 (signed in)
    if request.POST.get("undo"):
        actions.unfollow(publication, contact=guest.contact)
        return back_to(publication.address_on(guest.portal), "unfollowed")
    actions.follow(publication, contact=guest.contact)
    return back_to(publication.address_on(guest.portal), "followed")


@portal_page("POST", signed_in=True)
def comment(request: HttpRequest, guest: Guest, code: str) -> HttpResponse:
    """Add one's own words to what is published; colleagues read them, nobody else."""
    publication, form = found(guest, code), CommentForm(request.POST)
    if not form.is_valid():
        return idea_page(request, guest, publication, form, status=422)
    if not form.is_trap_sprung:
        actions.submit(guest.portal, contact=guest.contact, text=form.cleaned_data["text"], publication=publication)
    return back_to(publication.address_on(guest.portal), "added")


@portal_page("GET", "HEAD", "POST", signed_in=True)
def submit(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Say what one needs."""
    form = SubmitForm(request.POST or None)
    if not form.is_valid():
        return show(request, "portal/public/submit.html", form=form, place="submit", status=422 if form.is_bound else 200)
    if not form.is_trap_sprung:
        words = {"text": form.cleaned_data["text"], "title": form.cleaned_data["title"]}
        actions.submit(guest.portal, contact=guest.contact, **words)
    return back_to(reverse("portal:mine", args=[guest.portal.slug]), "sent")


@portal_page(signed_in=True)
def mine(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What one wrote here, and where each of it stands."""
    said = Submission.objects.filter(portal=guest.portal, contact=guest.contact).select_related("feedback", "publication")
    shown = paged(request, said.order_by("-id"), A_PAGE)
    told = standings_for(list(shown), guest.portal)
    followed = Publication.objects.on(guest.portal).filter(followers__contact=guest.contact).order_by("-status_since", "-pk")
    rows = [(one, told[one.pk]) for one in shown]
    return show(request, "portal/public/mine.html", shown=shown, rows=rows, followed=followed[:50], place="mine")


@portal_page(signed_in=True)
def own(request: HttpRequest, guest: Guest, code: str) -> HttpResponse:
    """One thing that one wrote, where it stands, and what was answered."""
    rows = Submission.objects.filter(portal=guest.portal, contact=guest.contact).select_related("feedback", "publication__idea")
    said = rows.filter(code=code).first()
    if said is None:
        raise Http404
    told = standings_for([said], guest.portal)[said.pk]
    about = said.publication if said.publication and is_shown(said.publication, guest) else None
    panels = render_panels("portal.feedback", request, said)
    return show(request, "portal/public/own.html", said=said, told=told, about=about, panels=panels)


def is_shown(publication: Publication, guest: Guest) -> bool:
    """Whether a publication is still on the portal."""
    return publication.is_standing and publication.status in guest.portal.shown
