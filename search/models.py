from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from editorial.models import Page


class PageKey(models.OneToOneField):
    """The page whose number is the key of the row. On SQLite only a key of exactly this type saves the way over a second tree."""

    def db_type(self, connection):
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class SearchDocument(models.Model):
    """What the lists and filters of an answer need of one published page. Written by `search.index` only.

    A search reads a thousand of these rows, so they are short. `areas` and `tags` are lists of names of parts of the body and of slugs;
    `stage` and `is_unproven` are those of a treatment.
    """

    page = PageKey(Page, primary_key=True, on_delete=models.CASCADE, related_name="search_document")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    areas = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    stage = models.CharField(max_length=30)
    is_unproven = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.kind}/{self.slug}"


class SearchText(models.Model):
    """The words of a document. Written by `search.index` only.

    The `*_terms` columns hold folded, stemmed words (see `search.words.terms`); both databases index just these, so that the same
    question finds the same pages on either. Passages are taken from the other two.
    """

    document = models.OneToOneField(SearchDocument, primary_key=True, on_delete=models.CASCADE, related_name="words")
    title_terms = models.TextField()
    keyword_terms = models.TextField()
    summary_terms = models.TextField()
    body_terms = models.TextField()
    summary = models.TextField()
    text = models.TextField()

    def __str__(self):
        return str(self.document)


class SearchCountQuerySet(models.QuerySet):
    def since(self, day):
        return self.filter(day__gte=day)

    def sums(self, at_least):
        """Rows of kind, concept and `total` over all days: only what was counted at least so often."""
        return self.values("kind", "concept").annotate(total=Sum("count")).filter(total__gte=at_least).order_by("kind", "concept")


class SearchCount(models.Model):
    """How often something was looked for on a day. Written by `search.counting` only.

    No word of a question is in it, no address and no time of day. What was looked for is named by its slug or key, not by foreign key,
    so that a row outlives its page.
    """

    class Kind(models.TextChoices):
        SYMPTOM = "symptom", _("Symptom")
        CONDITION = "condition", _("Condition")
        AREA = "area", _("Part of the body")
        CODE = "code", _("Code")  # with the page that answered it, or “-”, or other for all that are not about nerves
        NO_ANSWER = "no-answer", _("No answer")  # nothing fitted the question well; has no concept

    day = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    concept = models.CharField(max_length=150, blank=True)
    count = models.PositiveIntegerField()

    objects = SearchCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("what readers look for")
        verbose_name_plural = _("what readers look for")
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "concept"], name="search_counted_once_a_day"),
            models.CheckConstraint(condition=Q(kind__in=["symptom", "condition", "area", "code", "no-answer"]), name="search_count_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="no-answer", concept="") | (~Q(kind="no-answer") & ~Q(concept="")), name="search_count_has_a_concept"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="search_count_is_positive"),
        ]

    def __str__(self):
        return f"{self.day}: {self.concept or self.kind}"
