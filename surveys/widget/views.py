"""The widget's script, the feedback that it sends, the survey that is due, and its answer."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from doors.policy import door
from surveys import actions
from surveys.actions.widget import MOST_WORDS, Claimed
from surveys.events import WIDGET
from surveys.models import Survey, WidgetKey
from surveys.respondents import respondent_of
from surveys.targeting import due_survey
from surveys.widget.entering import Refused, text_in, widget_door

ONCE = re.compile(r"[\w-]{8,64}", re.ASCII)


def compact(source: str) -> str:
    """The script without its comments, its indentation, and the blanks around signs that no text of it holds."""
    lines = (line.strip() for line in source.splitlines())
    packed = "\n".join(line for line in lines if line and not line.startswith("/*")) + "\n"
    for sign in ("=>", "=", "&&", "{", "}", "?"):
        packed = packed.replace(f" {sign} ", sign)
    return packed.replace("{ ", "{").replace(" }", "}")


SCRIPT = compact((Path(__file__).parent / "v1.js").read_text(encoding="utf-8"))
ETAG = f'"{hashlib.sha256(SCRIPT.encode()).hexdigest()[:20]}"'


@require_safe
@door(public="pages of our customers' products load it")
def script(request: HttpRequest) -> HttpResponse:
    """The script itself, for any page."""
    headers = {
        "ETag": ETAG, "Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }  # fmt: skip
    if request.headers.get("If-None-Match") == ETAG:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(SCRIPT, content_type="text/javascript; charset=utf-8", headers=headers)


def claimed_in(body: dict[str, Any], key: WidgetKey) -> Claimed:
    """Who the page says that it speaks for, and whether that is signed. A signature that does not fit is none, so that
    nothing is lost over it; where one is required, it is refused."""
    said = {name: text_in(body, name, most) for name, most in (("user", 200), ("company", 160), ("email", 254))}
    signed = [str(body.get(name, "")) for name in ("user", "email", "company")]
    is_signed = any(said.values()) and key.has_signed(text_in(body, "signature", 64), *signed)
    if key.requires_signature and not is_signed:
        raise Refused(403, "Whoever uses this must be signed in, and signed. Ask whoever runs this page.")
    typed = text_in(body, "mail", 254).lower()
    return Claimed(said["user"], said["company"], said["email"].lower(), is_signed, typed)


@widget_door("POST")
def feedback(request: HttpRequest, key: WidgetKey, body: dict[str, Any]) -> dict[str, Any]:
    """Words of a customer. What fills in a field that nobody sees is no customer, and is thanked all the same."""
    once = text_in(body, "once", 64)
    if once and not ONCE.fullmatch(once):
        raise Refused(400, "“once” is 8 to 64 letters, digits and dashes.")
    if body.get("website"):
        return {"ok": True}
    actions.take_words(
        key.product, text=text_in(body, "text", MOST_WORDS), claimed=claimed_in(body, key), once=once,
        page=text_in(body, "page", 2000), actor=WIDGET,
    )  # fmt: skip
    return {"ok": True}


@widget_door("GET")
def due(request: HttpRequest, key: WidgetKey, body: dict[str, Any]) -> dict[str, Any]:
    """The survey to put before this user now, if any. It says nothing of why, nor of whom."""
    user = text_in({"user": request.GET.get("user", "")}, "user", 200)
    survey = due_survey(key.product, respondent_of(key.product, user_key=user)) if user else None
    return {"survey": asked(survey) if survey is not None else None}


def asked(survey: Survey) -> dict[str, Any]:
    """What the widget needs to ask it."""
    return {
        "code": survey.code, "question": survey.question, "follow_up": survey.follow_up,
        "answers": [[score, label] for score, label in survey.scale.answers], "ends": list(survey.scale.ends),
    }  # fmt: skip


def running(key: WidgetKey, code: str) -> Survey:
    """The survey of the key's product that is being asked under this code."""
    survey = Survey.objects.running().select_related("product").filter(product=key.product_id, code=code).first()
    if survey is None:
        raise Refused(404, "There is no such survey now.")
    return survey


@widget_door("POST")
def shown(request: HttpRequest, key: WidgetKey, body: dict[str, Any], code: str) -> dict[str, Any]:
    """That it was put before this user."""
    survey = running(key, code)
    claimed_in(body, key)
    actions.note_shown(survey, respondent_of(key.product, user_key=text_in(body, "user", 200)), actor=WIDGET)
    return {"ok": True}


@widget_door("POST")
def response(request: HttpRequest, key: WidgetKey, body: dict[str, Any], code: str) -> dict[str, Any]:
    """What this user answered. Said twice, the first stands; nobody learns which it was."""
    survey, claimed, score = running(key, code), claimed_in(body, key), body.get("score")
    if type(score) is not int:
        raise Refused(400, "“score” must be one of the answers.")
    if not claimed.user:
        raise Refused(400, "Say who answers: “user”.")
    actions.respond(
        survey, score=score, words=text_in(body, "words", MOST_WORDS), user_key=claimed.user, contact=claimed.contact(WIDGET),
        company=claimed.known_company(key.product), is_claimed=not claimed.is_signed, actor=WIDGET,
    )  # fmt: skip
    return {"ok": True}
