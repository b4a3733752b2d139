"""A company's page gathers, tab by tab, what every floor knows of it, and shows nobody what they may not see."""

from decimal import Decimal

import pytest

from answers import actions as answers
from customers import actions
from customers.models import Company, Contact
from feedback import actions as feedback
from history import clock
from pqls.models import Pql, PqlRule
from roadmap import actions as roadmap
from surveys import actions as surveys
from surveys.models import SurveyResponse
from tests import evidence as pilots
from usage import actions as usage
from usage.models import ProductUser

pytestmark = pytest.mark.django_db
TABS = ["", "?tab=said", "?tab=wants", "?tab=owed", "?tab=deals", "?tab=value", "?tab=use", "?tab=activity"]


@pytest.fixture
def heard(cast, acting):
    """Acme spoke, voted, asked for a deal, and uses a feature; once about the restricted product."""
    petra, sam = acting(cast.product_manager), acting(cast.salesperson)
    ann = Contact.objects.create(name="Ann Apt", email="ann@acme.example", company=cast.acme, job_role="Buyer")
    said = feedback.give_feedback(text="Export takes an hour", company=cast.acme, contact=ann, product=cast.product, actor=petra)
    idea = roadmap.create_idea(product=cast.product, title="Quick export", actor=petra)
    roadmap.link_insight(said, idea, start=0, end=6, importance=3, actor=petra)
    roadmap.vote(idea, company=cast.acme, words="Every week", actor=sam)
    feedback.give_feedback(text="Still waiting for a word", company=cast.acme, product=cast.product, actor=sam)
    feedback.give_feedback(text="Nightjar sings badly", company=cast.acme, product=cast.restricted, actor=petra)
    feedback.submit_request(
        company=cast.acme, text="No SSO, no deal", need="SSO", opportunity="Acme renewal", amount=Decimal(9000), actor=sam
    )
    feature = usage.define_feature(product=cast.product, name="Exporter", event_names=["exported"], actor=petra)
    user = ProductUser.objects.create(product=cast.product, user_key="u1", company=cast.acme, first_seen_at=clock.now())
    pilots.used(feature, [user], clock.now())
    pilots.a_running_pilot(cast, 2, idea=idea)
    return {"contact": ann, "idea": idea, "feature": feature}


def shown(browser, company, tab):
    answer = browser.get(f"/customers/{company.pk}/{tab}")
    assert answer.status_code == 200
    return answer.content.decode().split('id="main"')[1]


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("", ["Ann Apt", "Quick export", "Critical to them", "voted", "1 user in 30 days"]),
        ("?tab=said", ["Export takes an hour", "Supports IDEA-", "Still waiting for a word"]),
        ("?tab=wants", ["Quick export", "Every week", "Export"]),
        ("?tab=owed", ["Still waiting for a word", "Not answered"]),
        ("?tab=deals", ["Acme renewal", "in open deals"]),
        ("?tab=use", ["Exporter", "Uses it", "1 of 1 taken up"]),
        ("?tab=nonsense", ["Ann Apt"]),
    ],
)
def test_each_tab_shows_what_its_floor_knows(cast, browse, heard, tab, words):
    text = shown(browse(cast.viewer), cast.acme, tab)
    assert [word for word in words if word not in text] == []


def test_what_is_set_aside_is_owed_no_answer_any_more(cast, browse, acting, heard):
    waiting = cast.acme.feedback.get(text="Still waiting for a word")
    feedback.set_aside(waiting, reason="praise", actor=acting(cast.product_manager))
    assert "Still waiting" not in shown(browse(cast.viewer), cast.acme, "?tab=owed")


def test_a_restricted_product_stays_its_members_affair(cast, browse, heard):
    assert "Nightjar sings" in shown(browse(cast.viewer), cast.acme, "?tab=said")
    for tab in TABS:
        assert "Nightjar sings" not in shown(browse(cast.outsider), cast.acme, tab), tab


def test_a_company_nobody_heard_of_says_so(cast, browse):
    assert "Nothing heard from them yet" in shown(browse(cast.viewer), cast.globex, "")


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_asks_the_database_at_most_fifteen_times(cast, browse, acting, heard, tab, django_assert_max_num_queries):
    petra = acting(cast.product_manager)
    roadmap.own_stages(cast.product, actor=petra)
    for number in range(12):
        said = feedback.give_feedback(text=f"Said {number}", company=cast.acme, product=cast.product, actor=petra)
        idea = roadmap.sort_idea(roadmap.create_idea(product=cast.product, title=f"Idea {number}", actor=petra), actor=petra)
        roadmap.link_insight(said, idea, start=0, end=4, importance=1, actor=petra)
        usage.define_feature(product=cast.product, name=f"Feature {number}", event_names=[f"event {number}"], actor=petra)
        if number % 2:
            feedback.merge_duplicate(said, into=cast.acme.feedback.get(text="Still waiting for a word"), actor=petra)
    browser = browse(cast.product_manager)
    browser.get(f"/customers/{cast.acme.pk}/{tab}")
    with django_assert_max_num_queries(15):
        browser.get(f"/customers/{cast.acme.pk}/{tab}")


def test_a_contacts_page_shows_what_they_said(cast, browse, heard, django_assert_max_num_queries):
    browser = browse(cast.viewer)
    with django_assert_max_num_queries(13):
        text = browser.get(f"/customers/contacts/{heard['contact'].pk}/").content.decode()
    assert "Export takes an hour" in text
    assert "Still waiting" not in text
    assert f"/customers/{cast.acme.pk}/" in text


@pytest.fixture
def busy(cast, acting, heard):
    """A contact of whom every floor knows something: words, use, a survey, a lead, an answer; and one was merged into them."""
    ann, petra = heard["contact"], acting(cast.product_manager)
    twin = Contact.objects.create(name="Anne Apt", email="anne@acme.example", company=cast.acme)
    actions.merge_contact(twin, into=ann, actor=acting(cast.admin))
    ProductUser.objects.create(
        product=cast.product, user_key="ann", email="ann@acme.example", company=cast.acme, first_seen_at=clock.now()
    )  # fmt: skip
    survey = surveys.create_survey(product=cast.product, name="NPS, spring", kind="nps", actor=petra)
    SurveyResponse.objects.create(survey=survey, respondent="ann", contact=ann, company=cast.acme, score=9)
    rule = PqlRule.objects.create(product=cast.product, name="Busy", conditions=[], created_by=cast.product_manager)
    Pql.objects.create(rule=rule, rule_version=1, product=cast.product, company=cast.acme, contact=ann, reason="Busy exporters")
    answers.draft_by_hand(ann.feedback.get(), actor=petra)
    answers.silence(ann, actor=petra)
    return ann


@pytest.mark.parametrize("who", ["viewer", "product_manager", "salesperson", "admin"])
def test_a_contact_of_whom_much_is_known_costs_at_most_fifteen_questions(cast, browse, busy, who, django_assert_max_num_queries):
    browser = browse(getattr(cast, who))
    with django_assert_max_num_queries(15):
        text = browser.get(f"/customers/contacts/{busy.pk}/").content.decode()
    for words in ("Export takes an hour", "Anne Apt", "NPS, spring", "PQL-", "wants no mail", "ann"):
        assert words in text, words


def test_what_one_person_said_goes_on_page_by_page(cast, browse, acting, heard):
    petra = acting(cast.product_manager)
    for number in range(40):
        feedback.give_feedback(text=f"Said {number:02}", contact=heard["contact"], company=cast.acme, actor=petra)
    address = f"/customers/contacts/{heard['contact'].pk}/"
    pages = [browse(cast.viewer).get(f"{address}?page={page}").content.decode() for page in (1, 2, 3)]
    assert "Said 39" in pages[0]
    assert "Said 00" not in pages[0]
    assert "Said 00" in pages[1] + pages[2]
    assert "Export takes an hour" in pages[1] + pages[2]


@pytest.fixture
def many(cast, acting):
    """Companies of every kind."""
    sam = acting(cast.salesperson)
    actions.add_company(
        name="Initech", arr=500, motion="self_serve", plan="Free", lifecycle="trial", domains=["initech.example"], actor=sam
    )
    old = actions.add_company(name="Oldco", crm_id="C-9", owner=cast.salesperson, actor=sam)
    actions.archive_company(old, actor=sam)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Acme", "Globex", "Initech"]), ("?sort=-arr", ["Acme", "Globex", "Initech"]), ("?motion=self_serve", ["Initech"]),
        ("?arr_to=0", []), ("?arr_from=1000&arr_to=50000", ["Globex"]), ("?q=initech.ex", ["Initech"]), ("?plan=Free", ["Initech"]),
        ("?archived=on", ["Oldco"]), ("?archived=on&q=c-9", ["Oldco"]), ("?lifecycle=trial", ["Initech"]), ("?arr_from=x", None),
        ("?arr_from=99999999999999999999", None),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_and_sorted_and_keeps_archived_ones_apart(cast, browse, many, query, names):
    listed = [str(row) for row in browse(cast.viewer).get(f"/customers/{query}").context["companies"]]
    assert listed == (names if names is not None else ["Acme", "Globex", "Initech"])


def test_the_export_holds_what_the_list_shows(cast, browse, many):
    text = browse(cast.viewer).get("/customers/export.csv?lifecycle=trial").getvalue().decode()
    assert text.splitlines()[1].startswith("Initech,,initech.example,,trial,self_serve,Free,500.00,,0")
    assert "Acme" not in text
    assert Company.objects.filter(name="Oldco", archived_at__isnull=False).exists()
