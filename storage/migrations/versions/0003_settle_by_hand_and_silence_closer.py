"""People settle an alert with a reason of their own; a silence may mean one alert, a level, a kind, a year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    ("alert", "settled_reason", sa.Text()),
    ("silence", "alert_id", sa.String(length=16)),
    ("silence", "max_severity", sa.String(length=16)),
    ("silence", "kind", sa.Text()),
    ("silence", "fiscal_year", sa.Integer()),
)


def upgrade() -> None:
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for table, name, _ in reversed(COLUMNS):
        op.drop_column(table, name)
