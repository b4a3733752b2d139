"""What was promised is written down, held against what happened, and said kept, broken or withdrawn: through every door."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from customers import actions as customers
from feedback import actions as feedback
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from roadmap import actions
from roadmap.models import Commitment, Idea, Stage
from roadmap.promises import words_on
from tests.reading import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(cast, acting):
    return actions.create_idea(product=cast.product, title="Single sign-on", actor=acting(cast.product_manager))


@pytest.fixture
def promise(cast, acting, idea):
    """Promised by the salesperson, unless said otherwise."""

    def make(**values):
        values = {"company": cast.acme, "words": "SSO this year", "idea": idea, "actor": acting(cast.salesperson)} | values
        return actions.make_commitment(**values)

    return make


def by_call(promise, **_):
    return promise(firmness="written")


def on_the_web(cast, browse, idea, **_):
    form = {
        "company_name": "Acme", "words": "SSO this year", "firmness": "written", "idea_title": idea.key,
        "promised_by": cast.salesperson.pk, "promised_on": str(clock.today()),
    }  # fmt: skip
    answer = browse(cast.salesperson).post("/commitments/new/", form)
    assert answer.status_code == 302, answer.content
    return Commitment.objects.get()


def by_api(cast, call, idea, **_):
    body = {"company": cast.acme.pk, "words": "SSO this year", "firmness": "written", "idea": idea.pk}
    answer = call(cast.salesperson).post("/api/v1/commitments/", body, format="json")
    assert answer.status_code == 201, answer.content
    return Commitment.objects.get(pk=answer.json()["id"])


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_salesperson_writes_down_what_was_promised(cast, promise, browse, call, idea, door):
    made = door(cast=cast, promise=promise, browse=browse, call=call, idea=idea)
    assert (made.company, made.idea, made.firmness, made.promised_by) == (cast.acme, idea, "written", cast.salesperson)
    assert Event.objects.filter(kind="commitment.made", about_id=cast.acme.pk, actor=cast.salesperson).count() == 1
    viewer = browse(cast.viewer)
    for address in ("/commitments/", f"/customers/{cast.acme.pk}/?tab=owed", f"/ideas/{idea.pk}/", f"/commitments/{made.pk}/"):
        assert "SSO this year" in whole(viewer, address), address


def test_a_viewer_promises_nothing(cast, promise, browse, call, acting):
    with pytest.raises(NotAllowed):
        promise(actor=acting(cast.viewer))
    assert browse(cast.viewer).get("/commitments/new/").status_code == 403
    assert call(cast.viewer).post("/api/v1/commitments/", {}, format="json").status_code == 403


@pytest.mark.parametrize(("state", "reason"), [("kept", ""), ("broken", "Ran late"), ("withdrawn", "They left")])
def test_whoever_promised_says_what_became_of_it(cast, promise, browse, state, reason):
    made, browser = promise(), browse(cast.salesperson)
    assert browser.post(f"/commitments/{made.pk}/resolution/", {"state": state, "reason": reason}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.resolution, made.resolved_by) == (state, reason, cast.salesperson)
    assert Event.objects.filter(kind=f"commitment.{state}").count() == 1
    assert browser.post(f"/commitments/{made.pk}/reopening/").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.resolved_at) == ("open", None)


def test_a_broken_one_needs_a_reason_and_is_broken_once(cast, promise, acting, call):
    made, petra = promise(), acting(cast.product_manager)
    with pytest.raises(ValidationError, match="Say why"):
        actions.resolve_commitment(made, state="broken", reason=" ", actor=petra)
    api = call(cast.leader)
    assert api.post(f"/api/v1/commitments/{made.pk}/resolve/", {"state": "open"}, format="json").status_code == 400
    body = {"state": "broken", "reason": "Ran late"}
    assert api.post(f"/api/v1/commitments/{made.pk}/resolve/", body, format="json").json()["state"] == "broken"
    assert api.post(f"/api/v1/commitments/{made.pk}/resolve/", body, format="json").status_code == 409
    with pytest.raises(NotPossible, match="Reopen it first"):
        actions.change_commitment(made, words="No", actor=petra)


def test_another_salesperson_does_not_speak_for_whoever_promised(cast, promise, acting, browse):
    made = promise()
    with pytest.raises(NotAllowed, match="Only Callum Reid"):
        actions.resolve_commitment(made, state="kept", actor=acting(cast.second_salesperson))
    assert browse(cast.second_salesperson).post(f"/commitments/{made.pk}/resolution/", {"state": "kept"}).status_code == 403


def test_what_cannot_be_is_refused_at_its_field(cast, promise, acting):
    tomorrow = clock.today() + timedelta(days=1)
    deal = customers.add_deal(company=cast.globex, name="Other", actor=acting(cast.salesperson))
    said = feedback.give_feedback(text="Hi", company=cast.globex, actor=acting(cast.salesperson))
    for values, field in (
        ({"deal": deal}, "deal"), ({"feedback": said}, "feedback"), ({"promised_on": tomorrow}, "promised_on"),
        ({"due_on": clock.today() - timedelta(days=1)}, "due_on"), ({"words": " "}, "words"), ({"firmness": "iron"}, "firmness"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            promise(**values)
        assert field in refused.value.message_dict
    assert Commitment.objects.count() == 0


def test_it_is_held_against_deal_idea_and_calendar(cast, promise, acting, idea):
    sam = acting(cast.salesperson)
    deal = customers.add_deal(company=cast.acme, name="Renewal", amount=Decimal(5), actor=sam)
    made = promise(deal=deal, promised_on=clock.today() - timedelta(days=9), due_on=clock.today() - timedelta(days=2))

    def asks():
        row = Commitment.objects.select_related("deal", "idea").get(pk=made.pk)
        return " / ".join(word.text for word in words_on(row))

    assert asks().startswith("Was due")
    customers.change_deal(deal, status="lost", actor=sam)
    assert "was lost: withdraw it" in asks()
    customers.change_deal(deal, status="won", actor=sam)
    assert "was won: this is owed" in asks()
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.DONE)
    assert "is done: was it kept?" in asks()
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.NOT_DOING)
    assert "is not doing: tell them" in asks()
    actions.resolve_commitment(made, state="kept", actor=sam)
    assert asks() == ""


def test_two_who_edit_at_once_never_overwrite_each_other(cast, promise, acting, browse):
    made = promise()
    actions.change_commitment(made, words="SSO in spring", version=1, actor=acting(cast.salesperson))
    with pytest.raises(Stale):
        actions.change_commitment(made, words="SSO in autumn", version=1, actor=acting(cast.salesperson))
    form = {"words": "SSO", "firmness": "tied", "promised_by": cast.salesperson.pk, "promised_on": str(clock.today())}
    assert browse(cast.salesperson).post(f"/commitments/{made.pk}/edit/", form | {"version": 1}).status_code == 422
    assert browse(cast.salesperson).post(f"/commitments/{made.pk}/edit/", form | {"version": 2}).status_code == 302
    made.refresh_from_db()
    assert (made.words, made.firmness, made.idea) == ("SSO", "tied", None)


def test_one_about_a_restricted_product_stays_its_members_affair(cast, acting, promise, browse, call):
    hidden = actions.create_idea(product=cast.restricted, title="Hidden", actor=acting(cast.product_manager))
    made = promise(idea=hidden, words="Nightly songs")
    outsider = browse(cast.outsider)
    for address in (
        "/commitments/",
        "/commitments/?state=all",
        f"/customers/{cast.acme.pk}/",
        f"/customers/{cast.acme.pk}/?tab=owed",
    ):
        assert "Nightly songs" not in outsider.get(address).content.decode(), address
    assert outsider.get(f"/commitments/{made.pk}/").status_code == 404
    assert call(cast.outsider).get("/api/v1/commitments/").json()["results"] == []


def test_the_list_is_narrowed_and_asks_no_more_for_thirty(cast, promise, browse, django_assert_max_num_queries):
    for number in range(30):
        promise(words=f"Promise {number}", company=cast.globex if number % 2 else cast.acme)
    browser = browse(cast.salesperson)
    browser.get("/commitments/")
    with django_assert_max_num_queries(15):
        assert len(browser.get("/commitments/").context["rows"]) == 30
    for query, count in (
        ("?q=globex", 15),
        ("?whose=mine", 30),
        ("?firmness=written", 0),
        ("?state=kept", 0),
        ("?state=odd", 30),
    ):
        assert len(browser.get(f"/commitments/{query}").context["rows"]) == count, query
    assert len(browse(cast.leader).get("/commitments/?whose=mine").context["rows"]) == 0
    with django_assert_max_num_queries(15):
        browser.get(f"/customers/{cast.acme.pk}/?tab=owed")


def test_from_a_feedback_the_company_is_filled_in(cast, acting, browse):
    said = feedback.give_feedback(text="When will SSO come?", company=cast.acme, actor=acting(cast.salesperson))
    page = browse(cast.salesperson).get(f"/commitments/new/?feedback={said.pk}").content.decode()
    assert "When will SSO come?" in page
    assert 'value="Acme"' in page
