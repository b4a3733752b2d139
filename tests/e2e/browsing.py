"""What people do with pages, in their words."""

from __future__ import annotations

import re

from playwright.sync_api import ConsoleMessage, Locator, Page

PATIENCE = 30_000  # milliseconds: a busy machine is slow, and no fault of ours
REFUSED = re.compile(r"status of (409|422)\b")


class Visitor:
    """Somebody at a browser. Whatever happens on their page that should not, an error on the console, is kept."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site, self.faults = page, site, []
        page.set_default_timeout(PATIENCE)
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def hear(self, said: ConsoleMessage) -> None:
        """Keep what the console calls an error; a refusal that the page itself shows is none."""
        if said.type == "error" and not REFUSED.search(said.text):
            self.faults.append(said.text)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form."""
        self.page.goto(f"{self.site}/account/login/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")
        self.wait_for_path("/")

    def open(self, path: str) -> Page:
        """Open an address, and wait until its scripts are there."""
        self.page.goto(path if path.startswith("http") else self.site + path)
        return self.settle()

    def settle(self) -> Page:
        """Wait until the page has come to rest."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def wait_for_path(self, path: str) -> Page:
        """Wait until one stands at an address, whatever follows its path."""
        self.page.wait_for_url(re.compile(rf"^{re.escape(self.site)}{path}(\?.*)?(#.*)?$"))
        return self.settle()

    def go(self, name: str) -> Page:
        """Choose a page in the rail."""
        self.page.locator(".rail").get_by_role("link", name=re.compile(rf"^{name}\b")).click()
        self.page.get_by_role("heading", level=1, name=name).wait_for()
        return self.settle()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button, or follow a link, by what stands on it."""
        place = within or self.page
        place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name)).first.click()

    def key(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.locator("dialog#modal[open]")

    def submit(self, name: str) -> None:
        """Press the dialog's button, and wait until it has closed."""
        self.dialog.get_by_role("button", name=name, exact=True).click()
        self.dialog.wait_for(state="detached")

    def see(self, words: str) -> Locator:
        """Wait until one reads these words."""
        found = self.page.get_by_text(words).locator("visible=true").first
        found.wait_for()
        return found

    def told(self, words: str) -> None:
        """Wait for a message at the foot of the page."""
        self.page.locator("#toasts").get_by_text(words).first.wait_for()
