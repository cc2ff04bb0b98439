"""The tables. Words of people stand only in ``sealed`` columns; a migration goes with every change here, and a test compares the two."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.adapters.storage.columns import Utc, one_of
from core.outbox import ActState
from moderation.case import DECISIONS, CaseState, Origin, TextState
from moderation.model import ChannelKind, Label, Surface, Urgency

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

PENDING = text("state = 'pending'")

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("space", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("message", String, nullable=False, unique=True),
    Column("author", String, nullable=False),
    Column("surface", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("label", String, nullable=False),
    Column("urgency", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("language", String),
    Column("opened_at", Utc, nullable=False),
    Column("text_until", Utc, nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("text_state", String, nullable=False),
    Column("claimed_by", String),
    Column("claimed_at", Utc),
    Column("decision", String),
    Column("decided_by", String),
    Column("decided_at", Utc),
    Column("timeout_minutes", Integer),
    one_of("kind", ChannelKind),
    one_of("surface", Surface),
    one_of("origin", Origin),
    one_of("label", Label),
    one_of("urgency", Urgency),
    one_of("state", CaseState),
    one_of("text_state", TextState),
    one_of("decision", DECISIONS),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("state <> 'claimed' OR (claimed_by IS NOT NULL AND claimed_at IS NOT NULL)", name="claimed"),
    CheckConstraint(
        "state <> 'decided' OR (decision IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL)",
        name="decided",  # never by a model: somebody decided (R4)
    ),
    CheckConstraint("timeout_minutes IS NULL OR timeout_minutes > 0", name="timeout"),
    sqlite_autoincrement=True,  # a case's number is spoken aloud and stands on a card: it is never given twice
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("place", String, nullable=False),
    Column("message", String, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("place IN ('after', 'before', 'message')", name="place"),
    UniqueConstraint("case_id", "message"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ref", String, nullable=False, unique=True),  # known before the row has a number: what the words are bound to
    Column("by", String, nullable=False),
    Column("at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("expires_at > at", name="expires"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE")),
    Column("channel", String),
    Column("message", String),
    Column("user", String),
    Column("params", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("problem", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("nonce", String(25), nullable=False, unique=True),
    Column("queued_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("leased_until", Utc),
    Column("ended_at", Utc, index=True),
    one_of("state", ActState),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("(state = 'pending') = (ended_at IS NULL)", name="ended"),
    Index("uq_outbox_pending_key", "key", unique=True, sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_due", "due_at", sqlite_where=PENDING, postgresql_where=PENDING),
    Index("ix_outbox_case_id", "case_id", "id"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("action", String, nullable=False),
    Column("actor", String),  # a reference out of person_refs, never a platform's id (R18)
    Column("case_id", Integer),  # no foreign key: the line outlives what it speaks of
    Column("detail", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False, unique=True),  # unique: the chain can't fork
    Column("hash", String(64), nullable=False, unique=True),
    sqlite_autoincrement=True,
)

person_refs = Table(
    "person_refs",
    metadata,
    Column("user", String, primary_key=True),
    Column("ref", String, nullable=False, unique=True),
)

marks = Table(
    "marks",
    metadata,
    Column("channel", String, primary_key=True),
    Column("message", String, nullable=False),
)

switches = Table(
    "switches",
    metadata,
    Column("space", String, primary_key=True),
    Column("analysis", Boolean, nullable=False),
)

tally = Table(
    "tally",
    metadata,
    Column("channel", String, primary_key=True),
    Column("space", String, nullable=False),
    Column("count", Integer, nullable=False),
    Column("first", String, nullable=False),
    Column("last", String, nullable=False),
    Column("since", Utc, nullable=False),
    Column("reasons", JSON, nullable=False),
    CheckConstraint("count >= 1", name="count"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("user", String, primary_key=True),
    Column("language", String, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("key", String, primary_key=True),
    Column("channel", String, nullable=False),
    Column("message", String, nullable=False),
)

words = Table(
    "words",
    metadata,
    Column("space", String, primary_key=True),
    Column("list", String, primary_key=True),
    Column("word", String, primary_key=True),
)

places = Table(
    "places",
    metadata,
    Column("space", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("target", String, nullable=False),
    Column("value", String, nullable=False),
)

state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key_id", String, nullable=False),  # the key that new words are sealed with
    Column("probes", Integer, nullable=False),  # counted up to see whether the disk takes a write
    CheckConstraint("id = 1", name="one_row"),
)

SEALED = (evidence, notes)
"""The tables whose ``sealed`` column holds encrypted words."""
