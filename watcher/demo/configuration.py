"""The demo's config.toml: an ordinary one, but for a site on loopback and no waiting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

DISTRICT = "重庆市澄湖区"
RECIPIENT = "演示接收端"
FISCAL_YEAR = 2024


def write_config(folder: Path, budgets_url: str, finals_url: str, receiver_url: str) -> Path:
    """A config.toml in ``folder`` that watches both columns and tells the receiver."""
    file = folder / "config.toml"
    file.write_text(_TEXT.format(budgets=budgets_url, finals=finals_url, receiver=receiver_url), "utf-8")
    return file


def add_deadline(file: Path, approved_on: date) -> None:
    """Enter the day on which the final accounts were approved."""
    entry = f'\n[[deadlines]]\ndistrict = "{DISTRICT}"\nkind = "final_accounts"\nfiscal_year = {FISCAL_YEAR}\n'
    file.write_text(f"{file.read_text('utf-8')}{entry}approved_on = {approved_on:%Y-%m-%d}\n", "utf-8")


_TEXT = f"""# 演示用配置：监测本机上的虚构网站。

[service]
data = "data"

[fetch]
contact = "mailto:demo@example.org"
host_delay_seconds = 0.02                # 仅演示如此；真实网站请保持默认的 2 秒
allow_hosts = ["127.0.0.1"]
allow_private_addresses = true           # 网站在本机

[[sources]]
district = "{DISTRICT}"
url = "{{budgets}}"
kind = "budget"

[[sources]]
district = "{DISTRICT}"
url = "{{finals}}"
kind = "final_accounts"

[[roster]]
district = "{DISTRICT}"
departments = [
  "重庆市澄湖区档案馆",
  "重庆市澄湖区城市管理局",
  "重庆市澄湖区文化和旅游发展委员会",
  "重庆市澄湖区政务服务管理办公室",
  "重庆市澄湖区统计局",
  "重庆市澄湖区水务局",
]

[[recipients]]
name = "{RECIPIENT}"
url = "{{receiver}}"

[alerting]
group_wait_minutes = 0                   # 仅演示如此：逐条送出；默认把同一批公开的归成一封

[rules.T4]
enabled = false                          # 演示文件的发布日期早已印定，与今天首见的日期必然不符

[rules.C2]
confirm_after_hours = 0                  # 仅演示如此；默认 24 小时后再看一次才通知
"""
