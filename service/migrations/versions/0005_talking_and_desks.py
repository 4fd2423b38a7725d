"""Talking, one's own desk, and telling people what happened."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_OPEN = sa.text("closed_at is null and remind_on is not null")
_DONE = sa.text("closed_by_id is not null")
_UNTOLD = sa.text("closed_at is null and reminded_at is null and remind_on is not null")


def upgrade() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("shared_role", sa.String(length=40), nullable=True),
        sa.Column("shared_scope_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_saved_filter_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )
    op.create_index("ix_saved_filter_owner", "saved_filter", ["owner_id"], unique=False)
    op.create_index("ix_saved_filter_shared", "saved_filter", ["shared_role", "shared_scope_id"], unique=False)
    op.create_table(
        "sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("award_kind_id", sa.Uuid(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["award_kind_id"], ["award_kind.id"], name=op.f("fk_sheet_award_kind_id_award_kind")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_sheet_sent_by_id_person")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_sheet_submission_id_submission")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sheet_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )
    op.create_index("ix_sheet_sent_by", "sheet", ["sent_by_id", "id"], unique=False)
    op.create_table(
        "following",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_following_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_following_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_following")),
        sa.UniqueConstraint("dossier_id", "person_id", name=op.f("uq_following_dossier_id")),
    )
    op.create_index("ix_following_person", "following", ["person_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_due", sa.Boolean(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_notice_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_notice_person_id")),
    )
    op.create_index("ix_notice_person", "notice", ["person_id", "id"], unique=False)
    op.create_index(
        "ix_notice_unmailed",
        "notice",
        ["person_id", "id"],
        unique=False,
        sqlite_where=sa.text("mailed_at is null and mail_due"),
        postgresql_where=sa.text("mailed_at is null and mail_due"),
    )
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["person_id", "id"],
        unique=False,
        sqlite_where=sa.text("read_at is null"),
        postgresql_where=sa.text("read_at is null"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("work_item_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_id", sa.Uuid(), nullable=True),
        sa.Column("answers_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answers_id"], ["comment.id"], name=op.f("fk_comment_answers_id_comment")),
        sa.ForeignKeyConstraint(["asked_id"], ["person.id"], name=op.f("fk_comment_asked_id_person")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id_person")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_comment_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_comment_work_item_id_work_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(
        "ix_comment_asked",
        "comment",
        ["asked_id", "id"],
        unique=False,
        sqlite_where=sa.text("asked_id is not null and answered_at is null"),
        postgresql_where=sa.text("asked_id is not null and answered_at is null"),
    )
    op.create_index("ix_comment_dossier", "comment", ["dossier_id", "id"], unique=False)
    op.add_column("dossier", sa.Column("told", sa.Integer(), server_default="0", nullable=False))
    op.execute("update dossier set told = events")
    op.add_column("dossier", sa.Column("before", sa.JSON(), nullable=True))
    op.create_index(
        "ix_dossier_untold",
        "dossier",
        ["id"],
        unique=False,
        sqlite_where=sa.text("told < events"),
        postgresql_where=sa.text("told < events"),
    )
    op.add_column("person", sa.Column("email", sa.String(length=200), nullable=True))
    op.add_column("person", sa.Column("mail", sa.String(length=10), server_default="each", nullable=False))
    op.add_column("person", sa.Column("language", sa.String(length=5), nullable=True))
    op.add_column("person", sa.Column("theme", sa.String(length=10), nullable=True))
    op.add_column("person", sa.Column("columns", sa.JSON(), nullable=True))
    op.add_column("person", sa.Column("totp_seed", sa.String(length=64), nullable=True))
    op.add_column("person", sa.Column("totp_step", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("recovery", sa.JSON(), nullable=True))
    op.drop_index("ix_work_item_remind", "work_item")
    op.execute(
        f"update work_item set remind_on = {_day_after_due()}"  # noqa: S608 - the expression is ours
        " where closed_at is null and (remind_on is null or reminded_at is not null)"
    )
    op.create_index(
        "ix_work_item_remind", "work_item", ["remind_on"], unique=False, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.drop_index("ix_work_item_done", "work_item")
    op.create_index(
        "ix_work_item_done",
        "work_item",
        ["closed_by_id", "closed_at"],
        unique=False,
        sqlite_where=_DONE,
        postgresql_where=_DONE,
    )


def downgrade() -> None:
    op.drop_index("ix_work_item_done", "work_item")
    op.create_index("ix_work_item_done", "work_item", ["closed_by_id", "closed_at"], unique=False)
    op.drop_index("ix_work_item_remind", "work_item")
    op.create_index(
        "ix_work_item_remind", "work_item", ["remind_on"], unique=False, sqlite_where=_UNTOLD, postgresql_where=_UNTOLD
    )
    op.drop_index("ix_dossier_untold", "dossier")
    with op.batch_alter_table("dossier") as dossier:
        dossier.drop_column("told")
        dossier.drop_column("before")
    with op.batch_alter_table("person") as person:
        for name in ("recovery", "totp_step", "totp_seed", "columns", "theme", "language", "mail", "email"):
            person.drop_column(name)
    op.drop_table("comment")
    op.drop_table("notice")
    op.drop_table("following")
    op.drop_table("sheet")
    op.drop_table("saved_filter")


def _day_after_due() -> str:
    return "due_on + 1" if op.get_bind().dialect.name == "postgresql" else "date(due_on, '+1 day')"
