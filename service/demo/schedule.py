"""When everything in the demo happens: working days counted back from the day it is loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from service.clock import local_date
from service.demo.stories import Stories, Story
from service.facts import calendar
from workflows.calendar import ZONE

_SUPPLEMENT = ("supplement", "supplement_approval")
# Working days that each task takes after the one before it.
_TAKES = {
    "open": 0,
    "proposal": 0,
    "unit_approval": 1,
    "cluster_review": 3,
    "intake": 1,
    "appraisal": 6,
    "agency_approval": 2,
    "council_opening": 2,
    "supplement": 2,
    "supplement_approval": 1,
    "signature": 3,
    "issue": 1,
}
_HOURS = {
    "open": 8,
    "attach": 9,
    "proposal": 10,
    "supplement": 9,
    "unit_approval": 10,
    "supplement_approval": 11,
    "cluster_review": 13,
}
_HOURS |= {"intake": 8, "appraisal": 14, "agency_approval": 15, "signature": 14, "issue": 9}
# The simplified procedure is over on the second day.
_TAKES_AT_ONCE = {"unit_approval": 0, "quick_appraisal": 0, "agency_consent": 0, "signature": 1, "issue": 0}
_HOURS_AT_ONCE = {"unit_approval": 11, "quick_appraisal": 14, "agency_consent": 15, "signature": 9, "issue": 15}
_EVENING = time(17, 30)


@dataclass(frozen=True)
class Act:
    """One thing somebody does: `verb` is a task of the diagram or the name of another act."""

    at: datetime
    verb: str
    story: Story | None = None
    returns: bool = False
    """The task sends the dossier back for supplement."""
    sitting: str | None = None


def acts_of(stories: Stories, now: datetime) -> list[Act]:
    """Everything that happens, in the order of time, all of it before `now`'s day."""
    days = _Days(local_date(now))
    acts = [act for story in stories.all for act in _story(story, stories, days)]
    acts += [act for name in stories.sittings for act in _sitting(name, stories, days)]
    acts += _evenings(acts, days)
    # `like` needs the earlier dossier: at the same moment the order of the stories decides.
    return sorted(acts, key=lambda act: (act.at, act.story.number if act.story else 0))


class _Days:
    def __init__(self, today: date) -> None:
        self.today = today

    def moment(self, ago: int, at: time) -> datetime:
        """A time of the working day that lies `ago` working days before yesterday's."""
        return datetime.combine(calendar().add_working_days(self.today, -ago - 1), at, ZONE)


def _story(story: Story, stories: Stories, days: _Days) -> Iterator[Act]:
    steps = list(_steps(story))
    takes = _TAKES | _TAKES_AT_ONCE if story.exceptional else _TAKES
    before = steps if story.sitting is None else [step for step in steps if step[0] not in ("signature", "issue")]
    after = steps[len(before) :]
    ago = story.since if story.sitting is None else stories.sittings[story.sitting] + _TAKES["council_opening"]
    for verb, returns in reversed(before):
        yield _act(story, verb, returns, ago, days)
        ago += takes.get(verb, 0)
    ago = stories.sittings.get(story.sitting or "", 0)
    for verb, returns in after:
        ago -= _TAKES[verb]
        yield _act(story, verb, returns, ago, days)


def _steps(story: Story) -> Iterator[tuple[str, bool]]:
    """What happens to the dossier one after the other, without what the council does at its sittings."""
    yield "open", False
    if story.typed in ("whole", "sent"):
        yield "attach", False
    if story.at == "draft":
        yield "draft", False
        return
    for task in (*story.done, None):
        stage = task or story.waits_at
        pending = story.at in ("supplement", "closed_incomplete") and stage == story.waits_at
        if stage in story.returned_by and (task or pending):
            yield stage, True
            if not pending:
                yield from ((supplement, False) for supplement in _SUPPLEMENT)
        if task and task not in ("council_opening", "council_ballot"):
            yield task, False
    yield from ((verb, False) for verb in _asides(story))


def _asides(story: Story) -> Sequence[str]:
    asides = {"claim": story.claimed_by, "suspend": story.suspended, "withdraw": story.withdrawn_from}
    return [verb for verb, wanted in asides.items() if wanted]


def _act(story: Story, verb: str, returns: bool, ago: int, days: _Days) -> Act:
    minute = story.number * 11 % 55
    hours = _HOURS | _HOURS_AT_ONCE if story.exceptional else _HOURS
    return Act(days.moment(ago, time(hours.get(verb, 16), minute)), verb, story, returns)


def _sitting(name: str, stories: Stories, days: _Days) -> Iterator[Act]:
    """Members vote one after the other in the morning; at noon the secretary closes what is over."""
    ago = stories.sittings[name]
    yield Act(days.moment(ago, time(8)), "open_voting", sitting=name)
    first = days.moment(ago, time(9))
    for place in range(9):
        yield Act(first + timedelta(minutes=13 * place), f"vote.{place + 1}", sitting=name)
    if all(story.at != "council_ballot" for story in stories.all if story.sitting == name):
        yield Act(days.moment(ago, time(11, 30)), "close_voting", sitting=name)


def _evenings(acts: Sequence[Act], days: _Days) -> Iterator[Act]:
    """At the end of each day timers ring and reminders go out."""
    first = min(act.at for act in acts)
    ago = 0
    while (moment := days.moment(ago, _EVENING)) > first:
        yield Act(moment, "evening")
        ago += 1
