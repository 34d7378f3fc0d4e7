"""What the search knows by heart: the words for symptoms and conditions, the red flags, and the words that it can spell.

Read from the database once and kept in the process until the content version changes.
"""

from dataclasses import dataclass
from itertools import chain

from django.db.models import Exists, OuterRef, Q

from articles.models import CareCard, CareCardVersion, Condition, ConditionName, Symptom, SymptomConcept, SymptomName
from editorial.caching import kept
from editorial.markup import plain_text, without_markers
from editorial.models import Page, PageKind, Tag, Version
from search.matching import Phrase, PhraseBook
from search.red_flags import FlagBook, is_in_general
from search.spelling import Speller, word_list
from search.understanding import known_words, senses
from search.words import words

URGENCY = list(CareCardVersion.Level.values)


@dataclass(frozen=True)
class Known:
    """A symptom or condition that readers may hear of; `url` is None while it has no page."""

    pk: int
    kind: str
    slug: str
    name: str
    url: str | None
    areas: frozenset = frozenset()


@dataclass(frozen=True)
class RedFlag:
    """A published care card, as the search shows it."""

    slug: str
    level: str
    title: str
    action: str
    text: str
    url: str

    @property
    def level_label(self):
        return CareCardVersion.Level(self.level).label


class Vocabulary:
    """Symptoms and conditions with their names, red flags with their phrases, and the speller: for one language and one state of the content.

    `known` maps (kind, slug) to a `Known`; `book` points from names to those keys, `flag_book` from words to slugs of red flags;
    `tag_names` maps slugs of tags to their names.
    """

    def __init__(self, language):
        areas = dict(SymptomConcept.objects.filter(symptom__language=language).values_list("symptom_id", "body_areas"))
        self.known = {}
        for model, name_model in ((Symptom, SymptomName), (Condition, ConditionName)):
            for page in _public(model, name_model, language):
                known = Known(page.pk, page.kind, page.slug, page.name, page.get_absolute_url() if page.is_published else None)
                self.known[page.kind, page.slug] = known if page.pk not in areas else _with_areas(known, areas[page.pk])
        titles = list(Version.objects.filter(live_on__language=language).values_list("live_on__kind", "live_on__slug", "title", "also_called"))
        same = {key: key for key in self.known}  # thousands of names share their keys
        named = self._names(language, titles)
        names = [(same[key], part) for key, text in named if key in same for part in _parts(text)]
        self.book = PhraseBook(Phrase(key, text, tuple(sorted(senses(text)))) for key, text in names)
        self._read_red_flags(language)
        self.urgent_senses = {}
        for phrase in self.book.phrases:
            kind, slug = phrase.target
            if kind == PageKind.SYMPTOM and slug in self.flags_of_symptom:
                self.urgent_senses.setdefault(frozenset(phrase.senses), set()).add(slug)
        self.tag_names = dict(Tag.objects.published().values_list("slug", "name"))
        texts = chain(
            (text for _key, text in names),
            (phrase.text for phrase in self.flag_book.phrases),
            (text for _kind, _slug, title, also in titles for text in (title, *also)),
            known_words(),
            self.tag_names.values(),
            # The library names some pages before anybody writes them. Names of drafts and of withdrawn pages stay unknown.
            Page.objects.in_language(language).filter(versions__isnull=True).values_list("name", flat=True),
        )
        self.speller = Speller((word for text in texts for word in words(text)), word_list("medicines.txt"))

    def _names(self, language, titles):
        """((kind, slug), text) of every name by which something is found; of pages that the search does not know too."""
        for key, known in self.known.items():
            yield key, known.name
        clinical = SymptomConcept.objects.filter(symptom__language=language).values_list("symptom__slug", "clinical_name")
        for slug, name in clinical:
            yield from (((PageKind.SYMPTOM, slug), part.strip()) for part in name.split(";") if part.strip())
        for kind, name_model in ((PageKind.SYMPTOM, SymptomName), (PageKind.CONDITION, ConditionName)):
            used = name_model.objects.filter(**{f"{kind}__language": language}, used_in_search=True)
            yield from (((kind, slug), text) for slug, text in used.values_list(f"{kind}__slug", "text").iterator())
        for kind, slug, title, also in titles:
            yield from (((kind, slug), text) for text in (title, *also))

    def _read_red_flags(self, language):
        self.red_flags, phrases, self.flags_of_symptom = {}, [], {}
        cards = CareCard.objects.published().in_language(language).with_live()
        for card in cards.prefetch_related("live__sections", "live__carecardversion__symptoms"):
            own = card.live.carecardversion
            text = " ".join(plain_text(without_markers(section.body)) for section in card.live.sections.all())
            self.red_flags[card.slug] = RedFlag(
                card.slug, own.level, card.live.title, without_markers(card.live.summary), text, card.get_absolute_url()
            )
            phrases += [(card.slug, text) for text in own.phrases]
            for symptom in own.symptoms.all():
                self.flags_of_symptom.setdefault(symptom.slug, set()).add(card.slug)
        self.flag_book = FlagBook(phrases)

    def urgent_names(self, reading):
        """Slugs of the urgent symptoms that a question names, without a word more in the clause: “slurred speech”, no “speech therapist”."""
        said = {reading.whole.senses, *(clause.senses for clause in reading.clauses)}
        return set() if is_in_general(reading) else {slug for senses in said for slug in self.urgent_senses.get(senses, ())}

    def raised(self, reading, symptom_slugs):
        """The red flags that a question or its symptoms raise, the most urgent first; of equals, the one that was told in most detail."""
        weights = {slug: phrases[0].weight for slug, phrases in self.flag_book.raised(reading).items()}
        for symptom in symptom_slugs:
            for slug in self.flags_of_symptom.get(symptom, ()):
                weights.setdefault(slug, 1)
        return sorted((self.red_flags[slug] for slug in weights), key=lambda flag: (URGENCY.index(flag.level), -weights[flag.slug], flag.slug))


def _parts(text):
    """A name, and the two names of one with another in brackets: "Ulnar neuropathy (cubital tunnel syndrome)"."""
    outer, bracket, inner = text.partition("(")
    return (text, outer.strip(), inner.rstrip(") ")) if bracket and outer.strip() else (text,)


def _with_areas(known, areas):
    return Known(known.pk, known.kind, known.slug, known.name, known.url, frozenset(areas))


def _public(model, name_model, language):
    """Pages that readers may hear of: those that are public, and those of the lexicon, which names some before anybody writes them."""
    kind = model.kind_of_page
    in_lexicon = Exists(name_model.objects.filter(**{kind: OuterRef("pk")}))
    if model is Symptom:
        in_lexicon |= Q(concept__isnull=False)
    return model.objects.in_language(language).filter(in_lexicon | Q(live__isnull=False)).order_by("pk")


def vocabulary(language):
    """The vocabulary of the present content. One query while nothing changed."""
    return kept(Vocabulary, language)
