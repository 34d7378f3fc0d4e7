"""The tables of the open data: which live texts each is made from, and its columns in their order.

Files, JSON Schemas, the API, its description and the page about the data are all made from these. Each starts at `published()`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Max, Prefetch
from django.utils.translation import gettext_lazy as _

from articles.models import Association, Condition, GlossaryTerm, Symptom
from editorial.models import Page, Source
from opendata.article_columns import CONDITION, SOURCE, SYMPTOM, TERM
from opendata.codes import CODE_MAP, codes_in_use
from opendata.columns import example, row
from opendata.treatment_columns import CLAIM, TREATMENT, claims_of
from opendata.trial_columns import TRIAL
from treatments.models import Effect, Treatment
from trials.models import Trial

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
OURS = "Texts and tables: NeuroInfo contributors, CC BY 4.0. Say if you changed something."
ICD = "ICD-10-CM and ICD-9-CM codes: National Center for Health Statistics (US), in the public domain."
MESH = "MeSH descriptors courtesy of the U.S. National Library of Medicine."
REGISTRY = "Facts of studies: ClinicalTrials.gov (U.S. National Library of Medicine). Keep the day of the registry's data with each. We took a part."
TITLES = "Titles of sources belong to their publishers and are quoted as references."


@dataclass(frozen=True, eq=False)
class Table:
    """`items(language)` are the rows of the database, each of which gives the rows that `parts` names: mostly itself alone.

    `key` and `changed` are fields of an item: by the first it is found and sorted, the second says when it last changed. `notes` say
    whose the contents are, `based_on` names the tables that it rests on.
    """

    name: str
    title: str
    description: str
    columns: tuple
    items: Callable
    model: type
    parts: Callable = lambda item: [item]
    key: str = "slug"
    changed: str = "published_at"
    notes: tuple = (OURS,)
    keywords: tuple = ()
    based_on: tuple = ("sources",)

    def rows(self, item):
        return [row(self.columns, part) for part in self.parts(item)]

    @property
    def example(self):
        return example(self.columns)


def _pages(model, *related):
    return lambda language: model.objects.published().in_language(language).with_live().with_sources().prefetch_related(*related)


def _symptoms(language):
    return _pages(Symptom)(language).select_related("live__reviewer", "concept")


def _sources(language):
    """Those that may be shown and that a live text cites, with the time when such a text last changed."""
    cited = Source.objects.printable().filter(citations__version__live_on__language=language)
    return cited.annotate(changed=Max("citations__version__live_on__published_at"))


def _trials(language):
    pages = Condition.objects.published().in_language(language).order_by("slug")
    return Trial.objects.published().without_private_texts().prefetch_related(Prefetch("condition_pages", pages))


_coded = Prefetch("codes", codes_in_use())
_claimed = Prefetch(
    "live__treatmentversion__effects",
    Effect.objects.live().select_related("condition", "symptom").prefetch_related(Prefetch("sources", Source.objects.printable())),
)
_named = Prefetch(
    "live__conditionversion__associations",
    Association.objects.filter(symptom__live__isnull=False).select_related("symptom").order_by("pk"),
)
_conditions = _pages(Condition, _named, _coded)
_treatments = _pages(Treatment, _claimed)

TABLES = {
    table.name: table
    for table in (
        Table(
            "conditions",
            _("Conditions"),
            _(
                "Disorders of the peripheral nerves, each with its other names, a summary in plain words, its symptoms, and its ICD-10-CM and MeSH codes."
            ),
            CONDITION,
            _conditions,
            Condition,
            notes=(OURS, ICD, MESH),
            keywords=("peripheral neuropathy", "nerve damage", "patient education", "ICD-10-CM", "MeSH"),
        ),
        Table(
            "code_map",
            _("Codes"),
            _(
                "Which page explains which code of ICD-10-CM, ICD-9-CM or MeSH. Only codes that somebody has checked; codes of SNOMED CT are left out."
            ),
            CODE_MAP,
            _conditions,
            Condition,
            parts=lambda condition: condition.codes.all(),
            notes=(OURS, ICD, MESH),
            keywords=("peripheral neuropathy", "code map", "ICD-10-CM", "ICD-9-CM", "MeSH"),
            based_on=("conditions",),
        ),
        Table(
            "symptoms",
            _("Symptoms"),
            _(
                "What people with damaged nerves feel or notice, each with its other names, a summary in plain words, and where in the body it is felt."
            ),
            SYMPTOM,
            _symptoms,
            Symptom,
            keywords=("peripheral neuropathy", "symptoms", "patient education"),
        ),
        Table(
            "treatments",
            _("Treatments"),
            _(
                "Every approach to nerve damage with the stage that it has reached, its status in a line, and each claim about what it does with the"
                " certainty of that claim. Many are experimental or not recommended: never show one without its stage."
            ),
            TREATMENT,
            _treatments,
            Treatment,
            keywords=("peripheral neuropathy", "treatments", "certainty of evidence", "GRADE"),
        ),
        Table(
            "effects",
            _("Effects of treatments"),
            _(
                "The claims of the table of treatments, one a row: what a treatment does for a condition or symptom, how sure that is, how far it has"
                " come for this use, and on which sources it rests."
            ),
            CLAIM,
            _treatments,
            Treatment,
            parts=claims_of,
            keywords=("peripheral neuropathy", "treatments", "certainty of evidence", "GRADE", "absolute risk"),
        ),
        Table(
            "trials",
            _("Studies"),
            _(
                "Facts of studies from the registry ClinicalTrials.gov, each with the day of the registry's data. A study is no treatment, and being"
                " listed is no approval: never show one as open from this table, because the status may have changed since."
            ),
            TRIAL,
            _trials,
            Trial,
            key="nct_id",
            changed="changed_at",
            notes=(OURS, REGISTRY),
            keywords=("peripheral neuropathy", "clinical trials", "ClinicalTrials.gov"),
            based_on=(),
        ),
        Table(
            "sources",
            _("Sources"),
            _("The guidelines, reviews, trials and other works that the public texts cite, each with the day on which somebody last read it."),
            SOURCE,
            _sources,
            Source,
            key="key",
            changed="changed",
            notes=(OURS, TITLES),
            keywords=("peripheral neuropathy", "references", "systematic reviews", "clinical guidelines"),
            based_on=(),
        ),
        Table(
            "glossary",
            _("Words explained"),
            _("What technical words about nerves, tests, treatments and studies mean, each in a sentence or two of plain words, with its sources."),
            TERM,
            _pages(GlossaryTerm),
            GlossaryTerm,
            keywords=("peripheral neuropathy", "glossary", "plain language"),
        ),
    )
}
# What the API answers. The codes and effects are parts of conditions and treatments.
API_TABLES = {name: TABLES[name] for name in ("conditions", "symptoms", "treatments", "trials", "sources", "glossary")}


def is_page(table):
    """Whether the items of a table are pages, which may move or be withdrawn."""
    return issubclass(table.model, Page)
