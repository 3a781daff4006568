"""What happens when: configuration, scheduling, fetching, discovery, handlers, command line."""

from __future__ import annotations
