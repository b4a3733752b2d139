"""What customers answered shows on their pages, to those who may see the product."""

import pytest
from django.urls import reverse

from surveys import actions
from surveys.events import ANSWERER


@pytest.fixture
def answered(cast, petra, ann):
    """An answer to a survey of the restricted product, and one of the open."""
    for product, name in ((cast.product, "Open round"), (cast.restricted, "Hidden round")):
        survey = actions.start_survey(actions.create_survey(product=product, name=name, kind="nps", actor=petra), actor=petra)
        actions.respond(survey, score=3, words=f"Words on {name}", contact=ann, actor=ANSWERER)


def test_on_the_company_and_on_the_contact(cast, browse, ann, answered, django_assert_max_num_queries):
    for address in (reverse("customers:company", args=[cast.acme.pk]) + "?tab=said", reverse("customers:contact", args=[ann.pk])):
        viewer = browse(cast.viewer)
        with django_assert_max_num_queries(15):
            shown = viewer.get(address).content.decode()
        assert "Answers to surveys" in shown
        assert "3 of 10" in shown
        assert "Open round" in shown
        assert "Hidden round" in shown
        outside = browse(cast.outsider).get(address).content.decode()
        assert "Open round" in outside
        assert "Hidden round" not in outside


def test_nothing_where_nobody_answered(cast, browse):
    page = browse(cast.viewer).get(reverse("customers:company", args=[cast.globex.pk]) + "?tab=said").content.decode()
    assert "Answers to surveys" not in page
