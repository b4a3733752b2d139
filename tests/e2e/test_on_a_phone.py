"""What a phone has no room for is still found: the tab that one is at, though the row of tabs is wider than the screen."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def test_the_tab_that_one_is_at_is_seen(cast, sign_in):
    petra = sign_in(cast.product_manager)
    petra.page.set_viewport_size(PHONE)
    for tab in ("waiting", "owed/votes", "dropped"):
        page = petra.open(f"/answers/{tab}/")
        expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
    assert petra.faults == []
