"""Named places between two commits where a test may let the process die, as a power cut would. Off unless asked for.

``GONGKAI_FAILPOINT=delivery_sent`` kills the process the first time it comes there, ``delivery_sent:3`` the third;
``committing:7`` and ``committed:7`` before and after its seventh commit.
"""

from __future__ import annotations

import os
import signal
from itertools import count

_NAME, _, _NUMBER = os.environ.get("GONGKAI_FAILPOINT", "").partition(":")
_TIMES = int(_NUMBER) if _NUMBER.isdecimal() else 1
_passed = count(1)


def failpoint(name: str) -> None:
    """Die here if the environment says so."""
    if _NAME and name == _NAME and next(_passed) == _TIMES:
        os.kill(os.getpid(), signal.SIGKILL)
