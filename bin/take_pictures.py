"""Take the README's pictures: start the application with its demo, walk to each page as whoever works there, press the button.

Called by bin/pictures. With an address as its argument it takes them from an application that
runs there already; with names of pictures after it, only those.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PASSWORD = re.search(r'^PASSWORD = "([^"]+)"', (ROOT / "line/demo/organisation.py").read_text(), re.MULTILINE).group(1)
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ONLY = sys.argv[2:]
LARGEST = 250_000  # bytes; who reads the README may be on a train
MINUTE = 60_000


def main():
    if CHROMIUM is None:
        sys.exit("There is no Chromium here: apt install chromium, or name one by CHROMIUM=/path/to/it.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with application() as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        for take in (inbox, idea, board, decision_room, pilot, line, phone):
            if not ONLY or take.__name__ in ONLY:
                take(Camera(browser, site))
        browser.close()


@contextmanager
def application():
    """The application's address; it is started here, and stopped at the end, unless one was named."""
    if len(sys.argv) > 1:
        yield sys.argv[1].rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, str(ROOT / "bin/serve.py")], env=os.environ | {"PORT": str(port)}, stdout=subprocess.PIPE, text=True
    )
    try:
        if not any("is running at" in line for line in running.stdout):
            sys.exit("The application did not start.")
        yield f"http://localhost:{port}"
    finally:
        running.terminate()
        running.wait(30)


class Camera:
    """Somebody's browser, with a button that takes a picture of it."""

    def __init__(self, browser, site):
        self.browser, self.site = browser, site

    def come_as(self, person, *, width=1360, height=850, theme="light") -> Page:
        """Sign in as one of the demo's people."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
        )
        self.page = context.new_page()
        self.page.set_default_timeout(MINUTE)
        self.page.goto(f"{self.site}/account/login/")
        self.page.fill("#id_login", f"{person}@larkspan.example")
        self.page.fill("#id_password", PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.site}/")
        return self.page

    def go(self, path):
        """Open an address, and wait until all is drawn."""
        self.page.goto(self.site + path)
        self.settle()

    def follow(self, name):
        """Follow a link by its words."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state("load")
        self.settle()

    def settle(self):
        self.page.wait_for_selector("html[data-ready]")
        self.page.wait_for_load_state("networkidle")

    def take(self, name):
        """The picture, unless it is too large to be shown."""
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path)
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}  {size // 1000} kB")
        if size > LARGEST:
            sys.exit(f"{name} is larger than {LARGEST // 1000} kB.")
        self.page.context.close()


def inbox(camera):
    page = camera.come_as("tomasz.wieczorek")
    camera.go("/feedback/inbox/")
    page.locator("#pane .reading-quote").wait_for()
    camera.settle()
    camera.take("inbox")


def idea(camera):
    camera.come_as("nora.lindqvist")
    camera.go("/ideas/?sort=-arr")
    camera.page.locator("main tbody th a").first.click()
    camera.page.wait_for_load_state("load")
    camera.settle()
    camera.take("idea")


def board(camera):
    camera.come_as("tomasz.wieczorek")
    camera.go("/roadmap/")
    camera.take("board")


def decision_room(camera):
    page = camera.come_as("ingrid.solheim")
    camera.go("/gates/")
    discussed = page.locator("main tr, main li").filter(has_text="Discussion").filter(has_text="Pilot")
    discussed.locator("a[href^='/gates/reviews/']").first.click()
    page.wait_for_url("**/gates/reviews/*/")
    camera.settle()
    camera.take("decision-room")


def pilot(camera):
    page = camera.come_as("hannah.osei")
    camera.go("/gates/pilots/?state=running")
    page.locator("main .row-title").first.click()
    page.wait_for_load_state("load")
    camera.settle()
    camera.take("pilot")


def line(camera):
    page = camera.come_as("margaret.holloway")
    camera.go("/roadmap/completed/")
    page.locator("main a[href^='/initiatives/']").first.click()
    page.wait_for_load_state("load")
    address = page.url.partition(camera.site)[2]
    camera.go(f"/line{address}")
    camera.take("line")


def phone(camera):
    camera.come_as("ingrid.solheim", width=390, height=844, theme="dark")
    camera.take("phone")


if __name__ == "__main__":
    main()
