"""Files that mean harm, or that nobody can read, made where they are needed."""

from __future__ import annotations

import io

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def pdf(encrypted: bool = False) -> bytes:
    """A page with a line of text, behind a password on demand."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret") if encrypted else None)
    canvas.drawString(72, 720, "2031 final accounts of a district")
    canvas.save()
    return buffer.getvalue()


def entities() -> bytes:
    """XML whose entities grow to a thousand million characters."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "x">{lines}]><d>&e9;</d>'.encode()
