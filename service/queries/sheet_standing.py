"""How far a spreadsheet has come that somebody sent."""

from dataclasses import dataclass

from service.models import Sheet


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a sheet has come, counted in rows."""

    status: str
    good: int
    taken: int
    left_out: int
    """Rows that were refused or, as they may stand twice, were left out."""
    sent: int
    refused: int
    """Dossiers whose proposal could not be sent."""

    @property
    def at_work(self) -> bool:
        """Whether a job is busy with it."""
        return self.status in ("taking", "submitting")

    @property
    def done(self) -> int:
        """How many rows the present job has dealt with."""
        return self.sent + self.refused if self.status == "submitting" else self.taken + self.left_out

    @property
    def of(self) -> int:
        """How many rows the present job deals with."""
        return self.taken if self.status == "submitting" else self.good

    @property
    def to_take(self) -> int:
        """Good rows that nothing has been done with yet."""
        return self.good - self.taken - self.left_out

    @property
    def to_send(self) -> int:
        """Dossiers whose proposal has not been sent."""
        return self.taken - self.sent


def standing_of(sheet: Sheet) -> Standing:
    """How far a sheet has come; its rows need not be loaded."""
    taken = [one for one in sheet.results if "code" in one]
    return Standing(
        status=sheet.status,
        good=sheet.good,
        taken=len(taken),
        left_out=len(sheet.results) - len(taken),
        sent=sum(bool(one.get("sent")) for one in taken),
        refused=sum("problem" in one for one in taken),
    )
