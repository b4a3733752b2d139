"""Mail comes in: the customer's own words, of whoever wrote them, once; robots and oddities stay in the log."""

import base64
import io
import json
import mailbox
import time
from email.message import EmailMessage

import pytest
from django.core.management import call_command
from django.test import Client

from customers.models import Contact
from feedback.models import Attachment, Feedback
from history.actor import system
from integrations import actions
from integrations.mail.letters import LARGEST, letter_of_bytes
from integrations.mail.words import said_in
from integrations.models import MailAddress, ReceivedMail

POSTMAN = system("the test's postman")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def mail(
    text="We need SSO.",
    sender="Ann Meyer <ann@acme.example>",
    to="relay@in.example",
    subject="Login",
    message_id="<1@acme.example>",
    **headers,
):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = sender, to, subject, message_id
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


@pytest.fixture
def address(cast, acting):
    cast.acme.domains.create(domain="acme.example")
    return actions.add_mail_address(product=cast.product, address="Relay@In.example", actor=acting(cast.admin))


def receive(message, **more):
    raw = message if isinstance(message, bytes) else message.as_bytes()
    return actions.receive_mail(letter_of_bytes(raw), actor=POSTMAN, **more)


def test_words_too_long_for_a_feedback_are_kept_whole_as_a_file(address, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    words = "The export is slow. " * 4000
    taken = receive(mail(words))
    assert taken.feedback.text == words[:20_000].strip()
    kept = taken.feedback.attachments.get()
    assert (kept.name, kept.file.read().decode().strip()) == ("The whole letter.txt", words.strip())
    assert "79,999 characters: the first 20,000 are here" in taken.reason


def test_marks_that_turn_text_round_stay_in_the_words_only(address):
    taken = receive(mail("See \u202efdp.exe", subject="Invoice \u202efdp", sender='"Ann\u202e Meyer" <ann@acme.example>'))
    given = taken.feedback
    assert (given.text, given.title, given.contact.name) == ("See \u202efdp.exe", "Invoice fdp", "Ann Meyer")


@pytest.mark.parametrize(
    "text",
    [
        "We need SSO.\n\nOn Wed, Dec 20, 2023 at 13:37, Support <support@x.example> wrote:\n> How are you?\n",
        "We need SSO.\n\nOn Wed, Dec 20, 2023 at 13:37, Support Team of a Long Name\n<support@x.example> wrote:\n> How are you?\n",
        "We need SSO.\n\nAm Mi., 20. Dez. 2023 um 13:37 Uhr schrieb Support <support@x.example>:\n> Wie geht's?\n",
        "We need SSO.\n\nOp wo 20 dec 2023 om 13:37 schreef Support <s@x.example>:\n> Hoe gaat het?\n",
        "We need SSO.\n\nDen ons 20 dec. 2023 kl 13:37 skrev Support <s@x.example>:\n> Hur\n",
        "We need SSO.\n\nśr., 20 gru 2023 o 13:37 Support <s@x.example> napisał(a):\n\n> Jak?\n",
        "We need SSO.\n\nEm qua., 20 de dez. de 2023 às 13:37, Support de nome longo\n<s@x.example> escreveu:\n> Como?\n",
        "We need SSO.\n\n2023년 12월 20일 (수) 오후 13:37, 서포트\n<s@x.example>님이 작성:\n\n> ?\n",
        "We need SSO.\n\nLe mer. 20 déc. 2023 à 13:37, Support <s@x.example> a écrit :\n> Bonjour\n",
        "We need SSO.\n\nFrom: Support <s@x.example>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Ann <ann@acme.example>\nSubject: RE: Hi\n\nHow are you?\n",
        "We need SSO.\n________________________________\nFrom: Support <s@x.example>\nSent: Monday\nTo: Ann\nSubject: RE: Hi\n\nHow are you?\n",
        "We need SSO.\n\n-----Original Message-----\nFrom: x@y.example\n\nfoo\n",
        "We need SSO.\n\n-- \nAnn Example\nAcme\n",
        "We need SSO.\n\nSent from my iPhone\n",
        "On Wed, Dec 20, 2023, Support <s@x.example> wrote:\n> What do you need?\n\nWe need SSO.\n",
    ],
)
def test_only_what_they_wrote_themselves_is_kept(text):
    assert said_in(text).text == "We need SSO."


@pytest.mark.parametrize(
    "text",
    [
        "From: our point of view the export is slow.\nOn Monday we wrote:\na long list of words.",
        "One\n----------\nTwo",
        "On Friday it broke.\nTo: whom does one write?",
        "> all quoted",
    ],
)
def test_words_that_look_like_a_quotation_stay(text):
    assert said_in(text).text == text


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("fyi\n\n---------- Forwarded message ---------\nFrom: Ann Meyer <Ann@acme.example>\nDate: Mon\nSubject: SSO\nTo: <cs@x.example>\n\nWe need SSO.\n\nOn Tue, 3 Mar 2026, CS <cs@x.example> wrote:\n> hi\n", "SSO"),
        ("Begin forwarded message:\n\nFrom: \"Ann Meyer\" <ann@acme.example>\nSubject: SSO\n\nWe need SSO.\n", "Fwd: SSO"),
        ("________________________________\nVon: Ann Meyer <ann@acme.example>\nGesendet: Montag\nAn: CS\nBetreff: SSO\n\nWe need SSO.\n", "WG: SSO"),
        ("From: Ann Meyer [mailto:ann@acme.example]\nSent: Monday\nTo: CS\nSubject: SSO\n\nWe need SSO.\n", "FW: SSO"),
    ],
)  # fmt: skip
def test_of_a_forward_the_original_writers_words_are_kept(text, subject):
    said = said_in(text, subject)
    assert (said.text, said.sender, said.sender_name) == ("We need SSO.", "ann@acme.example", "Ann Meyer")


def test_no_text_takes_much_work():
    for text in (
        "On " * 70_000,
        "On a\n" * 40_000,
        ">" * 200_000,
        "From: a\n" * 25_000,
        " " * 200_000 + "x",
        "a <" * 60_000,
        "Fwd\n" + "From: a\nTo: b\n" * 12_000,
    ):
        began = time.process_time()
        said_in(text, "Fwd: x")
        assert time.process_time() - began < 5


@pytest.mark.django_db
def test_a_mail_becomes_feedback_of_its_writer_once(cast, address):
    taken = receive(mail(text="We need SSO.\n\n-- \nAnn"))
    said = Feedback.objects.get(pk=taken.feedback.pk)
    assert (said.text, said.title, said.channel, said.product, said.company) == (
        "We need SSO.",
        "Login",
        "email",
        cast.product,
        cast.acme,
    )
    assert (said.contact.name, said.contact.email, said.said_at.isoformat()) == (
        "Ann Meyer",
        "ann@acme.example",
        "2026-03-02T09:00:00+00:00",
    )
    assert receive(mail()).feedback == said
    assert Feedback.objects.count() == ReceivedMail.objects.count() == 1


@pytest.mark.django_db
def test_a_forward_by_one_of_us_is_the_customers(cast, address):
    text = "see below\n\n---------- Forwarded message ---------\nFrom: Ann <ann@acme.example>\nSubject: SSO\n\nWe need SSO.\n"
    taken = receive(mail(text, sender=f"Cleo <{cast.success.email}>", subject="Fwd: SSO"))
    assert (taken.feedback.contact.email, taken.forwarded_by) == ("ann@acme.example", cast.success.email)
    own = receive(mail("I heard they want SSO.", sender=cast.success.email, message_id="<2@x>"))
    assert own.feedback.contact is None
    assert not Contact.objects.filter(email=cast.success.email).exists(), "one of us is no customer"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (mail(Auto_Submitted="auto-replied"), "by a machine"), (mail(Precedence="bulk"), "mass mail"), (mail(List_Id="<x>"), "mass mail"),
        (mail(sender="MAILER-DAEMON@x.example"), "Nobody reads"), (mail(sender="no-reply@x.example"), "Nobody reads"),
        (mail(to="nobody@in.example"), "No product listens"), (mail(text=" ", subject=" "), "no words"),
        (b"Content-Type: multipart/report; boundary=x\nFrom: a@b.example\nTo: relay@in.example\n\n--x--\n", "could not be delivered"),
        (b"\n\nhello", "names no sender"), (b"", "names no sender"),
    ],
)  # fmt: skip
def test_robots_and_strangers_are_refused_into_the_log(cast, address, message, reason):
    refused = receive(message)
    assert refused.outcome == "refused"
    assert reason in refused.reason or "No product listens" in refused.reason
    assert not Feedback.objects.exists()


@pytest.mark.django_db
def test_an_address_that_is_off_takes_nothing(cast, acting, address):
    actions.change_mail_address(address, is_on=False, actor=acting(cast.product_manager))
    assert "takes no mail" in receive(mail()).reason


@pytest.mark.django_db
def test_files_are_kept_within_bounds_and_the_rest_is_told(cast, address):
    message = mail()
    message.add_attachment(PNG, maintype="image", subtype="png", filename="../../shot.png")
    message.add_attachment(b"<svg onload=alert(1)>", maintype="image", subtype="png", filename="evil.png")
    message.add_attachment(b"MZ\x00", maintype="application", subtype="octet-stream", filename="run.exe")
    taken = receive(message)
    kept = Attachment.objects.get()
    assert (kept.name, kept.content_type, kept.feedback) == ("shot.png", "image/png", taken.feedback)
    assert "evil.png was left out" in taken.reason
    assert "run.exe was left out" in taken.reason


def nested(depth):
    part = b"Content-Type: text/plain\n\ndeep"
    for number in range(depth):
        part = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n%s\n--b%d--\n' % (number, number, part, number)
    return b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <n%d@x>\n" % depth + part


HOSTILE = {
    "nul": b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <nul\x00@x>\nSubject: a\x00b\n\nWords\x00here",
    "charset": b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <c@x>\nContent-Type: text/plain; charset=klingon\n\nCaf\xe9 words",
    "wrong charset": b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <w@x>\nContent-Type: text/plain; charset=utf-8\n\nCaf\xe9 words",
    "header": b"From: =?utf-8?q?\xff\xfe?= <ann@acme.example>\nTo: relay@in.example\nMessage-ID: <h@x>\nSubject: =?nope?b?!!!?= =?utf-16?q?a?=\n\nWords",
    "boundary": b'From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <b@x>\nContent-Type: multipart/mixed; boundary="never"\n\nWords',
    "base64": b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <6@x>\nContent-Transfer-Encoding: base64\n\n!!!not base64!!!",
    "deep": nested(100),
    "many": b'From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <m@x>\nContent-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\npart\n" * 1000 + b"--b--",
    "html": b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <html@x>\nContent-Type: text/html\n\n<style>x</style><p>We need <b>SSO</b>.</p><script>alert(1)</script><blockquote>old</blockquote>",
    "date": b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <d@x>\nDate: Mon, 99 Foo 99999 99:99\n\nWords",
    "long id": b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <" + b"x" * 5000 + b">\n\nWords",
    "surrogate": b"From: ann@acme.example\nTo: relay@in.example\nMessage-ID: <s@x>\nSubject: =?utf-7?q?+2AA-?=\n\nWords",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_taken_or_refused_and_never_more(address, name):
    became = receive(HOSTILE[name])
    assert became.outcome == "taken" or became.reason
    assert receive(HOSTILE[name]).pk == became.pk
    if name == "html":
        assert became.feedback.text == "We need SSO."
    if "charset" in name:
        assert became.feedback.text == "Café words"


def test_a_mail_of_a_thousand_levels_or_of_50_mb_is_refused_with_little_work():
    began = time.process_time()
    assert letter_of_bytes(nested(1000)).message_id
    assert "at most" in letter_of_bytes(b"x" * (LARGEST + 1)).refusal
    assert time.process_time() - began < 20


def postmark(**more):
    return {
        "From": "ann@acme.example", "FromFull": {"Email": "ann@acme.example", "Name": "Ann"}, "To": "relay@in.example",
        "ToFull": [{"Email": "relay@in.example", "Name": ""}], "CcFull": [], "BccFull": [], "OriginalRecipient": "relay@in.example",
        "Subject": "Login", "MessageID": "pm", "Date": "Mon, 2 Mar 2026 10:00:00 +0100", "TextBody": "We need SSO.", "HtmlBody": "",
        "Headers": [{"Name": "Message-ID", "Value": "<9@acme.example>"}], "Attachments": [],
    } | more  # fmt: skip


@pytest.mark.django_db
def test_the_door_for_mail_services_needs_its_secret_and_never_breaks(cast, address, settings):
    door, body = Client(raise_request_exception=False), json.dumps(postmark())

    def post(content, secret="postman:s3cret", service="postmark", **more):
        auth = "Basic " + base64.b64encode(secret.encode()).decode()
        return door.post(
            f"/mail/in/{service}/", content, content_type="application/json", headers={"authorization": auth}, **more
        )

    assert post(body).status_code == 404, "no secret in the settings: no door"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "postman:s3cret"}
    assert post(body, secret="postman:guess").status_code == 400
    assert post(body, service="unknown").status_code == 404
    assert not ReceivedMail.objects.exists()
    shot = {"Name": "s.png", "Content": base64.b64encode(PNG).decode(), "ContentType": "image/png", "ContentLength": 48}
    assert post(json.dumps(postmark(Attachments=[shot]))).status_code == 200
    taken = ReceivedMail.objects.get()
    assert (taken.feedback.text, taken.feedback.attachments.count(), taken.message_id) == ("We need SSO.", 1, "9@acme.example")
    assert post(body).status_code == 200
    assert Feedback.objects.count() == 1
    for odd in (
        "",
        "[]",
        "null",
        '{"From": 1}',
        "\x00",
        "[" * 5000,
        json.dumps(postmark(TextBody="a\x00b", Subject="\ud800", Headers=[])),
    ):
        assert post(odd).status_code in (200, 400), odd[:30]
    assert (
        door.post(
            "/mail/in/postmark/", b"{}", content_type="application/json", headers={"content-length": str(60 * 1024 * 1024)}
        ).status_code
        == 413
    )


@pytest.fixture
def service(settings):
    """A mail service that knows the secret."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": "postman:s3cret"}
    auth = {"authorization": "Basic " + base64.b64encode(b"postman:s3cret").decode()}

    def bring(content, name="postmark", kind="application/json", **headers):
        door = Client(raise_request_exception=False)
        return door.post(f"/mail/in/{name}/", content, content_type=kind, headers=auth | headers)

    return bring


@pytest.mark.django_db
def test_a_mail_with_ten_megabytes_of_files_is_taken_from_a_service_that_sends_json(address, service, settings):
    parts = {n: base64.b64encode(PNG + f"{n}".encode() * (5 * 1024 * 1024)).decode() for n in (1, 2)}
    files = [{"Name": f"{n}.png", "Content": part, "ContentType": "image/png", "ContentLength": 1} for n, part in parts.items()]
    body = json.dumps(postmark(Attachments=files))
    assert len(body) > 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert service(body).status_code == 200
    taken = ReceivedMail.objects.get()
    assert (taken.outcome, taken.reason) == ("taken", "")
    assert [file.size > 5_000_000 for file in taken.feedback.attachments.all()] == [True, True]


@pytest.mark.django_db
def test_a_mail_that_is_too_large_is_refused_with_why_and_listed_for_admins(cast, browse, call, address, service):
    for _ in range(2):  # services try again
        refused = service(b"{}", **{"content-length": str(60 * 1024 * 1024)})
        assert (refused.status_code, "at most 25 MB" in refused.content.decode()) == (413, True)
    (listed,) = ReceivedMail.objects.all()
    assert (listed.outcome, listed.sender) == ("refused", "postmark")
    assert "at most 25 MB" in listed.reason
    assert "at most 25 MB" in browse(cast.admin).get("/settings/mail/").content.decode()
    shown = call(cast.admin).get("/api/v1/received-mail/").json()["results"]
    assert [row["reason"] for row in shown] == [listed.reason]


@pytest.mark.django_db
def test_a_raw_mail_in_one_field_of_a_form_is_refused_with_why(address, service):
    """Some services send the whole message as one field; that is bound as every field of a form is."""
    body = b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + b"x" * (6 * 1024 * 1024) + b"\r\n--b--\r\n"
    refused = service(body, name="sendgrid", kind="multipart/form-data; boundary=b")
    assert (refused.status_code, "in one field" in ReceivedMail.objects.get().reason) == (413, True)


@pytest.mark.django_db
def test_what_is_no_mail_is_listed_once_and_a_stranger_lists_nothing(address, service, settings):
    for _ in range(2):
        assert service("[1, 2").status_code == 400
    assert "not what postmark sends" in ReceivedMail.objects.get().reason
    stranger = Client(raise_request_exception=False)
    large = {"content-length": str(60 * 1024 * 1024)}
    assert stranger.post("/mail/in/postmark/", b"{}", content_type="application/json", headers=large).status_code == 413
    assert stranger.post("/mail/in/postmark/", b"[1", content_type="application/json").status_code == 400
    assert ReceivedMail.objects.count() == 1


@pytest.mark.django_db
def test_a_mailbox_an_eml_and_a_maildir_are_read(cast, address, tmp_path):
    box = mailbox.mbox(tmp_path / "try.mbox")
    box.add(mail())
    box.add(mail(message_id="<2@x>", Auto_Submitted="auto-replied"))
    box.flush()
    (tmp_path / "one.eml").write_bytes(mail(message_id="<3@x>", to="elsewhere@x.example").as_bytes())
    folder = mailbox.Maildir(tmp_path / "dir")
    folder.add(mail(message_id="<4@x>"))

    def run(path, **more):
        out = io.StringIO()
        call_command("import_mail", str(path), stdout=out, **more)
        return out.getvalue().splitlines()[-1]

    assert run(tmp_path / "try.mbox") == "2 mails read: 1 taken, 0 here already, 1 refused."
    assert run(tmp_path / "try.mbox") == "2 mails read: 0 taken, 2 here already, 0 refused."
    assert run(tmp_path / "one.eml", product="relay") == "1 mails read: 1 taken, 0 here already, 0 refused."
    assert run(tmp_path / "dir") == "1 mails read: 1 taken, 0 here already, 0 refused."


@pytest.mark.django_db
def test_an_address_is_given_and_changed_by_page_and_api(cast, browse, call):
    browser, api = browse(cast.admin), call(cast.product_manager)
    assert "door for mail is shut" in browser.get("/settings/mail/").content.decode()
    assert (
        browser.post(
            "/settings/mail/new/", {"product": cast.product.pk, "address": "relay@in.example", "is_on": "on"}
        ).status_code
        == 302
    )
    made = MailAddress.objects.get()
    twice = browser.post("/settings/mail/new/", {"product": cast.product.pk, "address": "other@in.example"})
    assert twice.status_code == 422
    assert browser.post(f"/settings/mail/{made.pk}/", {"address": "r@in.example", "version": made.version}).status_code == 302
    assert api.get(f"/api/v1/mail-addresses/{made.pk}/").json()["is_on"] is False
    stale = api.patch(f"/api/v1/mail-addresses/{made.pk}/", {"is_on": True}, format="json", headers={"If-Match": '"1"'})
    assert stale.status_code == 409
    assert api.patch(f"/api/v1/mail-addresses/{made.pk}/", {"is_on": True}, format="json").json()["is_on"] is True
    actions.receive_mail(letter_of_bytes(mail(to="r@in.example").as_bytes()), actor=POSTMAN)
    assert api.get("/api/v1/received-mail/").json()["results"][0]["outcome"] == "taken"
    assert "Login" in browser.get("/settings/mail/").content.decode()
    assert browse(cast.salesperson).get("/settings/mail/").status_code == 403
