"""What must be true of texts about the disorder before they may be public, beyond what every text must."""

from django.utils.translation import gettext as _

from articles.models import CareCardVersion
from editorial.checked_text import register_lookup
from editorial.models import Aspect, PageKind
from editorial.publication_checks import STOP, check

URGENT = (CareCardVersion.Level.NOW, CareCardVersion.Level.TODAY)


@check(id="urgent-symptom-without-card", level=STOP, kinds=[PageKind.SYMPTOM])
def urgent_symptom_without_card(text):
    shown = {part.card for part in text.parts}
    for card, name in text.ask("urgent care cards").get(text.slug, []):
        if card not in shown:
            place = text.place_of(Aspect.WHEN_TO_GET_HELP)
            yield place, _("This symptom always calls for the care card “%(card)s”. Show it under “When to get help”.") % {"card": name}


def urgent_cards_on_site():
    """{slug of a symptom: [(slug, name) of each urgent care card that it raises]}, of live care cards."""
    return _by_symptom(_live_cards())


def urgent_cards_in(library):
    """The same of a content folder; a care card that it lacks counts as it is live."""
    files = [page for page in library.pages if page.model.kind_of_page == PageKind.CARE_CARD]
    named = {page.slug for page in files}
    rows = [row for row in _live_cards() if row[1] not in named]
    for page in files:
        symptoms = page.front.get("symptoms")
        if page.front.get("level") in URGENT and isinstance(symptoms, list):
            rows += [(symptom, page.slug, str(page.front.get("title"))) for symptom in symptoms if isinstance(symptom, str)]
    return _by_symptom(rows)


def _live_cards():
    cards = CareCardVersion.objects.filter(live_on__isnull=False, level__in=URGENT, symptoms__isnull=False)
    return list(cards.order_by("live_on__slug").values_list("symptoms__slug", "live_on__slug", "title"))


def _by_symptom(rows):
    cards: dict[str, list] = {}
    for symptom, slug, name in rows:
        cards.setdefault(symptom, []).append((slug, name))
    return cards


register_lookup("urgent care cards", on_site=urgent_cards_on_site, in_library=urgent_cards_in)
