"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TIME = sa.DateTime(timezone=True)
_PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    """Forward."""
    _cases()
    _frozen_words()
    _outbox()
    _audit()
    _what_the_bot_keeps_in_mind()
    _what_people_chose()


def downgrade() -> None:
    """Back."""
    for table in ("outbox", "notes", "evidence", "cases", "audit", "person_refs", "marks", "switches", "tally", "preferences", "cards"):
        op.drop_table(table)
    for table in ("words", "places", "state"):
        op.drop_table(table)


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("space", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("surface", sa.String, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("urgency", sa.String, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("language", sa.String),
        sa.Column("opened_at", _TIME, nullable=False),
        sa.Column("text_until", _TIME, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("text_state", sa.String, nullable=False),
        sa.Column("claimed_by", sa.String),
        sa.Column("claimed_at", _TIME),
        sa.Column("decision", sa.String),
        sa.Column("decided_by", sa.String),
        sa.Column("decided_at", _TIME),
        sa.Column("timeout_minutes", sa.Integer),
        sa.CheckConstraint("kind IN ('discussion', 'lobby', 'match', 'twitch')", "kind"),
        sa.CheckConstraint("surface IN ('embed', 'forwarded', 'message', 'nickname', 'poll', 'thread-title')", "surface"),
        sa.CheckConstraint("origin IN ('member', 'model', 'rule', 'worker')", "origin"),
        sa.CheckConstraint("label IN ('banter', 'clean', 'distress', 'harassment', 'hate', 'threat', 'unsure')", "label"),
        sa.CheckConstraint("urgency IN ('later', 'now', 'soon')", "urgency"),
        sa.CheckConstraint("state IN ('claimed', 'decided', 'new', 'withdrawn')", "state"),
        sa.CheckConstraint("text_state IN ('author-deleted', 'author-edited', 'expired', 'kept', 'withdrawn')", "text_state"),
        sa.CheckConstraint("decision IN ('dismiss', 'remind', 'remove', 'timeout')", "decision"),
        sa.CheckConstraint("version >= 1", "version"),
        sa.CheckConstraint("state <> 'claimed' OR (claimed_by IS NOT NULL AND claimed_at IS NOT NULL)", "claimed"),
        sa.CheckConstraint("state <> 'decided' OR (decision IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL)", "decided"),
        sa.CheckConstraint("timeout_minutes IS NULL OR timeout_minutes > 0", "timeout"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_text_until", "cases", ["text_until"])


def _frozen_words() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("place IN ('after', 'before', 'message')", "place"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("case_id", "message"),
    )
    op.create_index("ix_evidence_message", "evidence", ["message"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("ref", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("expires_at > at", "expires"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("ref"),
    )
    op.create_index("ix_notes_case_id", "notes", ["case_id"])
    op.create_index("ix_notes_expires_at", "notes", ["expires_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("case_id", sa.Integer),
        sa.Column("channel", sa.String),
        sa.Column("message", sa.String),
        sa.Column("user", sa.String),
        sa.Column("params", sa.JSON, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("problem", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("nonce", sa.String(25), nullable=False),
        sa.Column("queued_at", _TIME, nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("leased_until", _TIME),
        sa.Column("ended_at", _TIME),
        sa.CheckConstraint("state IN ('done', 'failed', 'pending', 'simulated')", "state"),
        sa.CheckConstraint("attempts >= 0", "attempts"),
        sa.CheckConstraint("(state = 'pending') = (ended_at IS NULL)", "ended"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("nonce"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_ended_at", "outbox", ["ended_at"])
    op.create_index("ix_outbox_case_id", "outbox", ["case_id", "id"])
    op.create_index("uq_outbox_pending_key", "outbox", ["key"], unique=True, sqlite_where=_PENDING, postgresql_where=_PENDING)
    op.create_index("ix_outbox_due", "outbox", ["due_at"], sqlite_where=_PENDING, postgresql_where=_PENDING)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("actor", sa.String),
        sa.Column("case_id", sa.Integer),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("prev_hash"),
        sa.UniqueConstraint("hash"),
        sqlite_autoincrement=True,
    )
    _texts("person_refs", ["user"], "ref", unique="ref")


def _what_the_bot_keeps_in_mind() -> None:
    _texts("marks", ["channel"], "message")
    _texts("cards", ["key"], "channel", "message")
    _texts("places", ["space", "key"], "target", "value")
    op.create_table(
        "tally",
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("space", sa.String, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("first", sa.String, nullable=False),
        sa.Column("last", sa.String, nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.CheckConstraint("count >= 1", "count"),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.create_table(
        "state",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key_id", sa.String, nullable=False),
        sa.Column("probes", sa.Integer, nullable=False),
        sa.CheckConstraint("id = 1", "one_row"),
        sa.PrimaryKeyConstraint("id"),
    )


def _what_people_chose() -> None:
    _texts("preferences", ["user"], "language")
    _texts("words", ["space", "list", "word"])
    op.create_table(
        "switches",
        sa.Column("space", sa.String, nullable=False),
        sa.Column("analysis", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("space"),
    )


def _texts(name: str, keys: list[str], *others: str, unique: str | None = None) -> None:
    columns = [sa.Column(column, sa.String, nullable=False) for column in (*keys, *others)]
    extra = [sa.UniqueConstraint(unique)] if unique else []
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*keys), *extra)
