from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.cause import Cause
from articles.models.search_name import SearchName
from articles.models.symptom import Symptom
from editorial.models import Aspect, Page, PageKind, Source, Version, VersionPart


class Condition(Page):
    """A disorder of peripheral nerves."""

    kind_of_page = PageKind.CONDITION
    folder = "conditions"
    url_name = "articles:condition"
    aspects = (
        Aspect.KEY_POINTS,
        Aspect.WHEN_TO_GET_HELP,
        Aspect.OVERVIEW,
        Aspect.SYMPTOMS,
        Aspect.CAUSES,
        Aspect.DIAGNOSIS,
        Aspect.TREATMENTS,
        Aspect.SELF_CARE,
        Aspect.LIVING_WITH,
        Aspect.PROGNOSIS,
        Aspect.PREVENTION,
        Aspect.RESEARCH,
        Aspect.NOT_KNOWN,
        Aspect.QUESTIONS,
    )
    required_aspects = frozenset(
        {
            Aspect.KEY_POINTS,
            Aspect.OVERVIEW,
            Aspect.WHEN_TO_GET_HELP,
            Aspect.SYMPTOMS,
            Aspect.CAUSES,
            Aspect.DIAGNOSIS,
            Aspect.TREATMENTS,
            Aspect.NOT_KNOWN,
            Aspect.QUESTIONS,
        }
    )

    class Meta:
        proxy = True
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    @classmethod
    def version_model(cls):
        return ConditionVersion


class ConditionVersion(Version):
    class Pattern(models.TextChoices):
        WIDESPREAD = "widespread", _("Many nerves")
        FOCAL = "focal", _("One nerve or one area")
        INJURY = "injury", _("A nerve that was hurt or cut")

    pattern = models.CharField(
        _("which nerves"),
        max_length=20,
        choices=Pattern.choices,
        help_text=_("Evidence about cut nerves and about widespread damage is never mixed."),
    )

    class Meta:
        verbose_name = _("text of a condition")
        verbose_name_plural = _("texts of conditions")
        constraints = [
            models.CheckConstraint(
                condition=Q(pattern__in=["widespread", "focal", "injury"]),
                name="pattern_is_known",
                violation_error_message=_("That pattern does not exist."),
            )
        ]

    front_matter_keys = ("pattern", "causes", "symptoms")

    @classmethod
    def initial(cls):
        return {"pattern": cls.Pattern.WIDESPREAD}

    @classmethod
    def check_front_matter(cls, front, library):
        if front.get("pattern") not in cls.Pattern.values:
            yield "pattern", _("The pattern must be one of: %(choices)s.") % {"choices": ", ".join(cls.Pattern.values)}
        for key, name, kind in (("causes", "cause", PageKind.CAUSE), ("symptoms", "symptom", PageKind.SYMPTOM)):
            seen = set()
            rows = front.get(key) or []
            if not isinstance(rows, list):
                yield key, _("Give a list of rows, each with: %(name)s, strength, sources.") % {"name": name}
                continue
            for row in rows:
                if not isinstance(row, dict) or set(row) != {name, "strength", "sources"}:
                    yield key, _("Each row has exactly: %(name)s, strength, sources.") % {"name": name}
                    continue
                if not library.knows(kind, row[name]):
                    yield key, _("The %(name)s “%(slug)s” is unknown. Correct the slug.") % {"name": name, "slug": row[name]}
                    continue
                if row[name] in seen:
                    yield key, _("“%(slug)s” stands there twice. Remove one.") % {"slug": row[name]}
                seen.add(row[name])
                if row["strength"] not in Association.Strength.values:
                    yield key, _("The strength must be one of: %(choices)s.") % {"choices": ", ".join(Association.Strength.values)}
                yield from library.source_problems(key, row["sources"])

    def read_front_matter(self, front, library):
        self.pattern = front["pattern"]
        for key, name, kind in (("causes", "cause", PageKind.CAUSE), ("symptoms", "symptom", PageKind.SYMPTOM)):
            for row in front.get(key) or []:
                target = {f"{name}_id": library.stored_page(kind, row[name]).pk}
                association = Association.objects.create(version=self, strength=row["strength"], **target)
                association.sources.set(library.stored_sources(row["sources"]))

    def write_front_matter(self):
        rows = self.associations.select_related("cause", "symptom").prefetch_related("sources").order_by("pk")
        written = {"pattern": self.pattern, "causes": [], "symptoms": []}
        for row in rows:
            entry = {"strength": row.strength, "sources": sorted(source.key for source in row.sources.all())}
            if row.cause_id:
                written["causes"].append({"cause": row.cause.slug, **entry})
            else:
                written["symptoms"].append({"symptom": row.symptom.slug, **entry})
        return {key: value for key, value in written.items() if value}


class AssociationQuerySet(models.QuerySet):
    def live(self):
        """Associations that a live text names: all that readers may see."""
        return self.filter(version__live_on__isnull=False)


class Association(VersionPart):
    """A condition has a symptom, or a cause leads to it: one row, with its sources."""

    class Strength(models.TextChoices):
        ESTABLISHED = "established", _("established")
        PROBABLE = "probable", _("probable")
        CONTRIBUTES = "contributes", _("adds to the risk")
        TRIGGER = "trigger", _("can set it off")

    version = models.ForeignKey(ConditionVersion, on_delete=models.CASCADE, related_name="associations")
    cause = models.ForeignKey(Cause, verbose_name=_("cause"), null=True, blank=True, on_delete=models.PROTECT, related_name="led_to")
    symptom = models.ForeignKey(Symptom, verbose_name=_("symptom"), null=True, blank=True, on_delete=models.PROTECT, related_name="seen_in")
    strength = models.CharField(_("how sure"), max_length=20, choices=Strength.choices, default=Strength.ESTABLISHED)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="associations")

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = _("cause or symptom")
        verbose_name_plural = _("causes and symptoms")
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__isnull=True, symptom__isnull=False) | Q(cause__isnull=False, symptom__isnull=True),
                name="association_has_one_target",
                violation_error_message=_("Choose a cause or a symptom, one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(strength__in=["established", "probable", "contributes", "trigger"]),
                name="association_strength_is_known",
                violation_error_message=_("That strength does not exist."),
            ),
            models.UniqueConstraint(
                fields=["version", "cause"], name="cause_is_named_once", violation_error_message=_("This cause is already in the list.")
            ),
            models.UniqueConstraint(
                fields=["version", "symptom"], name="symptom_is_named_once", violation_error_message=_("This symptom is already in the list.")
            ),
        ]

    def __str__(self):
        return str(self.target)

    @property
    def target(self):
        return self.cause or self.symptom


class ConditionName(SearchName):
    """Words that patients or clinicians use for a condition, also for one that nobody has written about yet."""

    kind_of_page = PageKind.CONDITION

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="condition_names")
    names_it = models.BooleanField(
        _("names it"),
        default=False,
        help_text=_("These words name this very condition, and nothing else: hospitals' systems that ask by name get its page for them."),
    )

    class Meta:
        verbose_name = _("name of a condition")
        verbose_name_plural = _("names of conditions")
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "text"], name="condition_has_a_name_once", violation_error_message=_("This condition already has that name.")
            ),
            models.CheckConstraint(condition=~Q(text=""), name="condition_name_is_not_empty", violation_error_message=_("Give the words.")),
        ]
