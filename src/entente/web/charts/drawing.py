"""Writing SVG elements safely: everything that came from people is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

Attribute = str | float | int


def element(tag: str, inner: SafeString | str = "", /, **attributes: Attribute) -> SafeString:
    """One element; `class_` becomes `class`, an underscore becomes a hyphen."""
    pairs = ((_name(key), _text(value)) for key, value in attributes.items() if value != "")
    written = format_html_join("", ' {}="{}"', pairs)
    # The tag is a literal of this package; attributes and content are escaped.
    return mark_safe(f"<{tag}{written}>{conditional_escape(inner)}</{tag}>")


def together(parts: Iterable[SafeString]) -> SafeString:
    """Elements one after the other."""
    return mark_safe("".join(parts))  # each part is safe already


def _name(key: str) -> str:
    return key if key == "viewBox" else key.rstrip("_").replace("_", "-")


def _text(value: Attribute) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
