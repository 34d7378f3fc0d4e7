"""One page to take to a visit: what the reader says, and questions out of the pages that they read.

The reader's words are printed as they are. They are also read, as a search reads them, for symptoms and for signs that cannot wait.
"""

import re
from itertools import chain
from textwrap import wrap

from django.conf import settings
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial.models import Page, PageKind
from search.body import in_order
from search.choosing import all_choices
from search.question import MOST_SYMPTOMS, SLUG
from search.results import MOST_UNDERSTOOD, symptoms_in
from search.sheet_length import QUESTION, ROOM, lines_of_ours, lines_of_own, pages_of
from search.to_ask import MOST_QUESTIONS, READABLE, pages_among, questions_of
from search.understanding import read
from search.vocabulary import URGENCY, vocabulary
from search.words import MAX_CHARACTERS

MOST_PAGES = 12
MOST_PIECES = 8
FEWEST_QUESTIONS = 3
# What a whole sheet may hold; a red flag may stand in its last line.
LONGEST, MOST_WORDS = 6000, 1500
# Its questions are for every visit.
FOR_EVERY_VISIT = "getting-ready-for-an-appointment"
SENTENCE_END = re.compile(r"(?<=[.!?;])\s*")
FOLDERS = {Page.model_for(kind).folder: kind for kind in READABLE}
# Of a page, its earlier texts or its leaflet.
ADDRESS = re.compile(
    rf"\b(?:(?P<folder>{'|'.join(FOLDERS)})|leaflet/(?P<kind>{'|'.join(READABLE)}))/(?P<slug>[a-z0-9-]{{1,100}})(?:/history)?(?:/|\.pdf)?\Z"
)
TOLD = ("words", "since", "stops", "medicines", "matters", "questions")


def symptom_groups(language):
    """[(label, [(slug, name)])] of all symptoms, each once: those of several parts of the body, then of one part, from head to foot."""
    several, groups, nowhere = [], {}, []
    for choice in all_choices(language):
        one = groups.setdefault(choice.regions[0], []) if len(choice.regions) == 1 else several if choice.regions else nowhere
        one.append((choice.slug, choice.name))
    rows = [(_("Several parts of the body"), several), *((str(region.label), groups[region]) for region in in_order(groups)), (_("Other"), nowhere)]
    return [(label, choices) for label, choices in rows if choices]


def first_values(parameters, language):
    """What a form begins with for the parameters of an address: `s` is the slug of a symptom, `p` a page as kind/slug. At most one query."""
    named = [value.partition("/") for value in parameters.getlist("p")[:MOST_PAGES]]
    named = [(kind, slug) for kind, _slash, slug in named if kind in READABLE and SLUG.match(slug)]
    pages = pages_among([Q(kind=kind, slug=slug) for kind, slug in named], language)
    symptoms = [*parameters.getlist("s"), *(page.slug for page in pages if page.kind == PageKind.SYMPTOM)]
    others = [page.name for page in pages if page.kind != PageKind.SYMPTOM]
    return {"s": list(dict.fromkeys(symptoms))[:MOST_SYMPTOMS], "pages": "\n".join(others)}


class Visit:
    """The sheet for what a valid form says. At most four queries.

    `symptoms` are the names of those that were chosen, `understood` those that the words point to besides; `urgent` and `also_urgent`
    are red flags; `pages` were read; `questions` are `search.to_ask.ToAsk`; `paper` is about how many pages it takes when it is printed.
    """

    def __init__(self, said, language):
        self.said = said
        known = vocabulary(language)
        self.symptoms = [known.known[PageKind.SYMPTOM, slug].name for slug in said["s"]]
        self.understood = self._understood(known)
        self._raise_flags(known)
        slugs = [*said["s"], *(symptom.slug for symptom in self.understood)]
        self._gather(slugs, _lines(said["pages"])[:MOST_PAGES], language)

    def _understood(self, known):
        found: dict = {}
        without = {*self.said["s"], *self.said["wrong"]}
        for piece in pieces(self.said["words"]):
            for symptom in symptoms_in(piece, known, without=without):
                found.setdefault(symptom.slug, symptom)
        return list(found.values())[:MOST_UNDERSTOOD]

    def _raise_flags(self, known):
        told = [self.said[name] for name in TOLD if self.said[name]]
        # A line break may part two symptoms, or what belongs together: “I cannot / breathe”.
        in_one_line = [" ".join(text.split()) for text in told]
        urgent = set(self.said["s"])
        for piece in chain.from_iterable(pieces(text) for text in dict.fromkeys([*told, *in_one_line])):
            urgent |= known.urgent_names(read(piece))
        urgent -= set(self.said["wrong"])
        wholes = [read("\n".join(texts), longest=LONGEST, most_words=MOST_WORDS) for texts in (told, in_one_line)]
        raised = dict.fromkeys(chain.from_iterable(known.raised(whole, urgent) for whole in wholes))
        raised = sorted(raised, key=lambda flag: URGENCY.index(flag.level))
        self.urgent, self.also_urgent = (raised[0], raised[1:4]) if raised else (None, [])

    def _gather(self, symptoms, lines, language):
        """Finds the pages that were read, and the questions of these, of the symptoms, and for every visit."""
        wanted = {line: _named(line) for line in lines}
        own = {(PageKind.SYMPTOM, slug): Q(kind=PageKind.SYMPTOM, slug=slug) for slug in symptoms}
        always = (PageKind.ARTICLE, FOR_EVERY_VISIT)
        found = pages_among([*wanted.values(), *own.values(), Q(kind=always[0], slug=always[1])], language)
        by_name: dict = {}
        for page in found:
            by_name.setdefault(page.name.casefold(), []).append(page)
        by_key = {(page.kind, page.slug): page for page in found}
        of_line = {line: [by_key[key]] if (key := _key(line)) in by_key else by_name.get(_title(line).casefold(), []) for line in lines}
        self.pages = list(dict.fromkeys(page for pages in of_line.values() for page in pages))
        self.unknown_pages = [line for line, pages in of_line.items() if not pages]
        asked = [*(by_key[key] for key in own if key in by_key), *self.pages, *([by_key[always]] if always in by_key else [])]
        told = lines_of_own(self.said, self.symptoms, self.own_questions, is_urgent=self.urgent is not None)
        # With much of their own, readers need fewer of ours, and the sheet stays one page.
        room = max(FEWEST_QUESTIONS, min(MOST_QUESTIONS + 2 - len(self.own_questions), int((ROOM - told) / QUESTION)))
        self.questions = questions_of(list(dict.fromkeys(asked)), language, most=min(MOST_QUESTIONS, room))
        self.paper = pages_of(told + lines_of_ours(self.questions, self.pages))

    @property
    def own_questions(self):
        return _lines(self.said["questions"])


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _key(line):
    """(kind, slug) of a line that is, or ends with, the address of a page; None for any other."""
    # Without the place on the page and the query, and without what ends a sentence.
    address = ADDRESS.search(re.split("[?#]", line.split()[-1], maxsplit=1)[0].rstrip(">).,;"))
    return (address["kind"] or FOLDERS[address["folder"]], address["slug"]) if address else None


def _title(line):
    """The name of a page in a line that is its title, also as a browser's tab shows it, with the name of the site behind."""
    return re.sub(rf"\s+[–—|-]\s+{re.escape(settings.SITE_NAME)}\b.*", "", line)


def _named(line):
    key = _key(line)
    return Q(kind=key[0], slug=key[1]) if key else Q(name__in=[_title(line), capfirst(_title(line))])


def pieces(text):
    """A text in pieces of whole sentences where they fit, as long as a question may be; what is left after eight of them is in none.

    Lines stay lines: each may be a symptom of its own.
    """
    found = [""]
    for line in _lines(text):
        joint = "\n"
        for sentence in chain.from_iterable(wrap(sentence, MAX_CHARACTERS - 1) for sentence in SENTENCE_END.split(line)):
            if found[-1] and len(found[-1]) + len(sentence) >= MAX_CHARACTERS:
                found.append("")
            found[-1] = f"{found[-1]}{joint}{sentence}".strip()
            joint = " "
    return [piece for piece in found if piece][:MOST_PIECES]
