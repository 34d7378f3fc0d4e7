"""The code table: rules that keep a wrong leaflet away, and the table as a file, out and in."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import code_table
from articles.code_rules import problems_of
from articles.models import Code
from editorial.models import Event
from tests import factories
from tests.clients import EditorClient

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HEAD = "system,code,page,scope,rank,source,checked,active"


@pytest.fixture
def wrist():
    return factories.make_condition("wrist", name="Wrist")


@pytest.fixture
def client():
    client = EditorClient()
    client.force_login(factories.the_author())
    return client


def table(*lines):
    return "\n".join([HEAD, *lines, ""]).encode()


def exported():
    return list(csv.reader(io.StringIO("".join(code_table.csv_pieces()))))


# --- Rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "code", "scope", "slug"),
    [
        ("icd-10-cm", "B20", "exact", "hiv-neuropathy"),
        ("icd-10-cm", "N18.9", "exact", "uraemic-neuropathy"),
        ("icd-10-cm", "E03.9", "exact", "hypothyroid-neuropathy"),
        ("icd-10-cm", "E53.8", "exact", "vitamin-b12-deficiency-neuropathy"),
        ("icd-10-cm", "D51.0", "exact", "vitamin-b12-deficiency-neuropathy"),
        ("snomed-ct", "40930008", "exact", "hypothyroid-neuropathy"),
        ("mesh", "D014806", "exact", "vitamin-b12-deficiency-neuropathy"),
        ("icd-10-cm", "E11", "exact", "diabetic-peripheral-neuropathy"),
        ("icd-10-cm", "E11", "subtree", "diabetic-peripheral-neuropathy"),
        ("icd-10-cm", "E11.9", "exact", "diabetic-peripheral-neuropathy"),
        ("icd-10-cm", "G63", "exact", "hiv-neuropathy"),
        ("icd-10-cm", "G61", "subtree", "cidp"),
        ("icd-10-cm", "G61.8", "subtree", "cidp"),
        ("icd-10-cm", "G62", "exact", "toxic-neuropathy"),
        ("icd-10-cm", "M54", "subtree", "sciatica"),
        ("icd-10-cm", "I10", "subtree", "sciatica"),
        ("snomed-ct", "57406009", "subtree", "carpal-tunnel-syndrome"),
        ("mesh", "D002349", "subtree", "carpal-tunnel-syndrome"),
        ("icd-9-cm", "250", "subtree", "diabetic-peripheral-neuropathy"),
        ("icd-9-cm", "249.0", "exact", "diabetic-peripheral-neuropathy"),
        ("icd-10-cm", "E14", "exact", "diabetic-peripheral-neuropathy"),
        ("icd-10-cm", "G56", "subtree", "carpal-tunnel-syndrome"),
        ("icd-10-cm", "G90.0", "subtree", "autonomic-neuropathy"),
        ("icd-10-cm", "T74", "subtree", "traumatic-nerve-injury"),
        ("icd-10-cm", "S14", "subtree", "traumatic-nerve-injury"),
        ("icd-9-cm", "952", "subtree", "traumatic-nerve-injury"),
    ],
)
def test_a_row_that_would_hand_out_a_wrong_page_is_refused_with_the_reason(system, code, scope, slug):
    [sentence, *_more] = problems_of(system, code, scope, slug)

    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("system", "code", "scope", "slug"),
    [
        ("icd-10-cm", "E11.4", "subtree", "diabetic-peripheral-neuropathy"),
        ("icd-10-cm", "E11.42", "exact", "diabetic-peripheral-neuropathy"),
        ("icd-10-cm", "G63", "exact", "peripheral-neuropathy"),
        ("icd-10-cm", "G61", "subtree", "peripheral-neuropathy"),
        ("icd-10-cm", "G56.0", "subtree", "carpal-tunnel-syndrome"),
        ("icd-10-cm", "A30.9", "exact", "leprosy-neuropathy"),
        ("icd-10-cm", "M54.3", "subtree", "sciatica"),
        ("icd-10-cm", "S44", "subtree", "traumatic-nerve-injury"),
        ("icd-9-cm", "250.6", "subtree", "diabetic-peripheral-neuropathy"),
        ("icd-9-cm", "249.6", "subtree", "diabetic-peripheral-neuropathy"),
        ("icd-9-cm", "955", "subtree", "traumatic-nerve-injury"),
        ("snomed-ct", "57406009", "exact", "carpal-tunnel-syndrome"),
    ],
)
def test_a_row_that_names_the_nerve_trouble_is_not(system, code, scope, slug):
    assert list(problems_of(system, code, scope, slug)) == []


def test_every_shipped_row_keeps_the_rules(shipped_codes):
    assert len(shipped_codes) > 150
    for slug, row in shipped_codes:
        assert list(code_table.problems_of_row({**row, "page": slug})) == []


def test_what_nobody_has_confirmed_is_not_active(shipped_codes):
    unconfirmed = [row for _slug, row in shipped_codes if "not confirmed" in row["source"] or "to be checked" in row["source"]]

    assert len(unconfirmed) > 20
    assert not any(row.get("active") or row.get("checked") for row in unconfirmed)
    assert all(row["checked"] for _slug, row in shipped_codes if row not in unconfirmed)


@pytest.fixture
def shipped_codes():
    import json

    from django.conf import settings

    rows = json.loads((settings.CONTENT_DIR / "conditions.json").read_text(encoding="utf-8"))["conditions"]
    return [(row["slug"], code) for row in rows for code in row.get("codes", [])]


@pytest.mark.parametrize(
    "fields",
    [{"is_active": True, "checked": None}, {"is_active": True, "source": ""}, {"rank": 4}, {"code": "!!"}, {"code": "B20"}, {"system": "cpt"}],
)
def test_a_row_without_its_proof_is_refused(wrist, fields):
    code = Code(page=wrist, **{"system": "icd-10-cm", "code": "g560", "source": "a list", "checked": "2026-11-21", "is_active": True, **fields})

    with pytest.raises(ValidationError):
        code.full_clean()


def test_a_code_is_stored_in_its_one_form(wrist):
    code = Code(page=wrist, system="icd-10-cm", code=" g560 ", source="a list")
    code.full_clean()

    assert code.code == "G56.0"


# --- As a file --------------------------------------------------------------------------------------------------


def test_the_table_goes_out_and_comes_in_unchanged(wrist):
    code_table.import_csv(table("icd-10-cm,G56.0,wrist,subtree,1,a list,2026-11-21,yes", "mesh,D002349,wrist,exact,2,=SUM(A1),,no"), by=None)
    before = exported()

    assert before[1:] == [
        ["icd-10-cm", "G56.0", "wrist", "subtree", "1", "a list", "2026-11-21", "yes"],
        ["mesh", "D002349", "wrist", "exact", "2", "'=SUM(A1)", "", "no"],
    ]
    assert code_table.import_csv("".join(code_table.csv_pieces()).encode(), by=None) == 0
    assert exported() == before


def test_an_import_changes_rows_and_leaves_the_rest_alone(wrist):
    code_table.import_csv(
        table("icd-10-cm,G56.0,wrist,exact,1,a list,2026-11-21,yes", "icd-10-cm,G56.1,wrist,exact,1,a list,2026-11-21,yes"), by=None
    )

    assert code_table.import_csv(table("icd-10-cm,g560,wrist,exact,1,a list,2026-11-21,no"), by=None) == 1

    assert [(row[1], row[7]) for row in exported()[1:]] == [("G56.0", "no"), ("G56.1", "yes")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xfe", "no CSV file in UTF-8"),
        (b"", "first line must name these columns"),
        (b"code,page\nG56.0,wrist\n", "first line must name these columns"),
        (table("icd-10-cm,G56.0,elbow,exact,1,a list,2026-11-21,yes"), "Line 2: there is no condition with the slug “elbow”"),
        (table("icd-10-cm,!!,wrist,exact,1,a list,2026-11-21,yes"), "Line 2: This is no code of ICD-10-CM"),
        (table("cpt,64721,wrist,exact,1,a list,2026-11-21,yes"), "Line 2: "),
        (table("icd-10-cm,B20,wrist,exact,1,a list,2026-11-21,yes"), "Line 2: B20 names the disease behind"),
        (table("icd-10-cm,G56.0,wrist,exact,first,a list,2026-11-21,yes"), "rank as 1, 2 or 3"),
        (table("icd-10-cm,G56.0,wrist,exact,1,a list,21.11.2026,yes"), "2026-11-21"),
        (table("icd-10-cm,G56.0,wrist,exact,1,a list,2026-11-21,perhaps"), "yes or no"),
        (table("icd-10-cm,G56.0,wrist,exact,1,,,yes"), "or leave it inactive"),
        (
            table("icd-10-cm,G56.0,wrist,exact,1,a,2026-11-21,yes", "icd-10-cm,g56.0.,wrist,exact,1,a,2026-11-21,yes"),
            "Line 3: this code stands in the file twice",
        ),
    ],
)
def test_a_bad_file_writes_nothing_and_says_which_line(wrist, data, sentence):
    with pytest.raises(code_table.BadTable) as refusal:
        code_table.import_csv(data, by=None)

    assert sentence in str(refusal.value)
    assert not Code.objects.exists()


def test_the_trail_says_which_rows_changed(wrist):
    author = factories.the_author()
    code_table.import_csv(table("icd-10-cm,G56.0,wrist,exact,1,a list,2026-11-21,yes"), by=author)
    code_table.import_csv(table("icd-10-cm,G56.0,wrist,subtree,1,a list,2026-11-21,yes"), by=author)

    events = Event.objects.filter(verb=Event.Verb.CODES_CHANGED).order_by("pk")
    assert [event.reason for event in events] == [
        "added: ICD-10-CM G56.0, rank 1, active",
        "changed: ICD-10-CM G56.0 and all below it, rank 1, active",
    ]
    assert all(event.changed_public_text and event.actor == author for event in events)


# --- In the admin -----------------------------------------------------------------------------------------------


def test_an_editor_exports_and_imports_the_table(client, wrist):
    upload = SimpleUploadedFile("codes.csv", table("icd-10-cm,G56.0,wrist,subtree,1,a list,2026-11-21,yes"))

    assert client.post(reverse("admin:articles_code_import"), {"table": upload}).status_code == 302
    response = client.get(reverse("admin:articles_code_export"))

    assert b"icd-10-cm,G56.0,wrist,subtree,1,a list,2026-11-21,yes" in b"".join(response.streaming_content)


def test_a_bad_file_is_refused_in_the_admin_with_its_lines(client, wrist):
    response = client.post(
        reverse("admin:articles_code_import"), {"table": SimpleUploadedFile("codes.csv", table("icd-10-cm,B20,wrist,exact,1,a,2026-11-21,yes"))}
    )

    assert response.status_code == 400
    assert "Nothing was imported" in response.content.decode()
    assert "Line 2: B20 names the disease behind the nerve trouble" in response.content.decode()


def test_a_row_is_added_and_refused_in_its_own_form(client, wrist):
    fields = {
        "page": wrist.pk,
        "system": "icd-10-cm",
        "code": "g56.0",
        "scope": "subtree",
        "rank": 1,
        "source": "a list",
        "checked": "2026-11-21",
        "is_active": "on",
    }

    refused = client.post(reverse("admin:articles_code_add"), fields | {"code": "B20"})
    assert refused.status_code == 200
    assert "names the disease behind the nerve trouble" in refused.content.decode()
    assert client.post(reverse("admin:articles_code_add"), fields).status_code == 302

    assert Code.objects.get().code == "G56.0"
    assert Event.objects.filter(verb=Event.Verb.CODES_CHANGED).count() == 1


def test_an_unfinished_row_is_told_what_is_missing(client, wrist):
    response = client.post(reverse("admin:articles_code_add"), {"page": "", "system": "", "code": "", "scope": "exact", "rank": ""})

    assert response.status_code == 200
    assert "This field is required." in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"system": "2.16.840.1.113883.6.90", "code": "g5601"}, "the row of G56.0, which stands for all codes below it"),
        ({"system": "2.16.840.1.113883.6.90", "code": "G56.0"}, "the row of the code itself, rank 1"),
        ({"system": "2.16.840.1.113883.6.90", "code": "!!"}, "This is no code of that system"),
        ({"system": "2.16.840.1.113883.6.1", "code": "4548-4"}, "No rows are kept for this system."),
        ({"name": "Wrist"}, "the name is one of the page"),
        ({"name": "no wrist"}, "No page."),
    ],
)
def test_an_editor_tries_a_code(client, wrist, sent, words):
    code_table.import_csv(table("icd-10-cm,G56.0,wrist,subtree,1,a list,2026-11-21,yes"), by=None)

    response = client.post(reverse("admin:try-code"), sent)

    assert words in response.content.decode()
