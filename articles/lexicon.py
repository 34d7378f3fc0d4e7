"""The lexicons of symptoms and of conditions: from the content library into the database and back.

A row is an entry of symptoms.json (slug, name, clinical_name, hpo_id, group, body_areas, synonyms) or of conditions.json (slug, name,
synonyms, codes). A synonym has text, source, source_id, scope and, where no search is to use it, used_in_search: false; that of a condition
has names_it: true if it names just this condition. The codes are rows of `articles.code_table`.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from articles import code_table
from articles.models import Code, Condition, ConditionName, SymptomConcept, SymptomName
from editorial.actions import codes_changed, names_changed
from editorial.lexicons import Lexicon
from editorial.models import PageKind

WORDS_OF_A_SYNONYM = ("text", "source", "source_id", "scope")


# --- Symptoms ---------------------------------------------------------------------------------------------------


def check_symptoms(rows, library):
    """Adds what cannot be stored of the rows of symptoms.json to the problems of the library."""
    for row in rows:
        library.check_row("symptoms.json", row["slug"], _concept(row), exclude=["symptom"])
    _check_names(SymptomName, rows, library, "symptoms.json")


def read_symptoms(rows, library):
    """Adds the symptoms and names of `rows` that are missing; what is there stays. Returns the number of additions."""
    stored = set(SymptomConcept.objects.values_list("symptom__slug", flat=True))
    new = [row for row in rows if row["slug"] not in stored]
    SymptomConcept.objects.bulk_create([_concept(row, symptom_id=library.stored_page(PageKind.SYMPTOM, row["slug"]).pk) for row in new])
    return len(new) + _read_names(SymptomName, rows, library, changed={row["slug"] for row in new})


def write_symptoms():
    """The stored symptoms as entries of symptoms.json."""
    concepts = SymptomConcept.objects.select_related("symptom").prefetch_related("symptom__symptom_names").order_by("symptom__slug")
    return [
        {
            "slug": concept.symptom.slug,
            "name": concept.symptom.name,
            "clinical_name": concept.clinical_name,
            "hpo_id": concept.hpo_id,
            "group": concept.group,
            "body_areas": concept.body_areas,
            "synonyms": _written_names(concept.symptom.symptom_names.all()),
        }
        for concept in concepts
    ]


def _concept(row, **target):
    return SymptomConcept(
        clinical_name=row.get("clinical_name") or "",
        group=row["group"],
        body_areas=row.get("body_areas") or [],
        hpo_id=row.get("hpo_id") or "",
        **target,
    )


# --- Conditions -------------------------------------------------------------------------------------------------


def check_conditions(rows, library):
    """Adds what cannot be stored of the rows of conditions.json to the problems of the library."""
    _check_names(ConditionName, rows, library, "conditions.json")
    for row in rows:
        codes = row.get("codes") or []
        if not isinstance(codes, list) or not all(isinstance(code, dict) for code in codes):
            library.wrong_in("conditions.json", _("%(slug)s: “codes” must be a list of rows.") % {"slug": row["slug"]})
            continue
        for code in codes:
            for problem in code_table.problems_of_row({**code, "page": row["slug"]}):
                library.wrong_in("conditions.json", f"{row['slug']}: {problem}")


def read_conditions(rows, library):
    """Adds the names and codes of `rows` that are missing; what is there stays. Returns the number of additions."""
    return _read_names(ConditionName, rows, library) + _read_codes(rows, library)


def _read_codes(rows, library):
    stored = set(Code.objects.values_list("page__slug", "system", "code"))
    added = 0
    for row in rows:
        page = library.stored_page(PageKind.CONDITION, row["slug"])
        new = [code_table.code_from({**code, "page": row["slug"]}, page) for code in row.get("codes") or []]
        missing = [code for code in new if (row["slug"], code.system, code.code) not in stored]
        if missing:
            Code.objects.bulk_create(missing)
            codes_changed(page, [code_table.line("added", code) for code in missing], by=None)
        added += len(missing)
    return added


def write_conditions():
    """The conditions that have names or codes, as entries of conditions.json."""
    conditions = Condition.objects.filter(Q(condition_names__isnull=False) | Q(codes__isnull=False)).distinct()
    return [
        {
            "slug": condition.slug,
            "name": condition.name,
            "synonyms": _written_names(condition.condition_names.all()),
            **({"codes": written} if (written := [code_table.row_of(code) for code in condition.codes.all()]) else {}),
        }
        for condition in conditions.prefetch_related("condition_names", "codes").order_by("slug")
    ]


# --- Names ------------------------------------------------------------------------------------------------------


def _check_names(model, rows, library, file):
    for row in rows:
        synonyms = row.get("synonyms") or []
        if not isinstance(synonyms, list) or not all(map(_is_synonym, synonyms)):
            library.wrong_in(file, _("%(slug)s: “synonyms” must be a list, each with a text and a source.") % {"slug": row["slug"]})
            continue
        for synonym in synonyms:
            library.check_row(file, row["slug"], _name(model, synonym), exclude=[model.kind_of_page.value])


def _is_synonym(value):
    return isinstance(value, dict) and all(isinstance(value.get(key) or "", str) for key in WORDS_OF_A_SYNONYM)


def _name(model, synonym, **target):
    return model(
        text=synonym.get("text"),
        source=synonym.get("source"),
        source_code=synonym.get("source_id") or "",
        scope=synonym.get("scope") or "",
        used_in_search=synonym.get("used_in_search", True),
        **({"names_it": synonym.get("names_it", False)} if model is ConditionName else {}),
        **target,
    )


def _read_names(model, rows, library, changed=frozenset()):
    kind = model.kind_of_page.value
    stored = set(model.objects.values_list(f"{kind}__slug", "text"))
    added = 0
    for row in rows:
        page = library.stored_page(kind, row["slug"])
        missing = {
            synonym["text"]: _name(model, synonym, **{f"{kind}_id": page.pk})
            for synonym in row.get("synonyms") or []
            if (row["slug"], synonym["text"]) not in stored
        }
        model.objects.bulk_create(missing.values())
        if missing or row["slug"] in changed:
            names_changed(page, by=None)
        added += len(missing)
    return added


def _written_names(names):
    rows = []
    for name in sorted(names, key=lambda name: name.pk):
        row = {"text": name.text, "source": name.source, "source_id": name.source_code, "scope": name.scope}
        if not name.used_in_search:
            row["used_in_search"] = False
        rows.append({key: value for key, value in row.items() if value != ""} | ({"names_it": True} if getattr(name, "names_it", False) else {}))
    return rows


SYMPTOMS = Lexicon(PageKind.SYMPTOM, "symptoms.json", ("slug", "name", "group"), check_symptoms, read_symptoms, write_symptoms)
CONDITIONS = Lexicon(PageKind.CONDITION, "conditions.json", ("slug", "name"), check_conditions, read_conditions, write_conditions)
