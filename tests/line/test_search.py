"""One box for all: words, filters in the question, slips forgiven, hits marked, and only what its reader may see."""

from datetime import UTC, datetime
from urllib.parse import unquote_plus

import pytest

from customers.actions import add_company
from feedback.actions import archive, assign, give_feedback, tag
from line.finding import look_for
from line.finding.asking import question
from line.finding.highlighting import excerpt, marked
from line.finding.spelling import corrected
from line.models import Reading, Word
from line.tasks import learn_words
from roadmap.actions import create_idea, link_insight
from roadmap.actions.votes import vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(cast, acting):
    """Words of two companies, the ideas they support, and one archived."""
    actor = acting(cast.product_manager)
    said = {
        "old": give_feedback(
            text="The calendar integration loses invitations.", product=cast.product, company=cast.acme, channel="interview",
            said_at=datetime(2025, 11, 30, 12, tzinfo=UTC), actor=actor,
        ),
        "new": give_feedback(
            text="A calendar integration for Outlook, please.", product=cast.product, company=cast.acme, channel="email",
            said_at=datetime(2026, 1, 1, 12, tzinfo=UTC), actor=actor,
        ),
        "other": give_feedback(
            text="Calendars in three colours.", product=cast.product, company=cast.globex, channel="interview",
            said_at=datetime(2026, 2, 1, 12, tzinfo=UTC), actor=actor,
        ),
    }  # fmt: skip
    idea = create_idea(product=cast.product, title="Calendars that agree", problem="Invitations get lost.", actor=actor)
    link_insight(said["old"], idea=idea, start=0, end=12, importance=2, actor=actor)
    return said, idea


def shown(browser, typed, **more):
    """The page of a search, without its marks."""
    page = browser.get("/search/", {"q": typed, **more}).content.decode()
    return page.replace("<mark>", "").replace("</mark>", "")


def found(cast, acting, typed, *, kind="Feedback", who="viewer", **how):
    """The ids that a question finds of one kind."""
    return {one.pk for one in look_for(typed, actor=acting(getattr(cast, who)), **how).found if one.kind == kind}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("calendar", {"old", "new", "other"}),
        ("calendar channel:interview", {"old", "other"}),
        ("calendar channel:E-mail", {"new"}),
        ("company:acme", {"old", "new"}),
        ('company:"Acme" channel:interview', {"old"}),
        ("calendar after:2026", {"new", "other"}),
        ("calendar after:2026-02", {"other"}),
        ("calendar before:2026-01-01", {"old"}),
        ("calendar after:2026-01-01 before:2026-02", {"new"}),
        ("kind:feedback calendar", {"old", "new", "other"}),
        ("kind:ideas calendar", set()),
        ('"calendar integration"', {"old", "new"}),
        ("calendar -outlook", {"old", "other"}),
        ("calendar product:relay", {"old", "new", "other"}),
        ("calendar product:nightjar", set()),
        ("calendar state:reviewed", {"old"}),
        ("calendar stage:discovery", set()),
        ("calendar channel:fax", set()),
    ],
)
def test_a_question_narrows_by_words_and_filters(cast, acting, records, typed, expected):
    said, _ = records
    assert found(cast, acting, typed) == {said[name].pk for name in expected}


def test_a_question_finds_what_is_tagged_archived_or_mine(cast, acting, records):
    said, _ = records
    actor = acting(cast.product_manager)
    tag(said["new"], add=["outlook", "calendar"], actor=actor)
    assign(said["other"], assignee=cast.product_manager, actor=actor)
    archive(said["new"], actor=actor)
    assert found(cast, acting, "tag:Outlook") == {said["new"].pk}
    assert found(cast, acting, "calendar state:archived") == {said["new"].pk}
    assert found(cast, acting, "kind:feedback owner:me", who="product_manager") == {said["other"].pk}
    assert found(cast, acting, "kind:feedback owner:me") == set()


def test_ideas_are_found_by_the_companies_behind_them(cast, acting, records):
    _, idea = records
    actor = acting(cast.product_manager)
    wished = create_idea(product=cast.product, title="Colours", actor=actor)
    vote(wished, company=cast.globex, actor=actor)
    assert found(cast, acting, "company:acme kind:idea", kind="Idea") == {idea.pk}
    assert found(cast, acting, "company:globex kind:idea", kind="Idea") == {wished.pk}
    assert found(cast, acting, "stage:assessment calendars", kind="Idea") == {idea.pk}
    assert found(cast, acting, "stage:done calendars", kind="Idea") == set()


def test_companies_are_found_by_domain(cast, acting):
    company = add_company(name="Umbrella Works", domains=["umbrella.example"], actor=acting(cast.salesperson))
    assert found(cast, acting, "umbrella.example", kind="Company") == {company.pk}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("channel:fax", "There is no channel “fax”"),
        ("after:soon calendar", "“soon” is no date for after"),
        ("after:2026-13", "“2026-13” is no date"),
        ("company: calendar", "company: needs a value"),
        ("kind:dragon", "There is no kind “dragon”"),
        ("stage:discovery channel:call", "No kind of record has all of these filters"),
    ],
)
def test_what_a_question_cannot_mean_is_said(cast, browse, call, typed, words):
    assert words in browse(cast.viewer).get("/search/", {"q": typed}).content.decode()
    answer = call(cast.viewer).get("/api/v1/search/", {"q": typed})
    assert words in answer.content.decode()
    assert answer.status_code in (200, 400)


def test_colons_that_are_no_filters_are_words():
    assert question("https://acme.example at 10:30 note:this").words == "https://acme.example at 10:30 note:this"
    assert question('company:"Acme Works" sign-on').filters == {"company": "Acme Works"}
    assert question('company:"Acme Works" sign-on').words == "sign-on"


def test_slips_of_the_finger_are_forgiven_and_said(cast, acting, records, browse):
    learn_words()
    said, _ = records
    page = browse(cast.viewer).get("/search/", {"q": "calandar intergration"}).content.decode()
    assert "Showing what fits <strong>calendar integration</strong>" in page
    assert found(cast, acting, "calandar intergration") == {said["old"].pk, said["new"].pk}
    assert found(cast, acting, "calandar intergration", is_exact=True) == set()
    assert "Nothing fits" in browse(cast.viewer).get("/search/", {"q": "calandar", "exact": "1"}).content.decode()


def test_what_is_found_as_typed_is_not_mended(cast, acting, records):
    learn_words()
    give_feedback(text="Our calandar roller squeaks.", company=cast.acme, actor=acting(cast.product_manager))
    answer = look_for("calandar", actor=acting(cast.viewer))
    assert answer.instead_of == ""
    assert [one.excerpt for one in answer.found] == ["Our calandar roller squeaks."]


@pytest.mark.parametrize("typed", ['"calandar"', "-calandar", "cal3nder", "xyl", "zebra", "kalendar", "calend"])
def test_quotes_exclusions_numbers_and_strange_words_are_left_alone(cast, records, typed):
    learn_words()
    assert corrected(typed) == typed


def test_a_mended_word_shows_nothing_that_its_reader_may_not_see(cast, acting, browse):
    give_feedback(text="Nightjar confidential prototype", product=cast.restricted, actor=acting(cast.product_manager))
    learn_words()
    page = browse(cast.outsider).get("/search/", {"q": "confidental prototipe"}).content.decode()
    assert "confidential" not in page
    assert "F-" not in page


def test_words_are_learned_once_however_often_the_job_runs(cast, records):
    assert learn_words() > 0
    seen = Word.objects.get(text="calendar").seen
    assert learn_words() == 0
    assert Word.objects.get(text="calendar").seen == seen == 2
    assert Reading.objects.get(table="feedback_feedback").read_to == records[0]["other"].pk


def test_hits_are_marked_in_every_form_and_nothing_typed_becomes_markup(cast, acting, browse):
    give_feedback(text="<script>alert(1)</script> integrations fail daily", company=cast.acme, actor=acting(cast.product_manager))
    page = browse(cast.viewer).get("/search/", {"q": "integration"}).content.decode()
    assert "<mark>integrations</mark>" in page
    assert "<script>alert" not in page


def test_an_excerpt_shows_the_hit_of_a_long_text():
    text = "word " * 200 + "the needle lies here " + "word " * 200
    shown = "".join(piece.text for piece in excerpt(text, "needle"))
    assert "needle lies here" in shown
    assert shown.startswith("… ")
    assert len(shown) < 250
    assert [piece.text for piece in marked("Needles, needling", "needle") if piece.is_hit] == ["Needles", "needling"]


def test_one_kind_alone_is_shown_at_length(cast, acting, browse):
    for number in range(10):
        give_feedback(text=f"Calendar wish {number}", company=cast.acme, actor=acting(cast.product_manager))
    some = shown(browse(cast.viewer), "calendar")
    assert "kind:feedback calendar" in unquote_plus(some)
    assert some.count("Calendar wish") < shown(browse(cast.viewer), "kind:feedback calendar").count("Calendar wish")


@pytest.mark.parametrize(
    "typed",
    [
        "calendar",
        "calandar intergration",
        "company:acme calendar",
        "segment:enterprise calendar",
        "IDEA-1",
        "calandar that nobody here evr wrote",
        "calenders",
    ],
)
def test_a_search_takes_a_bounded_number_of_queries(cast, browse, records, typed, django_assert_max_num_queries):
    learn_words()
    browser = browse(cast.viewer)
    with django_assert_max_num_queries(15):
        assert browser.get("/search/", {"q": typed}).status_code == 200
