"""Sentences of a clause set as prose: running text, with lists where the wording has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """Running text, and the items of the list that it introduces."""

    text: str
    items: tuple[str, ...] = ()


def blocks(sentences: Iterable[str]) -> tuple[Block, ...]:
    """The sentences as paragraphs; those that start with a hyphen are items of a list."""
    found: list[Block] = []
    text: list[str] = []
    items: list[str] = []
    for sentence in sentences:
        if sentence.startswith("- "):
            items.append(sentence.removeprefix("- "))
            continue
        if items:
            found.append(Block(" ".join(text), tuple(items)))
            text, items = [], []
        text.append(sentence)
    if text or items:
        found.append(Block(" ".join(text), tuple(items)))
    return tuple(found)
