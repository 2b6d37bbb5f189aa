"""What the style of the papers must not ask for."""

import re

from cases.documents.drawing import STYLE

FEATURES = re.compile(r"font-(?:variant|feature|kerning)[\w-]*")


def test_only_a_font_asks_for_features():
    """WeasyPrint frees none of those that a style asks for: 130 kB stayed of each acta."""
    css = STYLE.read_text(encoding="utf-8")
    fonts = re.findall(r"@font-face \{[^}]*\}", css)
    text = re.sub(r"@font-face \{[^}]*\}", "", css)

    assert FEATURES.findall(text) == []
    assert [font for font in fonts if 'font-feature-settings: "liga" 0' not in font] == []
