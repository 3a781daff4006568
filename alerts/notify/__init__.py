"""Handing a notice over, one URL at a time, with the receiver's own answer deciding. The only impure part of alerts."""

from __future__ import annotations

from alerts.notify.sender import AppriseNotifier, Notifier, validate_url

__all__ = ["AppriseNotifier", "Notifier", "validate_url"]
