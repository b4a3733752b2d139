"""Two published ideas that are merged: customers see one, and whoever follows either hears of it."""

from __future__ import annotations

import pytest
from django.test import Client

from portal import actions
from portal.models import Follower, Publication
from roadmap.actions import create_idea, merge_idea, undo_idea_merge
from tests.portal.doing import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(cast, petra):
    return create_idea(product=cast.product, title="Spreadsheets", actor=petra, state="backlog")


def test_the_one_that_stays_shows_alone_and_the_others_address_leads_to_it(portal, petra, published, twin, ann, bob):
    other = actions.publish_idea(twin, actor=petra, title="Numbers in a spreadsheet")
    for publication, contact in ((published, ann), (other, ann), (other, bob)):
        Follower.objects.create(publication=publication, contact=contact)
    merge = merge_idea(twin, into=published.idea, actor=petra)
    assert list(Publication.objects.on(portal)) == [published]
    assert {one.contact for one in published.followers.all()} == {ann, bob}
    answer = Client().get(at(portal, "idea", other.code))
    assert (answer.status_code, answer["Location"]) == (302, at(portal, "idea", published.code))
    undo_idea_merge(merge, actor=petra)
    assert set(Publication.objects.on(portal)) == {published, other}
    assert {one.contact for one in other.followers.all()} == {ann, bob}
    assert [one.contact for one in published.followers.all()] == [ann]


def test_what_only_the_merged_one_published_goes_to_the_one_that_stays(portal, petra, published, twin, ann):
    Follower.objects.create(publication=published, contact=ann)
    idea = published.idea
    merge = merge_idea(idea, into=twin, actor=petra)
    published.refresh_from_db()
    assert published.idea == twin
    assert Client().get(at(portal, "idea", published.code)).status_code == 200
    undo_idea_merge(merge, actor=petra)
    published.refresh_from_db()
    assert published.idea == idea
    assert [one.contact for one in published.followers.all()] == [ann]
