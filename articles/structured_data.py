"""What the pages about the disorder tell machines, after schema.org: see `editorial.structured_data`.

Only what is sure goes in: a machine sees none of the words that stand beside a link on the page, such as "probable".
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Association, Cause, Condition, Symptom
from editorial.structured_data import NEUROLOGY, Head, absolute, citations, filled, head_of_list, head_of_text

DESCRIPTIONS = {
    Condition: gettext_lazy("Disorders of the peripheral nerves from A to Z, each in plain words, with what can be done and how sure we are of it."),
    Cause: gettext_lazy("What can damage nerves, from A to Z: each cause in plain words, with the conditions that it can lead to, and sources."),
    Symptom: gettext_lazy("What people with damaged nerves feel or notice, from A to Z: each in plain words, and when to get help for it."),
    Article: gettext_lazy("Articles in plain words about living with nerve damage, about tests and treatments, and about how to judge a study."),
}


def list_name(model):
    """The name of the list of a kind, as its heading has it."""
    name = str(model._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]


def head_of_pages(request, listed, model):
    return head_of_list(request, listed, list_name(model), str(DESCRIPTIONS[model]))


def head_of_tag(request, listed, tag):
    words = tag.description or _("Pages about this.")
    description = _("%(tag)s: %(words)s Pages in plain words, each with its sources.") % {"tag": tag.name, "words": words}
    return head_of_list(request, listed, tag.name, description, trail=((_("Tags"), reverse("articles:tags")),))


def head_of_tags(request):
    description = _("All subjects of this site, from daily life to research, each with its pages in plain words.")
    return Head(_("Tags"), description, request.path, type="CollectionPage")


def head_of_glossary(request, listed, sources):
    description = _("What technical words about nerves, tests, treatments and studies mean, each in a sentence or two, most with sources.")
    terms = [{"@type": "DefinedTerm", "name": page.name, "description": page.live.plain_summary} for page in listed["page_obj"]]
    name = _("Words explained")
    thing = {"@type": "DefinedTermSet", "@id": f"{absolute(request.path)}#thing", **filled(name=name, hasDefinedTerm=terms)}
    properties = filled(mainEntity={"@id": thing["@id"]}, citation=citations(sources))
    return head_of_list(request, listed, name, description, properties=properties, things=[thing])


def head_of_urgent_signs(request, sources):
    description = _("Signs that need help, sorted by how soon: now, today or tomorrow, or an appointment. Each says what to do and why.")
    spoken = {"@type": "SpeakableSpecification", "cssSelector": [".lead", ".care-card"]}
    properties = filled(speakable=spoken, citation=citations(sources))
    return Head(_("Signs that need help"), description, request.path, type="MedicalWebPage", properties=properties)


# --- Pages with a text ------------------------------------------------------------------------------------------


def head_of_condition(reading, causes, symptoms, effects):
    thing = {
        **_thing("MedicalCondition", reading),
        **filled(
            signOrSymptom=_named("MedicalSymptom", symptoms),
            cause=_named("MedicalCause", causes),
            riskFactor=_named("MedicalRiskFactor", causes, Association.Strength.CONTRIBUTES),
            possibleTreatment=possible_treatments(effects),
            relevantSpecialty=NEUROLOGY,
        ),
    }
    return _head(Condition, reading, thing)


def head_of_symptom(reading, conditions, effects):
    thing = {
        **_thing("MedicalSymptom", reading),
        **filled(
            cause=_named("MedicalCause", conditions),
            possibleTreatment=possible_treatments(effects),
            relevantSpecialty=NEUROLOGY,
        ),
    }
    return _head(Symptom, reading, thing)


def head_of_cause(reading, conditions):
    return _head(Cause, reading, {**_thing("MedicalCause", reading), **filled(causeOf=_named("MedicalCondition", conditions))})


def head_of_article(reading):
    return _head(Article, reading)


def possible_treatments(effects):
    """The treatments that effects on one page show to help, each once; whatever the page also sets apart as unproven is none of them."""
    against = {effect.treatment_slug for effect in effects if effect.is_unproven}
    shown = {effect.treatment_slug: effect for effect in effects if effect.is_shown_to_help and effect.treatment_slug not in against}
    return [{"@type": effect.treatment_type, "name": effect.treatment_name, "url": absolute(effect.treatment_url)} for effect in shown.values()]


def _head(model, reading, thing=None):
    trail = ((list_name(model), reverse(f"articles:{model.folder}")),)
    return head_of_text(reading, thing, trail=trail, card=model.kind_of_page.value)


def _thing(kind, reading):
    return {"@type": kind, **filled(name=reading.version.title, alternateName=reading.version.also_called, description=reading.summary)}


def _named(kind, rows, strength=Association.Strength.ESTABLISHED):
    """The pages that a page names with this strength."""
    return [{"@type": kind, "name": row.name, **({"url": absolute(row.url)} if row.url else {})} for row in rows if row.strength == strength]
