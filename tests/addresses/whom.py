"""For whom an address is, in the names of the small province's people."""

from typing import NamedTuple

UNIT = "lan hung"
PROVINCE = f"{UNIT} minh hoa intake thu binh lead secretary chair vice records inspector auditor"
EVERYBODY = f"{PROVINCE} mai son m1 admin publisher stranger"
CLERKS, SECRETARY = "lan mai", "secretary"


class For(NamedTuple):
    """Who may ask, and who may know of it without being allowed to: 403. To everybody else it is not there: 404.

    The first of those who may is who sends a form in earnest.
    """

    may: str
    know: str = ""
