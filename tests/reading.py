"""How tests read what a page or an answer tells."""

import re
from html import unescape
from typing import Any

LATER = re.compile(r'data-later="([^"]+)" hx-get="([^"]+)" hx-trigger="load"')


def whole(browser: Any, address: str, **asked: Any) -> str:
    """A page as a browser has it a moment after: with the parts that load by themselves, each of which must be there."""
    page = browser.get(address, **asked)
    assert page.status_code == 200, page.status_code
    text = page.content.decode()
    for name, url in LATER.findall(text):
        assert name == url
        part = browser.get(unescape(url), headers={"HX-Request": "true"})
        assert part.status_code == 200, (url, part.status_code)
        text += part.content.decode()
    return text


def tells(text: str, figure: str) -> bool:
    """Whether a text holds this figure by itself: as a piece of a time, of a code or of a longer number it tells nothing."""
    return bool(re.search(rf"(?<![\w.:]){re.escape(figure)}(?!\d)", text))
