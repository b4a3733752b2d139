"""Saved views: a filter with a name, one's own or shared."""

import pytest
from django.core.exceptions import ValidationError

from feedback import actions
from feedback.models import SavedView
from history.refusals import NotAllowed
from tests.feedback.doors import api_of, browser_of


@pytest.mark.parametrize("door", ["call", "page", "api"])
def test_a_filter_gets_a_name_and_keeps_what_it_knows(door, cast, pm):
    body = {"name": " Calls,  this year ", "query": "channel=call&page=3&evil=1&q=slow export", "is_shared": True}
    if door == "call":
        actions.save_view(actor=pm, **body)
    elif door == "page":
        assert browser_of(cast.product_manager).post("/feedback/views/new/", body | {"is_shared": "on"}).status_code == 302
    else:
        assert api_of(cast.product_manager).post("/api/v1/saved-views/", body, format="json").status_code == 201
    view = SavedView.objects.get()
    assert (view.name, view.query, view.is_shared) == ("Calls, this year", "channel=call&q=slow+export", True)


def test_shared_ones_are_seen_and_private_ones_are_not(cast, pm):
    actions.save_view(name="Shared", query="channel=call", is_shared=True, actor=pm)
    mine = actions.save_view(name="Mine", query="channel=email", actor=pm)
    shown = browser_of(cast.second_product_manager).get("/feedback/inbox/").content.decode()
    assert "Shared" in shown
    assert "channel=email" not in shown
    assert browser_of(cast.second_product_manager).get(f"/feedback/views/{mine.pk}/edit/").status_code == 404
    names = [row["name"] for row in api_of(cast.second_product_manager).get("/api/v1/saved-views/").json()["results"]]
    assert names == ["Shared"]


def test_it_is_renamed_and_deleted_by_its_owner(cast, pm):
    view = actions.save_view(name="Old", query="channel=call", actor=pm)
    browser = browser_of(cast.product_manager)
    browser.post(f"/feedback/views/{view.pk}/edit/", {"name": "New", "query": view.query, "version": 1})
    view.refresh_from_db()
    assert view.name == "New"
    browser.post(f"/feedback/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_a_shared_view_is_its_owners_to_change(cast, pm, acting):
    view = actions.save_view(name="Shared", query="channel=call", is_shared=True, actor=pm)
    with pytest.raises(NotAllowed, match="Tomasz Wieczorek's"):
        actions.change_view(view, actor=acting(cast.second_product_manager), name="Taken")
    assert browser_of(cast.second_product_manager).post(f"/feedback/views/{view.pk}/delete/").status_code == 403


def test_a_name_is_given_once(pm):
    actions.save_view(name="Calls", query="channel=call", actor=pm)
    with pytest.raises(ValidationError, match="this name already"):
        actions.save_view(name="calls", query="channel=email", actor=pm)


def test_an_older_version_is_told(cast, pm):
    view = actions.save_view(name="Calls", query="channel=call", actor=pm)
    actions.change_view(view, actor=pm, name="Phone calls")
    answer = browser_of(cast.product_manager).post(f"/feedback/views/{view.pk}/edit/", {"name": "X", "version": 1})
    assert answer.status_code == 422
    assert "Phone calls" in answer.content.decode()
