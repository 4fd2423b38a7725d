"""What may be awarded, in which movement, in which round."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.columns import Base, Id, Text200


class AwardKind(Base):
    """An award and the rules that hold for it during a time; a change of the rules is a new row."""

    __tablename__ = "award_kind"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[Text200]
    name_en: Mapped[Text200]
    decided_by: Mapped[str] = mapped_column(String(40))
    nominee_kinds: Mapped[list[str]]
    threshold: Mapped[Decimal | None] = mapped_column(Numeric(6, 4))
    """The share of all council members that must say yes.

    "More than half" stands as 0.5001 and "two thirds" as 0.6666: rounded up to whole members, four digits say the same
    as the exact fractions for every council of less than 5,000 members.
    """
    quorum: Mapped[Decimal | None] = mapped_column(Numeric(6, 4))
    """The share of all members who must have voted before voting may be closed, written as the threshold is."""
    vote: Mapped[str] = mapped_column(String(10))
    """open, secret or none."""
    documents: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """[{code, name, name_en, required}], in the order of the dossier."""
    days: Mapped[dict[str, Any]]
    """Working days allowed for each task of the process, by task id."""
    supplement_days: Mapped[int]
    remind_days: Mapped[int]
    process_key: Mapped[str | None] = mapped_column(String(80))
    """Empty while the award has no diagram: listed as not yet open."""
    position: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    legal_basis: Mapped[str] = mapped_column(String(400))
    verified: Mapped[bool] = mapped_column(Boolean)
    """Whether a lawyer has compared these numbers with the text in force."""
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("vote = 'none' or (threshold is not null and quorum is not null)", name="vote"),
    )


class Campaign(Base):
    """A movement (phong trào thi đua) that dossiers may belong to."""

    __tablename__ = "campaign"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Text200]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class AwardRound(Base):
    """A period in which proposals are taken (đợt xét khen)."""

    __tablename__ = "award_round"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Text200]
    intake_from: Mapped[date]
    intake_to: Mapped[date]


class LawEdition(Base):
    """The law a dossier is judged by, by the day on which it was accepted."""

    __tablename__ = "law_edition"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Text200]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(400), default="")


class Choice(Base):
    """A value that forms offer and reports count: ethnicity, position group, method, document kind."""

    __tablename__ = "choice"

    id: Mapped[Id]
    list: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[Text200]
    name_en: Mapped[Text200]
    position: Mapped[int]
    __table_args__ = (UniqueConstraint("list", "code"),)
