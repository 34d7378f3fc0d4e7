"""What a reader asks, as the address of a page says it: read from an address, and written into one.

Nothing of an address is trusted: what is malformed is left out, and what is too much is cut. Parameters stand in one order, so that
the same question has the same address.
"""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

from editorial.models import PageKind
from search.words import MAX_CHARACTERS
from treatments.stages import Stage

MOST_SYMPTOMS = 12
MOST_DROPPED = 24
MOST_READ = 100  # values of one parameter that are looked at
LAST_PAGE = 999
SLUG = re.compile(r"\A[a-z0-9_-]{1,100}\Z")
KEY = re.compile(r"\A(?:(?:area|time|after):)?[a-z0-9_-]{1,100}\Z")
NUMBER = re.compile(r"\A[0-9]{1,3}\Z")
KINDS = frozenset(PageKind.values)
STAGES = {slugify(stage): stage for stage in Stage}


@dataclass(frozen=True)
class Question:
    """What was asked. `text` is as typed, at most 300 characters; `symptoms` are slugs that were chosen from lists; `dropped` are the
    keys of what the reader said we misunderstood. `shortened` says that more was typed.
    """

    text: str = ""
    exact: bool = False
    symptoms: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    shortened: bool = field(default=False, compare=False)

    @classmethod
    def read(cls, parameters):
        """The question of an address; `parameters` is a QueryDict."""
        typed = parameters.get("q", "").replace("\x00", " ").strip()
        text = typed[:MAX_CHARACTERS].strip()
        symptoms = _some(parameters.getlist("s"), SLUG, MOST_SYMPTOMS)
        # Who chooses a symptom again wants it, whatever was removed before.
        dropped = [key for key in _some(parameters.getlist("not"), KEY, MOST_DROPPED) if key not in symptoms]
        return cls(
            text=text,
            exact=bool(text) and parameters.get("exact") == "1",
            symptoms=tuple(sorted(symptoms)),
            dropped=tuple(sorted(dropped)) if text else (),
            shortened=len(typed) > MAX_CHARACTERS,
        )

    def __bool__(self):
        return bool(self.text or self.symptoms)

    def without(self, key):
        """The question after the reader removed what has this key: no longer chosen, and no longer understood from the words."""
        symptoms = tuple(slug for slug in self.symptoms if slug != key)
        dropped = tuple(sorted({key, *self.dropped[: MOST_DROPPED - 1]})) if self.text else ()
        return replace(self, symptoms=symptoms, dropped=dropped)

    def with_symptom(self, slug):
        """The question with one more symptom, while there is room for it."""
        if len(self.symptoms) >= MOST_SYMPTOMS:
            return self
        dropped = tuple(key for key in self.dropped if key != slug)
        return replace(self, symptoms=tuple(sorted({*self.symptoms, slug})), dropped=dropped)

    def with_symptoms_of(self, known):
        """The question without chosen symptoms that nobody knows; `known` holds slugs."""
        return replace(self, symptoms=tuple(slug for slug in self.symptoms if slug in known))

    def parameters(self):
        """(name, value) pairs that say the question in an address or in a form."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("exact", "1")] if self.exact else []
        pairs += [("s", slug) for slug in self.symptoms]
        return pairs + [("not", key) for key in self.dropped]

    def address(self, narrowing=None):
        """The address of its answer, or of a part of the answer."""
        return _address("search:search", self.parameters() + (narrowing.parameters() if narrowing else []))

    def choosing_address(self, area=""):
        """Where more symptoms can be chosen for it, of one part of the body or of all."""
        return _address("search:symptoms", self.parameters() + ([("area", area)] if area else []))


@dataclass(frozen=True)
class Narrowing:
    """The part of an answer that a reader wants to see. `area` is a region of the body, `stage` a stage as a slug."""

    kind: str = ""
    area: str = ""
    stage: str = ""
    tag: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters):
        """The part that an address asks for; `parameters` is a QueryDict."""
        kind, stage, page = (parameters.get(name, "") for name in ("kind", "stage", "page"))
        return cls(
            kind=kind if kind in KINDS else "",
            area=next(iter(_some([parameters.get("area", "")], SLUG, 1)), ""),
            stage=stage if stage in STAGES else "",
            tag=next(iter(_some([parameters.get("tag", "")], SLUG, 1)), ""),
            page=max(int(page), 1) if NUMBER.match(page) else 1,
        )

    @property
    def is_filtered(self):
        return bool(self.kind or self.area or self.stage or self.tag)

    def but(self, **changes):
        """The same from its first page on, with some filters set or, with "", removed."""
        return replace(self, **{"page": 1, **changes})

    def parameters(self):
        names = ("kind", "area", "stage", "tag")
        pairs = [(name, value) for name in names if (value := getattr(self, name))]
        return pairs + ([("page", str(self.page))] if self.page > 1 else [])


def _some(values, pattern, most):
    """The first well-formed values, each once, in order."""
    return list(dict.fromkeys(value for value in values[:MOST_READ] if pattern.match(value)))[:most]


def _address(name, parameters):
    query = urlencode(parameters, errors="replace")
    return reverse(name) + (f"?{query}" if query else "")
