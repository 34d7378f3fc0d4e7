from functools import cache

from django.apps import apps
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PageKind(models.TextChoices):
    """What a page is about. The value stands in the database and in the audit trail."""

    CONDITION = "condition", _("condition")
    CAUSE = "cause", _("cause")
    SYMPTOM = "symptom", _("symptom")
    TREATMENT = "treatment", _("treatment")
    ARTICLE = "article", _("article")
    TERM = "term", _("glossary term")
    CARE_CARD = "care-card", _("care card")


slug_validator = RegexValidator(r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Use small letters, digits and single hyphens only, for example “burning-pain”."))


class PageQuerySet(models.QuerySet):
    def published(self):
        """The one door to public text: pages that have a live version."""
        return self.filter(live__isnull=False)

    def in_language(self, language):
        return self.filter(language=language)

    def with_live(self):
        """Fetches the live text, with what its kind has of its own, in the same query."""
        child = self.model.version_child()
        return self.select_related("live__reviewer", *([f"live__{child}"] if child else []))

    def with_summary(self):
        """Fetches the live text for lists in the same query."""
        return self.select_related("live")

    def with_sources(self):
        """Fetches the citations of the live text with their sources in one more query."""
        return self.prefetch_related(models.Prefetch("live__citations", self.model.citations()))

    def alphabetical(self):
        return self.order_by("name", "pk")

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def most_named(self, texts):
        """Pages that the most live texts name first, then by name. `texts` is the way from a page to the texts that name it."""
        named = models.Count(texts, filter=models.Q(**{f"{texts}__live_on__isnull": False}), distinct=True)
        return self.annotate(named=named).order_by("-named", "name", "pk")

    def starting_with(self, letter):
        return self.filter(name__istartswith=letter)

    def tagged(self, tag):
        """Pages whose *live* text has this tag."""
        return self.filter(live__tagged__tag=tag)


class PageManager(models.Manager.from_queryset(PageQuerySet)):
    """Pages of the kind that the proxy model names; all pages on `Page` itself."""

    def get_queryset(self):
        pages = super().get_queryset()
        return pages.filter(kind=self.model.kind_of_page) if self.model.kind_of_page else pages


class Page(models.Model):
    """The identity of a page: what stays the same while its text changes.

    Each kind has a proxy model that sets `kind_of_page`, `folder`, `url_name`, `aspects` and
    `required_aspects`; `fixed_order` is off where the sections keep the author's order.
    """

    kind_of_page: PageKind | None = None
    folder = ""
    url_name = ""
    aspects: tuple = ()
    required_aspects: frozenset = frozenset()
    fixed_order = True

    kind = models.CharField(_("kind"), max_length=20, choices=PageKind.choices, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    slug = models.CharField(
        _("slug"), max_length=100, validators=[slug_validator], help_text=_("The last part of the address. An old one keeps redirecting for ever.")
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("Used in lists and links. Publishing sets it to the title of the live text."))
    live = models.OneToOneField(
        "editorial.Version", verbose_name=_("live text"), null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="live_on"
    )
    first_published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    published_at = models.DateTimeField(_("text last changed"), null=True, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("withdrawn by"), null=True, editable=False, on_delete=models.PROTECT, related_name="withdrawals"
    )
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)
    successor = models.ForeignKey("self", verbose_name=_("replaced by"), null=True, editable=False, on_delete=models.PROTECT, related_name="replaces")
    withdraw_at = models.DateTimeField(_("to be withdrawn"), null=True, editable=False)
    withdraw_planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("withdrawal planned by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    withdraw_planned_reason = models.TextField(_("why it will be withdrawn"), blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="owned_pages",
        help_text=_("Who sees to it that the page is reviewed in time."),
    )

    objects = PageManager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "kind", "slug"],
                name="page_slug_is_unique",
                violation_error_message=_("Another page of this kind already has that slug."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PageKind.values), name="page_kind_is_known", violation_error_message=_("That kind of page does not exist.")
            ),
            models.CheckConstraint(condition=~Q(name=""), name="page_has_a_name", violation_error_message=_("Give the page a name.")),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, live__isnull=True) & ~Q(withdrawal_reason="")),
                name="withdrawn_page_is_not_live_and_says_why",
                violation_error_message=_("A withdrawn page shows no text and says who withdrew it and why."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | (Q(withdrawn_at__isnull=False) & ~Q(successor=models.F("id"))),
                name="only_a_withdrawn_page_has_a_successor",
                violation_error_message=_("Only a withdrawn page is replaced by another."),
            ),
            models.CheckConstraint(
                condition=Q(withdraw_at__isnull=True, withdraw_planned_by__isnull=True, withdraw_planned_reason="")
                | (Q(withdraw_at__isnull=False, withdraw_planned_by__isnull=False, live__isnull=False) & ~Q(withdraw_planned_reason="")),
                name="planned_withdrawal_says_who_and_why",
                violation_error_message=_("A planned withdrawal of a public page says who planned it and why."),
            ),
            models.CheckConstraint(
                condition=Q(live__isnull=True) | Q(published_at__isnull=False, first_published_at__isnull=False),
                name="live_page_has_dates",
                violation_error_message=_("A live page has the dates of its publication."),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "language", "name", "id"], name="page_list", condition=Q(live__isnull=False)),
            models.Index(fields=["kind", "language", "-published_at", "-id"], name="page_newest", condition=Q(live__isnull=False)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        model = self.model_for(self.kind)
        if type(self) is not model and not model.url_name:
            return model.get_absolute_url(self)
        return reverse(model.url_name, args=[self.slug])

    @property
    def is_published(self):
        return self.live_id is not None

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

    @classmethod
    def model_for(cls, kind):
        """The proxy model of a kind of page (a `PageKind` or its value)."""
        return _models_by_kind()[str(kind)]

    @staticmethod
    def citations():
        """All citations that may be shown, with their sources."""
        return apps.get_model("editorial", "Citation").objects.filter(source__printable=True).select_related("source")

    @classmethod
    def version_model(cls):
        """The model of this kind's texts: `Version`, a proxy of it, or a child table."""
        raise NotImplementedError

    @classmethod
    def version_child(cls):
        """Name of the relation from `Version` to this kind's own table, or "" if it has none."""
        if cls.kind_of_page is None:
            return ""
        model = cls.version_model()
        return "" if model._meta.proxy else model._meta.model_name


class PageAddress(models.Model):
    """Every slug that a page has or had. A slug belongs to one page for ever, so that old links keep working."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="addresses")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=PageKind.choices)
    slug = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "kind", "slug"],
                name="address_belongs_to_one_page",
                violation_error_message=_("That slug belongs, or once belonged, to another page of this kind."),
            ),
        ]

    def __str__(self):
        return f"{self.kind}/{self.slug}"


@cache
def _models_by_kind():
    return {model.kind_of_page.value: model for model in Page.__subclasses__()}
