"""Triage rules: written by people, tried out first, run once on each feedback, in their own name, and taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from customers.actions import archive_segment, change_segment, save_segment
from customers.models import Company
from feedback import actions, tasks
from feedback.actions.ruling import try_out
from feedback.models import Feedback, FeedbackState, RuleFiring, TriageRule
from history.actor import Actor
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from history.telling import tell
from integrations import actions as imports
from tests.feedback.doors import api_of, browser_of


@pytest.fixture
def rule(pm):
    """A rule that is on."""

    def write(is_on: bool = True, **values) -> TriageRule:
        values = {"name": "Invoices", "words": "invoice", "add_tags": "billing"} | values
        made = actions.add_rule(actor=pm, **values)
        return actions.switch_rule(made, actor=pm, is_on=True) if is_on else made

    return write


def tags(feedback: Feedback) -> set[str]:
    return set(feedback.tags.values_list("name", flat=True))


def test_it_runs_on_what_comes_in_in_its_own_name_and_once_only(rule, say, cast, run_jobs):
    made = rule(assign_to=cast.second_product_manager, set_company=cast.globex, snooze_days=3)
    feedback, other = say("The Invoice is wrong", company=None), say("The board is slow")
    run_jobs()
    feedback.refresh_from_db()
    assert tags(feedback) == {"billing"}
    assert (feedback.assignee, feedback.company) == (cast.second_product_manager, cast.globex)
    assert feedback.is_snoozed
    assert tags(other) == set()
    event = Event.objects.select_related("words").get(kind="feedback.tagged")
    assert tell(event).actor_name == "The rule “Invoices”"
    before = Event.objects.count()
    for _ in range(2):
        tasks.apply_rules(feedback.pk)
    assert Event.objects.count() == before
    assert RuleFiring.objects.get().rule == made


CONDITIONS = {
    "channel": ("chat", {"channel": "chat"}), "segment": ("mid_market", {"company": "globex"}),
    "lifecycle": ("customer", {}), "company": ("globex", {"company": "globex"}), "product": ("product", {}),
    "words": ("credit  note, EXPORT takes", {}), "source": ("zendesk", {"source": "zendesk", "source_id": "1"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_each_condition_must_hold(name, rule, say, cast, run_jobs):
    def real(value):
        return getattr(cast, value) if value in ("globex", "product") else value

    asked, given = CONDITIONS[name]
    rule(**({"words": "", "add_tags": "hit"} | {name: real(asked)}))
    fits = say(**{key: real(value) for key, value in given.items()})
    misses = say("Quite different", company=None, product=None, channel="portal")
    run_jobs()
    assert tags(fits) == {"hit"}
    assert tags(misses) == set()


@pytest.fixture
def big_ones(acting, cast):
    """A saved segment: what we earn most from."""
    return save_segment(
        name="Big ones", conditions=[{"field": "arr", "is": "from", "value": "100000"}], actor=acting(cast.product_manager)
    )


def test_a_saved_segment_is_asked_as_it_means_now(rule, say, cast, pm, run_jobs, big_ones):
    Company.objects.filter(pk=cast.acme.pk).update(arr=5_000)
    Company.objects.filter(pk=cast.globex.pk).update(arr=250_000)
    made = rule(words="", segment=big_ones.value, add_tags="big")
    assert made.asks == ["segment is Big ones"]
    fits, small, nobodys = say(company=cast.globex), say(company=cast.acme), say(company=None)
    run_jobs()
    assert [tags(row) for row in (fits, small, nobodys)] == [{"big"}, set(), set()]
    assert try_out(made, pm) == [fits]
    change_segment(big_ones, conditions=[{"field": "arr", "is": "to", "value": "10000"}], actor=pm)
    later = say(company=cast.acme)
    run_jobs()
    assert tags(later) == {"big"}


def test_the_form_and_the_api_take_saved_segments(cast, pm, big_ones):
    browser, api = browser_of(cast.product_manager), api_of(cast.product_manager)
    assert "Big ones" in browser.get("/feedback/rules/new/").content.decode()
    body = {"name": "Big", "segment": big_ones.value, "add_tags": "big"}
    assert browser.post("/feedback/rules/new/", body).status_code == 302
    assert api.post("/api/v1/triage-rules/", body, format="json").json()["segment"] == big_ones.value
    assert "segment" in api.post("/api/v1/triage-rules/", body | {"segment": "saved-0"}, format="json").json()["errors"]
    archive_segment(big_ones, actor=pm)
    made = TriageRule.objects.first()
    edited = browser.post(f"/feedback/rules/{made.pk}/edit/", body | {"name": "Bigger", "version": made.version})
    assert edited.status_code == 302, "what was chosen stays chosen when the segment is put away"


def test_trying_out_a_saved_segment_asks_once_for_all(rule, say, cast, pm, big_ones, django_assert_max_num_queries):
    Company.objects.update(arr=250_000)
    for number in range(12):
        say(f"Words {number}")
    made = rule(words="", segment=big_ones.value, is_on=False)
    with django_assert_max_num_queries(4):
        assert len(try_out(made, pm)) == 12


def test_the_list_names_all_segments_at_once(rule, cast, big_ones, django_assert_max_num_queries):
    for number in range(12):
        rule(name=f"Rule {number}", segment=big_ones.value, is_on=False)
    browser = browser_of(cast.product_manager)
    with django_assert_max_num_queries(15):
        assert "segment is Big ones" in browser.get("/feedback/rules/").content.decode()


def test_a_deal_of_at_least(rule, cast, acting, run_jobs):
    rule(words="", least_amount=Decimal(1000), add_tags="big")

    def submit(amount):
        return actions.submit_request(
            company=cast.acme, text=f"We need it, for {amount}", need="Need", opportunity="Deal", amount=Decimal(amount),
            actor=acting(cast.salesperson),
        ).feedback  # fmt: skip

    big, small = submit(1000), submit(999)
    run_jobs()
    assert (tags(big), tags(small)) == ({"big"}, set())


def test_they_run_in_order_and_one_may_stop_the_rest(rule, say, pm, run_jobs):
    rule(name="First", stops=True)
    last = rule(name="Last", add_tags="late")
    first = say("An invoice")
    run_jobs()
    assert tags(first) == {"billing"}
    actions.move_rule(last, actor=pm, by=-1)
    second = say("Another invoice")
    run_jobs()
    assert tags(second) == {"billing", "late"}
    with pytest.raises(NotPossible):
        actions.move_rule(last, actor=pm, by=-1)


def test_what_cannot_be_done_is_done_not_at_all_and_says_why(rule, say, cast, pm, run_jobs):
    made = rule(assign_to=cast.second_product_manager)
    type(cast.admin).objects.filter(pk=cast.second_product_manager.pk).update(is_active=False)
    feedback = say("An invoice")
    run_jobs()
    assert tags(feedback) == set()
    firing = RuleFiring.objects.get()
    assert "does not triage" in firing.failure
    assert "Could not" in browser_of(cast.product_manager).get(f"/feedback/rules/{made.pk}/").content.decode()


def test_taken_back_all_is_as_before(rule, say, cast, pm, run_jobs):
    made = rule(assign_to=cast.second_product_manager, archive_reason="A machine sent it")
    feedback = say("An invoice")
    run_jobs()
    assert Feedback.objects.get(pk=feedback.pk).state == FeedbackState.ARCHIVED
    firing = RuleFiring.objects.get()
    assert browser_of(cast.product_manager).post(f"/feedback/rules/{made.pk}/firings/{firing.pk}/undoing/").status_code == 302
    feedback.refresh_from_db()
    assert (feedback.state, feedback.assignee, tags(feedback)) == (FeedbackState.INBOX, None, set())
    with pytest.raises(NotPossible):
        actions.undo_firing(firing, actor=pm)
    tasks.apply_rules(feedback.pk)
    assert tags(feedback) == set()


def test_it_reaches_as_far_as_whoever_wrote_it(say, cast, run_jobs):
    outsider = Actor(person=cast.outsider)
    made = actions.add_rule(name="Invoices", words="invoice", add_tags="billing", actor=outsider)
    actions.switch_rule(made, actor=outsider, is_on=True)
    hidden = say("An invoice", product=cast.restricted, by=cast.product_manager)
    run_jobs()
    assert tags(hidden) == set()
    assert hidden not in list(try_out(made, outsider))


def test_a_change_sets_it_off_where_it_says_so(rule, say, pm, cast, run_jobs):
    rule(name="Moved", words="", product=cast.product, add_tags="relay", on_change=True)
    rule(name="Came", words="", product=cast.product, add_tags="came")
    feedback = say(product=None)
    run_jobs()
    actions.edit_feedback(feedback, product=cast.product, actor=pm)
    run_jobs()
    assert tags(feedback) == {"relay"}


def test_a_file_is_looked_at_when_it_is_in(rule, cast, pm, run_jobs):
    rule()
    batch = imports.start_import(file=ContentFile(b"text\nAn invoice\nA board\n"), file_name="f.csv", actor=pm)
    imports.run_import(batch, mapping={"text": "text"}, actor=pm)
    run_jobs()
    assert [tags(row) for row in batch.feedback.order_by("pk")] == [{"billing"}, set()]


def test_off_or_taken_away_it_does_nothing(rule, say, pm, run_jobs):
    made = rule(is_on=False)
    first = say("An invoice")
    run_jobs()
    actions.switch_rule(made, actor=pm, is_on=True)
    actions.remove_rule(made, actor=pm)
    second = say("An invoice")
    run_jobs()
    assert tags(first) == tags(second) == set()
    with pytest.raises(NotPossible):
        actions.switch_rule(made, actor=pm, is_on=True)


def test_trying_it_out_changes_nothing(rule, say, cast):
    feedback = say("An invoice")
    say("A board")
    made, before = rule(is_on=False), Event.objects.count()
    text = browser_of(cast.product_manager).get(f"/feedback/rules/{made.pk}/").content.decode()
    assert "Of the last 500 feedback it fits these" in text
    assert f"F-{feedback.pk}" in text
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("values", "field"),
    [({"words": ""}, "words"), ({"add_tags": ""}, "add_tags"), ({"add_tags": "x" * 50}, "add_tags"),
     ({"snooze_days": 3, "archive_reason": "x"}, "snooze_days"), ({"snooze_days": 0}, "snooze_days"), ({"is_on": True}, "is_on")],
)  # fmt: skip
def test_half_a_rule_is_refused(values, field, pm):
    with pytest.raises(ValidationError) as refused:
        actions.add_rule(actor=pm, **({"name": "Half", "words": "invoice", "add_tags": "billing"} | values))
    assert field in refused.value.message_dict


def test_sales_may_not(acting, cast, rule):
    with pytest.raises(NotAllowed):
        actions.add_rule(name="Mine", words="x", add_tags="y", actor=acting(cast.salesperson))
    with pytest.raises(NotAllowed):
        actions.switch_rule(rule(is_on=False), is_on=True, actor=acting(cast.salesperson))


def test_two_editors_at_once(rule, pm):
    made = rule()
    with pytest.raises(Stale):
        actions.change_rule(made, version=1, name="Other", actor=pm)
    assert actions.change_rule(made, version=2, name="Other", actor=pm).name == "Other"


def test_the_pages_write_order_switch_and_take_away(cast):
    browser = browser_of(cast.product_manager)
    assert "No rules yet" in browser.get("/feedback/rules/").content.decode()
    assert browser.post("/feedback/rules/new/", {"name": "Half"}).status_code == 422
    unknown = browser.post("/feedback/rules/new/", {"name": "N", "company_name": "Nobody", "add_tags": "x"})
    assert "Choose one from the list." in unknown.content.decode()
    for name in ("One", "Two"):
        body = {"name": name, "company_name": "acme", "add_tags": "big", "stops": "on"}
        assert browser.post("/feedback/rules/new/", body).status_code == 302
    one, two = TriageRule.objects.all()
    assert one.company == cast.acme
    assert browser.get(f"/feedback/rules/{one.pk}/edit/").status_code == 200
    body = {"name": "One", "words": "late", "add_tags": "big", "version": one.version}
    assert browser.post(f"/feedback/rules/{one.pk}/edit/", body).status_code == 302
    browser.post(f"/feedback/rules/{one.pk}/move/", {"down": "1"})
    assert list(TriageRule.objects.all()) == [two, one]
    browser.post(f"/feedback/rules/{one.pk}/switch/")
    text = browser.get("/feedback/rules/").content.decode()
    assert "the text holds “late”" in text
    browser.post(f"/feedback/rules/{one.pk}/removal/")
    assert browser.get(f"/feedback/rules/{one.pk}/").status_code == 404


def test_the_api_does_all_of_it(cast, say, run_jobs):
    api = api_of(cast.product_manager)
    made = api.post("/api/v1/triage-rules/", {"name": "Api", "words": "invoice", "add_tags": "billing"}, format="json").json()
    path = f"/api/v1/triage-rules/{made['id']}/"
    assert api.post(f"{path}switch-on/").json()["is_on"]
    feedback = say("An invoice")
    run_jobs()
    assert api.get(f"{path}try-out/").json()["feedback"] == [feedback.pk]
    [firing] = api.get(f"{path}firings/").json()["results"]
    assert firing["did"] == "tag billing"
    assert api.post(f"{path}undo-firing/", {"firing": firing["id"]}, format="json").json()["undone_at"]
    assert api.post(f"{path}undo-firing/", {"firing": 10**9}, format="json").status_code == 400
    assert api.patch(path, {"words": ""}, format="json").status_code == 400
    assert api.patch(path, {"name": "Other"}, format="json", headers={"If-Match": '"1"'}).status_code == 409
    assert api.post(f"{path}move/", {"by": 5}, format="json").status_code == 400
    assert api.post(f"{path}switch-off/").status_code == 200
    assert api.post(f"{path}remove/").status_code == 200


def test_a_rules_page_asks_as_much_for_many_as_for_few(rule, say, cast, run_jobs, django_assert_max_num_queries):
    made = rule()
    for number in range(12):
        say(f"Invoice {number}")
    run_jobs()
    browser = browser_of(cast.product_manager)
    with django_assert_max_num_queries(15):
        browser.get(f"/feedback/rules/{made.pk}/")
    with django_assert_max_num_queries(15):
        browser.get("/feedback/rules/")
