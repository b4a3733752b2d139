"""Customers come in by a mailed link: signed, kept hashed, short-lived, once; and never as one of ours."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from customers.models import Contact
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from jobs.models import Job
from portal import actions
from portal.codes import link_secret
from portal.models import SignInLink, Visit
from portal.views.visiting import COOKIE
from tests.portal.doing import at, come_in, entry_of


def test_a_link_is_mailed_and_lets_in_once(portal, ann, run_jobs):
    browser = Client()
    answer = browser.post(at(portal, "sign_in"), {"email": "Ann@ACME.example"})
    assert answer.status_code == 200
    run_jobs()
    letter = mail.outbox[0]
    assert letter.to == ["ann@acme.example"]
    link = SignInLink.objects.get()
    assert entry_of(link) in letter.body
    assert "ann@acme.example" in browser.get(entry_of(link)).content.decode()
    assert Visit.objects.count() == 0, "looking at the link does not use it up"
    come = browser.post(entry_of(link), {})
    assert come.headers["Location"].startswith(portal.get_absolute_url())
    assert browser.get(at(portal, "mine")).status_code == 200
    assert Client().post(entry_of(link), {}).status_code == 410
    event = Event.objects.get(kind="portal.signed_in")
    assert (event.system, event.via, event.subject_id) == ("portal", "link", ann.pk)
    assert event.words.body["label"] == "Ann Analyst"


def test_a_first_visit_makes_the_contact_at_the_company_of_its_domain(cast, portal, ann):
    link = actions.ask_link(portal, email="new.one@acme.example")
    assert "Your name" in Client().get(entry_of(link)).content.decode()
    assert Client().post(entry_of(link), {"name": "Nia New"}).status_code == 302
    made = Contact.objects.get(email="new.one@acme.example")
    assert (made.name, made.company) == ("Nia New", cast.acme)


def test_an_unknown_domain_makes_a_contact_without_a_company(portal):
    come_in(portal, "who@nowhere.example")
    made = Contact.objects.get(email="who@nowhere.example")
    assert (made.name, made.company) == ("who", None)


def test_a_company_learned_since_is_found_at_the_next_visit(cast, portal, ann, stray):
    cast.acme.domains.create(domain="somewhere.example")
    come_in(portal, stray.email)
    stray.refresh_from_db()
    assert stray.company == cast.acme


def test_the_secrets_are_kept_nowhere(portal, ann):
    link = actions.ask_link(portal, email=ann.email)
    _, secret = actions.sign_in(link)
    kept = " ".join(str(list(model.objects.values_list())) for model in (SignInLink, Visit, Job, Event))
    assert link_secret(link.nonce) not in kept
    assert secret not in kept


def test_known_and_unknown_addresses_get_the_same_answer(portal, ann):
    said = [
        Client().post(at(portal, "sign_in"), {"email": email}).content.decode().replace(email, "")
        for email in (ann.email, "nobody@nowhere.example")
    ]
    texts = {text[text.index("<main") :] for text in said}
    assert len(texts) == 1
    assert SignInLink.objects.count() == 2


def test_a_link_ends_after_half_an_hour_and_a_visit_after_thirty_days(portal, ann, visit):
    link = actions.ask_link(portal, email=ann.email)
    browser = visit(ann)
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert Client().get(entry_of(link)).status_code == 410
        with pytest.raises(NotPossible):
            actions.sign_in(link)
        assert browser.get(at(portal, "mine")).status_code == 200
    with clock.at(clock.now() + timedelta(days=31)):
        assert browser.get(at(portal, "mine")).status_code == 302


def test_a_link_of_another_portal_or_a_forged_one_is_not_open(cast, portal, petra, ann):
    other = actions.make_portal(cast.restricted, actor=petra, audience="link")
    link = actions.ask_link(portal, email=ann.email)
    for address in (at(other, "entry", link_secret(link.nonce)), at(portal, "entry", "0" * 64)):
        assert Client().get(address).status_code == 410
        assert Client().post(address, {}).status_code == 410


def test_one_leaves(portal, ann, visit):
    browser = visit(ann)
    secret = browser.cookies[COOKIE].value
    browser.post(at(portal, "sign_out"))
    assert browser.get(at(portal, "mine")).status_code == 302
    again = Client()
    again.cookies[COOKIE] = secret
    assert again.get(at(portal, "mine")).status_code == 302, "the secret is worth nothing any more"


def test_a_visit_is_no_session_of_ours_and_ours_is_no_visit(cast, portal, ann, visit, browse):
    customer = visit(ann)
    assert customer.get(reverse("roadmap:idea_list")).status_code == 302
    assert customer.get("/api/v1/ideas/").status_code == 401
    assert "sessionid" not in customer.cookies
    colleague = browse(cast.product_manager)
    assert colleague.get(at(portal, "mine")).headers["Location"].startswith(at(portal, "sign_in"))
    cookie = customer.post(entry_of(actions.ask_link(portal, email=ann.email)), {}).cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/portal/", True, "Lax")


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/ideas/", "\\\\evil.example", "/portal/other/"])
def test_one_is_never_sent_elsewhere_after_signing_in(portal, ann, path):
    Client().post(at(portal, "sign_in") + f"?next={path}", {"email": ann.email})
    answer = Client().post(entry_of(SignInLink.objects.get()), {})
    assert answer.headers["Location"].startswith(portal.get_absolute_url())


def test_one_comes_back_to_what_one_wanted(portal, published, ann):
    page = published.address_on(portal)
    answer = Client().post(at(portal, "vote", published.code), {"back": page})
    assert answer.status_code == 302
    Client().post(answer.headers["Location"], {"email": ann.email})
    assert Client().post(entry_of(SignInLink.objects.get()), {}).headers["Location"].startswith(page)


def test_one_address_gets_few_links_an_hour_and_hears_nothing_of_it(portal, ann):
    for _ in range(7):
        assert Client().post(at(portal, "sign_in"), {"email": ann.email}).status_code == 200
    assert SignInLink.objects.count() == 5
    with clock.at(clock.now() + timedelta(hours=2)):
        assert actions.ask_link(portal, email=ann.email) is not None


def test_one_computer_asks_for_few_links_and_tries_few(portal):
    with clock.at(clock.now()):
        codes = [Client().post(at(portal, "sign_in"), {"email": f"p{n}@x.example"}).status_code for n in range(21)]
        tries = [Client().get(at(portal, "entry", f"{n:064}")).status_code for n in range(31)]
    assert codes == [200] * 20 + [429]
    assert tries[-1] == 429


def test_what_fills_in_the_trap_gets_no_link(portal):
    answer = Client().post(at(portal, "sign_in"), {"email": "bot@spam.example", "website": "http://spam.example"})
    assert answer.status_code == 200
    assert SignInLink.objects.count() == 0


def test_a_closed_portal_lets_nobody_in(portal, petra, ann):
    link = actions.ask_link(portal, email=ann.email)
    portal = actions.change_portal(portal, actor=petra, audience="off")
    assert Client().get(at(portal, "sign_in")).status_code == 404
    assert Client().get(entry_of(link)).status_code == 404
    with pytest.raises(NotPossible):
        actions.sign_in(link)
    with pytest.raises(NotAllowed, match="closed"):
        actions.ask_link(portal, email=ann.email)


def test_old_links_and_visits_are_forgotten(portal, ann):
    come_in(portal, ann.email)
    assert actions.forget_old() == 0
    with clock.at(clock.now() + timedelta(days=40)):
        actions.forget_old()
    assert (SignInLink.objects.count(), Visit.objects.count()) == (0, 0)
    assert Contact.objects.filter(pk=ann.pk).exists()
