"""What a page makes a phone download, compressed as it is served."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

BUDGET = 150 * 1024
ASSET = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"')


@pytest.mark.parametrize("shell", ["base.html", "base_public.html"])
def test_the_shell_leaves_half_of_the_budget_to_the_page(shell: str):
    html = render_to_string(shell, {}, RequestFactory().get("/"))
    static = Path(settings.BASE_DIR) / "static"

    weight = sum(
        len(gzip.compress((static / name).read_bytes())) for name in set(ASSET.findall(html))
    )

    assert weight <= BUDGET / 2


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_is_the_same_for_everybody(name: str):
    one = render_to_string(f"{name}.html", {"request_path": "/casos/1/", "exception": "x"})
    other = render_to_string(f"{name}.html")

    assert one == other
    assert 'href="/"' in one


def test_no_template_carries_inline_script_or_style():
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    shown = [p for p in templates if "documents" not in p.parts]  # printed, not served
    data = 'type="application/json"'  # not code: the browser never runs it
    bad = re.compile(rf"<script(?![^>]*(\bsrc=|{data}))|<style|\sstyle=|\son[a-z]+=")

    assert [p.name for p in shown if bad.search(p.read_text())] == []
