"""From what customers say to a roadmap that they read: the product manager publishes, the leader reads, comments and takes it
along, a customer says a few words below a card.
"""

import re

import pytest
from playwright.sync_api import expect

from feedback.actions import give_feedback
from feedback.models import Feedback
from matching.models import Theme
from roadmap.models import Initiative
from tests.e2e.browsing import Visitor
from tests.e2e.test_accessibility import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = ("Please a dark theme for the evening", "A dark theme, the evening is long", "My eyes need a dark theme")


@pytest.fixture
def theme(cast, acting) -> Theme:
    """Three customers said the same, and it was proposed as a theme."""
    sam = acting(cast.salesperson)
    said = [give_feedback(text=text, company=cast.acme, product=cast.product, actor=sam) for text in WORDS]
    made = Theme.objects.create(label="Dark theme", words=["dark", "evening"], central=said[0])
    for row in said:
        made.members.create(feedback=row)
    return made


def test_goes_from_a_theme_to_a_customer_who_reads_it_and_answers(cast, theme, sign_in, visitor, acting):
    tomasz = sign_in(cast.product_manager)
    plan(tomasz, theme)
    address = publish(tomasz)
    read_and_comment(sign_in(cast.leader), Initiative.objects.get())

    page = visitor.page
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Where we are going")
    expect(page.locator("#lane-next")).to_have_text("Coming up")
    expect(page.locator("main")).to_contain_text("Easy on your eyes")
    for ours in ("Dark theme for evenings", "Acme", "INIT-", "IDEA-", "Tomasz"):
        expect(page.locator("main")).not_to_contain_text(ours)
    found = list(findings(page))
    page.get_by_role("link", name="Say a few words about Easy on your eyes").click()
    page.get_by_label("Your words").fill("We would switch on the first day.")
    visitor.press("Send")
    page.get_by_text("Thank you").first.wait_for()
    assert Feedback.objects.filter(text="We would switch on the first day.", product=cast.product).exists()

    tomasz.open(page_of_view(tomasz))
    tomasz.press("More")
    tomasz.press("Revoke the link")
    tomasz.see("Not published")
    page.goto(address)
    expect(page.locator("body")).not_to_contain_text("Easy on your eyes")
    assert found + tomasz.faults == []


def plan(tomasz: Visitor, theme: Theme) -> None:
    """The theme becomes an idea with its words, the idea an initiative that comes next."""
    page = tomasz.open(f"/themes/{theme.pk}/")
    tomasz.press("Make an idea")
    tomasz.dialog.get_by_label("Product").select_option(label="Relay")
    tomasz.submit("Create idea")
    tomasz.see("with the theme’s feedback as insights")
    expect(page.locator("#insights")).to_contain_text(WORDS[1])
    page.get_by_role("link", name="Put into an initiative", exact=True).first.click()
    tomasz.press("Make a new one", within=tomasz.dialog)
    page.get_by_label("Title").fill("Dark theme for evenings")
    page.get_by_role("button", name="Create candidate").click()
    page.wait_for_url(re.compile(r"/initiatives/\d+/$"))
    tomasz.settle()
    page.get_by_role("button", name="More", exact=True).click()
    tomasz.press("Move to Next")
    tomasz.see("Next")


def publish(tomasz: Visitor) -> str:
    """A view for customers, one card in words meant for them, and a link: its address."""
    page = tomasz.open("/roadmap/views/")
    tomasz.press("Make the first")
    dialog = tomasz.dialog
    dialog.get_by_label("Name", exact=True).fill("For customers")
    dialog.get_by_text("Customers", exact=True).click()
    dialog.get_by_label("Title").fill("Where we are going")
    dialog.get_by_label("Name of Next").fill("Coming up")
    tomasz.submit("Make the view")
    tomasz.press("Put a card on it")
    dialog.get_by_label("Initiative").select_option(label="Dark theme for evenings")
    dialog.get_by_role("button", name="Write its words").click()
    page.get_by_label("Title").fill("Easy on your eyes")
    page.get_by_label("Words").fill("Dark in the evening, *light* by day.")
    page.locator(".form-foot").get_by_role("button").first.click()
    tomasz.told("is on For customers")
    tomasz.press("Publish")
    tomasz.submit("Publish")
    return page.get_by_label("The link").get_by_role("link").first.get_attribute("href") or ""


def page_of_view(tomasz: Visitor) -> str:
    """The address of the view that was made last, from the list."""
    page = tomasz.open("/roadmap/views/")
    return page.get_by_role("link", name="For customers").get_attribute("href") or ""


def read_and_comment(ingrid: Visitor, initiative: Initiative) -> None:
    """The leader reads the board, asks on the card, and takes the roadmap along as a file."""
    page = ingrid.go("Roadmap")
    page.locator(".lane-card").get_by_role("link", name="Dark theme for evenings").click()
    ingrid.wait_for_path(f"/initiatives/{initiative.pk}/")
    page.get_by_role("textbox", name="Comment", exact=True).fill("Who measures the evenings?")
    ingrid.press("Comment", within=page.locator("#comments"))
    ingrid.told("Commented.")
    ingrid.go("Roadmap")
    for form, begins in (("pdf", b"%PDF"), ("pptx", b"PK"), ("xlsx", b"PK")):
        file = page.request.get(f"{ingrid.site}/files/roadmap/{form}/")
        assert (file.status, file.body()[:4][: len(begins)]) == (200, begins)
    assert ingrid.faults == []
