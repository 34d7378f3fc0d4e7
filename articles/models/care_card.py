from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.card_phrases import problems_of
from editorial.models import Aspect, Page, PageKind, Version


class CareCard(Page):
    """A “when to get help” card: written and reviewed once, shown on many pages in the same words."""

    kind_of_page = PageKind.CARE_CARD
    folder = "care-cards"
    aspects = (Aspect.WHEN_TO_GET_HELP,)
    required_aspects = frozenset(aspects)

    class Meta:
        proxy = True
        verbose_name = _("care card")
        verbose_name_plural = _("care cards")

    @classmethod
    def version_model(cls):
        return CareCardVersion

    def get_absolute_url(self):
        return f"{reverse('articles:urgent_signs')}#{self.slug}"


class CareCardVersion(Version):
    class Level(models.TextChoices):
        NOW = "now", _("Get help now")
        TODAY = "today", _("Get help today or tomorrow")
        SOON = "soon", _("Book an appointment")

    level = models.CharField(_("how urgent"), max_length=10, choices=Level.choices)
    phrases = models.JSONField(
        _("words that raise it"), default=list, blank=True, help_text=_("Phrases in a search that show this card above everything else.")
    )
    symptoms = models.ManyToManyField(
        Page,
        verbose_name=_("symptoms that raise it"),
        blank=True,
        related_name="raises_cards",
        limit_choices_to={"kind": PageKind.SYMPTOM},
        help_text=_("Only symptoms that always call for this card."),
    )

    class Meta:
        verbose_name = _("text of a care card")
        verbose_name_plural = _("texts of care cards")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["now", "today", "soon"]), name="care_level_is_known", violation_error_message=_("That level does not exist.")
            )
        ]

    front_matter_keys = ("level", "phrases", "symptoms")

    def clean(self):
        super().clean()
        if sentences := list(problems_of(self.phrases)):
            raise ValidationError({"phrases": sentences})

    @classmethod
    def initial(cls):
        return {"level": cls.Level.SOON}

    @classmethod
    def check_front_matter(cls, front, library):
        if front.get("level") not in cls.Level.values:
            yield "level", _("The level must be one of: %(choices)s.") % {"choices": ", ".join(cls.Level.values)}
        phrases = front.get("phrases") or []
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            yield "phrases", _("Give a list of phrases, each in quotes.")
        else:
            yield from (("phrases", sentence) for sentence in problems_of(phrases))
        symptoms = front.get("symptoms") or []
        if not isinstance(symptoms, list):
            yield "symptoms", _("Give a list of slugs, such as [numbness].")
            return
        for slug in symptoms:
            if not library.knows(PageKind.SYMPTOM, slug):
                yield "symptoms", _("The symptom “%(slug)s” is unknown. Use a slug of symptoms.json.") % {"slug": slug}

    def read_front_matter(self, front, library):
        self.level = front["level"]
        self.phrases = front.get("phrases") or []
        self.symptoms.set([library.stored_page(PageKind.SYMPTOM, slug) for slug in front.get("symptoms") or []])

    def write_front_matter(self):
        return {
            "level": self.level,
            "phrases": self.phrases,
            "symptoms": sorted(self.symptoms.values_list("slug", flat=True)),
        }
