"""A fictional district whose site lives on loopback: the whole job of the service, shown on its own premises."""

from __future__ import annotations
