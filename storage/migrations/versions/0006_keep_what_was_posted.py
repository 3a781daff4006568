"""The request that brought an answer, where it was no plain GET."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("capture", sa.Column("request", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("capture", "request")
