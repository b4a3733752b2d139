"""Eight answers of one person at the same moment: one is there, with its words once in the inbox, and nobody sees a fault."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connections
from rest_framework.test import APIClient

from feedback.models import Feedback
from people.models import ApiToken
from surveys.models import SurveyResponse

WRITERS = 8
pytestmark = pytest.mark.django_db(transaction=True)


def test_one_person_answers_once_however_often_at_once(cast, running, ann):
    _, token = ApiToken.objects.create(cast.success, name="storm", scope="write")
    gate, answers = Barrier(WRITERS), []

    def write(score: int) -> None:
        try:
            api = APIClient(raise_request_exception=False)
            api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
            gate.wait(30)
            body = {"survey": running.pk, "score": score, "words": f"Said {score}", "contact": ann.pk}
            answers.append(api.post("/api/v1/survey-responses/", body, format="json"))
        finally:
            connections.close_all()

    threads = [Thread(target=write, args=(score,)) for score in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert Counter(answer.status_code for answer in answers) == {201: WRITERS}
    assert len({answer.json()["id"] for answer in answers}) == 1
    response = SurveyResponse.objects.get()
    assert response.feedback.text == f"Said {response.score}"
    assert Feedback.objects.count() == 1
