"""Chinese words for our own terms that commands and letters share."""

from __future__ import annotations

from alerts.model import AlertState
from parsers.model import Kind

KINDS = {Kind.BUDGET: "部门预算", Kind.FINAL_ACCOUNTS: "部门决算"}
STATES = {
    AlertState.OPEN: "待处理",
    AlertState.ACKNOWLEDGED: "已知悉",
    AlertState.DISMISSED: "已排除",
    AlertState.SETTLED: "已消除",
    AlertState.HISTORIC: "历史",
}
DELIVERY_STATES = {
    "pending": "待送",
    "sending": "发送中",
    "delivered": "已送达",
    "dead": "死信",
    "suppressed": "未发送",
}
