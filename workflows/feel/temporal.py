"""Dates, times and durations as text: the ISO 8601 forms that FEEL accepts; anything else is null."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from workflows.feel.values import YearsMonths

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME = re.compile(
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,9}))?"
    r"(?P<zone>Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+/-]{1,64})?"
)
_MONTHS = re.compile(r"(-?)P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?")
_DAYS = re.compile(r"(-?)P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})(?:\.(\d{1,9}))?S)?)?")


def date_of(text: str) -> date | None:
    """Read YYYY-MM-DD, between the years 1 and 9999."""
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def time_of(text: str) -> time | None:
    """Read hh:mm:ss with optional fraction and offset; a named zone has no offset without a day, so it is refused."""
    match = _TIME.fullmatch(text)
    if not match or (match["zone"] or "").startswith("@"):
        return None
    try:
        zone = _zone(match["zone"])
        fraction = int((match["fraction"] or "").ljust(6, "0")[:6])
        return time(int(match["hour"]), int(match["minute"]), int(match["second"]), fraction, tzinfo=zone)
    except ValueError:
        return None


def datetime_of(text: str) -> datetime | None:
    """Read a date, `T` and a time, whose zone may be named (`@Asia/Ho_Chi_Minh`); a date alone is its midnight."""
    day, _, clock = text.partition("T")
    clock, at, name = clock.partition("@")
    on, when = date_of(day), time_of(clock or "00:00:00")
    if on is None or when is None or ("T" in text and not clock) or (at and when.tzinfo):
        return None
    try:
        return datetime.combine(on, when, tzinfo=_zone(at + name) if at else when.tzinfo)
    except ValueError:
        return None


def duration_of(text: str) -> timedelta | YearsMonths | None:
    """Read P1Y2M (years and months) or P1DT2H3M4S (days and time); the two do not mix."""
    if text.endswith(("P", "T")):
        return None
    if match := _MONTHS.fullmatch(text):
        months = 12 * int(match[2] or 0) + int(match[3] or 0)
        return YearsMonths(-months if match[1] else months)
    if match := _DAYS.fullmatch(text):
        days, hours, minutes, seconds = (int(match[group] or 0) for group in (2, 3, 4, 5))
        fraction = int((match[6] or "").ljust(6, "0")[:6])
        return _timedelta(-1 if match[1] else 1, ((days * 24 + hours) * 60 + minutes) * 60 + seconds, fraction)
    return None


def temporal_of(text: str) -> date | datetime | time | timedelta | YearsMonths | None:
    """Read whichever of the five the text is."""
    return date_of(text) or time_of(text) or (datetime_of(text) if "T" in text[1:] else None) or duration_of(text)


def iso(value: date | datetime | time | timedelta | YearsMonths) -> str:
    """The text from which the value can be read again."""
    if isinstance(value, timedelta):
        return _days_text(value)
    if isinstance(value, YearsMonths):
        return _months_text(value)
    if isinstance(value, datetime) and isinstance(value.tzinfo, ZoneInfo):
        return f"{value.replace(tzinfo=None).isoformat()}@{value.tzinfo.key}"
    text = value.isoformat()
    return text.replace("+00:00", "Z") if getattr(value, "tzinfo", None) is UTC else text


def _zone(text: str | None) -> tzinfo | None:
    if not text or text == "Z":
        return UTC if text else None
    if text.startswith("@"):
        return _named_zone(text[1:])
    hours, minutes, seconds = (int(part) for part in f"{text[1:]}:00".split(":")[:3])
    if hours > 14 or minutes > 59 or seconds > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-offset if text[0] == "-" else offset) if offset else UTC


def _named_zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (OSError, KeyError) as unknown:
        raise ValueError(name) from unknown


def _timedelta(sign: int, seconds: int, fraction: int) -> timedelta | None:
    try:
        return sign * timedelta(seconds=seconds, microseconds=fraction)
    except OverflowError:
        return None


def _months_text(value: YearsMonths) -> str:
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-P" if value.months < 0 else "P") + (text or "0M")


def _days_text(value: timedelta) -> str:
    size = abs(value)
    hours, rest = divmod(size.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or size.microseconds:
        clock += f"{seconds}" + (f".{size.microseconds:06d}".rstrip("0") if size.microseconds else "") + "S"
    text = (f"{size.days}D" if size.days else "") + (f"T{clock}" if clock else "")
    return ("-P" if value.days < 0 else "P") + (text or "T0S")
