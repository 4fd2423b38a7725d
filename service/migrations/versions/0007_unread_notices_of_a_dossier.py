"""The notices of a dossier that nobody has read yet, found without looking through everybody's."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_UNREAD = sa.text("read_at is null")


def upgrade() -> None:
    op.create_index(
        "ix_notice_dossier", "notice", ["dossier_id"], unique=False, sqlite_where=_UNREAD, postgresql_where=_UNREAD
    )


def downgrade() -> None:
    op.drop_index("ix_notice_dossier", "notice")
