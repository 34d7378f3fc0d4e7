"""The symptom lexicon: from the content library into the database and back."""

from django.utils.translation import gettext as _

from articles.models import Symptom, SymptomConcept, SymptomName
from editorial.actions import names_changed
from editorial.models import PageKind


def check(rows, library):
    """Adds what cannot be stored of the rows of symptoms.json to the problems of the library."""
    for row in rows:
        library.check_row("symptoms.json", row["slug"], _concept(row), exclude=["symptom"])
        synonyms = row.get("synonyms") or []
        if not isinstance(synonyms, list) or not all(isinstance(synonym, dict) for synonym in synonyms):
            library.wrong_in("symptoms.json", _("%(slug)s: “synonyms” must be a list, each with a text and a source.") % {"slug": row["slug"]})
            continue
        for synonym in synonyms:
            library.check_row("symptoms.json", row["slug"], _name(synonym), exclude=["symptom"])


def _concept(row):
    return SymptomConcept(
        clinical_name=row.get("clinical_name") or "", group=row["group"], body_areas=row.get("body_areas") or [], hpo_id=row.get("hpo_id") or ""
    )


def _name(synonym):
    return SymptomName(
        text=synonym.get("text"), source=synonym.get("source"), source_code=synonym.get("source_id") or "", scope=synonym.get("scope") or ""
    )


def read(rows, library):
    """Adds the symptoms and names of `rows` that are missing; what is there stays. Returns the number of additions.

    A row is an entry of symptoms.json: slug, name, clinical_name, hpo_id, group, body_areas, and synonyms with text, source,
    source_id and scope.
    """
    concepts = set(SymptomConcept.objects.values_list("symptom__slug", flat=True))
    names = set(SymptomName.objects.values_list("symptom__slug", "text"))
    added = 0
    for row in rows:
        symptom = Symptom.objects.get(pk=library.stored_page(PageKind.SYMPTOM, row["slug"]).pk)
        if row["slug"] not in concepts:
            concept = _concept(row)
            concept.symptom = symptom
            concept.save()
            added += 1
        missing = {synonym["text"]: _name(synonym) for synonym in row.get("synonyms") or [] if (row["slug"], synonym["text"]) not in names}
        for name in missing.values():
            name.symptom = symptom
        SymptomName.objects.bulk_create(missing.values())
        if missing:
            names_changed(symptom, by=None)
        added += len(missing)
    return added


def write():
    """The stored lexicon as entries of symptoms.json."""
    rows = []
    for concept in SymptomConcept.objects.select_related("symptom").prefetch_related("symptom__names").order_by("symptom__slug"):
        synonyms = [
            {"text": name.text, "source": name.source, "source_id": name.source_code, "scope": name.scope}
            for name in sorted(concept.symptom.names.all(), key=lambda name: name.pk)
        ]
        rows.append(
            {
                "slug": concept.symptom.slug,
                "name": concept.symptom.name,
                "clinical_name": concept.clinical_name,
                "hpo_id": concept.hpo_id,
                "group": concept.group,
                "body_areas": concept.body_areas,
                "synonyms": [{key: value for key, value in synonym.items() if value} for synonym in synonyms],
            }
        )
    return rows
