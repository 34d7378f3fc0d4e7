import hashlib
import json
from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Condition
from editorial.prepared import Prepared
from trials.registry import FACTS, PRIVATE_TEXTS
from trials.shown import ShownTrial

ON_A_CONDITION_PAGE = 5
NOT_IN_LISTS = ("raw", *PRIVATE_TEXTS)
WORDS = ("plain_title", "plain_summary", "cannot_tell", "asks_payment")


class State(models.TextChoices):
    """Whether readers see a record. Only `trials.actions` and the import move it."""

    WAITING = "waiting", _("waits for an editor")  # an import made it
    PUBLISHED = "published", _("published")  # a reviewer published it
    WITHDRAWN = "withdrawn", _("withdrawn")  # a reviewer took it off, or an import that found words about payment


class AsksPayment(models.TextChoices):
    """Whether those who take part pay for it."""

    NO = "no", _("no")
    TO_CHECK = "to-check", _("to check")  # an import found words that may mean it: never public
    YES = "yes", _("yes: patients pay to take part")


class TrialQuerySet(models.QuerySet):
    def published(self):
        """The one door to public records: those that a reviewer published."""
        return self.filter(state=State.PUBLISHED)

    def without_private_texts(self):
        """Leaves what no list shows in the database."""
        return self.defer(*NOT_IN_LISTS)

    def condition_pages(self, language):
        """The public condition pages that have a published record."""
        return Condition.objects.published().in_language(language).filter(trials__in=self.published()).distinct().alphabetical()

    def in_order(self):
        """Published records as readers see them today: a list of `ShownTrial`, in the order of lists. One query."""
        return _in_order(self.published().without_private_texts())


class TrialManager(models.Manager.from_queryset(TrialQuerySet)):
    def on_condition_page(self):
        """On a condition's related manager, what its page shows: (other studies, studies of stem cells or genes), at most five together.

        One query.
        """
        names = _shown_names()
        trials = _in_order(Trial.from_db("default", names, values) for values in _trials_of(self.instance.pk))[:ON_A_CONDITION_PAGE]
        return [shown for shown in trials if not shown.is_experimental], [shown for shown in trials if shown.is_experimental]


def _in_order(trials):
    today = timezone.localdate()
    return sorted((ShownTrial(trial, today) for trial in trials), key=ShownTrial.place)


@cache
def _shown_names():
    return [field.attname for field in Trial._meta.concrete_fields if field.name not in NOT_IN_LISTS]


_trials_of = Prepared(lambda condition: Trial.objects.published().filter(condition_pages=condition).order_by().values_list(*_shown_names()))


class Trial(models.Model):
    """A record of a study: the facts of the last import, and what an editor wrote for patients.

    Facts are kept as the registry wrote them, dates with its precision; `trials.words` says what they mean.
    """

    nct_id = models.CharField(_("number in the registry"), max_length=11, unique=True, editable=False)
    # --- Facts: read by `trials.registry`, written by the import only ---
    brief_title = models.TextField(_("short title"), blank=True, editable=False)
    official_title = models.TextField(_("official title"), blank=True, editable=False)
    acronym = models.TextField(_("acronym"), blank=True, editable=False)
    status = models.TextField(_("status"), blank=True, editable=False)
    last_known_status = models.TextField(_("last known status"), blank=True, editable=False)
    why_stopped = models.TextField(_("why it stopped"), blank=True, editable=False)
    verified_on = models.CharField(_("verified by the sponsor"), max_length=10, blank=True, editable=False)
    start_date = models.CharField(_("start"), max_length=10, blank=True, editable=False)
    start_type = models.TextField(blank=True, editable=False)
    primary_completion_date = models.CharField(_("last measurement of the main result"), max_length=10, blank=True, editable=False)
    primary_completion_type = models.TextField(blank=True, editable=False)
    completion_date = models.CharField(_("end"), max_length=10, blank=True, editable=False)
    completion_type = models.TextField(blank=True, editable=False)
    first_posted = models.CharField(_("first posted"), max_length=10, blank=True, editable=False)
    last_updated = models.CharField(_("last update posted"), max_length=10, blank=True, editable=False)
    results_posted = models.CharField(_("results posted"), max_length=10, blank=True, editable=False)
    has_expanded_access = models.BooleanField(null=True, editable=False)
    sponsor_name = models.TextField(_("sponsor"), blank=True, editable=False)
    sponsor_class = models.TextField(blank=True, editable=False)
    collaborators = models.JSONField(default=list, editable=False)  # {name, class}
    has_dmc = models.BooleanField(_("data-monitoring committee"), null=True, editable=False)
    is_fda_regulated_drug = models.BooleanField(_("drug regulated by the FDA"), null=True, editable=False)
    is_fda_regulated_device = models.BooleanField(_("device regulated by the FDA"), null=True, editable=False)
    is_us_export = models.BooleanField(_("exported from the USA"), null=True, editable=False)
    brief_summary = models.TextField(_("summary of the sponsor"), blank=True, editable=False)
    detailed_description = models.TextField(_("description of the sponsor"), blank=True, editable=False)
    eligibility_criteria = models.TextField(_("criteria of the sponsor"), blank=True, editable=False)
    conditions = models.JSONField(_("conditions in the registry"), default=list, editable=False)
    keywords = models.JSONField(default=list, editable=False)
    study_type = models.TextField(blank=True, editable=False)
    phases = models.JSONField(_("phases"), default=list, editable=False)
    allocation = models.TextField(blank=True, editable=False)
    intervention_model = models.TextField(blank=True, editable=False)
    primary_purpose = models.TextField(blank=True, editable=False)
    masking = models.TextField(blank=True, editable=False)
    enrolment = models.PositiveIntegerField(_("people"), null=True, editable=False)
    enrolment_type = models.TextField(_("planned or actual number of people"), blank=True, editable=False)
    arms = models.JSONField(default=list, editable=False)  # {label, type}
    interventions = models.JSONField(default=list, editable=False)  # {type, name, otherNames}
    primary_outcomes = models.JSONField(default=list, editable=False)  # {measure, timeFrame}
    sex = models.TextField(blank=True, editable=False)
    minimum_age = models.TextField(blank=True, editable=False)
    maximum_age = models.TextField(blank=True, editable=False)
    standard_ages = models.JSONField(default=list, editable=False)
    healthy_volunteers = models.BooleanField(null=True, editable=False)
    locations = models.JSONField(default=list, editable=False)  # {facility, status, city, state, country}
    meshes = models.JSONField(default=list, editable=False)  # {id, term}
    registry_date = models.CharField(_("data of the registry"), max_length=10, blank=True, editable=False)
    has_results = models.BooleanField(_("results"), null=True, editable=False)
    # --- The last import ---
    imported_at = models.DateTimeField(_("imported"), editable=False)
    source = models.TextField(_("file"), editable=False)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, editable=False)
    raw = models.JSONField(default=dict, editable=False)  # holds people's names and telephones: never shown
    # --- What an editor writes ---
    plain_title = models.CharField(
        _("plain title"), max_length=150, blank=True, help_text=_("What is tested, for whom, in words that a patient uses.")
    )
    plain_summary = models.TextField(
        _("plain summary"),
        max_length=500,
        blank=True,
        help_text=_("Two sentences: what they do, and with whom. Promise nothing, and give no results."),
    )
    cannot_tell = models.TextField(
        _("what this cannot tell you"),
        max_length=1000,
        blank=True,
        help_text=_("What nobody will know from this study, for example because it has no comparison group, or few people."),
    )
    condition_pages = models.ManyToManyField(
        Condition, verbose_name=_("condition pages"), blank=True, related_name="trials", help_text=_("The pages on which it is listed.")
    )
    asks_payment = models.CharField(
        _("do patients pay?"),
        max_length=10,
        choices=AsksPayment.choices,
        default=AsksPayment.NO,
        help_text=_("“To check” cannot be published: read the sentences above, then choose."),
    )
    # --- Whether readers see it ---
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed for readers"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("withdrawn by"), null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)

    objects = TrialManager()

    class Meta:
        ordering = ["nct_id"]
        verbose_name = _("trial record")
        verbose_name_plural = _("trial records")
        indexes = [models.Index(fields=["state"], name="trial_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="trial_state_is_known", violation_error_message=_("That state does not exist.")
            ),
            models.CheckConstraint(
                condition=Q(asks_payment__in=AsksPayment.values),
                name="payment_answer_is_known",
                violation_error_message=_("That answer does not exist."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by__isnull=False, changed_at__isnull=False),
                name="published_trial_says_who_and_when",
                violation_error_message=_("A published record says who published it and when."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~(Q(plain_title="") | Q(plain_summary="") | Q(cannot_tell="")),
                name="published_trial_has_our_words",
                violation_error_message=_("A published record has a plain title, a plain summary, and what it cannot tell."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published", asks_payment="to-check"),
                name="published_trial_has_a_money_check",
                violation_error_message=_("Decide first whether patients pay to take part."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_trial_says_when_and_why",
                violation_error_message=_("A withdrawn record says when and why."),
            ),
        ]

    def __str__(self):
        return f"{self.nct_id}: {self.plain_title or self.brief_title or _('no title')}"

    def get_absolute_url(self):
        return reverse("trials:detail", args=[self.nct_id])

    @property
    def is_published(self):
        return self.state == State.PUBLISHED

    @property
    def registry_url(self):
        return f"https://clinicaltrials.gov/study/{self.nct_id}"

    def facts(self):
        """{name: value} of all that the registry says."""
        return {name: getattr(self, name) for name in FACTS}

    def fingerprint(self):
        """A hash of all that readers would see: whoever publishes or saves says which record was on the screen. One query."""
        pages = sorted(self.condition_pages.values_list("pk", flat=True))
        everything = [self.state, [getattr(self, name) for name in WORDS], pages, self.facts()]
        return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()
