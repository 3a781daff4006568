"""What deserves attention: facts in, findings out; findings and time in, notices out. Pure but for notify."""

from __future__ import annotations
