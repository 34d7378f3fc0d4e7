"""What the pages of records tell machines, after schema.org: see `editorial.structured_data`.

Only what the page shows, and no status that is out of date. Nothing here is a treatment.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from editorial.structured_data import NEUROLOGY, PATIENTS, Head, absolute, filled, head_of_list

SCHEMA = "https://schema.org/"
TYPES = {"INTERVENTIONAL": "MedicalTrial", "OBSERVATIONAL": "MedicalObservationalStudy"}
STATUSES = {
    "RECRUITING": "Recruiting",
    "NOT_YET_RECRUITING": "NotYetRecruiting",
    "ENROLLING_BY_INVITATION": "EnrollingByInvitation",
    "ACTIVE_NOT_RECRUITING": "ActiveNotRecruiting",
    "COMPLETED": "Completed",
    "SUSPENDED": "Suspended",
    "TERMINATED": "Terminated",
    "WITHDRAWN": "Withdrawn",
}
BLINDED = {"NONE": "OpenTrial", "SINGLE": "SingleBlindedTrial", "DOUBLE": "DoubleBlindedTrial", "TRIPLE": "TripleBlindedTrial"}


def head_of_trials(request, listed, condition):
    description = _("Studies of nerve damage from ClinicalTrials.gov in plain words, with what each cannot tell. A list is no recommendation.")
    # The studies of one condition are a part of the whole list, as the pages of one letter are.
    part = listed | {"letter": condition.slug if condition else ""}
    return head_of_list(request, part, _("Studies"), description)


def head_of_trial(shown, conditions):
    """The head of the page of a `ShownTrial`, given the public pages of its conditions."""
    trial = shown.trial
    address = absolute(trial.get_absolute_url())
    subject = {"@id": f"{address}#thing"}
    properties = filled(
        description=trial.plain_summary,
        mainEntityOfPage=address,
        publisher={"@id": absolute("/#org")},
        audience=PATIENTS,
        specialty=NEUROLOGY,
        mainEntity=subject,
        isAccessibleForFree=True,
    )
    return Head(
        trial.plain_title,
        trial.plain_summary,
        trial.get_absolute_url(),
        type="MedicalWebPage",
        trail=((_("Studies"), reverse("trials:list")),),
        properties=properties,
        things=[_study(shown, conditions) | subject],
    )


def _study(shown, conditions):
    trial = shown.trial
    kind = TYPES.get(trial.study_type, "MedicalStudy")
    as_of = _("%(phase)s, as of %(day)s.") % {"phase": shown.phase_names, "day": shown.registry_day}
    return {
        "@type": kind,
        **filled(
            name=trial.plain_title,
            alternateName=[trial.brief_title] if trial.brief_title else None,
            identifier={"@type": "PropertyValue", "propertyID": "ClinicalTrials.gov", "value": trial.nct_id},
            sameAs=trial.registry_url,
            description=f"{trial.plain_summary} {as_of}",
            status=_status(shown),
            sponsor={"@type": "Organization", "name": shown.sponsor} if shown.is_sponsored_by_organisation else None,
            healthCondition=[{"@type": "MedicalCondition", "name": page.name, "url": absolute(page.get_absolute_url())} for page in conditions],
            studyLocation=[{"@type": "AdministrativeArea", "name": country} for country in shown.countries],
            trialDesign=[SCHEMA + design for design in _designs(shown)] if kind == "MedicalTrial" else None,
        ),
    }


def _status(shown):
    """Values of schema.org where the record is fresh, the words on the page where there is no value, and None where none may be said."""
    trial = shown.trial
    if shown.has_hidden_status:
        return _("Status not confirmed") if shown.is_stale else None
    if shown.is_stale:
        return str(shown.freshness.mark.label)
    value = STATUSES.get(trial.status)
    if value is None:
        return shown.status_words
    return [SCHEMA + value, SCHEMA + "ResultsAvailable"] if trial.has_results else SCHEMA + value


def _designs(shown):
    """The designs of schema.org that the record itself names; where patients pay, nothing of its places."""
    trial = shown.trial
    designs = [
        "RandomizedTrial" if trial.allocation == "RANDOMIZED" else "",
        "PlaceboControlledTrial" if any(arm["type"] == "PLACEBO_COMPARATOR" for arm in trial.arms) else "",
        BLINDED.get(trial.masking, ""),
    ]
    if trial.locations and not shown.asks_payment:
        designs.append("MultiCenterTrial" if len(trial.locations) > 1 else "SingleCenterTrial")
        designs.append("InternationalTrial" if len(shown.countries) > 1 else "")
    return [design for design in designs if design]
