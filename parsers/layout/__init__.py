"""Printed pages (PDF, recognised pictures): characters and rules → lines and tables."""

from __future__ import annotations
