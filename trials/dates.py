"""Dates as the registry gives them: “2024-05-31”, or “2024-05” where it knows no day."""

import re
from calendar import monthrange
from datetime import date

from django.utils.formats import date_format

DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?\Z", re.ASCII)


def last_day(text):
    """The day itself, or the last day of a month without one; None for an empty text. Raises ValueError for what is no date."""
    if not text:
        return None
    match = DATE.match(text)
    if match is None:
        raise ValueError(text)
    year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    first = date(year, month, 1)
    return date(year, month, day) if match[3] else first.replace(day=monthrange(year, month)[1])


def date_words(text):
    """A date in words as exact as the registry knows it: “31 May 2024”, or “May 2024”; "" for an empty text."""
    if not text:
        return ""
    return date_format(last_day(text), "j F Y" if len(text) > len("2024-05") else "F Y")


def years_before(day, years):
    """The same day some years earlier; 28 February for 29 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
