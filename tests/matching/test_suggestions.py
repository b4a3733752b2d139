"""What is suggested for a feedback, why, to whom, and what people's answers change."""

from __future__ import annotations

import re

import pytest

from customers.actions import change_company
from feedback import actions as feedback_actions
from history.actor import Actor
from matching import actions
from matching.models import Refusal, Unread
from matching.suggesting import suggest
from matching.text import embedder
from roadmap.actions import archive_idea, link_insight, mark_duplicate, withdraw_insight
from roadmap.models import Insight
from tests.feedback.doors import INBOX

pytestmark = pytest.mark.django_db


@pytest.fixture
def dark(think):
    return think("Dark theme", "Bright screens blind people who work evenings")


@pytest.fixture
def export(think):
    return think("Export reports", "Finance retypes figures into spreadsheets")


def keys(found) -> list[int]:
    return [one.idea.pk for one in found.ideas]


def test_an_idea_near_in_meaning_is_suggested_with_the_words_they_share(say, dark, export, read, pm):
    feedback = say("A dark theme please, bright screens hurt")
    read()
    found = suggest(feedback, actor=pm)
    assert found.by == "meaning"
    assert keys(found) == [dark.pk]
    assert set(found.ideas[0].words) >= {"bright", "screens"}
    assert found.ideas[0].quote is None


def test_an_accepted_link_counts_from_the_next_look_on_and_is_shown_as_the_reason(say, dark, export, read, pm):
    first, second = say("Night mode for the workshop"), say("Night mode for the workshop, urgently")
    read()
    assert suggest(second, actor=pm).ideas == []
    insight = link_insight(first, dark, actor=pm)
    found = suggest(second, actor=pm)
    assert keys(found) == [dark.pk]
    assert found.ideas[0].quote == insight
    withdraw_insight(Insight.objects.get(pk=insight.pk), actor=pm)
    assert suggest(second, actor=pm).ideas == []


def test_what_is_linked_archived_or_refused_is_not_suggested(say, think, read, pm):
    linked, archived, refused, left = (think(f"Dark theme {n}") for n in ("one", "two", "three", "four"))
    feedback = say("A dark theme")
    read()
    assert set(keys(suggest(feedback, actor=pm))) == {linked.pk, archived.pk, refused.pk, left.pk}
    link_insight(feedback, linked, actor=pm)
    archive_idea(archived, actor=pm, reason="Old")
    actions.refuse_suggestion(feedback, refused, actor=pm)
    found = suggest(feedback, actor=pm)
    assert keys(found) == [left.pk]
    assert found.refused == [refused]


def test_what_was_refused_is_not_offered_for_the_same_words_either(say, dark, read, pm):
    first, same, other = (
        say("A dark theme please"),
        say("A dark theme, please!"),
        say("theme dark screens evenings bright people work"),
    )
    read()
    actions.refuse_suggestion(first, dark, actor=pm)
    assert suggest(same, actor=pm).ideas == []
    assert keys(suggest(other, actor=pm)) == [dark.pk]
    actions.withdraw_refusal(first, dark, actor=pm)
    assert keys(suggest(same, actor=pm)) == [dark.pk]


def test_what_speaks_for_a_duplicate_speaks_for_its_original(say, think, read, pm):
    original, other_words = think("Appearance settings"), think("Dark theme")
    mark_duplicate(other_words, of=original, actor=pm)
    feedback = say("A dark theme")
    read()
    assert keys(suggest(feedback, actor=pm)) == [original.pk]


def test_nobody_is_shown_what_they_may_not_see(cast, say, think, read, pm):
    hidden_idea = think("Dark theme of the secret product", product=cast.restricted)
    hidden = say("A dark theme of the secret product", product=cast.restricted)
    seen_idea, open_words = think("Dark theme"), say("A dark theme of the secret product", product=None)
    read()
    outsider = Actor(person=cast.outsider)
    assert set(keys(suggest(open_words, actor=pm))) == {hidden_idea.pk, seen_idea.pk}
    assert keys(suggest(open_words, actor=outsider)) == [seen_idea.pk]
    assert [one.feedback for one in suggest(open_words, actor=pm).duplicates] == [hidden]
    assert suggest(open_words, actor=outsider).duplicates == []


def test_a_restricted_product_keeps_to_itself(cast, say, think, read, pm):
    think("Dark theme", product=cast.restricted)
    own = think("Dark theme")
    feedback, hidden = say("A dark theme"), say("A dark theme", product=cast.restricted)
    read()
    found = suggest(feedback, actor=pm)
    assert keys(found) == [own.pk]
    assert found.duplicates == []
    assert own.pk not in keys(suggest(hidden, actor=pm))


def test_likely_duplicates_are_flagged_and_less_likely_ones_listed(say, read, pm):
    feedback = say("Export the monthly report as a spreadsheet file")
    same, near = (
        say("Export the monthly report as a spreadsheet file!"),
        say("Export the monthly report as a document today soon"),
    )
    merged = say("Export the monthly report as a spreadsheet file...")
    say("Something else entirely")
    feedback_actions.merge_duplicate(merged, actor=pm, into=same)
    read()
    found = suggest(feedback, actor=pm).duplicates
    assert (found[0].feedback, found[0].is_likely) == (same, True)
    assert all(one.feedback != merged for one in found)
    assert [one.is_likely for one in found if one.feedback == near] in ([], [False])


def test_until_it_is_read_it_goes_by_words_and_says_so(say, dark, pm, read):
    say("The theme of the dark screens hurts my eyes"), read()
    feedback = say("Dark screens, another theme")
    found = suggest(feedback, actor=pm)
    assert found.by == "reading"
    assert keys(found) == [dark.pk]
    assert len(found.duplicates) == 1
    assert found.duplicates[0].cosine is None


def test_without_a_model_it_goes_by_words_for_good(say, dark, pm, monkeypatch, browse, cast):
    feedback = say("Dark screens, another theme")
    monkeypatch.setattr(embedder, "PACKAGE", "a_package_that_is_not_there")
    assert suggest(feedback, actor=pm).by == "words"
    page = browse(cast.product_manager).get(f"/suggestions/{feedback.pk}/").content.decode()
    assert "by shared words only" in page
    assert "every 5s" not in page


def test_the_domain_of_an_address_names_the_company(cast, say, pm, browse):
    change_company(cast.globex, actor=pm, domains=["globex.example"])
    feedback = say("Write back to joe@Globex.example or me@nowhere.example", company=None)
    assert suggest(feedback, actor=pm).company == cast.globex
    answer = browse(cast.product_manager).post(f"/suggestions/{feedback.pk}/company/")
    assert answer.status_code == 302
    feedback.refresh_from_db()
    assert feedback.company == cast.globex
    assert suggest(feedback, actor=pm).company is None
    assert browse(cast.product_manager).post(f"/suggestions/{feedback.pk}/company/").status_code == 404


def test_tags_come_from_what_is_alike(say, read, pm):
    for _ in range(2):
        say("Log in with SAML and Okta", tags=["sso", "security"])
    say("Log in with SAML and Okta tomorrow", tags=["sso"])
    feedback = say("Log in with SAML and Okta today", tags=["security"])
    read()
    assert suggest(feedback, actor=pm).tags == ["sso"]


def test_the_pane_waits_for_nothing_and_the_part_shows_everything(
    cast, say, dark, read, browse, pm, django_assert_max_num_queries
):
    feedback = say("A dark theme, bright screens hurt", company=None)
    for n in range(6):
        link_insight(say(f"Dark theme {n} please", tags=["looks"]), dark, actor=pm)
    read()
    browser = browse(cast.product_manager)
    pane = browser.get(f"/feedback/{feedback.pk}/pane/", HTTP_HX_REQUEST="true").content.decode()
    assert f'hx-get="/suggestions/{feedback.pk}/"' in pane
    assert "Similar feedback" not in pane
    with django_assert_max_num_queries(14):
        part = browser.get(f"/suggestions/{feedback.pk}/", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert f"{dark.key} Dark theme" in part
    assert 'data-key="1"' in part
    page = browser.get(f"/suggestions/{feedback.pk}/").content.decode()
    assert "<html" in page
    assert f"{dark.key} Dark theme" in page


def test_who_does_not_triage_keeps_the_list_by_words(cast, say, browse, read):
    feedback, other = say("The export takes an hour every night"), say("The export takes an hour every morning")
    read()
    seller = browse(cast.salesperson)
    page = seller.get(f"/feedback/{feedback.pk}/").content.decode()
    assert "Similar feedback" in page
    assert "/suggestions/" not in page
    assert "hx-post" not in re.sub(
        r"<header.*?</header>",
        "",
        seller.get(f"/suggestions/{feedback.pk}/").content.decode().split('id="suggestions"')[1].split("</section>")[0],
    )
    assert other.pk


def test_one_click_links_and_the_next_one_opens(cast, say, dark, read, browse):
    feedback = say("A dark theme")
    read()
    browser = browse(cast.product_manager)
    part = browser.get(f"/suggestions/{feedback.pk}/", HTTP_HX_REQUEST="true").content.decode()
    fields = dict(re.findall(r'type="hidden" name="(idea|idea_words|importance)" value="([^"]*)"', part))
    answer = browser.post(
        f"/feedback/{feedback.pk}/insights/new/", fields, headers={"HX-Request": "true", "HX-Current-URL": INBOX}
    )
    assert answer.status_code == 204
    assert f"feedback-{feedback.pk}" in answer.headers["HX-Trigger"]
    insight = Insight.objects.get()
    assert (insight.idea, insight.excerpt) == (dark, "A dark theme")


def test_the_linking_dialog_opens_with_the_idea_chosen(cast, say, dark, browse, think):
    feedback, browser = say("A dark theme"), browse(cast.product_manager)
    page = browser.get(f"/feedback/{feedback.pk}/insights/new/?idea={dark.pk}&start=2&end=6").content.decode()
    assert f'value="{dark.key} Dark theme"' in page
    assert re.search(rf'name="idea" value="{dark.pk}"', page)
    secret = think("Secret", product=cast.restricted)
    hidden = browse(cast.outsider).get(f"/feedback/{feedback.pk}/insights/new/?idea={secret.pk}").content.decode()
    assert "Secret" not in hidden


def test_one_click_merges(cast, say, read, browse):
    feedback, other = say("Export the report"), say("Export the report!")
    read()
    browser = browse(cast.product_manager)
    part = browser.get(f"/suggestions/{feedback.pk}/", HTTP_HX_REQUEST="true").content.decode()
    assert "Likely duplicate" in part
    assert f'name="into" value="{other.pk}"' in part
    assert browser.post(f"/feedback/{feedback.pk}/merge/", {"into": other.pk}).status_code == 302
    feedback.refresh_from_db()
    assert feedback.merged_into == other


def test_not_this_through_the_page_with_undo(cast, say, dark, read, browse):
    feedback = say("A dark theme")
    read()
    browser, address = browse(cast.product_manager), f"/suggestions/{feedback.pk}/refusals/{dark.pk}/"
    headers = {"HX-Request": "true", "HX-Target": "suggestions"}
    part = browser.post(address, headers=headers)
    assert "No idea comes near" in part.content.decode()
    assert "?undo=1" in part.headers["HX-Trigger"]
    assert browser.post(address, headers=headers).status_code == 409
    back = browser.post(f"{address}?undo=1", headers=headers).content.decode()
    assert 'data-key="1"' in back
    assert browser.post(f"{address}?undo=1").status_code == 409
    assert Refusal.objects.count() == 1
    assert browser.get(address).status_code == 405


def test_not_this_is_told_in_history(cast, say, dark, pm, browse):
    feedback = say("A dark theme")
    actions.refuse_suggestion(feedback, dark, actor=pm)
    page = browse(cast.product_manager).get(f"/feedback/{feedback.pk}/").content.decode()
    assert "does not support" in page


def test_the_api_tells_and_takes_refusals(cast, say, dark, read, call):
    feedback = say("A dark theme", company=None)
    link_insight(say("A dark theme, now"), dark, actor=Actor(person=cast.product_manager))
    read()
    api, address = call(cast.product_manager), f"/api/v1/feedback/{feedback.pk}/suggestions/"
    found = api.get(address).json()
    assert found["by"] == "meaning"
    assert found["ideas"][0]["idea"] == dark.pk
    assert found["ideas"][0]["quote"]["excerpt"] == "A dark theme, now"
    assert found["ideas"][0]["score"] > 0.8
    assert found["duplicates"][0]["is_likely"] is True
    assert found["company"] is None
    rejected = api.post(f"{address}reject/", {"idea": dark.pk}, format="json", headers={"Idempotency-Key": "a"})
    assert rejected.status_code == 200, rejected.content
    assert rejected.json()["rejected"] == [dark.pk]
    again = api.post(f"{address}reject/", {"idea": dark.pk}, format="json", headers={"Idempotency-Key": "a"})
    assert again.json() == rejected.json()
    assert api.post(f"{address}reject/", {"idea": dark.pk}, format="json").status_code == 409
    assert api.post(f"{address}restore/", {"idea": dark.pk}, format="json").json()["rejected"] == []
    for odd in ({}, {"idea": 99_999_999}, {"idea": "x"}, {"idea": dark.pk, "more": 1}):
        assert api.post(f"{address}reject/", odd, format="json").status_code == 400, odd
    assert api.get(f"{address}?odd=1").status_code == 400
    assert api.get("/api/v1/feedback/99999999/suggestions/").status_code == 404


def test_only_product_managers_refuse_and_only_what_they_see(cast, say, dark, call, think):
    feedback, hidden = say("A dark theme"), say("Secret", product=cast.restricted)
    address = f"/api/v1/feedback/{feedback.pk}/suggestions/"
    assert call(cast.salesperson).get(address).status_code == 200
    assert call(cast.salesperson).post(f"{address}reject/", {"idea": dark.pk}, format="json").status_code == 403
    assert call(cast.product_manager, scope="read").post(f"{address}reject/", {"idea": dark.pk}, format="json").status_code == 403
    outsider = call(cast.outsider)
    assert outsider.get(f"/api/v1/feedback/{hidden.pk}/suggestions/").status_code == 404
    assert outsider.post(f"/api/v1/feedback/{hidden.pk}/suggestions/reject/", {"idea": dark.pk}, format="json").status_code == 404
    secret = think("Secret", product=cast.restricted)
    assert outsider.post(f"{address}reject/", {"idea": secret.pk}, format="json").status_code == 400
    assert not Refusal.objects.exists()


def test_suggesting_never_loads_the_model(say, dark, read, pm, monkeypatch):
    feedback = say("A dark theme")
    read()
    monkeypatch.setattr(embedder, "loaded", lambda: pytest.fail("the model was loaded"))
    assert keys(suggest(feedback, actor=pm)) == [dark.pk]
    assert not Unread.objects.exists()
