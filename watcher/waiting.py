"""Why a notice has not gone yet, and when it goes at the latest. Pure."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.allowance import LAST_APART
from alerts.model import Recipient
from alerts.routing import CRITICAL, DAILY, URGENT, WEEKLY, quiet_until
from storage.records import DeliveryRecord

_DIGESTS = {DAILY: "随每日汇总", WEEKLY: "随每周汇总"}
_LIMITED = "近七日通知已达上限（letters_per_week），并入下一封"
_NIGHT = "免打扰时段（quiet_hours）之后送出"
_GATHERED = "与其他待送的归成一封"


def why_it_waits(delivery: DeliveryRecord, recipient: Recipient | None, zone: ZoneInfo) -> str:
    """The reason and the moment; empty where it waits for nothing but its turn."""
    if delivery.state != "pending" or delivery.letter_id is not None or delivery.batch in (None, CRITICAL):
        return ""
    return f"{_reason(delivery, recipient, zone)}，最迟 {delivery.due_at.astimezone(zone):%m-%d %H:%M}"


def _reason(delivery: DeliveryRecord, recipient: Recipient | None, zone: ZoneInfo) -> str:
    if delivery.batch in _DIGESTS:
        return _DIGESTS[delivery.batch]
    night = recipient and quiet_until(recipient, delivery.created_at, zone)
    if night and delivery.due_at <= night:
        return _NIGHT
    held = delivery.due_at - delivery.created_at
    return _LIMITED if delivery.batch == URGENT and held > LAST_APART else _GATHERED
