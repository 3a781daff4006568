"""Indexes for what is asked at every tick: in a city's season each of these questions read whole tables."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = (
    ("alert", ("district", "department", "fiscal_year")),
    ("alert", ("state", "hold_until")),
    ("listing", ("publication_id",)),
    ("publication", ("district", "state")),
    ("publication", ("next_due_at",)),
    ("publication", ("report_id",)),
)


def upgrade() -> None:
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)


def downgrade() -> None:
    for table, columns in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
