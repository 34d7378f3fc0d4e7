"""What must be true before a text may be public. The import and the review ask the same questions.

A check is a function that takes a `Text` and yields (place, sentence) pairs: where in the form something is wrong, and what to do about
it. `check` registers it. The kinds register theirs from their own app, and what only advises stands in `editorial.hints`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from editorial.checked_text import link_target, stored_rows, text_of
from editorial.markup import cited_keys, internal_links
from editorial.models import Aspect

STOP = "stop"  # the text may not be published
HINT = "hint"  # the author and the reviewer are told, and decide
ROW_OR_GROUP = re.compile(r"-(?:\d+|group)\Z")
LONGEST_REVIEW_INTERVAL = 3  # years

WORDS_TO_AVOID = (
    r"breakthroughs?",
    r"miracles?|miraculous",
    r"cutting[- ]edge",
    r"revolutionary",
    r"guaranteed",
    r"safe and natural",
    r"promising",
    r"clinically proven",
    r"game[- ]changers?",
    r"(?:reverses|cures) (?:neuropathy|nerve damage|nerve pain)",
    r"(?:regrows|heals) (?:neuropathy|(?:damaged |your )?nerves)",
    r"FDA[- ]registered",
)
# Sentences that the sources contradict, unless they are denied or asked: "whether steroids help Guillain-Barré".
FALSE_CLAIMS = (
    r"your own cells are (?:always |completely |perfectly )?safe",
    r"no stem cell products? (?:is|are|has been|have been) approved(?: in the (?:USA|US|United States))?(?=[.;!?]|\Z)",
    r"alpha-lipoic acid (?:treats|cures|heals|repairs)",
    r"acetyl-l-carnitine prevents",
    r"decompression(?: surgery)? cures",
    r"spinal cord stimulation (?:restores|repairs|regrows) nerves",
    r"steroids (?:help|cure|treat) Guillain",
    r"antivirals? prevents? (?:post-?herpetic|nerve pain)",
    r"opioids are a good",
    r"pain medicines (?:repair|regrow|heal) nerves",
    r"everyone with neuropathy needs",
    r"neuropathy always gets",
)
NOT_DENIED = "".join(rf"(?<!\b{word} )" for word in ("no", "not", "do", "if", "that", "whether"))
BANNED = re.compile(rf"\b(?:{'|'.join(WORDS_TO_AVOID)}|{NOT_DENIED}(?:{'|'.join(FALSE_CLAIMS)}))(?!\w)", re.IGNORECASE)
HOPE = re.compile(r"\bhopes?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """What one check found in one place.

    `place` is "" for the whole text, a field of the form such as "summary", or the id of a row or list such as "sections-2" or
    "effects-group"; `part` says in words what the section at that place tells, "" elsewhere.
    """

    id: str
    level: str
    sentence: str
    place: str = ""
    part: str = ""

    def __str__(self):
        return f"{self.part}: {self.sentence}" if self.part else self.sentence

    @property
    def stops(self):
        return self.level == STOP

    @property
    def anchor(self):
        """The place in the admin's form for a link, "#id_summary" or "#sections-2"; "" for the whole text."""
        if not self.place:
            return ""
        return f"#{self.place}" if ROW_OR_GROUP.search(self.place) else f"#id_{self.place}"


# --- The registry -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    id: str
    level: str
    kinds: frozenset
    find: Callable


CHECKS: dict[str, Check] = {}


def check(*, id, level, kinds=()):
    """Registers a function of a `Text` that yields (place, sentence) pairs, for pages of these kinds or of every kind.

    The `id` is for ever: letters and figures elsewhere count by it.
    """

    def register(find):
        assert id not in CHECKS, f"two checks are called {id}"
        CHECKS[id] = Check(id, level, frozenset(kinds), find)
        return find

    return register


def findings_in(text, *, level=None):
    """What the checks of one level, or all, find in a `Text`: a list of `Finding`, what stops it first."""
    labels = {part.place: part.label for part in text.parts}
    found = [
        Finding(each.id, each.level, str(sentence), place, labels.get(place, ""))
        for each in CHECKS.values()
        if level in (None, each.level) and (not each.kinds or text.model.kind_of_page in each.kinds)
        for place, sentence in each.find(text)
    ]
    return sorted(dict.fromkeys(found), key=lambda finding: not finding.stops)


def problems(version):
    """What stops this version from being published: a list of sentences, empty if nothing does."""
    return [str(finding) for finding in findings_in(text_of(version), level=STOP)]


def review_date_problem(review_due, today):
    """What is wrong with the day on which a text is to be reviewed next: a sentence, or None. Both are dates."""
    if review_due is None:
        return _("Say when the text is to be reviewed again: a day in the next %(years)s years.") % {"years": LONGEST_REVIEW_INTERVAL}
    if review_due <= today:
        return _("The next review must come after today. Choose a later day.")
    if (review_due.year, review_due.month, review_due.day) > (today.year + LONGEST_REVIEW_INTERVAL, today.month, today.day):
        return _("The next review is more than %(years)s years away. Choose an earlier day.") % {"years": LONGEST_REVIEW_INTERVAL}
    return None


# --- What several checks share ----------------------------------------------------------------------------------


def banned_claims(text):
    """Words of `claims to avoid` in a text, as written there."""
    return [match[0] for match in BANNED.finditer(text)]


def missing_aspects(page_model, aspects):
    """The aspects that a kind of page must have and that are not among `aspects`, in page order."""
    return [aspect for aspect in page_model.aspects if aspect in page_model.required_aspects and aspect not in aspects]


def strings(value):
    """All texts inside a plain value, in order."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings(part)]


def row_source_keys(version):
    """Keys of the sources that a version's own rows name (its effects, causes and symptoms)."""
    return sorted({key for row in stored_rows(version) for key in row.sources})


# --- The checks of every kind of page ---------------------------------------------------------------------------


@check(id="missing-part", level=STOP)
def missing_part(text):
    for aspect in missing_aspects(text.model, {part.aspect for part in text.parts}):
        yield "sections-group", _("The part “%(aspect)s” is missing. Add it.") % {"aspect": Aspect(aspect).label}


@check(id="empty-part", level=STOP)
def empty_part(text):
    for part in text.parts:
        if not part.card and not part.words:
            yield part.place, _("The part “%(aspect)s” is empty. Write it, or remove it if it need not be there.") % {"aspect": part.label}


@check(id="summary-repeats-title", level=STOP)
def summary_repeats_title(text):
    if text.summary.strip() == text.title.strip():
        yield "summary", _("The summary only repeats the title. Say in a sentence what the page tells.")


@check(id="unknown-source", level=STOP)
def unknown_source(text):
    for place, marked in text.marked:
        for key in cited_keys(marked):
            if key not in text.printable:
                yield place, _("The source [@%(key)s] is unknown or may not be shown. Correct the key, or choose another source.") % {"key": key}
    named = [(row.place, key) for row in text.rows for key in row.sources] + [("citations", key) for key in text.annotated]
    for place, key in named:
        if key not in text.printable:
            yield place, _("The source %(key)s is unknown or may not be shown. Choose another.") % {"key": key}


@check(id="claim-without-source", level=STOP)
def claim_without_source(text):
    for row in text.rows:
        if not row.sources:
            yield row.place, _("“%(claim)s” has no source. Add at least one.") % {"claim": row.label}


@check(id="no-source", level=STOP)
def no_source(text):
    cited = text.annotated or any(row.sources for row in text.rows) or any(cited_keys(marked) for _place, marked in text.marked)
    if text.model.required_aspects and not cited:
        yield "", _("No statement has a source. Cite at least one with [@key].")


@check(id="banned-claim", level=STOP)
def banned_claim(text):
    said = [("title", text.title), ("summary", text.summary)]
    said += [(name, words) for name, value in text.own.items() for words in strings(value)]
    said += [(part.place, f"{part.heading}\n{part.words}") for part in text.parts]
    said += [(row.place, words) for row in text.rows for words in strings(row.values)]
    for place, words in said:
        for claim in banned_claims(words):
            yield place, _("“%(words)s” is a claim to avoid. Say what was measured, in whom and against what.") % {"words": claim}
    for place, headline in (("title", text.title), *((part.place, part.heading) for part in text.parts)):
        for match in HOPE.finditer(headline):
            yield place, _("“%(words)s” does not belong in a title or a heading. Say what the page or the part tells.") % {"words": match[0]}


@check(id="dead-link", level=STOP)
def dead_link(text):
    for place, marked in text.marked:
        for href in internal_links(marked):
            target = link_target(href)
            if target is None or not text.is_page(*target):
                yield place, _("The link to %(href)s leads nowhere. Link to a page of this site that is published.") % {"href": href}


@check(id="unpublished-card", level=STOP)
def unpublished_card(text):
    for part in text.parts:
        if part.card and not part.card_is_public:
            yield (
                part.place,
                _("The care card “%(card)s” is unknown or not published. Publish it first, or choose another.") % {"card": part.card_name},
            )
