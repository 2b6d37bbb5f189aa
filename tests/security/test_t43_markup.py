"""T43, what can be read in the files: no words become markup, and none stay in a browser.

That no page runs what people typed is seen page by page in the tests of each screen.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OURS = ("cases", "convivencia", "protocols", "schools")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))  # a text is shown as text
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
# The one place: an input that Django itself drew, for the two halves of a moment.
DRAWN = {"convivencia/templatetags/forms_ui.py"}
ESCAPING_OFF = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off|\bis_safe\s*=\s*True")
RAW = re.compile(r"\b(?:mark_safe|SafeString|SafeText)\(|@html_safe|__html__")
WRITES = re.compile(
    r"\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function|"
    r"setTimeout\(\s*['\"`]|createContextualFragment|\.srcdoc\b|__proto__|Object\.assign\("
)
KEEPS = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open")


def found(pattern: re.Pattern[str], files: list[Path]) -> set[str]:
    return {str(p.relative_to(ROOT)) for p in files if pattern.search(p.read_text("utf-8"))}


def test_t43_no_template_turns_escaping_off():
    code = [p for app in OURS for p in (ROOT / app).rglob("*.py")]

    assert len(TEMPLATES) > 200
    assert found(ESCAPING_OFF, TEMPLATES) == set()
    assert found(RAW, code) == DRAWN


def test_t43_no_script_of_ours_writes_markup_or_runs_text():
    assert len(SCRIPTS) >= 4
    assert found(WRITES, SCRIPTS) == set()


def test_t43_nothing_is_kept_in_the_browser():
    bases = [p for p in TEMPLATES if "htmx-config" in p.read_text("utf-8")]

    assert found(KEEPS, SCRIPTS) == set()
    assert len(bases) == 2
    for base in bases:
        config = re.search(r"content='({.*htmx|{[^']*})'", base.read_text("utf-8"))[1]
        assert '"historyCacheSize": 0' in config
        assert '"allowEval": false' in config
        assert '"allowScriptTags": false' in config


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (ESCAPING_OFF, "{{ name|safe }}"),
        (ESCAPING_OFF, "{% autoescape off %}"),
        (RAW, "mark_safe(text)"),
        (WRITES, "box.innerHTML = name;"),
        (KEEPS, "localStorage.setItem('q', q)"),
    ],
)
def test_t43_what_is_looked_for_is_found(pattern, text):
    assert pattern.search(text)
