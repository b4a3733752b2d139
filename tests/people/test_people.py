"""People are invited, hold roles, and are suspended; the doors say the same as the verbs."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from jobs.models import Job
from people import actions
from people.models import ApiToken, Invitation, Person
from people.tasks import mail_invitation
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def test_an_admin_invites_by_mail_and_the_guest_joins_by_its_link(cast, browse, client):
    answer = browse(cast.admin).post(
        "/settings/people/invite/", {"email": "New@Larkspan.example", "name": "Nele New", "roles": ["sales"]}
    )
    assert answer.status_code == 302
    invitation = Invitation.objects.get()
    job = Job.objects.get(task="people.mail_invitation")
    assert job.args == [invitation.pk]
    mail_invitation(invitation.pk)
    link = re.search(r"http://\S+(/invitation/\S+)", mail.outbox[0].body).group(1)
    assert "Sales" in client.get(link).content.decode()
    answer = client.post(link, {"name": "Nele New", "password": "long-and-uncommon-7"})
    assert answer.status_code == 302
    nele = Person.objects.get(email="new@larkspan.example")
    assert nele.role_set == {"sales"}
    assert client.get("/me/").status_code == 200
    client.logout()
    assert client.get(link).status_code == 404, "a link lets in once"


def test_a_withdrawn_or_forged_invitation_lets_nobody_in(cast, client, acting):
    invitation = actions.invite(email="x@y.example", roles=["viewer"], actor=acting(cast.admin))
    secret = invitation.secret
    actions.withdraw_invitation(invitation, actor=acting(cast.admin))
    assert client.get(f"/invitation/{secret}/").status_code == 404
    assert client.get("/invitation/forged:thing/").status_code == 404


def test_a_weak_password_is_refused_at_its_field_and_what_was_typed_stays(cast, client, acting):
    invitation = actions.invite(email="x@y.example", roles=["viewer"], actor=acting(cast.admin))
    answer = client.post(f"/invitation/{invitation.secret}/", {"name": "Xenia", "password": "short"})
    assert answer.status_code == 422
    assert "at least 10 characters" in answer.content.decode()
    assert "Xenia" in answer.content.decode()


@pytest.mark.parametrize("role", ["product_manager", "salesperson", "leader", "viewer", "success"])
def test_nobody_but_an_admin_administers(cast, browse, call, acting, role):
    somebody = getattr(cast, role)
    with pytest.raises(NotAllowed):
        actions.invite(email="x@y.example", roles=["viewer"], actor=acting(somebody))
    for address in ("/settings/", "/settings/people/", "/settings/products/", f"/settings/people/{cast.admin.pk}/"):
        assert browse(somebody).get(address).status_code == 403
    assert call(somebody).post(f"/api/v1/people/{cast.viewer.pk}/suspend/", {}, format="json").status_code == 403


def test_a_suspended_person_is_out_at_once_in_pages_and_api(cast, browse, call, acting):
    browser, api = browse(cast.salesperson), call(cast.salesperson)
    assert browser.get("/me/").status_code == 200
    actions.suspend(cast.salesperson, actor=acting(cast.admin), reason="left")
    assert browser.get("/me/").status_code == 302
    assert api.get("/api/v1/products/").status_code == 401
    assert not ApiToken.objects.filter(user=cast.salesperson).exists()
    actions.reinstate(cast.salesperson, actor=acting(cast.admin))
    assert Person.objects.get(pk=cast.salesperson.pk).is_active


def test_sign_in_gives_one_answer_for_wrong_unknown_and_suspended(cast, client):
    answers = set()
    for email, password in (
        (cast.leader.email, "wrong-password"), ("nobody@larkspan.example", PASSWORD), (cast.suspended.email, PASSWORD),
    ):  # fmt: skip
        answer = client.post("/account/login/", {"login": email, "password": password})
        answers.add((answer.status_code, "is not right" in answer.content.decode()))
    assert len(answers) == 1
    assert client.post("/account/login/", {"login": cast.leader.email.upper(), "password": PASSWORD}).status_code == 302


def test_a_forgotten_password_is_mailed_from_the_outbox_and_known_addresses_are_not_told(cast, client):
    for email in (cast.leader.email, "nobody@larkspan.example"):
        assert client.post("/account/password/reset/", {"email": email}).headers["Location"] == "/account/password/reset/done/"
    tasks = list(Job.objects.values_list("task", flat=True).order_by("id"))
    assert tasks == ["people.mail_password_link", "people.mail_unknown_address"]


def test_the_link_to_a_new_password_is_in_the_mail_alone_and_works_once(cast, client, run_jobs, mailoutbox):
    client.post("/account/password/reset/", {"email": cast.leader.email})
    job = Job.objects.get(task="people.mail_password_link")
    assert (job.args, job.kwargs) == ([cast.leader.pk], {})
    run_jobs()
    (mail,) = mailoutbox
    assert mail.to == [cast.leader.email]
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.body)[1]
    key = link.rstrip("/").split("/")[-1]
    assert key not in str(list(Job.objects.values())) + str(list(Event.objects.values()))
    form = client.get(link, follow=True)
    new = {"password1": "a-much-better-password-9", "password2": "a-much-better-password-9"}
    assert client.post(form.request["PATH_INFO"], new).status_code == 302
    assert client.login(email=cast.leader.email, password="a-much-better-password-9")
    assert "This link has expired" in Client().get(link, follow=True).content.decode()


def test_a_link_asked_for_before_a_suspension_is_not_mailed(cast, acting, client, run_jobs, mailoutbox):
    client.post("/account/password/reset/", {"email": cast.leader.email})
    actions.suspend(cast.leader, actor=acting(cast.admin))
    run_jobs()
    assert not mailoutbox


def test_an_unknown_address_is_told_so_by_mail(cast, client, run_jobs, mailoutbox):
    client.post("/account/password/reset/", {"email": "nobody@larkspan.example"})
    run_jobs()
    assert "nobody@larkspan.example" in mailoutbox[0].body
    assert "sign up" not in mailoutbox[0].body


@pytest.mark.parametrize("page", ["email/", "confirm-email/", "password/change/", "password/set/", "reauthenticate/"])
def test_the_librarys_other_pages_lead_nowhere(cast, browse, page):
    assert browse(cast.leader).get(f"/account/{page}").status_code == 404


def test_the_last_admin_stays_one(cast, acting):
    actions.suspend(cast.outsider, actor=acting(cast.admin))
    with pytest.raises(NotPossible, match="only admin"):
        actions.set_roles(cast.admin, roles=["viewer"], actor=acting(cast.admin))
    with pytest.raises(NotAllowed, match="cannot suspend yourself"):
        actions.suspend(cast.admin, actor=acting(cast.admin))


def test_roles_are_replaced_and_the_change_is_in_history(cast, call):
    answer = call(cast.admin).post(f"/api/v1/people/{cast.viewer.pk}/set-roles/", {"roles": ["sales", "product"]}, format="json")
    assert answer.json()["roles"] == ["product", "sales"]
    event = Event.objects.filter(kind="person.roles_changed").first()
    assert event.facts == {"before": ["viewer"], "after": ["product", "sales"]}
    assert event.actor == cast.admin
    assert event.via == "api"


def test_a_token_is_shown_once_and_reads_only_what_its_scope_allows(cast, browse, call):
    page = browse(cast.admin).post("/me/tokens/new/", {"name": "Nightly", "scope": "read", "days": 30})
    assert "tl_" in page.content.decode()
    reader = call(cast.admin, scope="read")
    assert reader.get("/api/v1/products/").status_code == 200
    assert reader.post("/api/v1/products/", {"name": "Third"}, format="json").status_code == 403
    assert "Nightly" in browse(cast.admin).get("/me/").content.decode()


def test_a_restricted_product_shows_itself_to_members_only(cast, call):
    mine = {row["name"] for row in call(cast.viewer).get("/api/v1/products/").json()["results"]}
    theirs = {row["name"] for row in call(cast.outsider).get("/api/v1/products/").json()["results"]}
    assert mine == {"Relay", "Nightjar"}
    assert theirs == {"Relay"}
    assert call(cast.outsider).get(f"/api/v1/products/{cast.restricted.pk}/").status_code == 404
    assert call(cast.outsider).get("/api/v1/products/999999/").status_code == 404


def test_an_outdated_edit_answers_409_with_what_it_holds_now(cast, call):
    api, address = call(cast.admin), f"/api/v1/products/{cast.product.pk}/"
    assert api.patch(address, {"name": "Relay One"}, format="json", HTTP_IF_MATCH='"1"').status_code == 200
    answer = api.patch(address, {"name": "Relay Two"}, format="json", HTTP_IF_MATCH='"1"')
    assert answer.status_code == 409
    assert answer.json()["current"] == {"name": "Relay One", "version": 2}
    assert answer["Content-Type"] == "application/problem+json"


def test_the_same_key_answers_the_same_and_makes_one(cast, call):
    api = call(cast.admin)
    first = api.post("/api/v1/products/", {"name": "Third"}, format="json", HTTP_IDEMPOTENCY_KEY="abc")
    again = api.post("/api/v1/products/", {"name": "Third"}, format="json", HTTP_IDEMPOTENCY_KEY="abc")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert api.post("/api/v1/products/", {"name": "Fourth"}, format="json", HTTP_IDEMPOTENCY_KEY="abc").status_code == 422


@pytest.mark.parametrize("body", [{"name": ""}, {"name": "x\x00y"}, {"nonsense": 1}, {}, {"name": "Relay"}])
def test_bad_input_is_a_400_that_says_where(cast, call, body):
    answer = call(cast.admin).post("/api/v1/products/", body, format="json")
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_the_first_visitor_founds_the_organisation_and_only_once(db, client):
    assert client.get("/").headers["Location"] == "/welcome/"
    form = {
        "name": "Larkspan", "product_name": "Relay", "time_zone": "Europe/Berlin", "currency": "EUR",
        "admin_name": "Ada", "admin_email": "ada@larkspan.example", "password": "long-and-uncommon-7",
    }  # fmt: skip
    assert client.post("/welcome/", form | {"password": "short"}).status_code == 422
    assert not Person.objects.exists()
    assert client.post("/welcome/", form).status_code == 302
    assert client.get("/settings/").status_code == 200
    client.logout()
    assert client.get("/welcome/").headers["Location"] == "/account/login/"
    with pytest.raises(NotPossible):
        actions.found_organisation(
            name="Again", time_zone="UTC", currency="EUR", admin_name="E", admin_email="e@e.example", password="long-and-uncommon-7",
        )  # fmt: skip


def test_a_person_needs_a_role(cast, acting):
    with pytest.raises(ValidationError):
        actions.invite(email="x@y.example", roles=[], actor=acting(cast.admin))


def test_the_activity_page_says_who_did_what_and_hides_what_one_may_not_see(cast, browse, acting):
    actions.change_product(cast.restricted, actor=acting(cast.admin), description="A secret plan")
    assert "A secret plan" in browse(cast.viewer).get("/activity/").content.decode()
    hidden = browse(cast.outsider).get("/activity/").content.decode()
    assert "A secret plan" not in hidden
    assert "Nightjar" not in hidden
    assert browse(cast.viewer).get("/activity/?of=people.product:x&before=y&since=nonsense").status_code == 200
