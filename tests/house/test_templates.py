"""What every template keeps to: nothing inline, icons that exist, tiles that are lists of terms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
ICONS = re.compile(r"""{% icon ["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")
names = [str(path.relative_to(ROOT)) for path in TEMPLATES]


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_a_template_holds_nothing_inline(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_a_template_uses_icons_that_exist(path):
    used = {first or second for first, second in ICONS.findall(path.read_text())}
    assert used - SPRITE == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_a_tile_holds_terms_and_values_only(path):
    assert re.findall(r'<div class="tile">(?:(?!</div>).)*</dd>\s*<(?!dd|/div)\w+', path.read_text()) == []


def test_icons_named_in_code_exist():
    code = [path for path in ROOT.glob("*/**/*.py") if path.relative_to(ROOT).parts[0] not in {"tests", ".venv", "var"}]
    used = {name for path in code for name in re.findall(r"""\bicon=["']([\w-]+)["']""", path.read_text())}
    used |= {
        name
        for path in code
        for name in re.findall(r"""NavEntry\(\s*["'][^"']+["'],\s*["'][^"']+["'],\s*["']([\w-]+)["']""", path.read_text())
    }
    assert used - SPRITE == set()
