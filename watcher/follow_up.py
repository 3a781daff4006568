"""How the follow-up of an alert stands: the labels that people give it on the way from a lead to its settling."""

from __future__ import annotations

#: label → the word for it, in the order in which a case runs.
LABELS = {"asked": "已函询", "answered": "已回复", "corrected": "已整改"}


def label_of(word: str) -> str | None:
    """The label for a word as people write it; None where it is none."""
    return next((label for label, named in LABELS.items() if word.strip() in (label, named)), None)
