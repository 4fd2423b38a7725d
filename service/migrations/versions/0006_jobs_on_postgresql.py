"""Jobs on PostgreSQL: the tables of Procrastinate, as the pinned version ships them; SQLite has a table of our own."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0006"
down_revision = "0005"

_FAILED = "create index ix_procrastinate_jobs_failed on procrastinate_jobs (id) where status = 'failed'"
_TABLES = ("procrastinate_events", "procrastinate_periodic_defers", "procrastinate_jobs", "procrastinate_workers")
_DROP_FUNCTIONS = """do $$ declare one text; begin
    for one in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = current_schema() and p.proname like 'procrastinate\\_%'
    loop execute 'drop function ' || one || ' cascade'; end loop;
end $$"""
_TYPES = ("procrastinate_job_to_defer_v1", "procrastinate_job_event_type", "procrastinate_job_status")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _say(SchemaManager.get_schema())
        _say(_FAILED)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _say(_DROP_FUNCTIONS)
        for table in _TABLES:
            _say(f"drop table {table}")
        for kind in _TYPES:
            _say(f"drop type {kind}")


def _say(statements: str) -> None:
    """Several statements and per cent signs go through only where no parameters are thought of."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(statements)
    cursor.close()
