"""An index for what is asked before each letter: when the last ones to its recipient were written."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = "ix_delivery_recipient_kind_created_at"


def upgrade() -> None:
    op.create_index(op.f(NAME), "delivery", ["recipient", "kind", "created_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f(NAME), table_name="delivery")
