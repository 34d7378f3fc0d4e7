"""Forged, oversized, pasted and hostile input on the editors' pages: never an error of the server, always a sentence, and nothing is lost."""

import re
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from editorial import actions
from editorial.copying import fingerprint
from editorial.models import Editor, Letter, Rating, Version
from editorial.models.version import LONGEST_SECTION, Status
from editorial.previews import new_link
from tests import factories
from tests.admin.test_admin import address, form_of, press
from tests.clients import EditorClient
from tests.rows import shared_rows

FORGED = "9" * 30


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """An author with a draft, and with a text that waits for review, of a page that is public; the form of the draft as a browser has it."""
    with shared_rows(django_db_blocker):
        author = factories.the_author()
        draft = factories.make_treatment_draft("balance-classes", by=author)
        changed = factories.edit(actions.start_draft(factories.make_article("nerves"), by=author), summary="Other words.")
        actions.submit(changed, by=author)
        client = EditorClient()
        client.force_login(author)
        yield SimpleNamespace(author=author, draft=draft, waiting=changed, form=form_of(client.get(address(draft))))


@pytest.fixture
def author(db, made):
    return Editor.objects.get(pk=made.author.pk)


@pytest.fixture
def draft(db, made):
    return type(made.draft).objects.get(pk=made.draft.pk)


@pytest.fixture
def waiting(db, made):
    return Version.objects.get(pk=made.waiting.pk).own()


@pytest.fixture
def form(client, author, draft, made):
    """What the author's browser would send back from the form of the draft."""
    client.force_login(author)
    return dict(made.form)


def words_of(response):
    return " ".join(BeautifulSoup(response.content.decode(), "html.parser").get_text(" ").split())


def content(version):
    version.refresh_from_db()
    return fingerprint(version)


# --- Forged forms -----------------------------------------------------------------------------------------------


# Fields that no browser would send, as a function of another text.
FORGERIES = {
    "a row of no text": lambda other: {"sections-0-id": FORGED},
    "a row that is no number": lambda other: {"sections-0-id": "²"},
    "a row for another text": lambda other: {"sections-0-version": other.pk},
    "an effect for another text": lambda other: {"effects-0-version": other.pk},
    "a page of another kind as condition": lambda other: {"effects-0-condition": other.page_id},
    "a page of another kind as care card": lambda other: {"sections-0-card": other.page_id},
    "a symptom that is no number": lambda other: {"effects-0-symptom": "x"},
    "a source that is none": lambda other: {"effects-0-sources": FORGED},
    "a source that is no number": lambda other: {"effects-0-sources": "x"},
    "a tag that is none": lambda other: {"tags": FORGED},
    "a tag that is no number": lambda other: {"tags": "²"},
    "an aspect that is none": lambda other: {"sections-0-aspect": "no-such-aspect"},
    "a certainty that is none": lambda other: {"effects-0-certainty": "sure"},
    "a place that is no number": lambda other: {"sections-0-position": "first"},
    "a place far out": lambda other: {"sections-0-position": FORGED},
    "a number far out": lambda other: {"effects-0-participants": FORGED},
    "a day that is none": lambda other: {"effects-0-checked_on": "2026-02-31"},
    "no management form": lambda other: {"sections-TOTAL_FORMS": None},
    "a management form without numbers": lambda other: {"sections-TOTAL_FORMS": "many", "sections-INITIAL_FORMS": "-1"},
    "more rows than there are": lambda other: {"sections-INITIAL_FORMS": "40", "sections-TOTAL_FORMS": "40"},
    "no title": lambda other: {"title": ""},
    "a title with a NUL": lambda other: {"title": "Now\x00here"},
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_form_is_refused_and_changes_nothing(client, draft, form, name):
    other = factories.make_treatment_draft("another")
    before = content(draft), content(other)
    values = form | {"summary": "Words of mine."} | FORGERIES[name](other)

    response = client.post(address(draft), {key: value for key, value in values.items() if value is not None})

    assert response.status_code == 200
    assert "Please correct the error" in words_of(response)
    assert "Words of mine." in response.content.decode()
    assert (content(draft), content(other)) == before


def test_a_huge_number_of_rows_is_refused(client, draft, form, monkeypatch):
    # Django draws up to 2,000 rows again, which takes seconds.
    monkeypatch.setattr("django.forms.formsets.DEFAULT_MAX_NUM", 10)

    response = client.post(address(draft), form | {"citations-TOTAL_FORMS": "1000000000", "summary": "Words of mine."})

    assert response.status_code == 200
    assert "Please submit at most 10 forms." in words_of(response)
    assert "Words of mine." in response.content.decode()


@pytest.mark.parametrize("rows", ["sections", "effects"])
def test_a_row_of_another_text_is_left_alone(client, draft, form, rows):
    other = factories.make_treatment_draft("another")
    before = content(draft), content(other)

    client.post(
        address(draft), form | {f"{rows}-0-id": getattr(other, rows).first().pk, "sections-0-body": "<p>Forged.</p>", "effects-0-outcome": "Forged"}
    )

    assert content(other) == before[1]
    assert getattr(draft, rows).count() == form[f"{rows}-TOTAL_FORMS"]


def test_a_source_that_may_not_be_shown_stops_the_text(client, draft, form):
    source = factories.make_source("hidden", printable=False)

    client.post(address(draft), form | {"effects-0-sources": source.pk})
    response = client.post(address(draft), form_of(client.get(address(draft))) | {"_send": "1"}, follow=True)

    assert "The source hidden is unknown or may not be shown." in words_of(response)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("shown", [None, "", "garbage", "0" * 64, "é" * 500])
def test_a_form_that_does_not_say_what_it_showed_is_compared_with_what_is_saved(client, draft, form, shown):
    before = content(draft)
    values = {key: value for key, value in (form | {"summary": "Words of mine.", "shown": shown}).items() if value is not None}

    response = client.post(address(draft), values)

    assert response.status_code == 200
    assert "saved this draft on" in words_of(response)
    assert "Please correct" not in words_of(response)
    assert "Words of mine." in response.content.decode()
    assert content(draft) == before
    client.post(address(draft), form_of(response) | {"summary": "Words of mine."})
    draft.refresh_from_db()
    assert draft.summary == "Words of mine."


@pytest.mark.parametrize("shown", [None, "", "garbage", "0" * 64])
@pytest.mark.parametrize("verb", ["approve", "check", "confirm"])
def test_a_decision_that_does_not_say_what_it_saw_is_refused(client, reviewer, waiting, verb, shown):
    client.force_login(reviewer)

    response = press(client, waiting, verb, **({} if shown is None else {"shown": shown}))

    assert response.status_code == 200
    assert response.context["messages"]
    assert waiting.page.live_id != waiting.pk
    waiting.refresh_from_db()
    assert waiting.status == Status.IN_REVIEW


@pytest.mark.parametrize("number", ["²", "x", "0", FORGED, "9" * 5000, "1.5", "-1", "%00"])
@pytest.mark.parametrize("verb", ["approve", "no-such-verb"])
def test_a_button_of_no_text_does_nothing(client, reviewer, waiting, number, verb):
    client.force_login(reviewer)

    response = client.post(address(waiting, verb).replace(f"/{waiting.pk}/", f"/{number}/"))

    assert response.status_code in {403, 404}
    assert words_of(response)
    waiting.refresh_from_db()
    assert waiting.status == Status.IN_REVIEW


@pytest.mark.parametrize("thing", ["version", "page"])
def test_a_button_that_is_none_is_not_found(client, superuser, waiting, thing):
    client.force_login(superuser)

    response = client.post(address(waiting if thing == "version" else factories.page_of(waiting), "no-such-verb"))

    assert response.status_code == 404
    assert words_of(response)


@pytest.mark.parametrize("number", ["²", "x", FORGED, "%00", "1.5"])
def test_a_form_of_no_text_leads_back_with_a_sentence(client, reviewer, waiting, number):
    client.force_login(reviewer)

    for method in (client.get, client.post):
        response = method(address(waiting).replace(f"/{waiting.pk}/", f"/{number}/"), follow=True)

        assert response.status_code == 200
        assert "Perhaps it was deleted" in words_of(response)


@pytest.mark.parametrize("name", ["review", "preview", "preview_page", "preview_link", "comments", "presence"])
@pytest.mark.parametrize("number", [FORGED, "0"])
def test_what_belongs_to_no_text_is_not_found(client, reviewer, name, number):
    client.force_login(reviewer)

    for method in (client.get, client.post):
        response = method(reverse(f"admin:{name}", args=[0]).replace("/0/", f"/{number}/"))

        assert response.status_code in {404, 405}
        assert words_of(response)


@pytest.mark.parametrize("query", ["with=99", "with=²", "with=x", f"with={FORGED}", "with=-1"])
def test_a_comparison_with_no_version_is_not_found(client, reviewer, waiting, query):
    client.force_login(reviewer)

    response = client.get(reverse("admin:review", args=[waiting.pk]) + f"?{query}")

    assert response.status_code == 404
    assert "could not be found" in words_of(response) or "not found" in words_of(response).lower()


@pytest.mark.parametrize("query", ["view=sideways", "with=", "with=2&with=1&view=", "x=%ED%A0%80"])
def test_an_odd_query_still_compares(client, reviewer, waiting, query):
    client.force_login(reviewer)

    response = client.get(reverse("admin:review", args=[waiting.pk]) + f"?{query}")

    assert response.status_code == 200
    assert "Other words." in words_of(response)


@pytest.mark.parametrize(
    "query",
    [
        "state=nothing",
        "p=x",
        f"p={FORGED}",
        "o=99",
        "page__id=²",
        f"id={FORGED}",
        "q=%ED%A0%80",
        "e=1",
    ],
)
@pytest.mark.parametrize("name", ["treatments_treatment", "treatments_treatmentversion", "editorial_event", "editorial_source"])
def test_a_list_with_an_odd_query_is_still_a_list(client, reviewer, name, query):
    client.force_login(reviewer)

    response = client.get(reverse(f"admin:{name}_changelist") + f"?{query}", follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "status__exact=%00", "state=%00", "with=%00"])
@pytest.mark.parametrize("name", ["treatments_treatmentversion_changelist", "editorial_event_changelist", "editorial_event_export", "index"])
def test_a_query_with_a_nul_is_refused_with_a_sentence(client, reviewer, name, query):
    client.force_login(reviewer)

    response = client.get(reverse(f"admin:{name}") + f"?{query}")

    assert response.status_code == 400
    assert "The address or the form was not in order." in words_of(response)


@pytest.mark.parametrize("address_of", ["work/nothing/", "checklist/{pk}/nothing/", "checklist/0/pemat-p/", "work/²/", "preview/{pk}/nothing/"])
def test_an_address_of_nothing_is_not_found(client, reviewer, waiting, address_of):
    client.force_login(reviewer)

    response = client.get(reverse("admin:index") + address_of.format(pk=waiting.pk))

    assert response.status_code == 404
    assert words_of(response)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("review", "post"),
        ("preview", "post"),
        ("preview_page", "post"),
        ("preview_link", "get"),
        ("comments", "get"),
        ("presence", "get"),
        ("do", "get"),
    ],
)
def test_a_wrong_method_is_refused_with_a_sentence(client, reviewer, waiting, name, method):
    client.force_login(reviewer)
    there = address(waiting, "approve") if name == "do" else reverse(f"admin:{name}", args=[waiting.pk])

    response = getattr(client, method)(there)

    assert response.status_code == 405
    assert "Go back" in words_of(response)
    waiting.refresh_from_db()
    assert waiting.status == Status.IN_REVIEW


@pytest.mark.parametrize("owner", ["²", "x", FORGED, "9" * 5000, "0", "1\x00"])
def test_an_owner_who_is_nobody_is_refused(client, author, owner):
    page = factories.make_treatment()
    client.force_login(author)

    response = press(client, page, "own", owner=owner)

    assert response.status_code == 200
    assert "There is no such person." in words_of(response)
    page.refresh_from_db()
    assert page.owner == author


@pytest.mark.parametrize("answers", [{"no-such-item": "agree"}, {"{item}": "maybe"}, {"{item}": "agree\x00"}, {"{item}": "x" * 10_000}])
def test_an_answer_that_the_checklist_does_not_have_is_refused(client, reviewer, waiting, answers):
    client.force_login(reviewer)
    there = reverse("admin:checklist", args=[waiting.pk, "pemat-p"])
    item = re.search(r'name="([^"]+)" value="agree"', client.get(there).content.decode())[1]

    response = client.post(there, {name.format(item=item): answer for name, answer in answers.items()}, follow=True)

    assert response.status_code == 200
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"publish_at": "tomorrow"}, "Publish at:"),
        ({"publish_at": "2020-01-01T00:00"}, "Choose a time in the next twelve months."),
        ({"publish_at": "9999-12-31T23:59"}, "Choose a time in the next twelve months."),
        ({"publish_at": "0001-01-01T00:00"}, "Choose a time in the next twelve months."),
        ({"publish_at": "2026-01-01T00:00\x00"}, "Publish at:"),
        ({"review_due": "soon"}, "Next review:"),
        ({"review_due": "2020-01-01"}, "The next review must come after today."),
        ({"review_due": "9999-12-31"}, "more than 3 years away"),
        ({"review_due": "99999-01-01"}, "Next review:"),
    ],
)
def test_a_day_that_cannot_be_is_refused(client, reviewer, waiting, fields, sentence):
    client.force_login(reviewer)

    response = press(client, waiting, "approve", shown=fingerprint(waiting), **fields)

    assert sentence in words_of(response)
    waiting.refresh_from_db()
    assert waiting.status == Status.IN_REVIEW


@pytest.mark.parametrize("slug", ["Not A Slug", "a/b", "..", "x" * 101, "nul\x00", "é", ""])
def test_an_address_that_cannot_be_is_refused(client, administrator, slug):
    page = factories.make_treatment("stays")
    client.force_login(administrator)

    response = press(client, page, "move", slug=slug)

    assert response.status_code == 200
    assert response.context["messages"]
    page.refresh_from_db()
    assert page.slug == "stays"


# --- Too much, and what cannot be stored --------------------------------------------------------------------------


def test_a_section_that_is_too_long_is_refused_and_stays_in_the_form(client, draft, form):
    before = content(draft)
    long = f"<p>The first words. {'word ' * (LONGEST_SECTION // 5)}the last words.</p>"

    response = client.post(address(draft), form | {"sections-0-body": long})

    assert response.status_code == 200
    assert "at most 40000 are possible. Split it into two sections." in words_of(response)
    assert "The first words." in response.content.decode()
    assert "the last words." in response.content.decode()
    assert content(draft) == before


def test_a_form_that_is_too_large_is_refused_with_a_sentence(client, draft, form):
    before = content(draft)

    response = client.post(address(draft), form | {"sections-0-body": "x" * 6_000_000})

    assert response.status_code in {400, 413}
    assert "The form was too large" in words_of(response)
    assert content(draft) == before


def test_a_nul_in_a_section_is_refused_and_the_text_stays_in_the_form(client, draft, form):
    before = content(draft)

    response = client.post(address(draft), form | {"sections-0-body": "<p>Nerves\x00 of the foot</p>"})

    assert "Null characters are not allowed." in words_of(response)
    assert "of the foot" in response.content.decode()
    assert content(draft) == before


def test_halves_of_characters_are_replaced(client, draft, form):
    """What browsers never send: a surrogate in UTF-8, and one as an HTML entity."""
    values = form | {"sections-0-body": "<p>Half &#xD800; a character</p>", "summary": "SUMMARY"}
    body = urlencode(values, doseq=True).replace("SUMMARY", "Half%ED%A0%80")

    response = client.post(address(draft), body, content_type="application/x-www-form-urlencoded", follow=True)

    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.summary.startswith("Half\ufffd")
    assert draft.sections.get(pk=form["sections-0-id"]).body == "<p>Half \ufffd a character</p>"


@pytest.mark.parametrize("verb", ["return", "withdraw", "correct"])
@pytest.mark.parametrize("reason", ["Because\x00", "\x00", "x" * 100_000])
def test_a_reason_that_cannot_be_is_refused_and_shown_for_copying(client, superuser, waiting, verb, reason):
    page = factories.page_of(waiting)
    client.force_login(superuser)
    thing = {"return": waiting, "withdraw": page, "correct": waiting}[verb]
    if verb == "correct":
        thing = factories.make_correction_in_work(page, by=superuser).own()

    response = client.post(address(thing, verb), {"reason": reason, "shown": fingerprint(thing) if verb != "withdraw" else ""}, follow=True)

    assert response.status_code in {200, 409}
    assert reason.strip("\x00")[:500] in response.content.decode()
    waiting.refresh_from_db()
    page.refresh_from_db()
    assert waiting.status == Status.IN_REVIEW
    assert page.live.status == Status.APPROVED


# --- Pasted and hostile text ------------------------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {mso-style-parent:""} --></style></head><body>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<p class="MsoNormal" style="mso-margin-top-alt:auto"><span lang=EN-GB style='font-family:"Calibri"'>Feet <st1:place w:st="on">burn</st1:place>
<b style='mso-bidi-font-weight:normal'>at night</b>.<o:p></o:p></span></p>
<!--[if !supportLists]--><p class=MsoListParagraph><span style='mso-list:Ignore'>·</span>A point<o:p>&nbsp;</o:p></p><!--[endif]-->
<table><tr><td><p>In a table</p></td></tr></table></body></html>"""

HOSTILE = (
    "<p>Harmless words {{ 7|add:7 }}{% load x %}</p>"
    '<script>alert(1)</script><svg onload=alert(2)><img src=x onerror=alert(3)><a href="javascript:alert(4)">one</a>'
    '<a href="data:text/html,alert(5)">two</a><a href=" jAvaScript:alert(6)">three</a><form action=/admin/><input name=title></form>'
    '<iframe src=//evil.example></iframe><style>*{display:none}</style><math><mtext></p><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(7)&gt;">'
)
SHORT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}{% now 'Y' %}"


def dangers(response):
    """What would run, load or send something, or change the page, in the HTML of an answer."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    found = [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    found += [
        tag for tag in page.find_all("script") if "alert(" in tag.get_text() and tag.get("type") not in {"application/json", "application/ld+json"}
    ]
    found += [
        tag for name in ("href", "src", "action", "formaction") for tag in page.find_all(**{name: re.compile(r"^\s*(javascript|data|//evil)", re.I)})
    ]
    found += page.find_all("img", src="x") + page.find_all("st1:place") + page.find_all("o:p") + page.find_all(style=re.compile("mso-"))
    found += page.select("form form") + page.select("math, svg[onload]")
    return [str(tag)[:200] for tag in found]


def test_text_pasted_from_word_becomes_plain_paragraphs(client, draft, form):
    client.post(address(draft), form | {"sections-0-body": WORD})

    body = draft.sections.get(pk=form["sections-0-id"]).body
    assert re.sub(r"\s+", " ", body).replace("> <", "><") == "<p>Feet burn at night.</p><p>·A point&nbsp;</p><p>In a table</p>"


def test_hostile_text_is_harmless_wherever_it_is_shown(client, author, reviewer, other_reviewer, superuser):
    """One text with hostile words in every field, through its whole life."""
    client.force_login(author)
    page = factories.make_treatment()
    draft = actions.start_draft(page, by=author).own()
    values = form_of(client.get(address(draft)))
    hostile = {name: HOSTILE for name in values if name.endswith("-body")}
    hostile |= dict.fromkeys(["title", "also_called", "change_note", "status_line", "sections-0-heading", "effects-0-statement"], SHORT)
    hostile["summary"] = f"In a sentence: {SHORT}"
    hostile |= {"citations-0-claim": SHORT, "citations-0-locator": SHORT[:100], "effects-0-outcome": SHORT[:80]}
    source = factories.the_source()
    for name in [name for name in hostile if name.endswith("-body")]:
        hostile[name] = f"<p>Some words. [@{source.key}]</p>{HOSTILE}"
    pages = [client.post(address(draft), values | hostile, follow=True)]
    assert "The draft is saved." in words_of(pages[0])
    link = new_link(draft)[0].removeprefix("http://127.0.0.1:8000")
    pages.append(client.post(link, {"name": SHORT, "text": HOSTILE}, follow=True))
    pages.append(client.post(reverse("admin:comments", args=[draft.pk]), {"text": HOSTILE, "next": "javascript:alert(1)"}, follow=True))
    conflict = client.post(address(draft), values | hostile | {"title": SHORT + "2", "shown": "garbage"})
    pages.append(conflict)
    pages.append(client.post(address(draft), form_of(client.get(address(draft))) | {"_send": "1"}, follow=True))
    assert "The text was sent for review." in words_of(pages[-1])
    pages.append(client.post(address(draft), values | hostile))
    assert pages[-1].status_code == 409

    client.force_login(reviewer)
    pages += [client.get(reverse("admin:index")), client.get(reverse("admin:work", args=["review"]))]
    pages += [client.get(reverse("admin:review", args=[draft.pk], query={"view": view})) for view in ("side", "inline")]
    pages += [client.get(reverse(name, args=[draft.pk])) for name in ("admin:preview", "admin:preview_page")]
    pages.append(press(client, draft, "return", reason=HOSTILE))
    actions.submit(draft, by=author)
    draft.refresh_from_db()
    pages.append(press(client, draft, "approve", shown=fingerprint(draft)))
    assert "Readers see it now." in words_of(pages[-1])
    draft.refresh_from_db()
    pages += [client.get(address(draft)), client.get(address(page)), client.get(reverse("admin:editorial_event_changelist"))]
    public = page.get_absolute_url()
    pages += [client.get(there) for there in (public, f"{public}history/", "/", "/treatments/", "/search/?q=harmless", "/search/?q=balance")]

    client.force_login(superuser)
    pages.append(client.get(reverse("admin:treatments_treatment_withdraw", args=[page.pk])))
    pages.append(press(client, page, "withdraw", reason=SHORT))
    pages.append(client.get(public))
    assert pages[-1].status_code == 410

    assert [(number, found) for number, response in enumerate(pages) if (found := dangers(response))] == []
    assert not [number for number, response in enumerate(pages) if re.search(r"(?<![\d:])14(?![\d:])\{%|no such tag", response.content.decode())]
    assert "Harmless words" in pages[0].content.decode()
    for section in draft.sections.all():
        assert not re.search(r"script|svg|onerror|javascript:|data:|form|iframe|style|<img", section.body), section.body
    for letter in Letter.objects.all():
        assert "\n" not in letter.subject


def test_the_trail_as_a_file_keeps_hostile_words_as_words(client, reviewer, waiting):
    client.force_login(reviewer)
    press(client, waiting, "return", reason='=cmd|"/c calc"!A1')

    response = client.get(reverse("admin:editorial_event_export"))

    text = b"".join(response.streaming_content).decode()
    assert "'=cmd" in text
    assert not re.search(r'(?:^|,)"?=', text, re.MULTILINE)
