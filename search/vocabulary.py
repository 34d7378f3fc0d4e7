"""What the search knows by heart: the words for symptoms, the red flags, and the words that it can spell.

Read from the database once and kept in the process until the content version changes.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from articles.models import CareCard, CareCardVersion, Symptom, SymptomConcept, SymptomName
from editorial.caching import content_version
from editorial.markup import plain_text, without_markers
from editorial.models import Page, Tag, Version
from search.words import Phrase, PhraseBook, Speller, terms, words

URGENCY = list(CareCardVersion.Level.values)


@dataclass(frozen=True)
class KnownSymptom:
    pk: int
    slug: str
    name: str
    url: str | None


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
    """Symptoms with their phrases, red flags with theirs, and the speller, for one language and one state of the content."""

    def __init__(self, language):
        symptoms = list(_public_symptoms(language))
        self.symptoms = {
            symptom.slug: KnownSymptom(symptom.pk, symptom.slug, symptom.name, symptom.get_absolute_url() if symptom.is_published else None)
            for symptom in symptoms
        }
        names = [(symptom.slug, symptom.name) for symptom in symptoms]
        clinical = SymptomConcept.objects.filter(symptom__language=language).values_list("symptom__slug", "clinical_name")
        names += [(slug, part.strip()) for slug, name in clinical for part in name.split(";") if part.strip()]
        names += SymptomName.objects.filter(symptom__language=language).values_list("symptom__slug", "text")
        titles = list(Version.objects.filter(live_on__language=language).values_list("title", "also_called"))
        self.symptom_phrases = PhraseBook([Phrase(slug, text, frozenset(terms(text))) for slug, text in names])
        self._read_red_flags(language)
        known = [text for _slug, text in names] + [phrase.text for phrase in self.red_flag_phrases.phrases]
        known += [text for title, also_called in titles for text in (title, *also_called)]
        known += Tag.objects.published().values_list("name", flat=True)
        # The library names some pages before anybody writes them. Names of drafts and of withdrawn pages stay unknown.
        known += Page.objects.in_language(language).filter(versions__isnull=True).values_list("name", flat=True)
        self.speller = Speller([word for text in known for word in words(text)])

    def _read_red_flags(self, language):
        self.red_flags, phrases, self.flags_of_symptom = {}, [], {}
        cards = CareCard.objects.published().in_language(language).with_live()
        for card in cards.prefetch_related("live__sections", "live__carecardversion__symptoms"):
            own = card.live.carecardversion
            text = " ".join(plain_text(without_markers(section.body)) for section in card.live.sections.all())
            self.red_flags[card.slug] = RedFlag(
                card.slug, own.level, card.live.title, without_markers(card.live.summary), text, card.get_absolute_url()
            )
            phrases += [Phrase(card.slug, text, frozenset(terms(text))) for text in own.phrases]
            for symptom in own.symptoms.all():
                self.flags_of_symptom.setdefault(symptom.slug, set()).add(card.slug)
        self.red_flag_phrases = PhraseBook(phrases)

    def raised(self, asked, symptom_slugs):
        """The most urgent red flag that the terms of a question or its symptoms raise, or None."""
        slugs = {match.target for match in self.red_flag_phrases.match(asked, at_least=0.999)}
        for slug in symptom_slugs:
            slugs |= self.flags_of_symptom.get(slug, set())
        return min((self.red_flags[slug] for slug in slugs), key=lambda flag: (URGENCY.index(flag.level), flag.slug), default=None)


def _public_symptoms(language):
    """Symptoms that readers may hear of: those of the lexicon, and those with a page."""
    in_lexicon = Q(concept__isnull=False) | Exists(SymptomName.objects.filter(symptom=OuterRef("pk")))
    return Symptom.objects.in_language(language).filter(in_lexicon | Q(live__isnull=False))


_kept: dict = {}


def vocabulary(language):
    """The vocabulary of the present content. One query while nothing changed."""
    version = content_version()
    kept = _kept.get(language)
    if kept is None or kept[0] != version:
        kept = _kept[language] = (version, Vocabulary(language))
    return kept[1]
