"""Erasing a contact: who they were goes, here, in history and in what their product users' events carry; what they said stays."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from customers import actions
from customers.models import Contact, Merge
from feedback.actions import give_feedback
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from tests.usage.items import identify, track
from usage.models import Arrival, ProductUser, UsageEvent

WORDS = ("Jo Quill", "Joanna", "jo@acme.example", "joanna@acme.example", "Head of Quilling", "jo-4711", "Quillstreet")


@pytest.fixture
def jo(cast, acting):
    """A contact who was there twice, with two addresses."""
    actor = acting(cast.success)
    stays = actions.add_contact(name="Jo Quill", email="jo@acme.example", company=cast.acme, actor=actor)
    stays = actions.change_contact(stays, job_role="Head of Quilling", persona="Quilling", actor=actor)
    gone = actions.add_contact(name="Joanna", email="joanna@acme.example", company=cast.acme, actor=actor)
    actions.merge_contact(gone, into=stays, actor=actor)
    give_feedback(
        text="Faster, please", contact=stays, company=cast.acme, product=cast.product, actor=acting(cast.product_manager)
    )
    return Contact.objects.get(pk=stays.pk)


@pytest.fixture
def uses(source, send):
    """The users with one of the addresses, and somebody else of the company."""
    batch = [
        identify("jo-4711", email="Jo@acme.example", name="Jo Quill"),
        track("jo-4711", "Report Exported", message_id="m1", properties={"street": "Quillstreet 7"}),
        identify("other-id", email="joanna@acme.example"),
        track("other-id", "Report Exported", message_id="m2", properties={"street": "Quillstreet 8"}),
        identify("ann", email="ann@acme.example"),
        track("ann", "Report Exported", message_id="m3", properties={"format": "pdf"}),
    ]
    assert send("/v1/batch", {"batch": batch}, source.key).json()["rejected_count"] == 0


def by_call(cast, jo, acting, **_):
    actions.erase_contact(jo, actor=acting(cast.admin))


def on_the_web(cast, jo, browse, **_):
    browser = browse(cast.admin)
    assert "Erase for good" in browser.get(f"/customers/contacts/{jo.pk}/").content.decode()
    assert browser.post(f"/customers/contacts/{jo.pk}/erasure/").status_code == 302


def by_api(cast, jo, call, **_):
    told = call(cast.admin).post(f"/api/v1/contacts/{jo.pk}/erase/", {}, format="json")
    assert (told.status_code, told.json()["email"], bool(told.json()["erased_at"])) == (200, "", True)


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_nothing_of_who_they_were_is_left(cast, jo, uses, acting, browse, call, door):
    door(cast=cast, jo=jo, acting=acting, browse=browse, call=call)
    jo.refresh_from_db()
    assert (jo.name, jo.email, jo.company, jo.feedback.count()) == ("An erased contact", "", cast.acme, 1)
    kept = [Contact.objects, Merge.objects, ProductUser.objects, UsageEvent.objects, Arrival.objects, Event.objects]
    told = str([list(rows.values()) for rows in kept]) + str(
        [event.words.body for event in Event.objects.select_related("words")]
    )
    page = browse(cast.admin).get(f"/customers/contacts/{jo.pk}/").content.decode()
    for word in WORDS:
        assert word.casefold() not in (told + page).casefold(), word
    assert "erased what was known of" in page
    assert ProductUser.objects.exclude(erased_at=None).count() == 2
    assert UsageEvent.objects.filter(name="Report Exported").count() == 3, "what was done stays counted"
    assert UsageEvent.objects.get(message_id="m3").properties == {"format": "pdf"}, "others keep theirs"
    [said] = Event.objects.filter(kind="contact.erased")
    assert said.facts == {"merged": 1, "product_users": 2}
    call_command("verify_history", stdout=io.StringIO())


def test_their_users_go_with_them_also_of_products_that_the_admin_does_not_see(cast, jo, acting):
    hidden = ProductUser.objects.create(
        product=cast.restricted, user_key="jo", email="jo@acme.example", first_seen_at=jo.created_at
    )
    actions.erase_contact(jo, actor=acting(cast.admin))
    hidden.refresh_from_db()
    assert (hidden.erased_at is not None, hidden.email) == (True, "")


def test_it_happens_once_and_for_good(cast, jo, acting, call):
    admin, success = acting(cast.admin), acting(cast.success)
    actions.erase_contact(jo, actor=admin)
    other = actions.add_contact(name="Other", actor=success)
    for verb in (
        lambda: actions.erase_contact(jo, actor=admin),
        lambda: actions.change_contact(jo, name="Jo", actor=success),
        lambda: actions.merge_contact(jo, into=other, actor=success),
        lambda: actions.merge_contact(other, into=jo, actor=success),
        lambda: actions.undo_merge(Merge.objects.get(), actor=success),
    ):
        with pytest.raises(NotPossible):
            verb()
    assert call(cast.admin).post(f"/api/v1/contacts/{jo.pk}/erase/", {}, format="json").status_code == 409
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=jo.pk).update(email="jo@acme.example")


def test_one_who_was_merged_away_is_erased_with_the_one_that_stayed(cast, jo, acting):
    gone = Contact.objects.exclude(merged_into=None).get()
    with pytest.raises(NotPossible, match="Erase that one"):
        actions.erase_contact(gone, actor=acting(cast.admin))


def test_only_admins_erase(cast, jo, acting, browse, call):
    for person in (cast.product_manager, cast.success, cast.salesperson, cast.leader, cast.viewer):
        with pytest.raises(NotAllowed):
            actions.erase_contact(jo, actor=acting(person))
        assert browse(person).post(f"/customers/contacts/{jo.pk}/erasure/").status_code == 403
        assert "Erase for good" not in browse(person).get(f"/customers/contacts/{jo.pk}/").content.decode()
    assert call(cast.success).post(f"/api/v1/contacts/{jo.pk}/erase/", {}, format="json").status_code == 403
    jo.refresh_from_db()
    assert jo.name == "Jo Quill"


def test_who_is_erased_is_offered_nowhere(cast, jo, acting, browse):
    actions.erase_contact(jo, actor=acting(cast.admin))
    assert "An erased contact" not in browse(cast.success).get("/customers/contacts/options/?q=erased").content.decode()
    assert actions.contact_known_as(name="An erased contact", email="", company=cast.acme, actor=acting(cast.success)) != jo
