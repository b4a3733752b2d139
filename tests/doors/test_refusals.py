"""A page that says no says why, and leads back to where one came from."""

import pytest

pytestmark = pytest.mark.django_db

PAGE = {"HTTP_ACCEPT": "text/html"}


def test_the_address_of_a_button_is_a_page_with_a_way_on(cast, browse):
    answer = browse(cast.leader).get("/objectives/1/archival/", **PAGE)
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "done by a button" in answer.content.decode()


def test_a_program_is_told_405_without_a_page(client):
    answer = client.get("/v1/batch")
    assert (answer.status_code, answer.content) == (405, b"")


def test_a_refused_press_leads_back_to_its_page_and_never_to_the_buttons_address(cast, browse):
    browser = browse(cast.admin)
    address = f"/settings/people/{cast.admin.pk}/suspension/"
    page = f"/settings/people/{cast.admin.pk}/"
    answer = browser.post(address, HTTP_REFERER=f"http://testserver{page}?tab=1")
    assert answer.status_code == 403
    assert f'href="{page}?tab=1">Go back' in answer.content.decode()
    assert f'href="{address}"' not in browser.post(address).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/x", "http://testserver.evil.example/", "javascript:alert(1)", "//evil"]
)
def test_a_page_elsewhere_is_never_gone_back_to(cast, browse, elsewhere):
    answer = browse(cast.admin).post(f"/settings/people/{cast.admin.pk}/suspension/", HTTP_REFERER=elsewhere)
    assert answer.status_code == 403
    assert "Go back" not in answer.content.decode()
    assert "evil" not in answer.content.decode()


def test_what_one_may_not_open_can_be_loaded_again(cast, browse):
    answer = browse(cast.viewer).get("/settings/people/invite/")
    assert answer.status_code == 403
    assert 'href="/settings/people/invite/">Load it again' in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/feedback/", "/api/v1/ideas/"])
def test_a_request_under_a_name_that_is_not_ours_is_not_readable(client, settings, address):
    settings.ALLOWED_HOSTS = ["throughline.example"]
    answer = client.get(address, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()
