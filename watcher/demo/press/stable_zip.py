"""The same bytes for the same content: office files without the time and the writer's marks."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

MOMENT = (2024, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def stable(content: bytes) -> bytes:
    """The office file with every time in it set to one moment."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            target.writestr(entry, STAMP.sub(rb"\g<1>2024-01-01T00:00:00Z\g<3>", source.read(name)))
    return out.getvalue()
