"""Log lines: plain for people, or a JSON object each with the ids that belong together. Rotation is the container's."""

from __future__ import annotations

import json
import logging
import re
import sys
import uuid
from datetime import UTC, datetime

RUN = uuid.uuid4().hex[:12]  # one life of one process
_ALERT = re.compile(r"\bA-[0-9A-HJKMNP-TV-Z]{5,}\b")
PLAIN = "%(asctime)s %(levelname)s %(message)s"


class JsonLines(logging.Formatter):
    """One object per line: when, how grave, what, which run and thread, which alerts."""

    def format(self, record: logging.LogRecord) -> str:
        """As JSON, in one line whatever the message holds."""
        message = record.getMessage()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message,
            "run": RUN,
            "thread": record.threadName,
        }
        alerts = sorted(set(_ALERT.findall(message)))
        if alerts:
            line["alerts"] = alerts  # type: ignore[assignment]
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr(form: str = "text") -> None:
    """Start logging; ``form`` is text or json."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(PLAIN))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("apprise").setLevel(logging.ERROR)
