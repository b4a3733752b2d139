"""A conversation is noted down whole, with who took part and whether they may be quoted; its words are never rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from customers.models import Company, Contact
from feedback import actions
from feedback.models import Feedback, Interview
from feedback.reading import linking_address
from history import clock
from history.models import Event
from history.refusals import NotAllowed, Stale
from roadmap import actions as roadmap

pytestmark = pytest.mark.django_db

WORDS = "We start at six.\n\nThe board still shows yesterday, so I ring round who is sick."


@pytest.fixture
def ann(cast) -> Contact:
    return Contact.objects.create(name="Ann Bell", company=cast.acme)


@pytest.fixture
def bob(cast) -> Contact:
    return Contact.objects.create(name="Bob Rowe", company=cast.globex)


@pytest.fixture
def record(cast, ann, acting):
    """Note a conversation down."""

    def make(by=None, **more) -> Interview:
        values = {
            "title": "Ann, on a Monday", "text": WORDS, "participants": [ann], "consent": "said", "product": cast.product,
        } | more  # fmt: skip
        return actions.record_interview(actor=acting(by or cast.success), **values)

    return make


def form(cast, **more):
    return {
        "title": "Ann, on a Monday", "text": WORDS.replace("\n", "\r\n"), "person_1_name": "Ann Bell", "consent": "said",
        "interviewer": cast.leader.pk, "product": cast.product.pk, "person_2_name": "Nora New",
    } | more  # fmt: skip


def by_call(cast, acting, ann, **_):
    return actions.record_interview(
        title="Ann, on a Monday", text=WORDS, participants=[ann, "Nora New"], consent="said", interviewer=cast.leader,
        product=cast.product, actor=acting(cast.success),
    )  # fmt: skip


def on_the_web(cast, browse, ann, **_):
    answer = browse(cast.success).post("/feedback/interviews/new/", form(cast, person_1=ann.pk))
    assert answer.status_code == 302, answer.content.decode()
    made = Interview.objects.get()
    assert answer.headers["Location"] == f"/feedback/interviews/{made.pk}/"
    return made


def by_api(cast, call, ann, **_):
    body = {
        "title": "Ann, on a Monday", "text": WORDS, "participants": [ann.pk], "participant_names": ["Nora New"],
        "consent": "said", "interviewer": cast.leader.pk, "product": cast.product.pk,
    }  # fmt: skip
    answer = call(cast.success).post("/api/v1/interviews/", body, format="json")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["text"], told["is_quotable"], told["company"]) == (WORDS, True, cast.acme.pk)
    assert told["participants"][0] == ann.pk
    return Interview.objects.get(pk=told["id"])


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_an_interview_is_feedback_with_a_frame(cast, acting, browse, call, ann, door):
    made = door(cast=cast, acting=acting, browse=browse, call=call, ann=ann)
    said = made.feedback
    assert (said.text, said.channel, said.contact, said.company) == (WORDS, "interview", ann, cast.acme)
    assert said in Feedback.objects.waiting()
    assert [one.name for one in made.people] == ["Ann Bell", "Nora New"]
    assert made.people[1].company == cast.acme
    assert (made.interviewer, made.consent, made.consent_on) == (cast.leader, "said", clock.today())
    event = Event.objects.get(kind="interview.recorded")
    assert (event.about_id, event.facts["consent"]) == (said.pk, "said")


@pytest.mark.parametrize("role", ["salesperson", "success", "product_manager"])
def test_who_talks_with_customers_records(cast, record, role):
    assert record(by=getattr(cast, role)).interviewer == getattr(cast, role)


@pytest.mark.parametrize("role", ["viewer", "leader"])
def test_nobody_else_does(cast, record, browse, call, role):
    person = getattr(cast, role)
    with pytest.raises(NotAllowed):
        record(by=person)
    assert browse(person).get("/feedback/interviews/new/").status_code == 403
    assert call(person).post("/api/v1/interviews/", {}, format="json").status_code == 403
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"title": " "}, "title"), ({"text": ""}, "text"), ({"person_1_name": "", "person_2_name": ""}, "person_1_name"),
        ({"consent": "perhaps"}, "consent"), ({"consent": ""}, "consent"), ({"interviewer": "99999999"}, "interviewer"),
        ({"consent_on": "2999-01-01"}, "consent_on"), ({"consent_on": "soon"}, "consent_on"), ({"said_on": "31.02.26"}, "said_on"),
        ({"person_1_name": "x" * 161}, "person_1_name"), ({"text": "x" * 20_001}, "text"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_half_written(cast, browse, wrong, at):
    sent = form(cast, company_name="Initech", guide="Keep this") | wrong
    answer = browse(cast.success).post("/feedback/interviews/new/", sent)
    assert answer.status_code == 422
    assert at in answer.context["form"].errors
    assert "Keep this" in answer.content.decode()
    assert not Company.objects.filter(name="Initech").exists()
    assert not Contact.objects.exists()
    assert not Feedback.objects.exists()


def test_a_day_in_the_future_is_refused_by_the_verb_and_nothing_stays(cast, browse):
    answer = browse(cast.success).post("/feedback/interviews/new/", form(cast, said_on="2999-01-01"))
    assert answer.status_code == 422
    assert "This day lies in the future." in answer.content.decode()
    assert not Contact.objects.exists()


def test_hostile_names_are_text_and_nothing_else(cast, browse):
    name = "<script>alert(1)</script>"
    browse(cast.success).post("/feedback/interviews/new/", form(cast, person_1_name=name, title=name, text=f"{name} “quoted”"))
    made = Interview.objects.get()
    for path in ("/feedback/interviews/", made.get_absolute_url(), made.feedback.get_absolute_url()):
        text = browse(cast.product_manager).get(path).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_the_company_follows_from_the_first_and_another_one_is_a_slip(cast, record, bob, ann):
    assert record(participants=[bob, ann]).company == cast.globex
    with pytest.raises(ValidationError, match="Ann Bell is at Acme, not at Globex"):
        record(company=cast.globex)
    assert record(participants=["Somebody"], company_name="Initech").company.name == "Initech"
    assert record(participants=[ann, ann, "Ann Bell"]).people == [ann]
    with pytest.raises(ValidationError, match="at most 8"):
        record(participants=[f"Person {number}" for number in range(9)])


def test_a_name_typed_over_lets_go_of_whom_was_found(cast, browse, ann):
    browse(cast.success).post(
        "/feedback/interviews/new/", form(cast, person_1=ann.pk, person_1_name="Zoe Zhou", person_2_name="")
    )
    assert [one.name for one in Interview.objects.get().people] == ["Zoe Zhou"]


def edit_by_call(made, cast, acting, participants, title, consent, **_):
    people = {"participants": participants, "title": title, "consent": consent}
    return actions.edit_interview(made, actor=acting(cast.success), version=made.version, **people)


def edit_on_the_web(made, cast, browse, participants, title, consent, **_):
    fields = {f"person_{number}": one.pk for number, one in enumerate(participants, 1)}
    fields |= {f"person_{number}_name": one.name for number, one in enumerate(participants, 1)}
    sent = (
        {"interviewer": made.interviewer_id, "product": made.product_id, "version": made.version}
        | fields
        | {"title": title, "consent": consent}
    )
    answer = browse(cast.success).post(f"/feedback/interviews/{made.pk}/edit/", sent)
    assert answer.status_code == 302, answer.content.decode()


def edit_by_api(made, cast, call, participants, title, consent, **_):
    body = {"participants": [one.pk for one in participants], "title": title, "consent": consent}
    headers = {"HTTP_IF_MATCH": f'"{made.version}"'}
    answer = call(cast.success).patch(f"/api/v1/interviews/{made.pk}/", body, format="json", **headers)
    assert answer.status_code == 200, answer.content
    assert answer.json()["is_quotable"] is False


@pytest.mark.parametrize("door", [edit_by_call, edit_on_the_web, edit_by_api])
def test_the_frame_is_edited_and_history_tells_of_the_consent(cast, acting, browse, call, record, ann, bob, door):
    made = record()
    door(made, cast=cast, acting=acting, browse=browse, call=call, participants=[bob, ann], title="Bob and Ann", consent="no")
    made = Interview.objects.get()
    said = made.feedback
    assert (said.title, said.contact, said.company, said.text, said.is_quotable) == (
        "Bob and Ann",
        bob,
        cast.globex,
        WORDS,
        False,
    )
    assert made.people == [bob, ann]
    kinds = Event.objects.filter(about_id=said.pk).values_list("kind", flat=True)
    assert sorted(kinds) == ["interview.consent", "interview.edited", "interview.recorded"]
    page = browse(cast.product_manager).get(made.get_absolute_url()).content.decode()
    assert "They did not agree to be quoted" in page
    assert "changed whether" in page


def test_the_words_are_never_rewritten(cast, record, acting, call):
    made = record()
    with pytest.raises(ValidationError):
        actions.edit_interview(made, actor=acting(cast.product_manager), text="Something else")
    assert call(cast.success).patch(f"/api/v1/interviews/{made.pk}/", {"text": "Else"}, format="json").status_code == 400
    made.feedback.refresh_from_db()
    assert made.feedback.text == WORDS


def test_two_editors_do_not_overwrite_each_other(cast, record, acting):
    made = record()
    petra = acting(cast.product_manager)
    actions.edit_interview(made, actor=petra, version=1, title="Only what the feedback keeps")
    with pytest.raises(Stale):
        actions.edit_interview(made, actor=petra, version=1, guide="Late")
    assert actions.edit_interview(made, actor=petra, version=2, guide="In time").version == 3


def test_who_may_edit_it(cast, record, acting, browse, call):
    made = record(by=cast.success, interviewer=cast.leader)
    for person in (cast.second_salesperson, cast.viewer, cast.leader):
        with pytest.raises(NotAllowed):
            actions.edit_interview(made, actor=acting(person), title="Mine")
        assert call(person).patch(f"/api/v1/interviews/{made.pk}/", {"title": "Mine"}, format="json").status_code == 403
    assert browse(cast.second_salesperson).post(f"/feedback/interviews/{made.pk}/edit/", form(cast)).status_code == 403
    for person in (cast.success, cast.product_manager):
        actions.edit_interview(made, actor=acting(person), title=f"By {person}")


def test_the_feedback_s_own_form_leaves_the_frame_alone(cast, record, acting, ann, bob):
    said, petra = record().feedback, acting(cast.product_manager)
    for values in ({"contact": bob, "company": cast.globex}, {"channel": "call"}, {"title": " "}):
        with pytest.raises(ValidationError):
            actions.edit_feedback(said, actor=petra, **values)
    assert actions.edit_feedback(said, actor=petra, title="Ours", contact=ann, company=cast.acme).title == "Ours"


def test_a_yes_has_its_day_in_the_database_too(record):
    made = record(consent="recorded", consent_on=date(2026, 1, 5))
    assert made.consent_on == date(2026, 1, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=made.pk).update(consent_on=None)


def test_the_page_shows_the_words_and_beside_them_what_was_made_of_them(cast, record, browse, acting):
    made, petra = record(), acting(cast.product_manager)
    idea = roadmap.create_idea(product=cast.product, title="A board of today", actor=petra)
    start = WORDS.index("The board")
    roadmap.link_insight(made.feedback, idea, start=start, end=start + 31, importance=3, actor=petra)
    page = browse(cast.product_manager).get(made.get_absolute_url()).content.decode()
    assert f'data-highlight-url="{linking_address(made.feedback.pk)}"' in page
    assert "The board still shows yesterday</mark>" in page
    insight = made.feedback.insights.get()
    assert f'id="words-{insight.pk}"' in page
    assert f'href="#words-{insight.pk}"' in page
    beside = page.split('class="beside ')[1]
    assert all(words in beside for words in ("A board of today", "Critical", "Tomasz Wieczorek"))
    assert "data-highlight-url" not in browse(cast.salesperson).get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "Ann Bob"), ("q=yesterday", "Ann"), ("q=rowe", "Bob"), ("q=globex", "Bob"), ("consent=yes", "Ann"), ("consent=no", "Bob"),
        ("consent=said", "Ann"), ("interviewer={seller}", "Bob"), ("company={acme}", "Ann"), ("product=none", "Bob"),
        ("participant={bob}", "Bob"), ("since=2999-01-01", ""), ("until=1999-01-01", ""), ("company=xyz", "Ann Bob"),
        ("consent=maybe", "Ann Bob"), ("since=yesterday", "Ann Bob"), ("page=-7", "Ann Bob"), ("q=" + "x" * 900, "Ann Bob"),
    ],
)  # fmt: skip
def test_the_list_is_filtered(cast, record, browse, bob, query, shown):
    record(title="T-Ann")
    record(by=cast.salesperson, title="T-Bob", text="Nothing to add", participants=[bob], consent="no", product=None)
    query = query.format(seller=cast.salesperson.pk, acme=cast.acme.pk, bob=bob.pk)
    answer = browse(cast.viewer).get(f"/feedback/interviews/?{query}")
    assert answer.status_code == 200
    rows = answer.content.decode().split('id="page"')[-1]
    assert [name for name in ("Ann", "Bob") if f">T-{name}</a>" in rows] == shown.split()


def test_the_api_filters_by_the_same(cast, record, call):
    made = record()
    api = call(cast.viewer)
    listed = api.get(f"/api/v1/interviews/?company={cast.acme.pk}&consent=said&q=yesterday").json()["results"]
    assert [row["id"] for row in listed] == [made.pk]
    assert api.get("/api/v1/interviews/?consent=no").json()["results"] == []
    assert api.get("/api/v1/interviews/?mood=good").status_code == 400
    assert call(cast.success).post("/api/v1/interviews/", {"participants": ["x"], "consent": 7}, format="json").status_code == 400


def test_nul_and_what_is_no_number_are_refused_without_a_fault(cast, browse, record):
    made = record()
    for path in ("/feedback/interviews/?q=%00", "/feedback/interviews/99999999999999999999/", "/feedback/interviews/0/"):
        assert browse(cast.success).get(path).status_code in (400, 404)
    assert (
        browse(cast.success).get("/feedback/interviews/new/?company=x&contact=99999999999999999999&product=-1").status_code == 200
    )
    assert browse(cast.success).post(f"{made.get_absolute_url()}edit/", form(cast, title="a\x00b")).status_code == 400


def test_an_interview_of_a_restricted_product_is_its_members_affair(cast, record, browse, call, acting):
    made = record(product=cast.restricted)
    assert browse(cast.outsider).get(made.get_absolute_url()).status_code == 404
    assert call(cast.outsider).get(f"/api/v1/interviews/{made.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        record(by=cast.outsider, product=cast.restricted)


def test_pages_cost_at_most_fifteen_queries(cast, record, browse, call, ann, bob, acting, django_assert_max_num_queries):
    petra = acting(cast.product_manager)
    idea = roadmap.create_idea(product=cast.product, title="Today", actor=petra)
    for number in range(30):
        made = record(title=f"Talk {number}", participants=[ann, bob], said_at=clock.now() - timedelta(days=number))
        roadmap.link_insight(made.feedback, idea, start=0, end=8 + number % 5, importance=2, actor=petra)
    browser = browse(cast.product_manager)
    browser.get("/feedback/interviews/")
    edit = f"{made.get_absolute_url()}edit/"
    for path in ("/feedback/interviews/", made.get_absolute_url(), "/feedback/interviews/new/", edit):
        with django_assert_max_num_queries(15):
            assert browser.get(path).status_code == 200, path
    with django_assert_max_num_queries(12):
        call(cast.viewer).get("/api/v1/interviews/?page_size=100")
