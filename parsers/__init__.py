"""What a report says: bytes in, facts out. Opens no socket, reads no clock, knows no database."""

from __future__ import annotations

#: Raised whenever the same bytes may read differently: a stored reading of another version is no revision.
READER_VERSION = "1"
