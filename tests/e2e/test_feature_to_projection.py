"""A product manager defines a feature from the events that came in, ties it to its idea, and reads how many will use it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from gates.models import Projection
from history import clock
from tests.evidence import an_idea, count_usage, earlier_features, happened, noon, users
from usage.models import Feature

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_defines_a_feature_and_reads_its_projection(cast, sign_in):
    today = clock.today()
    crowd = users(cast.product, 60, noon(today - timedelta(days=700)))
    earlier_features(cast.product, crowd, today)
    released = today - timedelta(weeks=4, days=1)
    happened(cast.product, "Expense approved", crowd[:24], noon(released + timedelta(days=2)), by="phone")
    happened(cast.product, "Expense approved", crowd[24:48], noon(released + timedelta(days=2)), by="desk")
    idea = an_idea(cast)
    manager = sign_in(cast.product_manager)
    page = manager.page

    manager.go("Features")
    manager.press("Define")
    page.get_by_role("navigation", name="Product", exact=True).get_by_role("link", name=cast.product.name).click()
    page.get_by_label("Name", exact=True).fill("Approve by phone")
    page.get_by_label("Expense approved").check()
    page.get_by_label("Properties").fill("by = phone")
    page.get_by_label("Properties").press("Tab")
    expect(page.locator("#preview")).to_contain_text("24")
    page.get_by_label("Released").fill(released.isoformat())
    manager.press("Define feature")
    manager.told("Defined Approve by phone")
    count_usage(cast.product)  # as the worker does in a moment
    feature = Feature.objects.get(name="Approve by phone")
    manager.open(f"/usage/features/{feature.pk}/")
    expect(page.locator("main")).to_contain_text("24 of 60")

    manager.press("Link an idea")
    manager.dialog.get_by_role("combobox").fill(idea.title[:12])
    manager.dialog.get_by_role("option").first.click()
    manager.submit("Link")
    manager.told(f"Linked {idea.key}")
    manager.press(idea.title, page.get_by_role("region", name="Ideas behind it"))
    manager.wait_for_path(f"/ideas/{idea.pk}/")
    expect(page.get_by_role("region", name="Did what we shipped get used?")).to_contain_text("Approve by phone")

    manager.press("Project", page.locator("#evidence"))
    manager.dialog.get_by_label("Users").check()
    manager.dialog.get_by_label("Share that it has to reach").fill("30")
    manager.dialog.get_by_role("button", name="Project").click()
    page.wait_for_url("**/projections/*/")
    projection = Projection.objects.get()
    assert (projection.status, projection.probe_n, projection.probe_adopters) == ("ok", 60, 24)
    main = page.locator("main")
    expect(main).to_contain_text("40%")
    expect(page.get_by_role("link", name="Earlier 0")).to_be_visible()
    expect(page.get_by_role("heading", name="How the model fared on them")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert manager.faults == []
