"""What the pages about treatments tell machines, after schema.org: see `editorial.structured_data`.

An unproven treatment says so in the first words that a machine reads of it, and no page names it as a possible treatment.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from editorial.structured_data import Head, absolute, citations, filled, head_of_list, head_of_text
from treatments.stages import Stage

TARGETS = {"condition": "MedicalCondition", "symptom": "MedicalSymptom"}


def head_of_treatments(request, listed):
    description = _("Every approach to nerve damage, with the stage that it has reached. What is experimental or not recommended is marked.")
    return head_of_list(request, listed, _("Treatments"), description)


def head_of_ladder(request, sources):
    description = _("How far each treatment that is meant to mend nerves was tested, from the laboratory to standard care, and for which nerves.")
    trail = ((_("Treatments"), reverse("treatments:list")),)
    return Head(
        _("Mending nerves: the evidence ladder"),
        description,
        request.path,
        type="MedicalWebPage",
        trail=trail,
        properties=filled(citation=citations(sources)),
    )


def head_of_treatment(reading, effects):
    """The head of a treatment's page, given its effects."""
    own = reading.version
    summary = own.with_status(reading.summary)
    card = own.stage.replace(" ", "-") if own.is_unproven else "treatment"
    words = filled(name=own.title, description=summary)
    if own.therapy_type != "LifestyleModification":  # has no properties of its own
        words |= filled(alternateName=own.also_called, legalStatus=own.status_line if own.stage == Stage.EXPERIMENTAL else None)
    trail = ((_("Treatments"), reverse("treatments:list")),)
    thing = {"@type": own.therapy_type, **words}
    return head_of_text(reading, thing, about=_targets(effects), description=summary, trail=trail, card=card)


def _targets(effects):
    """What the effects are about, each once: a treatment of schema.org cannot name what it is for, the page can."""
    targets = {effect.target.pk: effect.target for effect in effects}
    return [
        {"@type": TARGETS[target.kind], "name": target.name, **({"url": absolute(target.get_absolute_url())} if target.is_published else {})}
        for target in targets.values()
    ]
