"""The inbox, all feedback, one feedback: what they show, to whom, and at what cost."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from conversation.actions import write_comment
from feedback import actions
from feedback.models import Channel, Feedback
from history import clock
from roadmap.actions import create_idea, create_initiative, link_insight, make_commitment, place_initiative
from tests.feedback.doors import api_of, browser_of

PAGES = ("/feedback/inbox/", "/feedback/")


def shown(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200, answer.content
    return {int(pk) for pk in re.findall(r'id="feedback-(\d+)"', answer.content.decode())}


@pytest.fixture
def many(cast, pm, say):
    """Feedback of every sort, by the name under which it is looked for."""
    rows = {
        "plain": say("A dark theme, please."),
        "by mail": say("Retries on webhooks.", channel=Channel.EMAIL),
        "no product": say("Which product is this?", product=None),
        "globex": say("The import times out.", company=cast.globex),
        "tagged": say("Okta groups.", tags=["sso"]),
        "assigned": say("An audit trail."),
        "old": say("From long ago.", said_at=timezone.make_aware(datetime(2024, 3, 5, 12))),
        "asleep": say("Sleeps."),
        "aside": say("Praise."),
        "archived": say("Spam."),
        "restricted": say("A secret.", product=cast.restricted, by=cast.product_manager),
    }
    actions.assign(rows["assigned"], actor=pm, assignee=cast.product_manager)
    actions.snooze(rows["asleep"], actor=pm, until=clock.today() + timedelta(days=2))
    actions.set_aside(rows["aside"], actor=pm, reason="praise")
    actions.archive(rows["archived"], actor=pm)
    return rows


FILTERS = {
    "state=inbox&channel=email": {"by mail"},
    "state=inbox&product=none": {"no product"},
    "state=inbox&segment=mid_market": {"globex"},
    "state=inbox&tag=sso": {"tagged"},
    "state=inbox&assignee=none&q=okta": {"tagged"},
    "state=snoozed": {"asleep"},
    "state=reviewed": {"aside"},
    "state=archived": {"archived"},
    "state=inbox&until=2024-03-05": {"old"},
    "state=inbox&since=2024-03-05&until=2024-03-05": {"old"},
    "state=inbox&until=2024-03-04": set(),
    "state=inbox&q=globex": {"globex"},
    "state=inbox&q=import times": {"globex"},
    "state=inbox&q=import okta": set(),
    "state=all&q=secret": {"restricted"},
}


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_leaves_what_fits_in_every_door(query, cast, many):
    wanted = {many[name].pk for name in FILTERS[query]}
    browser = browser_of(cast.product_manager)
    assert shown(browser, f"/feedback/inbox/?{query}") == wanted
    assert shown(browser, f"/feedback/?{query}") == wanted
    assert {row["id"] for row in api_of(cast.product_manager).get(f"/api/v1/feedback/?{query}").json()["results"]} == wanted
    lines = b"".join(browser.get(f"/feedback/export.csv?{query}").streaming_content).decode()
    assert {int(pk) for pk in re.findall(r"^F-(\d+),", lines, flags=re.M)} == wanted


def test_the_person_and_the_company_that_are_looked_for(cast, many):
    browser = browser_of(cast.product_manager)
    assert shown(browser, f"/feedback/inbox/?assignee={cast.product_manager.pk}") == {many["assigned"].pk}
    assert shown(browser, f"/feedback/inbox/?company={cast.globex.pk}") == {many["globex"].pk}


@pytest.mark.parametrize("address", [*PAGES, "/api/v1/feedback/", "/feedback/export.csv", "/feedback/options/?q=secret"])
def test_a_restricted_product_shows_itself_to_its_members_only(address, cast, many):
    def told(person):
        answer = browser_of(person).get(address)
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    assert "A secret." in told(cast.product_manager)
    assert "A secret." not in told(cast.outsider)


@pytest.mark.parametrize("path", ["", "pane/", "set-aside/", "edit/", "merge/"])
def test_hidden_and_missing_are_the_same(path, cast, many):
    browser = browser_of(cast.outsider)
    answers = [browser.get(f"/feedback/{pk}/{path}") for pk in (many["restricted"].pk, 10**9)]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("query", ["product=999999", "channel=smoke", "since=yesterday", "company=x", "tag=nope", "assignee=0"])
def test_a_filter_that_cannot_be_read_says_so_and_the_rest_holds(query, cast, many):
    answer = browser_of(cast.product_manager).get(f"/feedback/inbox/?{query}&q=okta")
    assert answer.status_code == 200
    assert "field-error" in answer.content.decode()
    assert api_of(cast.product_manager).get(f"/api/v1/feedback/?{query}").status_code == 400


def test_a_misspelt_filter_of_the_api_is_refused(cast):
    assert api_of(cast.product_manager).get("/api/v1/feedback/?chanel=email").status_code == 400


@pytest.mark.parametrize("value", ["'", "%", "\\", '"', "🙂", "a" * 5000, "NEAR(", "since=1", "<b>"])
@pytest.mark.parametrize("name", ["q", "product", "company", "tag", "since", "page", "state", "assignee", "channel"])
def test_odd_values_break_nothing(name, value, cast, many):
    browser = browser_of(cast.product_manager)
    for address in (*PAGES, "/feedback/export.csv", "/feedback/options/"):
        assert browser.get(address, {name: value}).status_code == 200
    assert api_of(cast.product_manager).get("/api/v1/feedback/", {name: value}).status_code in (200, 400)


@pytest.mark.parametrize("address", PAGES)
def test_thirty_cost_no_more_than_three(address, cast, pm, say, django_assert_max_num_queries):
    def rows(count):
        for n in range(count):
            feedback = say(f"Words of a customer, number {n}", tags=["one", "two"])
            actions.assign(feedback, actor=pm, assignee=cast.product_manager)

    browser = browser_of(cast.product_manager)
    rows(3)
    browser.get(address)
    with django_assert_max_num_queries(15) as three:
        browser.get(address)
    rows(27)
    with django_assert_max_num_queries(len(three)):
        browser.get(address)
    with django_assert_max_num_queries(15):
        browser.get(f"{address}?q=words customer&channel=call&tag=one")


def test_reading_one_has_its_bounds_too(cast, pm, say, django_assert_max_num_queries):
    feedback, others = say("Words of a customer"), [say(f"Words of a customer, number {n}") for n in range(6)]
    for other in others[:4]:
        actions.merge_duplicate(other, actor=pm, into=feedback)
    browser = browser_of(cast.product_manager)
    browser.get(f"/feedback/{feedback.pk}/")
    with django_assert_max_num_queries(11):
        assert browser.get(f"/feedback/{feedback.pk}/pane/").status_code == 200
    with django_assert_max_num_queries(12):
        assert browser.get(f"/feedback/{feedback.pk}/").status_code == 200


def test_reading_one_of_which_much_became_has_them_too(cast, pm, say, run_jobs, django_assert_max_num_queries):
    feedback, other = say("The export takes an hour", tags=["export", "slow"]), say("The export takes long")
    actions.set_aside(feedback, actor=pm, reason="other", words="Not now")
    actions.undo_set_aside(feedback, actor=pm)
    for n in range(3):
        idea = create_idea(product=cast.product, title=f"Faster export {n}", actor=pm)
        link_insight(feedback if n else other, idea, start=n, end=n + 9, actor=pm)
    actions.merge_duplicate(other, actor=pm, into=feedback)
    make_commitment(company=cast.acme, words="A faster export", feedback=feedback, idea=idea, actor=pm)
    card = create_initiative(product=cast.product, title="Exports at once", ideas=[idea], actor=pm)
    place_initiative(card, horizon="now", actor=pm)
    write_comment(feedback, text="Who has seen this?", actor=pm)
    run_jobs()
    browser = browser_of(cast.product_manager)
    for part in ("", "pane/"):
        address = f"/feedback/{feedback.pk}/{part}"
        browser.get(address)
        with django_assert_max_num_queries(15):
            text = browser.get(address).content.decode()
        for words in ("takes long", "Faster export 1", "A faster export", "Who has seen this?", "being worked on now"):
            assert words in text, (part, words)


def test_the_api_list_costs_the_same_for_many(cast, pm, say, django_assert_max_num_queries):
    for n in range(20):
        actions.set_aside(say(f"words {n}", tags=["one"]), actor=pm, reason="praise")
    api = api_of(cast.product_manager)
    api.get("/api/v1/feedback/")
    with django_assert_max_num_queries(9):
        assert len(api.get("/api/v1/feedback/").json()["results"]) == 20


def test_more_are_loaded_and_none_comes_twice(cast, say):
    for n in range(60):
        say(f"words {n}")
    browser = browser_of(cast.product_manager)
    first, second = shown(browser, "/feedback/inbox/"), shown(browser, "/feedback/inbox/?page=2")
    assert (len(first), len(second), len(first | second)) == (50, 10, 60)


@pytest.mark.parametrize(("who", "may"), [("product_manager", 200), ("viewer", 403), ("salesperson", 403), ("leader", 403)])
def test_the_inbox_is_for_product_managers(who, may, cast):
    assert browser_of(getattr(cast, who)).get("/feedback/inbox/").status_code == may
    assert browser_of(getattr(cast, who)).get("/feedback/").status_code == 200


def test_the_rail_counts_what_waits_for_whom_it_concerns(cast, many):
    def rail(person):
        return re.findall(
            r'href="/feedback/inbox/".*?rail-count">(\d+)', browser_of(person).get("/feedback/").content.decode(), re.S
        )

    assert rail(cast.product_manager)[:1] == ["8"]
    assert rail(cast.salesperson) == []


def test_an_empty_inbox_says_one_thing_and_offers_one(cast):
    words = browser_of(cast.product_manager).get("/feedback/inbox/").content.decode()
    assert "All read and decided" in words
    nothing = browser_of(cast.product_manager).get("/feedback/inbox/?q=nobody").content.decode()
    assert "Nothing fits" in nothing


def test_a_reader_sees_what_became_of_it_and_may_do_nothing(cast, pm, say):
    feedback = actions.set_aside(say(), actor=pm, reason="praise", words="Nothing to change.")
    words = browser_of(cast.viewer).get(f"/feedback/{feedback.pk}/").content.decode()
    assert "Nothing to change." in words
    assert "set-aside/" not in words
    assert "data-highlight-url" not in words


def test_a_spreadsheet_runs_nothing_of_the_export(cast, say):
    say('=HYPERLINK("http://evil.example","x")', title="@sum(A1)")
    lines = b"".join(browser_of(cast.product_manager).get("/feedback/export.csv").streaming_content).decode()
    assert "'=HYPERLINK" in lines
    assert "'@sum" in lines
    assert not re.search(r'[,"]=HYPER', lines.replace("'=", ""))


def test_two_people_at_once_do_not_both_decide(cast, pm, say, acting):
    feedback = say()
    actions.set_aside(feedback, actor=pm, reason="praise")
    answer = browser_of(cast.second_product_manager).post(f"/feedback/{feedback.pk}/set-aside/", {"reason": "spam"})
    assert answer.status_code == 422
    assert "reviewed already" in answer.content.decode()
    assert Feedback.objects.get().set_asides.count() == 1


def test_the_days_offered_for_a_snooze_lie_ahead_and_differ(cast, say):
    for day in range(7):
        moment = timezone.make_aware(datetime.combine(date(2026, 11, 16), datetime.min.time())) + timedelta(days=day, hours=12)
        with clock.at(moment):
            words = browser_of(cast.product_manager).get(f"/feedback/{say().pk}/snooze/").content.decode()
        offered = re.findall(r'value="(\d{4}-\d\d-\d\d)"', words)
        assert len(set(offered)) == 4
        assert min(offered) > moment.date().isoformat()


def test_pages_far_behind_follow_one_another_and_lose_nothing(cast, pm, say):
    rows = [say(f"Number {n}", said_at=clock.now() - timedelta(minutes=n % 7)) for n in range(120)]
    browser = browser_of(cast.product_manager)
    pages = [browser.get(f"/feedback/?page={number}").context["shown"] for number in (1, 2, 3)]
    listed = [row.pk for page in pages for row in page]
    assert listed == [row.pk for row in sorted(rows, key=lambda row: (row.said_at, row.pk), reverse=True)]
    assert [page.paginator.count for page in pages] == [120, 120, 120]
    assert [row.pk for row in browser.get("/feedback/?page=99").context["shown"]] == listed[100:]


def test_the_inbox_counts_what_waits_and_what_sleeps_as_its_lists_do(cast, pm, say):
    several = [say(f"Number {n}") for n in range(5)]
    actions.snooze(several[0], until=clock.today() + timedelta(days=3), actor=pm)
    actions.archive(several[1], actor=pm)
    for state, count in (("inbox", 3), ("snoozed", 1), ("archived", 1), ("all", 5)):
        context = browser_of(cast.product_manager).get(f"/feedback/inbox/?state={state}").context
        assert context["counts"] == {"inbox": 3, "snoozed": 1}
        assert context["shown"].paginator.count == len(context["shown"]) == count


def test_words_are_found_in_the_text_or_as_the_name_of_the_company(cast, pm, say):
    said, named, _ = say("We met Globex at the fair"), say("Slow", company=cast.globex), say("Slow")
    listed = browser_of(cast.product_manager).get("/feedback/?q=globex").context["shown"]
    assert {row.pk for row in listed} == {said.pk, named.pk}
