from enum import IntEnum

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from editorial.markup import clean_html, without_markers
from editorial.models.page import Page, PageKind


class Status(models.TextChoices):
    """Where a text stands. `TRANSITIONS` says what may follow; `editorial.actions` is the only writer."""

    DRAFT = "draft", _("draft")  # its author is writing; the author or an administrator takes it on
    IN_REVIEW = "in review", _("in review")  # waits for another clinician; nobody edits it
    RETURNED = "returned", _("sent back")  # a reviewer asked for changes; the author takes it on
    SCHEDULED = "scheduled", _("scheduled")  # approved, and waits for its time; a reviewer can still send it back
    APPROVED = "approved", _("approved")  # reviewed by a clinician who did not write it; its text never changes again
    CORRECTING = "correcting", _("safety correction in work")  # beside any draft; its writer publishes it at once or discards it
    CORRECTION = "correction", _("safety correction, not yet confirmed")  # readers see it; a second clinician confirms it
    STARTER = "starter", _("starter text")  # came with the starter library; no clinician has checked the whole of it yet
    DISCARDED = "discarded", _("discarded")  # a draft that was given up; kept for the record


TRANSITIONS = {
    Status.DRAFT: {Status.IN_REVIEW, Status.DISCARDED},
    Status.RETURNED: {Status.IN_REVIEW, Status.DISCARDED},
    Status.IN_REVIEW: {Status.APPROVED, Status.SCHEDULED, Status.RETURNED},
    Status.SCHEDULED: {Status.APPROVED, Status.RETURNED},
    Status.APPROVED: set(),
    Status.CORRECTING: {Status.CORRECTION, Status.DISCARDED},
    Status.CORRECTION: {Status.APPROVED, Status.STARTER},
    Status.STARTER: set(),
    Status.DISCARDED: set(),
}
EDITABLE = (Status.DRAFT, Status.RETURNED, Status.CORRECTING)
OPEN = (Status.DRAFT, Status.RETURNED, Status.IN_REVIEW, Status.SCHEDULED)  # on the way through a review: one a page
ON_ITS_WAY = (*OPEN, Status.CORRECTING)  # not decided on: can be previewed and commented on
REVIEWED = (Status.APPROVED, Status.SCHEDULED)
BOUND = (*REVIEWED, Status.CORRECTION)  # bound to the hash of what was shown
LONGEST_SECTION = 40_000  # characters with markup: ten printed pages


class Layer(IntEnum):
    """Where on its page a section stands, from the top."""

    KEY_POINTS = 0
    HELP = 1
    ACTIONS = 2  # what a reader can do, must beware of or may ask: open, always
    DETAILS = 3  # folded, for those who want to know more; open on paper


class Aspect(models.TextChoices):
    """What a section tells, in the words of the health-aspect vocabulary where it has one."""

    KEY_POINTS = "key-points", _("Key points")
    OVERVIEW = "overview", _("What it is")
    SYMPTOMS = "symptoms", _("Symptoms")
    CAUSES = "causes", _("Causes")
    WHEN_TO_GET_HELP = "when-to-get-help", _("When to get help")
    DIAGNOSIS = "diagnosis", _("How it is checked")
    TREATMENTS = "treatments", _("Treatments")
    SELF_CARE = "self-care", _("What you can do yourself")
    LIVING_WITH = "living-with", _("Living with it")
    PROGNOSIS = "prognosis", _("What to expect")
    PREVENTION = "prevention", _("Prevention")
    SUITABILITY = "suitability", _("Who it may be for")
    HOW_IT_WORKS = "how-it-works", _("How it may work")
    EFFECTIVENESS = "effectiveness", _("How well it works")
    RISKS = "risks", _("Risks")
    CAUTIONS = "cautions", _("Who should be careful")
    SIDE_EFFECTS = "side-effects", _("Side effects")
    WHAT_HAPPENS = "what-happens", _("What happens")
    OTHER_CHOICES = "other-choices", _("Other choices, and doing nothing")
    RESEARCH = "research", _("Research")
    NOT_KNOWN = "what-is-not-known", _("What is not known")
    QUESTIONS = "questions-to-ask", _("Questions to ask")

    @property
    def layer(self):
        return LAYERS.get(self, Layer.DETAILS)


LAYERS = {
    Aspect.KEY_POINTS: Layer.KEY_POINTS,
    Aspect.WHEN_TO_GET_HELP: Layer.HELP,
    Aspect.SELF_CARE: Layer.ACTIONS,
    Aspect.RISKS: Layer.ACTIONS,
    Aspect.SIDE_EFFECTS: Layer.ACTIONS,
    Aspect.CAUTIONS: Layer.ACTIONS,
    Aspect.QUESTIONS: Layer.ACTIONS,
}


class VersionPart(models.Model):
    """Something that belongs to one version of a page, is copied with it, and is never public without it.

    A subclass has a foreign key named ``version``.
    """

    class Meta:
        abstract = True


class VersionQuerySet(models.QuerySet):
    def open(self):
        """Texts that are on their way through a review: drafts, sent back, in review or scheduled."""
        return self.filter(status__in=OPEN)

    def touched_by_editors(self):
        """Texts that people made here, not the import; a corrected starter text is one of them."""
        return self.exclude(status=Status.STARTER, author__isnull=True)

    def reviewable_by(self, editor):
        """Texts that this person neither wrote nor changed, so that they may review them."""
        return self.exclude(author=editor).exclude(contributors=editor)


class Version(models.Model):
    """One text of a page. Kinds with more of their own have a child table."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.PROTECT, related_name="versions", editable=False)
    number = models.PositiveIntegerField(_("version"), editable=False)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(
        _("summary"), max_length=600, help_text=_("One or two plain sentences for lists and search results. Cite with [@key].")
    )
    also_called = models.JSONField(_("also called"), default=list, blank=True)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True, help_text=_("One line for readers and reviewers."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, editable=False, on_delete=models.PROTECT, related_name="authored_versions"
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("last changed by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("also written by"), editable=False, related_name="contributed_versions"
    )
    based_on = models.ForeignKey(
        "self", verbose_name=_("begun from"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )  # what readers saw when it began; the author says so when they have taken over a newer text
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewer"), null=True, editable=False, on_delete=models.PROTECT, related_name="reviewed_versions"
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    review_due = models.DateField(_("next review due"), null=True, editable=False)
    return_reason = models.TextField(_("why it was sent back"), blank=True, editable=False)
    content_hash = models.CharField(_("hash of what was approved"), max_length=64, blank=True, editable=False)
    publish_at = models.DateTimeField(_("to be published"), null=True, editable=False)
    correction_reason = models.TextField(_("why it was corrected at once"), blank=True, editable=False)
    confirm_by = models.DateTimeField(_("to be confirmed until"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("correction confirmed"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("correction confirmed by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    tags = TaggableManager(through="editorial.TaggedVersion", verbose_name=_("tags"), blank=True)
    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        permissions = [
            ("write_draft", _("Can write drafts and send them for review")),
            ("review_version", _("Can approve a draft or send it back")),
            ("withdraw_page", _("Can withdraw a page and change its address")),
            ("correct_safety", _("Can publish a safety correction at once")),
        ]
        indexes = [models.Index(fields=["status"], name="version_status")]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="version_number_is_unique"),
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(status__in=OPEN),
                name="one_open_version_a_page",
                violation_error_message=_("This page already has a draft. Finish or discard it first."),
            ),
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(status=Status.CORRECTING),
                name="one_correction_in_work_a_page",
                violation_error_message=_("Somebody is already writing a safety correction of this page."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="status_is_known", violation_error_message=_("That status does not exist.")
            ),
            # A correction carries the review of the text that it corrects, which its writer may have reviewed.
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")) | ~Q(correction_reason=""),
                name="reviewer_is_not_the_author",
                violation_error_message=_("Another clinician than the author must review a text."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=REVIEWED)
                | Q(author__isnull=False, reviewer__isnull=False, reviewed_at__isnull=False, review_due__isnull=False),
                name="approved_has_author_reviewer_and_dates",
                violation_error_message=_("An approved text names its author, its reviewer, the date of the review and the next one."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=BOUND) | Q(reviewer__isnull=True, reviewed_at__isnull=True),
                name="only_approved_is_reviewed",
                violation_error_message=_("Only an approved text has a reviewer."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=BOUND) | ~Q(content_hash=""),
                name="what_was_approved_has_a_hash",
                violation_error_message=_("An approved text keeps the hash of what was approved."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SCHEDULED) | Q(publish_at__isnull=False),
                name="scheduled_says_when",
                violation_error_message=_("A scheduled text has a time at which it is published."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CORRECTION) | (Q(confirm_by__isnull=False, author__isnull=False) & ~Q(correction_reason="")),
                name="correction_says_why_and_until_when",
                violation_error_message=_("A safety correction says who made it, why, and until when it must be confirmed."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("author"))),
                name="confirmer_is_not_the_author",
                violation_error_message=_("Another clinician than its writer confirms a safety correction."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.STARTER) | Q(author__isnull=False),
                name="only_starter_text_has_no_author",
                violation_error_message=_("A text has an author, unless it came with the starter library."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RETURNED) | ~Q(return_reason=""),
                name="returned_says_why",
                violation_error_message=_("Say why the text goes back to its author."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(summary=""),
                name="version_has_title_and_summary",
                violation_error_message=_("A text needs a title and a summary."),
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.get_status_display()}, version {self.number})"

    def get_admin_url(self):
        """Address of the form of this text in the admin."""
        meta = Page.model_for(self.page.kind).version_model()._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.pk])

    @property
    def plain_summary(self):
        """The summary without citation markers, for lists."""
        return without_markers(self.summary)

    @property
    def is_editable(self):
        return self.status in EDITABLE

    @property
    def is_on_its_way(self):
        """Whether it is still being written, reviewed or waited for: it can be previewed and commented on."""
        return self.status in ON_ITS_WAY

    @property
    def is_unreviewed(self):
        """Whether no clinician has reviewed the whole of this text, so that readers are told."""
        return self.reviewer_id is None

    @property
    def is_behind(self):
        """Whether readers see another text now than when this draft began."""
        return self.based_on_id != self.page.live_id

    def own(self):
        """This version as its kind's own model, with what only that kind has."""
        model = Page.model_for(self.page.kind).version_model()
        return self if isinstance(self, model) else model.objects.get(pk=self.pk)

    def correction_problems(self, live):
        """What only this kind can say against this text as a safety correction of `live`: a list of sentences."""
        return []

    @classmethod
    def initial(cls):
        """Values that a new text of this kind starts with, where the database needs one."""
        return {}

    front_matter_keys: tuple = ()
    form_names: dict = {}  # {name in a content file: field}, where the two differ

    def write_front_matter(self):
        """What only this kind has, as the content files write it: a dict of plain values."""
        return {}

    @classmethod
    def check_front_matter(cls, front, library):
        """Yields (key, sentence) for what is wrong in this kind's part of a content file."""
        return iter(())

    def read_front_matter(self, front, library):
        """Fills this version and its rows from this kind's part of a checked content file."""

    @classmethod
    def part_models(cls):
        """Models of the things that belong to a version of this kind, in a stable order."""
        return [
            model for model in apps.get_models() if issubclass(model, VersionPart) and issubclass(cls, model._meta.get_field("version").related_model)
        ]


class TagQuerySet(models.QuerySet):
    def published(self):
        """Tags that a live text has."""
        return self.filter(pk__in=TaggedVersion.objects.filter(content_object__live_on__isnull=False).values("tag"))


class Tag(TagBase):
    """A word of the site's own tag vocabulary."""

    description = models.CharField(_("description"), max_length=200, blank=True, help_text=_("One sentence at the top of the tag's page."))

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def get_absolute_url(self):
        return reverse("articles:tag", args=[self.slug])


class TaggedVersion(ItemBase):
    content_object = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="tagged")  # what was approved keeps its tags

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="version_has_a_tag_once")]


class Section(VersionPart):
    """A part of a text: written for this page, or a care card that is shared by many."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    aspect = models.CharField(_("what it tells"), max_length=30, choices=Aspect.choices)
    heading = models.CharField(_("heading"), max_length=120, blank=True, help_text=_("Only where the usual heading of this part does not fit."))
    body = ProseEditorField(
        _("text"),
        blank=True,
        extensions={
            "Bold": True,
            "Italic": True,
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "Link": {"enableTarget": False, "protocols": []},
            "Heading": {"levels": [3]},
            "HardBreak": False,
        },
        sanitize=clean_html,
        validators=[
            MaxLengthValidator(
                LONGEST_SECTION,
                _("This section has %(show_value)d signs, with its markup; at most %(limit_value)d are possible. Split it into two sections."),
            )
        ],
    )
    card = models.ForeignKey(
        Page,
        verbose_name=_("care card"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shown_in",
        limit_choices_to={"kind": PageKind.CARE_CARD},
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.CheckConstraint(
                condition=Q(aspect__in=Aspect.values), name="aspect_is_known", violation_error_message=_("That kind of section does not exist.")
            ),
            models.CheckConstraint(
                condition=(Q(card__isnull=True) & ~Q(body="")) | Q(card__isnull=False, body="", aspect=Aspect.WHEN_TO_GET_HELP),
                name="section_has_a_text_or_a_care_card",
                violation_error_message=_("A section holds either a text, or a care card under “When to get help”."),
            ),
        ]

    def __str__(self):
        return self.heading or self.get_aspect_display()

    def save(self, *args, **kwargs):
        # The editor's field cleans in forms only; text also comes from the importer and from code.
        self.body = clean_html(self.body)
        super().save(*args, **kwargs)
