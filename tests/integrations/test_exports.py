"""The exports of other tools: recognised, tried without a trace, taken in without doubles, and taken back."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from answers.models import Answer
from customers.models import Company, Contact
from feedback.models import Feedback, FeedbackState
from history.models import Event
from integrations import actions
from integrations.actions.imports import choose
from integrations.exports import recognised
from integrations.forecasts import forecast
from integrations.models import ImportedIdea
from integrations.statuses import meaning_of
from integrations.tasks import import_rows, try_rows, undo_rows
from roadmap.actions import edit_idea, move_stage, vote
from roadmap.models import Idea, Insight, Vote
from tests.integrations import exports
from tests.reading import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def pm(cast, acting):
    return acting(cast.product_manager)


@pytest.fixture
def upload(cast, pm):
    def start(text, **more):
        return actions.start_import(
            file=ContentFile(text.encode()), file_name="export.csv", product=cast.product, actor=pm, **more
        )

    return start


@pytest.fixture
def run(upload, pm):
    def take(text, **more):
        batch = upload(text)
        actions.run_import(batch, actor=pm, **({"mapping": batch.mapping} | more))
        import_rows(batch.pk)
        batch.refresh_from_db()
        assert batch.created_count + batch.skipped_count + batch.failed_count == batch.rows_read
        return batch

    return take


@pytest.mark.parametrize("name", exports.ALL)
def test_an_export_is_recognised_and_its_dry_run_says_exactly_what_the_run_makes(name, upload, pm):
    batch = upload(exports.ALL[name])
    assert batch.export == name
    choose(batch, pm, {"mapping": batch.mapping})
    told = forecast(batch, pm)
    assert (Feedback.objects.count(), Idea.objects.count(), Contact.objects.count(), Company.objects.count()) == (0, 0, 0, 2)
    actions.run_import(batch, mapping=batch.mapping, actor=pm)
    import_rows(batch.pk)
    batch.refresh_from_db()
    assert batch.failed_count == told["failed"] == 0, list(batch.rows.values_list("reason", flat=True))
    assert (batch.created_count, batch.skipped_count) == (told["created"], told["skipped"])
    made = {
        "feedback": Feedback.objects.count(), "votes": Vote.objects.count(), "insights": Insight.objects.count(),
        "contacts": Contact.objects.count(), "companies": Company.objects.count() - 2,
    }  # fmt: skip
    if batch.becomes == "ideas":
        made["ideas"] = Idea.objects.count()
    assert told["made"] == made


@pytest.mark.parametrize("name", exports.ALL)
def test_a_second_run_of_an_export_makes_nothing(name, run):
    run(exports.ALL[name])
    before = [model.objects.count() for model in (Feedback, Idea, Vote, Insight, Contact, Company)]
    again = run(exports.ALL[name])
    assert again.created_count == 0
    assert [model.objects.count() for model in (Feedback, Idea, Vote, Insight, Contact, Company)] == before


def test_a_post_becomes_an_idea_with_its_authors_words_and_its_voters_companies(cast, run):
    batch = run(exports.CANNY)
    idea = Idea.objects.get(title="Dark mode")
    assert (idea.problem, idea.state, idea.stage, idea.product) == (
        "My eyes hurt at night.",
        "backlog",
        "discovery",
        cast.product,
    )
    insight = idea.insights.get()
    assert (insight.excerpt, insight.feedback.contact.email) == ("My eyes hurt at night.", "ann@acme.example")
    assert insight.feedback.state == FeedbackState.REVIEWED
    assert {tag.name for tag in insight.feedback.tags.all()} == {"ui", "theme"}
    assert {row.company.name for row in idea.votes.all()} == {"acme.example", "initech.example"}, "one a company, by the domain"
    assert Vote.objects.filter(contact__email="bill@initech.example").exists()
    came = ImportedIdea.objects.get(idea=idea)
    assert (came.source, came.source_id, came.votes, came.comments, came.status) == ("canny", "p1", 42, 3, "planned")
    done, no, odd = (Idea.objects.get(title=title) for title in ("Faster export", "Say no", "Strange"))
    assert (done.state, done.archive_reason) == ("archived", "“complete” in canny when it was imported.")
    assert (no.stage, odd.state) == ("not_doing", "unsorted")
    assert not Contact.objects.filter(email="nora.lindqvist@larkspan.example").exists(), "one of us is no customer"
    assert Contact.objects.get(email="bob@gmail.com").company is None
    assert batch.rows.get(number=2).made["votes"]
    assert Event.objects.filter(kind="vote.given", actor=cast.product_manager).count() == 3


def test_what_was_declined_elsewhere_is_no_news_and_drafts_no_answer(run, run_jobs, pm):
    run(
        exports.CANNY.replace(
            "Say no,Please.,closed,Features,,Nora,nora.lindqvist@larkspan.example",
            "Say no,Please.,closed,F,,Eve,e@umbrella.example",
        )
    )
    run_jobs()
    idea = Idea.objects.get(title="Say no")
    assert (idea.stage, idea.votes.standing().count()) == ("not_doing", 1)
    assert not Answer.objects.exists()
    move_stage(move_stage(idea, stage="discovery", actor=pm), stage="not_doing", reason="Still no", actor=pm)
    run_jobs()
    assert Answer.objects.get().contact.email == "e@umbrella.example"


def test_a_company_is_found_by_its_domain(cast, run):
    cast.acme.domains.create(domain="acme.example")
    run(exports.CANNY)
    assert Idea.objects.get(title="Dark mode").votes.filter(company=cast.acme).exists()


def test_one_row_a_voter_becomes_one_idea_with_all_its_votes(run):
    batch = run(exports.USERVOICE)
    idea = Idea.objects.get()
    assert (batch.created_count, batch.skipped_count) == (2, 1)
    assert {row.company.name for row in idea.votes.all()} == {"acme.example", "initech.example"}
    assert idea.insights.count() == 1


def test_comments_with_words_are_feedback_of_their_own(run):
    run(exports.JIRA)
    assert set(Feedback.objects.values_list("text", flat=True)) == {"It is slow", "Me too", "Same here"}
    assert Idea.objects.get().insights.count() == 3


def test_a_tracker_brings_votes_comments_and_status_along(run):
    run(exports.JIRA)
    came = ImportedIdea.objects.get()
    assert (came.votes, came.comments, came.status, came.idea.state) == (4, 2, "To Do", "unsorted")
    run(exports.LINEAR)
    assert Idea.objects.get(title="Fix login").stage == "discovery"


@pytest.mark.parametrize(
    ("state", "why", "state_here", "stage"),
    [
        ("OPEN", "", "unsorted", "assessment"), ("CLOSED", "", "archived", "assessment"),
        ("CLOSED", "COMPLETED", "archived", "assessment"), ("CLOSED", "NOT_PLANNED", "unsorted", "not_doing"),
    ],
)  # fmt: skip
def test_what_was_closed_on_github_is_no_refusal_unless_it_says_so(state, why, state_here, stage, run):
    columns = "number,title,body,state,url" + (",stateReason" if why else "")
    line = f"5,Crash on start,It crashes.,{state},https://github.com/x/y/issues/5" + (f",{why}" if why else "")
    run(f"{columns}\n{line}\n")
    idea = Idea.objects.get()
    assert (idea.state, idea.stage) == (state_here, stage)


WRITTEN = {
    "Tue May 14 2024 08:53:33 GMT+0000 (GMT)": "2024-05-14T08:53:33+00:00", "2024-05-14T08:53:33.000Z": "2024-05-14T08:53:33+00:00",
    "Tue, 14 May 2024 08:53:33 +0200": "2024-05-14T06:53:33+00:00", "14/May/24 8:53 AM": "2024-05-14T08:53:00+00:00",
    "May 14, 2024 08:53:33 PM": "2024-05-14T20:53:33+00:00", "5/14/2024 8:53 PM": "2024-05-14T20:53:00+00:00",
    "14/05/2024 20:53": "2024-05-14T20:53:00+00:00", "14.05.2024": "2024-05-14T12:00:00+00:00",
    "1715676813000": "2024-05-14T08:53:33+00:00", "2024-05-14 08:53 UTC": "2024-05-14T08:53:00+00:00",
}  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_days_and_hours_are_read_as_tools_write_them(written, run):
    """Half of Linear's exports hold dates as JavaScript shows them, and may leave the last, empty cells away."""
    header, line = exports.LINEAR.splitlines()
    batch = run(f'{header},"Due Date","Roadmaps"\n{line}'.replace("2026-03-01T09:30:00.000Z", written))
    assert batch.failed_count == 0, batch.rows.get().reason
    assert Feedback.objects.get().said_at.isoformat() == WRITTEN[written]


def test_tickets_and_notes_become_feedback_only(run):
    run(exports.ZENDESK)
    run(exports.PRODUCTBOARD_NOTES)
    assert not Idea.objects.exists()
    ticket = Feedback.objects.get(source="zendesk")
    assert (ticket.text, ticket.title, ticket.channel, ticket.company.name) == (
        "I cannot log in",
        "Login fails",
        "support",
        "Acme",
    )
    assert ticket.said_at.isoformat() == "2026-03-01T09:30:00+00:00"


def test_new_voters_of_a_known_post_are_added(run):
    run(exports.CANNY)
    again = run(exports.CANNY.replace("dora@hooli.example", "").replace("Cy <cy@initech.example>", "eve@umbrella.example"))
    assert (again.created_count, again.skipped_count) == (1, 3)
    assert Idea.objects.get(title="Dark mode").votes.filter(company__name="umbrella.example").exists()


def test_what_a_status_means_can_be_chosen(upload, pm):
    batch = upload(exports.CANNY)
    actions.run_import(batch, mapping=batch.mapping, statuses={"brand new": "not_doing"}, actor=pm)
    import_rows(batch.pk)
    assert Idea.objects.get(title="Strange").stage == "not_doing"


def test_no_status_of_another_tool_gets_past_our_gates():
    known = {meaning_of(word).value for word in ("In Progress", "in_progress", "started", "beta", "shipped", "Completed", "done")}
    assert known == {"discovery", "archived"}


def test_undoing_takes_back_ideas_votes_insights_words_and_companies(cast, run, pm):
    batch = run(exports.CANNY)
    actions.undo_import(batch, actor=pm)
    undo_rows(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert not Idea.objects.current().exists()
    assert not Vote.objects.standing().exists()
    assert not Insight.objects.standing().exists()
    assert not Feedback.objects.exclude(state=FeedbackState.ARCHIVED).exists()
    assert set(Company.objects.current()) == {cast.acme, cast.globex}
    again = run(exports.CANNY)
    assert (again.created_count, again.failed_count) == (4, 0)
    assert Idea.objects.count() == 4, "they come back, they are not doubled"
    assert Idea.objects.get(title="Dark mode").stage == "discovery"
    assert Vote.objects.standing().count() == 3


@pytest.mark.parametrize("work", ["edited", "voted"])
def test_undoing_leaves_what_somebody_worked_on_and_says_why(cast, run, pm, work):
    batch = run(exports.CANNY)
    idea = Idea.objects.get(title="Dark mode")
    if work == "edited":
        edit_idea(idea, problem="In our words", actor=pm)
    else:
        vote(idea, company=cast.globex, actor=pm)
    actions.undo_import(batch, actor=pm)
    undo_rows(batch.pk)
    idea.refresh_from_db()
    assert not idea.is_archived
    assert idea.insights.standing().exists()
    kept = batch.rows.get(number=2).made["kept"]
    assert idea.key in kept
    assert batch.rows.filter(made__has_key="undone").count() == 3


def test_an_export_can_be_overruled(upload, pm):
    batch = actions.reread_import(upload(exports.CANNY), export="", actor=pm)
    assert (batch.export, batch.becomes, batch.mapping.get("title")) == ("", "feedback", "Title")
    assert upload(exports.CANNY, export="fider").export == "fider"


def test_an_idea_needs_a_product(cast, pm, browse):
    batch = actions.start_import(file=ContentFile(exports.CANNY.encode()), file_name="c.csv", actor=pm)
    form = {f"map_{name}": column for name, column in batch.mapping.items()} | {
        "becomes": "ideas",
        "source": "canny",
        "product": "",
    }
    answer = browse(cast.product_manager).post(f"/feedback/imports/{batch.pk}/", form)
    assert answer.status_code == 422
    assert "An idea belongs to a product" in answer.content.decode()


def test_see_it_recognised_try_it_run_it_and_read_its_report_in_the_browser(cast, browse, run_jobs):
    browser = browse(cast.product_manager)
    answer = browser.post("/feedback/imports/", {"file": io.BytesIO(exports.CANNY.encode()), "product": cast.product.pk})
    address = answer.headers["Location"]
    page = browser.get(address).content.decode()
    assert "This looks like a Canny export" in page
    assert 'name="status:planned"' in page
    pk = int(address.strip("/").split("/")[-1])
    form = {"becomes": "feedback", "source": "canny", "product": cast.product.pk, "map_text": "Details", "map_source_id": "ID"}
    preview = browser.post(f"{address}preview/", form).content.decode()
    assert "Ideas" not in preview
    assert "<dt>Feedback</dt><dd>4</dd>" in preview
    form |= {
        "becomes": "ideas",
        "map_title": "Title",
        "map_status": "Status",
        "map_voters": "Voter emails",
        "map_email": "Author email",
    }
    assert browser.post(f"{address}trial/", form).status_code == 302
    assert "every 2s" in browser.get(address).content.decode()
    run_jobs()
    counted = browser.get(address).content.decode()
    assert "The whole file, 4 rows, would make</b> 4 ideas" in counted
    assert browser.post(address, form).status_code == 302
    run_jobs()
    report = browser.get(address).content.decode()
    idea = Idea.objects.get(title="Dark mode")
    assert f'href="/ideas/{idea.pk}/"' in report
    assert "2 votes" in report
    assert "Where it came from" in whole(browser, f"/ideas/{idea.pk}/")
    browser.post(f"/feedback/imports/{pk}/undoing/")
    run_jobs()
    lines = b"".join(browser.get(f"/feedback/imports/{pk}/rows.csv").streaming_content).decode()
    assert lines.count("taken back") == 4
    assert browser.post(f"{address}reading/", {"export": "fider"}).status_code == 409


def test_a_count_that_somebody_chose_anew_under_is_thrown_away(upload, pm):
    batch = actions.try_import(upload(exports.CANNY), mapping={"text": "Details"}, actor=pm)
    actions.reread_import(batch, export="fider", actor=pm)
    try_rows(batch.pk, batch.version)
    batch.refresh_from_db()
    assert batch.forecast is None


def test_the_api_recognises_tries_runs_reports_and_undoes(cast, call, run_jobs):
    api = call(cast.product_manager)
    made = api.post(
        "/api/v1/imports/", {"file_name": "c.csv", "content": exports.CANNY, "product": cast.product.pk}, format="json"
    ).json()
    assert (made["export"], made["becomes"]) == ("canny", "ideas")
    base = f"/api/v1/imports/{made['id']}/"
    told = api.post(f"{base}dry-run/", {}, format="json").json()
    assert (told["made"]["ideas"], told["made"]["votes"], told["created"]) == (4, 3, 4)
    assert {"status": "planned", "rows": 1, "meaning": "discovery"} in told["statuses"]
    assert api.post(f"{base}dry-run/", {"mapping": {"text": "Nope"}}, format="json").status_code == 400
    assert api.post(f"{base}count/", {}, format="json").json()["forecast"] == {"state": "counting"}
    run_jobs()
    assert api.get(base).json()["forecast"]["made"]["ideas"] == 4
    assert api.post(f"{base}read-as/", {"export": "fider"}, format="json").json()["export"] == "fider"
    assert api.post(f"{base}read-as/", {"export": "canny"}, format="json").json()["source"] == "canny"
    assert api.post(f"{base}run/", {}, format="json").json()["state"] == "running"
    run_jobs()
    rows = api.get(f"{base}rows/").json()["results"]
    assert len(rows) == 4
    assert rows[-1]["made"]["idea"]
    assert api.post(f"{base}dry-run/", {}, format="json").status_code == 409
    assert api.post(f"{base}undo/", {}, format="json").json()["state"] == "undoing"
    for body in (
        {"file_name": "x"},
        {"file_name": "x", "content": "a", "content_base64": "YQ=="},
        {"file_name": "x", "content_base64": "?"},
    ):
        assert api.post("/api/v1/imports/", body, format="json").status_code == 400


def test_the_command_line_knows_exports_and_tries_without_a_trace(cast, tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text(exports.CANNY)
    out = io.StringIO()
    call_command("import_feedback", str(path), product="relay", dry_run=True, stdout=out)
    assert "This looks like a Canny export" in out.getvalue()
    assert "Would make 4 ideas, 4 feedback, 3 votes" in out.getvalue()
    assert not Idea.objects.exists()
    assert not Event.objects.filter(kind__startswith="import.").exists()
    with pytest.raises(CommandError, match="which a person signs"):
        call_command("import_feedback", str(path), product="relay", stdout=out)
    call_command("import_feedback", str(path), product="relay", export="canny", email=cast.product_manager.email, stdout=out)
    assert "4 rows read: 4 created, 0 skipped, 0 failed." in out.getvalue()
    call_command("import_feedback", str(path), product="relay", export="any", map=["text=Details"], stdout=out)
    assert Idea.objects.count() == 4


def test_names_that_only_look_alike_are_no_export():
    assert recognised(["title", "text", "date"]) is None
    assert recognised(["Post Title", "Details"]) is None


def test_a_page_of_the_mapping_costs_the_same_for_many_rows(cast, browse, pm, django_assert_max_num_queries):
    text = "id,text,email\n" + "".join(f"{n},Words {n},p{n}@c{n}.example\n" for n in range(150))
    batch = actions.start_import(file=ContentFile(text.encode()), file_name="m.csv", product=cast.product, actor=pm)
    browser = browse(cast.product_manager)
    with django_assert_max_num_queries(15):
        assert browser.get(f"/feedback/imports/{batch.pk}/").status_code == 200


def test_each_is_named_with_its_article(cast, browse):
    for export, words in ((exports.USERVOICE, "a UserVoice export"), (exports.INTERCOM, "an Intercom export")):
        answer = browse(cast.product_manager).post("/feedback/imports/", {"file": io.BytesIO(export.encode())})
        assert words in browse(cast.product_manager).get(answer.headers["Location"]).content.decode()
