"""Two companies, or two contacts, are one: everything moves, nothing is lost, and they can be separated again."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from answers.models import Answer
from customers import actions
from customers.models import Company, Contact, Deal, Merge
from feedback import actions as feedback
from feedback.models import Feedback
from history.models import Event
from history.moving import movings_of
from history.refusals import NotAllowed, NotPossible
from integrations.hands import companies_by_name, contacts_by_email
from roadmap import actions as roadmap
from roadmap.models import Vote
from usage.actions.companies import companies_known_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(cast, acting):
    return acting(cast.salesperson)


@pytest.fixture
def twin(cast, seller):
    """Acme once more, as the CRM has it."""
    return actions.add_company(
        name="Acme Inc", crm_id="001B", domains=["acme.example"], arr=Decimal(5000), plan="Gold", actor=seller
    )


def merge_by_call(cast, twin, take, acting, **_):
    return actions.merge_company(twin, into=cast.acme, take=take, actor=acting(cast.salesperson))


def merge_on_the_web(cast, twin, take, browse, **_):
    browser, address = browse(cast.salesperson), f"/customers/{cast.acme.pk}/merge/?duplicate={twin.pk}"
    assert b"Which values stay" in browser.get(address).content
    fields = {"name": "stays", "arr": "stays", "lifecycle": "stays", "plan": "gone", "crm_id": "gone"}
    answer = browser.post(address, {f"keep_{name}": "gone" if name in take else kept for name, kept in fields.items()})
    assert answer.status_code == 302, answer.content.decode()
    return Merge.objects.get()


def merge_by_api(cast, twin, take, call, **_):
    body = {"into": cast.acme.pk, "take": take}
    answer = call(cast.salesperson).post(f"/api/v1/companies/{twin.pk}/merge/", body, format="json")
    assert answer.status_code == 200, answer.content
    return Merge.objects.get(pk=answer.json()["id"])


def undo_by_call(cast, merge, acting, **_):
    actions.undo_merge(merge, actor=acting(cast.success))


def undo_on_the_web(cast, merge, browse, **_):
    assert browse(cast.success).post(f"/customers/merges/{merge.pk}/undoing/").status_code == 302


def undo_by_api(cast, merge, call, **_):
    assert call(cast.success).post(f"/api/v1/customer-merges/{merge.pk}/undo/").status_code == 200


@pytest.mark.parametrize(
    ("merge_by", "undo_by"),
    [(merge_by_call, undo_by_call), (merge_on_the_web, undo_on_the_web), (merge_by_api, undo_by_api)],
)
def test_what_hangs_on_the_duplicate_moves_and_moves_back(cast, acting, browse, call, seller, twin, merge_by, undo_by):
    ann = actions.add_contact(name="Ann", email="ann@acme.example", actor=seller)
    deal = actions.add_deal(company=twin, name="Renewal", actor=seller)
    said = feedback.give_feedback(text="Slow", company=twin, contact=ann, product=cast.product, actor=seller)
    merge = merge_by(cast=cast, twin=twin, take=["arr"], acting=acting, browse=browse, call=call)

    acme, twin = Company.objects.get(pk=cast.acme.pk), Company.objects.get(pk=twin.pk)
    assert {row.company_id for row in (Contact.objects.get(), Deal.objects.get(), Feedback.objects.get())} == {acme.pk}
    assert [str(row) for row in acme.domains.all()] == ["acme.example"]
    assert (acme.arr, acme.plan, acme.crm_id) == (5000, "Gold", "001B"), "taken, or not known before"
    assert (twin.merged_into, twin.crm_id) == (acme, None)
    event = Event.objects.get(kind="company.merged")
    assert (event.subject_id, event.about_id, event.facts["merge"]) == (twin.pk, acme.pk, merge.pk)
    assert event.words.body["changes"]["arr"] == ["120000.00", "5000.00"]
    assert event.words.body["moved"] == {"contacts": 1, "deals": 1, "domains": 1}

    undo_by(cast=cast, merge=merge, acting=acting, browse=browse, call=call)
    acme, twin = Company.objects.get(pk=cast.acme.pk), Company.objects.get(pk=twin.pk)
    assert {row.company_id for row in (Contact.objects.get(), Deal.objects.get(), Feedback.objects.get())} == {twin.pk}
    assert (acme.arr, acme.plan, acme.crm_id) == (120_000, cast.acme.plan, None)
    assert (twin.merged_into, twin.archived_at, twin.crm_id, twin.arr) == (None, None, "001B", 5000)
    assert [str(row) for row in twin.domains.all()] == ["acme.example"]
    assert (deal.version, said.version) < (Deal.objects.get().version, Feedback.objects.get().version), "an open form is told"
    assert Event.objects.filter(kind="company.separated", actor=cast.success).count() == 1


def test_votes_of_both_for_one_idea_are_one_and_undone_are_two(cast, acting, seller, twin):
    pm = acting(cast.product_manager)
    shared, own = (roadmap.create_idea(product=cast.product, title=title, actor=pm) for title in ("Shared", "Own"))
    for company, idea in ((cast.acme, shared), (twin, shared), (twin, own)):
        roadmap.vote(idea, company=company, actor=seller)
    merge = actions.merge_company(twin, into=cast.acme, actor=seller)
    standing = Vote.objects.standing()
    assert sorted(standing.values_list("company_id", "idea__title")) == [(cast.acme.pk, "Own"), (cast.acme.pk, "Shared")]
    actions.undo_merge(merge, actor=seller)
    assert sorted(standing.values_list("company__name", "idea__title")) == [
        ("Acme", "Shared"), ("Acme Inc", "Own"), ("Acme Inc", "Shared"),
    ]  # fmt: skip


def test_whatever_still_names_the_merged_one_finds_the_one_that_stayed(cast, acting, browse, call, seller, twin):
    Company.objects.filter(pk=cast.acme.pk).update(crm_id="001A")
    merge = actions.merge_company(twin, into=cast.acme, actor=seller)
    acme = Company.objects.get(pk=cast.acme.pk)
    for row in ({"crm_id": "001B", "name": "Acme Inc", "arr": 7}, {"name": "acme inc", "plan": "Silver"}):
        found = actions.sync("companies", row, actor=seller)
        assert (found.outcome, found.record, found.notes) == (
            "unchanged", acme, "It was merged into Acme, which is left as it is.",
        )  # fmt: skip
    deal = actions.sync("deals", {"company_crm_id": "001B", "name": "Renewal"}, actor=seller)
    assert deal.record.company == acme
    assert actions.company_named("ACME INC", actor=seller) == acme
    assert companies_by_name({"acme inc": "Acme Inc"}) == {"acme inc": acme}
    assert companies_known_as({"001B", "Acme Inc", "acme.example"}) == dict.fromkeys(["001b", "acme inc", "acme.example"], acme)
    assert Company.objects.count() == 3

    assert browse(cast.viewer).get(f"/customers/{twin.pk}/").headers["Location"] == f"/customers/{acme.pk}/"
    assert call(cast.viewer).get(f"/api/v1/companies/{twin.pk}/").json()["merged_into"] == acme.pk
    assert twin.pk not in [row["id"] for row in call(cast.viewer).get("/api/v1/companies/").json()["results"]]
    assert "Acme Inc" in browse(cast.viewer).get(f"/customers/{acme.pk}/").content.decode()
    moved = call(cast.viewer).get(f"/api/v1/customer-merges/{merge.pk}/moved/").json()["results"]
    assert moved == [{"what": "domains", "moved": 1, "twice": 0}]


def test_taking_the_duplicates_name_leaves_the_old_name_as_a_pointer(cast, seller, twin):
    merge = actions.merge_company(twin, into=cast.acme, take=["name"], actor=seller)
    assert Company.objects.get(pk=cast.acme.pk).name == "Acme Inc"
    assert actions.company_named("Acme", actor=seller).pk == cast.acme.pk
    actions.undo_merge(merge, actor=seller)
    assert [Company.objects.get(pk=one.pk).name for one in (cast.acme, twin)] == ["Acme", "Acme Inc"]


def test_contacts_are_merged_and_separated_too(cast, acting, call, browse, seller):
    ann = actions.add_contact(name="Ann", email="ann@acme.example", company=cast.acme, actor=seller)
    again = actions.add_contact(name="Ann Smith", email="a.smith@acme.example", job_role="Buyer", actor=seller)
    said = feedback.give_feedback(text="Slow", contact=again, product=cast.product, actor=seller)
    body = {"into": ann.pk, "take": ["email"]}
    answer = call(cast.success).post(f"/api/v1/contacts/{again.pk}/merge/", body, format="json")
    assert answer.status_code == 200, answer.content
    ann.refresh_from_db()
    assert (ann.email, ann.job_role) == ("a.smith@acme.example", "Buyer")
    assert Feedback.objects.get(pk=said.pk).contact == ann
    for email in ("ann@acme.example", "a.smith@acme.example"):
        assert actions.contact_known_as(name="", email=email, company=None, actor=seller) == ann
        assert contacts_by_email({email}) == {email: ann}
    assert actions.contact_known_as(name="ann smith", email="", company=cast.acme, actor=seller) == ann
    assert browse(cast.viewer).get(f"/customers/contacts/{again.pk}/").headers["Location"] == f"/customers/contacts/{ann.pk}/"
    assert "Ann Smith" not in browse(cast.viewer).get("/customers/contacts/options/?q=ann").content.decode()
    actions.undo_merge(Merge.objects.get(), actor=seller)
    assert list(Contact.objects.order_by("pk").values_list("email", "job_role")) == [
        ("ann@acme.example", ""), ("a.smith@acme.example", "Buyer"),
    ]  # fmt: skip
    assert Feedback.objects.get(pk=said.pk).contact == again


def test_nobody_is_answered_twice_under_two_names(cast, acting, seller, twin):
    said = feedback.give_feedback(text="Slow", company=twin, product=cast.product, actor=seller)
    answer = Answer.objects.create(
        occurrence=f"aside:1 company:{twin.pk}", occasion="by_hand", company=twin, subject="x", text="x"
    )
    answer.feedback.add(said)
    merge = actions.merge_company(twin, into=cast.acme, actor=seller)
    assert Answer.objects.get().occurrence == f"aside:1 company:{cast.acme.pk}"
    actions.undo_merge(merge, actor=seller)
    assert (Answer.objects.get().occurrence, Answer.objects.get().company) == (f"aside:1 company:{twin.pk}", twin)


def test_a_merge_is_not_undone_over_what_happened_since(cast, seller, twin):
    deal = actions.add_deal(company=twin, name="Renewal", actor=seller)
    merge = actions.merge_company(twin, into=cast.acme, actor=seller)
    actions.change_deal(Deal.objects.get(), company=cast.globex, actor=seller)
    with pytest.raises(NotPossible, match=r"deals \(1\) went elsewhere since"):
        actions.undo_merge(merge, actor=seller)
    actions.change_deal(deal, company=cast.acme, actor=seller)
    later = actions.merge_company(cast.acme, into=cast.globex, actor=seller)
    with pytest.raises(NotPossible, match="itself merged into Globex since"):
        actions.undo_merge(merge, actor=seller)
    actions.undo_merge(later, actor=seller)
    actions.undo_merge(merge, actor=seller)
    assert Deal.objects.get().company == twin
    with pytest.raises(NotPossible, match="separated already"):
        actions.undo_merge(merge, actor=seller)


def test_a_value_that_was_changed_since_stays_changed(cast, seller, twin):
    merge = actions.merge_company(twin, into=cast.acme, take=["arr"], actor=seller)
    actions.change_company(cast.acme, arr=Decimal(9), actor=seller)
    actions.undo_merge(merge, actor=seller)
    assert Company.objects.get(pk=cast.acme.pk).arr == 9
    assert Event.objects.get(kind="company.separated").facts["kept"] == ["arr"]


def test_what_cannot_be_merged_is_refused(cast, acting, browse, call, seller, twin):
    with pytest.raises(NotAllowed):
        actions.merge_company(twin, into=cast.acme, actor=acting(cast.viewer))
    assert browse(cast.viewer).get(f"/customers/{cast.acme.pk}/merge/").status_code == 403
    with pytest.raises(ValidationError, match="into itself"):
        actions.merge_company(twin, into=twin, actor=seller)
    with pytest.raises(ValidationError, match="no value “version”"):
        actions.merge_company(twin, into=cast.acme, take=["version"], actor=seller)
    browser = browse(cast.salesperson)
    assert browser.get(f"/customers/{cast.acme.pk}/merge/?duplicate=999999").status_code == 422
    assert browser.get(f"/customers/{cast.acme.pk}/merge/?duplicate={cast.acme.pk}").status_code in (200, 422)
    actions.merge_company(twin, into=cast.acme, actor=seller)
    with pytest.raises(NotPossible, match="merged into Acme"):
        actions.merge_company(twin, into=cast.globex, actor=seller)
    for verb in (actions.restore_company, actions.change_company):
        with pytest.raises(NotPossible, match="merged into Acme"):
            verb(twin, actor=seller)


def test_who_may_not_see_a_product_learns_nothing_of_what_moved_there(cast, acting, browse, call, seller, twin):
    feedback.give_feedback(text="Secret", company=twin, product=cast.restricted, actor=acting(cast.product_manager))
    address = f"/customers/{cast.acme.pk}/merge/?duplicate={twin.pk}"
    assert "<dt>Feedback</dt>" in browse(cast.salesperson).get(address).content.decode()
    assert "<dt>Feedback</dt>" not in browse(cast.outsider).get(address).content.decode()
    merge = actions.merge_company(twin, into=cast.acme, actor=acting(cast.outsider))
    assert Feedback.objects.get().company == cast.acme, "all of it moves, whoever merges"
    seen = {
        name: [
            row["what"] for row in call(getattr(cast, name)).get(f"/api/v1/customer-merges/{merge.pk}/moved/").json()["results"]
        ]
        for name in ("salesperson", "outsider")
    }
    assert seen == {"salesperson": ["domains", "feedback"], "outsider": ["domains"]}
    assert "feedback" not in Event.objects.get(kind="company.merged").words.body["moved"]


# Rows that say themselves to which record they belong: the merged record is one end of them.
THEIR_OWN = {"customers.company.merged_into", "customers.contact.merged_into"}


@pytest.mark.parametrize("model", [Company, Contact])
def test_no_row_that_names_a_customer_is_forgotten(model):
    named = {
        f"{other._meta.label_lower}.{field.name}"
        for other in apps.get_models(include_auto_created=True)
        for field in other._meta.fields
        if field.is_relation and field.related_model is model
    }
    assert named - THEIR_OWN == {moving.name for moving in movings_of(model)}
