"""Indexes for two more questions of every tick: which alerts bear a label, and which of some rules stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LABELLED, OF_RULES = "ix_alert_event_labelled", "ix_alert_rule_state"


def upgrade() -> None:
    bears = sa.text("label IS NOT NULL")
    op.create_index(LABELLED, "alert_event", ["alert_id"], unique=False, sqlite_where=bears, postgresql_where=bears)
    op.create_index(op.f(OF_RULES), "alert", ["rule", "state"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f(OF_RULES), table_name="alert")
    op.drop_index(LABELLED, table_name="alert_event")
