"""The parameters of the API: what each may be, how it is read, and what it leaves of a table."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Symptom
from opendata.columns import SLUG, one_of
from opendata.sharing import Refused
from treatments.models import Effect
from treatments.stages import Certainty, Stage

MOST_PER_PAGE = 100
PER_PAGE = 50
WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
# RFC 3339; the time may be left out.
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2}))?")


@dataclass(frozen=True)
class Parameter:
    """`read(text)` gives the value, or None where the text is none; `allowed` then says in words what is one."""

    name: str
    schema: dict
    means: str
    allowed: Callable
    read: Callable
    example: Any


def _number(most):
    def read(text):
        number = int(text) if WHOLE_NUMBER.fullmatch(text) else 0
        return number if 1 <= number <= most else None

    return read


def _time(text):
    """A day, which begins at midnight in UTC, or a moment."""
    if not TIME.fullmatch(text):
        return None
    try:
        time = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    try:
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except OverflowError:  # the first or the last hours that there are
        return time.replace(tzinfo=UTC)


def _symptom(text):
    slug = re.fullmatch(SLUG["pattern"], text, re.ASCII)
    return slug and Symptom.objects.published().in_language(get_language()).filter(slug=text).first()


def _choice(choices):
    return lambda text: text if text in choices.values else None


def _words(choices):
    return lambda: _("It must be one of: %(choices)s.") % {"choices": ", ".join(choices.values)}


PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "page",
            {"type": "integer", "minimum": 1, "maximum": 999_999_999, "default": 1},
            "The number of the page.",
            lambda: _("It must be a whole number from 1 on."),
            _number(999_999_999),
            1,
        ),
        Parameter(
            "per_page",
            {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
            "How many items stand on a page.",
            lambda: _("It must be a whole number from 1 to %(most)d.") % {"most": MOST_PER_PAGE},
            _number(MOST_PER_PAGE),
            20,
        ),
        Parameter(
            "changed_since",
            {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
            "Only what changed then or later: a date, or a date with time (RFC 3339). Write a + in it as %2B.",
            lambda: _("It must be a date such as 2026-01-31, or a time such as 2026-01-31T12:00:00Z (RFC 3339; a + is written as %%2B)."),
            _time,
            "2026-01-31",
        ),
        Parameter(
            "symptom",
            SLUG,
            "Only what has to do with this symptom: the slug of one of /api/v1/symptoms.",
            lambda: _("It must be the slug of a symptom: /api/v1/symptoms lists them."),
            _symptom,
            "numbness",
        ),
        Parameter("stage", one_of(Stage), "Only treatments with a claim that has come so far.", _words(Stage), _choice(Stage), "standard care"),
        Parameter("certainty", one_of(Certainty), "Only treatments with a claim that is so sure.", _words(Certainty), _choice(Certainty), "high"),
    )
}
PAGING = ("page", "per_page", "changed_since")
OF_TABLE = {"conditions": (*PAGING, "symptom"), "treatments": (*PAGING, "symptom", "stage", "certainty")}


def parameters_of(table):
    return [PARAMETERS[name] for name in OF_TABLE.get(table.name, PAGING)]


def read(given, parameters):
    """{name: value} of a query part. Raises `Refused` with a sentence for what is unknown, twice there or wrong."""
    known = {parameter.name: parameter for parameter in parameters}
    if set(given) - set(known):
        raise Refused(400, _only(known))
    if twice := [name for name in given if len(given.getlist(name)) > 1]:
        raise Refused(400, _("Give “%(name)s” only once.") % {"name": twice[0]})
    values = {name: known[name].read(text) for name, text in given.items()}
    for name, value in values.items():
        if value is None:
            raise Refused(400, _("“%(name)s” is wrong. %(allowed)s") % {"name": name, "allowed": known[name].allowed()})
    return values


def _only(known):
    if not known:
        return _("This address has no parameters. Leave out the question mark and what follows it.")
    return _("This address knows these parameters only: %(names)s.") % {"names": ", ".join(known)}


# --- What they leave of a table ---------------------------------------------------------------------------------


def narrowed(table, items, wanted):
    """The items of a table that fit, given what `read` found."""
    if "changed_since" in wanted:
        items = items.filter(**{f"{table.changed}__gte": wanted["changed_since"]})
    if table.name == "conditions" and "symptom" in wanted:
        items = items.filter(live__conditionversion__associations__symptom=wanted["symptom"])
    if table.name == "treatments" and not {"symptom", "stage", "certainty"}.isdisjoint(wanted):
        items = items.filter(live__in=_claims(wanted).values("version"))
    return items


def _claims(wanted):
    """The live claims that are about this symptom, in this stage, and so sure: all of what is wanted holds for one and the same claim."""
    claims = Effect.objects.live()
    if "symptom" in wanted:
        claims = claims.filter(symptom=wanted["symptom"])
    if "certainty" in wanted:
        claims = claims.filter(certainty=wanted["certainty"])
    return claims.filter(_in_stage(wanted["stage"])) if "stage" in wanted else claims


def _in_stage(stage):
    """A claim is in its own stage or in that of its treatment, whichever is worse: nothing is found under a better one."""
    as_good = Stage.values[: Stage.rank(stage) + 1]
    return Q(stage=stage, version__stage__in=as_good) | Q(version__stage=stage, stage__in=as_good)
