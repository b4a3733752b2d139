"""Blind means blind everywhere: what was scored and said before the reveal is looked for on every page, in every answer of the
API, in exports, searches, mail, notifications, history and the log, by somebody who holds every role and sits on the panel."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from config.api import ROUTES
from conversation import actions as conversation
from conversation.models import Notice
from gates.actions.meetings import plan_meeting
from gates.actions.scores import reveal_scores, score_review, speak
from gates.slides import STEPS
from gates.tasks import mail_what_presses, remind
from history import clock
from history.actor import Role
from history.models import Event, EventWords
from jobs.models import Job
from people import actions as people
from tests.gates.conftest import evidence  # noqa: F401 (a fixture)
from tests.gates.stage import GateStage
from tests.house.addresses import OURS, address, reachable

pytestmark = pytest.mark.django_db
MARK, POINTS = "Quetzalcoatlus", "3.17"
DRAWN = re.compile(r"<(path|use)\b[^>]*>")
NUMBER = re.compile(r"(?<![\d.])3\.17(?!\d)")


@pytest.fixture
def full(cast, evidence):  # noqa: F811
    return GateStage(cast, evidence, preset="full_governance")


@pytest.fixture
def review(full, cast):
    """A review that is being scored: one has scored, spoken and commented, all of it marked."""
    review = full.scoring(1, idea=full.new_idea("Scored in silence"))
    actor = full.as_(cast.leader)
    score_review(
        review, actor=actor, answers=full.answers(review, points=POINTS), comment=f"{MARK} in a comment", confidence="low"
    )
    speak(review, actor=actor, words=f"{MARK} in a statement", leaning="against")
    conversation.write_comment(review, text=f"{MARK} in the talk, @{cast.second_leader.email}", actor=actor)
    return review


@pytest.fixture
def everybody(full, cast):
    """A gatekeeper of this panel who holds every role there is."""
    return people.set_roles(cast.second_leader, roles=list(Role), actor=full.as_(cast.admin))


def leaks(content: bytes) -> list[str]:
    """The marks in an answer."""
    text = DRAWN.sub("", content.decode(errors="replace"))
    return [found for found in (MARK, MARK.lower()) if found in text] + NUMBER.findall(text)


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_no_page_and_no_export_tells(full, cast, world, review, everybody, caplog):
    caplog.set_level(logging.DEBUG)
    meeting = plan_meeting(title="Gates", starts_at=review.scoring_until, reviews=[review], actor=full.as_(cast.leader))
    here = world | {"review": review.pk, "idea": review.idea_id, "meeting": meeting.pk, "agenda_item": meeting.items.get().pk}
    browser, seen = Client(), 0
    browser.force_login(everybody)
    pages = [address(name, here) for name in OURS if reachable(name, here) and name not in ("account_logout", "portal:sign_out")]
    pages += [reverse("gates:present", args=[meeting.pk]) + f"?step={step}" for step in range(1, len(STEPS) + 1)]
    pages += [
        f"{reverse(name)}?q={MARK}&state=all"
        for name in ("line:search", "gates:portfolio", "gates:decisions", "roadmap:idea_list")
        if name in OURS
    ]
    for page in pages:
        answer = browser.get(page)
        if answer.status_code == 200:
            found = leaks(body_of(answer).replace(f"?q={MARK}".encode(), b"").replace(f'value="{MARK}"'.encode(), b""))
            asked = MARK in page
            assert found == [] or (asked and NUMBER.search(str(found)) is None), (page, found)
            seen += 1
    assert seen > 150
    assert MARK not in caplog.text


def test_no_answer_of_the_api_tells(full, review, everybody, call):
    api, seen = call(everybody), 0
    for prefix, collection in ROUTES:
        base = f"/api/v1/{prefix}/"
        listed = api.get(f"{base}?page_size=100")
        paths = [base, *(f"{base}{row['id']}/" for row in listed.json().get("results", ()))]
        for action in collection.get_extra_actions():
            if "get" in action.mapping:
                one = f"{base}{review.pk if prefix == 'gate-reviews' else 1}/"
                paths.append(f"{one if action.detail else base}{action.url_path}/")
        for path in paths:
            assert leaks(body_of(api.get(path))) == [], path
            seen += 1
    assert leaks(api.get(f"/api/v1/search/?q={MARK.lower()}").content.replace(MARK.lower().encode(), b"")) == []
    assert seen > 60


def test_no_mail_notification_history_or_job_tells(full, cast, review, everybody, django_capture_on_commit_callbacks):
    with clock.at(review.scoring_until):
        remind()
        for person in (everybody, cast.third_leader, cast.salesperson, cast.product_manager):
            mail_what_presses(person.pk)
    sent = [json.dumps([one.subject, one.body, one.to]) for one in mail.outbox]
    assert sent
    rows = [
        json.dumps(one, default=str)
        for one in (*EventWords.objects.values_list("body", flat=True), *Event.objects.values_list("facts", flat=True))
    ]
    jobs = [json.dumps(one, default=str) for one in Job.objects.values_list("title", "args", "kwargs", "result")]
    seen_by = Notice.objects.visible_to(full.as_(everybody))
    told = [f"{one.snippet} {one.event.words.body}" for one in seen_by.select_related("event__words")]
    for text in (*sent, *rows, *jobs, *told):
        assert leaks(text.encode()) == [], text


def test_the_scan_would_find_it(full, cast, review, everybody):
    """After the reveal all of it is there: the marks are such as a page does show."""
    for person in (cast.second_leader, cast.third_leader):
        full.score(review, person)
    for person in full.voices:
        speak(review, actor=full.as_(person), words="Fine.", leaning="open")
    reveal_scores(full.fresh(review), actor=full.as_(cast.leader))
    browser = Client()
    browser.force_login(everybody)
    shown = leaks(browser.get(reverse("gates:review", args=[review.pk])).content)
    assert MARK in shown
    assert POINTS in shown
