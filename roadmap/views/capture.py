"""Quick capture: a few keys from a customer's words to feedback or a vote; also from any page of the web, by a bookmark."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from customers.models import Company, Contact
from doors.forms import ActorForm, VisibleChoice
from doors.policy import door
from doors.web import actor_of, as_id, attempt, next_address, page, toast
from feedback.models import Channel, Feedback
from feedback.rules import CONTRIBUTORS
from feedback.views.answers import answer, done
from people.models import Product
from roadmap.actions.capture import capture
from roadmap.forms.ideas import idea_typed, with_typed
from roadmap.models import Idea, Vote

BOOKMARKLET = (
    "javascript:(()=>{{open('{address}?window=1&text='+encodeURIComponent(String(getSelection()).slice(0,4000))"
    "+'&url='+encodeURIComponent(location.href.slice(0,500))+'&title='+encodeURIComponent(document.title.slice(0,200)),"
    "'throughline','width=520,height=760')}})()"
)


class CaptureForm(ActorForm):
    """Who, and what they said; or the idea that they want."""

    company_name = forms.CharField(max_length=160, required=False, label="Company")
    company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)
    contact_name = forms.CharField(max_length=160, required=False, label="Contact")
    contact = VisibleChoice(Contact, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=20_000, required=False, label="What did they say?", widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In their own words.",
    )  # fmt: skip
    idea_words = forms.CharField(max_length=260, required=False, label="Vote for an idea", help_text="In the company's name.")
    idea = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(choices=Channel.choices, initial=Channel.CALL)
    product = VisibleChoice(Product, required=False, empty_label="Not clear yet")
    title = forms.CharField(max_length=200, required=False, label="Our title")
    source_url = forms.URLField(required=False, max_length=500, label="Link to the source", assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        """The name that one reads is what counts; an idea typed in full counts as chosen."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("company", "contact"):
            found = cleaned.get(name)
            if found is not None and found.name.casefold() != cleaned.get(f"{name}_name", "").strip().casefold():
                cleaned[name] = None
        return with_typed(self, "idea", "idea_words", idea_typed)

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "idea_words"}


@door(*CONTRIBUTORS)
def capturing(request: HttpRequest) -> HttpResponse:
    """The dialog, and the small window that the bookmark opens. Nothing is made before somebody sends it."""
    actor, is_window = actor_of(request), bool(request.GET.get("window"))
    form = CaptureForm(request.POST or None, actor=actor, initial=first_values(request))
    if form.is_valid() and (made := attempt(form, lambda: capture(actor=actor, **form.values()))):
        return captured(request, *made, is_window=is_window)
    company = form["company_name"].value()
    return page(
        request, "roadmap/capture_form.html", form=form, is_window=is_window, has_company=bool(company),
        status=422 if form.is_bound else 200, **({"layout": "bare.html"} if is_window else {}),
    )  # fmt: skip


def first_values(request: HttpRequest) -> dict[str, Any]:
    """What is known when it opens: the company whose page it is, or what was selected on a page of the web."""
    actor, given = actor_of(request), request.GET
    company = Company.objects.visible_to(actor).filter(pk=as_id(given.get("company"))).first()
    idea = Idea.objects.visible_to(actor).filter(pk=as_id(given.get("idea"))).first()
    url = given.get("url", "")[:500]
    return {
        "company": company, "company_name": company or "", "idea": idea, "idea_words": f"{idea.key} {idea.title}" if idea else "",
        "text": given.get("text", "")[:20_000], "title": " ".join(given.get("title", "").split())[:200],
        "source_url": url if is_web(url) else "", "channel": Channel.OTHER if given.get("window") else Channel.CALL,
    }  # fmt: skip


def is_web(url: str) -> bool:
    """Whether this is an address of the web, and nothing stranger."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def captured(request: HttpRequest, feedback: Feedback | None, vote: Vote | None, *, is_window: bool) -> HttpResponse:
    """Say what was kept."""
    said = f"{feedback.key} is in the inbox." if feedback else ""
    said += f" {vote.company} votes for {vote.idea.key}." if vote else ""
    if is_window:
        return page(request, "roadmap/captured.html", said=said.strip(), feedback=feedback, vote=vote)
    if feedback is not None:
        return done(request, [feedback], said)
    undo = reverse("roadmap:vote_withdrawal", args=[vote.idea_id, vote.pk]) if vote else ""
    toast(request, said.strip(), undo=undo)
    if getattr(request, "htmx", False):
        return answer({"renew": "", "close-dialog": ""})
    return redirect(next_address(request, reverse("roadmap:idea", args=[vote.idea_id]) if vote else "/"))


@door(*CONTRIBUTORS)
def bookmarklet(request: HttpRequest) -> HttpResponse:
    """A link to drag to the browser's bookmarks."""
    code = BOOKMARKLET.format(address=settings.PUBLIC_URL + reverse("roadmap:capture"))
    link = format_html('<a class="btn primary" draggable="true" href="{}">Send to Throughline</a>', code)
    return page(request, "roadmap/bookmarklet.html", link=link)
