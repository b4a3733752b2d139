"""What whoever holds the link reads: the page, the same in a frame, the feed; and the door for a few words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doors.pace import address_of, counted, seconds_left
from doors.policy import door
from doors.web import attempt
from portal.codes import hashed
from publishing import actions
from publishing.events import READERS
from publishing.forms import PasswordForm, WordsForm
from publishing.models import Link, ReleaseNotes
from publishing.reading import lane_of, moved_at, public_cards, public_lanes

READS_A_MINUTE = 120
GUESSES_A_MINUTE = 6
WORDS_AN_HOUR = 10
COOKIE = "roadmap"
NOTES = 3


def public_page(*methods: str) -> Callable[[Callable[..., HttpResponse]], Any]:
    """A page behind a link: ``view(request, link, …)``. A link that is unknown, revoked or over is not there."""

    def declare(view: Callable[..., HttpResponse]) -> Any:
        @require_http_methods(list(methods or ("GET", "HEAD")))
        @never_cache
        @door(public="a published roadmap is read by whoever has its link")
        @wraps(view)
        def entered(request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
            if counted(f"roadmap:read:{address_of(request)}") > READS_A_MINUTE:
                return quiet(too_often(request, seconds_left()))
            link = Link.objects.select_related("view__product").filter(secret_hash=hashed(secret)).first()
            if link is None or not link.is_open:
                raise Http404
            return quiet(view(request, link, **kwargs))

        return entered

    return declare


def quiet(response: HttpResponse) -> HttpResponse:
    """No search engine lists it, and no site that it leads to learns of its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Other sites never learn the secret address; the own forms need an origin that is not null.
    response["Referrer-Policy"] = "same-origin"
    return response


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """Come again a little later."""
    response = render(request, "publishing/public/too_often.html", status=429)
    response["Retry-After"] = str(seconds)
    return response


def pass_of(link: Link) -> str:
    """What a browser keeps once the password was given; another password, or another link, makes it worthless."""
    return salted_hmac("publishing.pass", f"{link.pk}:{link.password}", algorithm="sha256").hexdigest()


def is_let_in(request: HttpRequest, link: Link) -> bool:
    """Whether no password is asked for, or it was given."""
    return not link.has_password or constant_time_compare(request.COOKIES.get(COOKIE, ""), pass_of(link))


def shown(request: HttpRequest, link: Link, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the view."""
    base = {"view": link.view, "link": link, "lanes": public_lanes(link.view), "secret": link.secret}
    return render(request, template, base | context, status=status)


def notes_of(link: Link) -> list[ReleaseNotes]:
    """The newest published release notes of the view's product."""
    product = link.view.product_id
    return list(ReleaseNotes.objects.published().filter(product=product)[:NOTES]) if product else []


@public_page("GET", "HEAD", "POST")
def roadmap(request: HttpRequest, link: Link) -> HttpResponse:
    """The roadmap, or the question for its password."""
    if is_let_in(request, link):
        note = "Thank you. Our product managers read it, and nobody else." if request.GET.get("said") else ""
        return shown(request, link, "publishing/public/roadmap.html", note=note, notes=notes_of(link))
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        if counted(f"roadmap:guess:{link.pk}:{address_of(request)}") > GUESSES_A_MINUTE:
            return too_often(request, seconds_left())
        if check_password(form.cleaned_data["password"], link.password):
            response = redirect("publishing:public", link.secret)
            path = reverse("publishing:public", args=[link.secret])
            response.set_cookie(COOKIE, pass_of(link), path=path, secure=request.is_secure(), httponly=True, samesite="Lax")
            return response
        form.add_error("password", "This is not the password.")
    return render(request, "publishing/public/password.html", {"form": form}, status=422 if form.is_bound else 200)


@public_page()
def frame(request: HttpRequest, link: Link) -> HttpResponse:
    """The roadmap for the frames of the sites that were named; no others can show it. What asks for a password has none."""
    if link.has_password or not link.frame_origins:
        raise Http404
    response = shown(request, link, "publishing/public/frame.html")
    response._csp_replace = {"frame-ancestors": link.frame_origins}  # type: ignore[attr-defined]
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response


@public_page()
def feed(request: HttpRequest, link: Link) -> HttpResponse:
    """What moved lately, for feed readers. They know no passwords, so what asks for one has no feed."""
    if link.has_password:
        raise Http404
    view, cards = link.view, list(public_cards(link.view))
    when = moved_at(cards)
    names = dict(view.lanes())
    made = Atom1Feed(title=view.title, link=link.address, description=view.intro, feed_url=f"{link.address}feed/")
    for card in sorted(cards, key=lambda card: when[card.pk], reverse=True)[:50]:
        lane = names[lane_of(card.initiative)]
        made.add_item(
            title=f"{card.title}: {lane}", link=f"{link.address}#{card.code}", description=card.text or card.title,
            updateddate=when[card.pk].replace(microsecond=0), unique_id=f"urn:throughline:{card.code}", categories=[lane],
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public_page("GET", "HEAD", "POST")
def words(request: HttpRequest, link: Link, code: str) -> HttpResponse:
    """A few words about a card."""
    if not is_let_in(request, link):
        return redirect("publishing:public", link.secret)
    card = public_cards(link.view).filter(code=code).first()
    if card is None or not link.view.takes_reactions:
        raise Http404
    form = WordsForm(request.POST or None)
    if form.is_valid():
        if counted(f"roadmap:words:{address_of(request)}", seconds=3600) > WORDS_AN_HOUR:
            return too_often(request, seconds_left(3600))
        is_nobody = bool(form.cleaned_data["website"])  # a field that no reader sees was filled in
        if is_nobody or attempt(form, lambda: actions.react(card, text=form.cleaned_data["text"], actor=READERS)):
            return redirect(f"{reverse('publishing:public', args=[link.secret])}?said=1")
    return shown(request, link, "publishing/public/words.html", form=form, card=card, status=422 if form.is_bound else 200)
