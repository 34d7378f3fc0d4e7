"""The words that find a symptom or condition, as editors change them: who may, what is refused, and what the search says about them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.models import Condition, ConditionName, SymptomConcept, SymptomName
from editorial import actions
from editorial.caching import content_version
from editorial.models import Event
from tests import factories
from tests.admin.test_admin import address, form_of
from tests.admin.test_bad_input import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MISLEADING = reverse("admin:misleading-words")
OTHERS, WORDS = f"{MISLEADING}?part=others", f"{MISLEADING}?part=words"
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)>"


def name(page, text, **fields):
    """A stored name of a symptom or condition."""
    model = ConditionName if page.kind == "condition" else SymptomName
    return model.objects.create(**{f"{page.kind}_id": page.pk, "text": text, "source": "editorial", **fields})


def new_name(client, page, text, **fields):
    """Adds a name on the page of its symptom or condition; returns the page that comes next."""
    values = form_of(client.get(address(page)))
    row = f"{page.kind}_names-{values[f'{page.kind}_names-INITIAL_FORMS']}"
    values |= {f"{row}-{field}": value for field, value in {"text": text, "source": "editorial", **fields}.items()}
    return client.post(address(page), values, follow=True)


def warnings_of(response):
    return [str(message) for message in response.context["messages"] if message.level_tag == "warning"]


@pytest.fixture
def numbness():
    return factories.make_symptom("numbness", name="Numbness")


@pytest.fixture
def drop():
    """A symptom that has a telling name of its own."""
    page = factories.make_symptom("foot-drop", name="Foot drop")
    name(page, "floppy foot")
    return page


@pytest.fixture
def shingles():
    """A condition that the lexicon knows and nobody has written about."""
    return Condition.objects.get(pk=actions.add_page(Condition, slug="shingles", name="Shingles").pk)


# --- Changing them ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["author", "reviewer", "administrator", "superuser"])
def test_whoever_writes_may_add_names(client, request, numbness, shingles, person):
    client.force_login(request.getfixturevalue(person))

    new_name(client, numbness, "cotton wool feet")
    new_name(client, shingles, "zona")

    assert SymptomName.objects.get().text == "cotton wool feet"
    assert ConditionName.objects.get().page == shingles


def test_nobody_else_may(client, numbness):
    visitor = factories.make_editor("visitor")
    client.force_login(visitor)

    response = client.post(address(numbness), {"symptom_names-TOTAL_FORMS": "1"})

    assert response.status_code == 403
    assert not SymptomName.objects.exists()


@pytest.mark.parametrize(("person", "goes"), [("author", False), ("reviewer", False), ("administrator", True)])
def test_only_an_administrator_removes_a_name(client, request, shingles, person, goes):
    stored = name(shingles, "zona")
    client.force_login(request.getfixturevalue(person))

    client.post(address(shingles), form_of(client.get(address(shingles))) | {"condition_names-0-DELETE": "on"})

    assert ConditionName.objects.filter(pk=stored.pk).exists() != goes


def test_new_words_for_a_condition_without_a_text_are_found_at_once(client, author, shingles):
    client.force_login(author)
    client.get("/search.json?q=zona")

    new_name(client, shingles, "belt of blisters")

    found = client.get("/search.json?q=belt+of+blisters").json()["results"]
    assert [(row["kind"], row["slug"], row["url"]) for row in found] == [("condition", "shingles", None)]


def test_words_whose_switch_is_turned_off_are_found_no_more(client, author, drop):
    client.force_login(author)
    assert client.get("/search.json?q=floppy+foot").json()["understood"]
    values = form_of(client.get(address(drop)))

    client.post(address(drop), values | {"symptom_names-0-used_in_search": ""})

    assert SymptomName.objects.get().used_in_search is False
    assert client.get("/search.json?q=floppy+foot").json()["understood"] == []


def test_a_change_of_names_is_in_the_trail_and_changes_the_content_version(client, author, shingles):
    client.force_login(author)
    before = content_version()

    new_name(client, shingles, "zona")

    event = Event.objects.first()
    assert (event.verb, event.actor, event.page_slug) == (Event.Verb.NAMED, author, "shingles")
    assert content_version() != before


def test_saving_without_a_change_leaves_no_line_in_the_trail(client, author, drop):
    client.force_login(author)
    before = Event.objects.count()

    client.post(address(drop), form_of(client.get(address(drop))))

    assert Event.objects.count() == before


# --- Bad input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "x" * 301}, "at most 200 characters"),
        ({"text": "x" * 100_000}, "at most 200 characters"),
        ({"text": "zona\x00"}, "Null characters are not allowed."),
        ({"text": "   "}, "This field is required."),
        ({"source": "x" * 41}, "at most 40 characters"),
        ({"source": ""}, "This field is required."),
        ({"scope": "x" * 21}, "at most 20 characters"),
        ({"source_code": "x" * 21}, "at most 20 characters"),
        ({"text": "belt of blisters"}, "Please correct the duplicate data"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_sentence(client, author, shingles, fields, sentence):
    name(shingles, "belt of blisters")
    client.force_login(author)

    response = new_name(client, shingles, **{"text": "zona", **fields})

    assert response.status_code == 200
    assert sentence in words_of(response)
    assert ConditionName.objects.count() == 1


@pytest.mark.parametrize(
    "text", [HOSTILE, "{{ 7|add:7 }} %(name)s %s {0}", "\x01\x02\x1b[2J", "‮txt.exe", "ﷺ" * 200, "🦶" * 50, "a" * 200, "' OR 1=1 --"]
)
def test_any_words_can_be_a_name_and_are_shown_as_they_are(client, author, numbness, text):
    client.force_login(author)

    response = new_name(client, numbness, text)

    assert response.status_code == 200
    assert SymptomName.objects.get().text == text.strip()
    for page in (response, client.get(address(numbness)), client.get(OTHERS), client.get(WORDS)):
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()


# --- Warnings ---------------------------------------------------------------------------------------------------


def test_a_name_that_another_symptom_has_too_is_saved_with_a_warning(client, author, numbness, drop):
    client.force_login(author)

    response = new_name(client, numbness, "floppy feet")

    [warning] = warnings_of(response)
    assert SymptomName.objects.filter(symptom=numbness).exists()
    assert warning.startswith("“floppy feet”: It stands for <a href=")
    assert f'href="{address(drop)}#symptom_names-group">Foot drop</a> (by “floppy foot”) as well.' in warning
    assert warning in response.content.decode()


def test_a_name_that_leads_elsewhere_is_saved_with_a_warning(client, author, numbness, drop):
    name(drop, "toes drag on the carpet")
    client.force_login(author)

    response = new_name(client, numbness, "Foot drop, my toes drag on the carpet")

    assert [warning.partition(":")[0] for warning in warnings_of(response)] == ["“Foot drop, my toes drag on the carpet”"]
    assert "Foot drop</a>" in warnings_of(response)[0]


def test_a_name_of_which_the_search_understands_nothing_is_saved_with_a_warning(client, author, numbness):
    client.force_login(author)

    response = new_name(client, numbness, "this and that")

    assert warnings_of(response) == ["“this and that”: A search finds no symptom by these words. Say it in other words, or in more."]


def test_a_good_name_is_saved_without_a_warning(client, author, numbness, drop):
    client.force_login(author)

    response = new_name(client, numbness, "walking on cotton wool")

    assert warnings_of(response) == []
    assert SymptomName.objects.filter(text="walking on cotton wool").exists()


def test_a_name_that_no_search_uses_raises_no_warning(client, author, numbness, drop):
    client.force_login(author)

    response = new_name(client, numbness, "floppy feet", used_in_search=False)

    assert SymptomName.objects.get(symptom=numbness).used_in_search is False
    assert warnings_of(response) == []


def test_a_name_that_was_not_changed_is_not_warned_of_again(client, author, numbness, drop):
    name(numbness, "floppy feet")
    client.force_login(author)

    response = new_name(client, numbness, "walking on cotton wool")

    assert warnings_of(response) == []


def test_a_condition_may_have_the_words_of_a_symptom(client, author, shingles, drop):
    client.force_login(author)

    response = new_name(client, shingles, "floppy foot")

    assert warnings_of(response) == []


def test_hostile_words_are_harmless_in_a_warning(client, author, numbness, drop):
    client.force_login(author)

    response = new_name(client, numbness, "floppy <i>foot</i>")

    [warning] = warnings_of(response)
    assert isinstance(next(iter(response.context["messages"])).message, SafeString)
    assert "“floppy &lt;i&gt;foot&lt;/i&gt;”: " in warning
    assert "floppy <i>" not in response.content.decode()


def test_many_warnings_are_cut_short_with_a_link_to_all(client, author, numbness, drop):
    client.force_login(author)
    values = form_of(client.get(address(numbness))) | {"symptom_names-TOTAL_FORMS": "12"}
    for number in range(12):
        values |= {f"symptom_names-{number}-text": f"{'the ' * (number + 1)}floppy foot", f"symptom_names-{number}-source": "editorial"}
        values[f"symptom_names-{number}-used_in_search"] = "on"

    response = client.post(address(numbness), values, follow=True)

    assert len(warnings_of(response)) == 9
    assert warnings_of(response)[-1] == f'4 more of these names need a look. <a href="{MISLEADING}">See all words that may mislead.</a>'


# --- The page of all --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["author", "reviewer", "administrator", "superuser"])
def test_whoever_writes_may_see_all_words_that_may_mislead(client, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(MISLEADING).status_code == 200


def test_strangers_and_other_staff_may_not(client):
    assert reverse("admin:login") in client.get(MISLEADING)["Location"]

    client.force_login(factories.make_editor("visitor"))

    assert client.get(MISLEADING).status_code == 403
    assert MISLEADING not in client.get(reverse("admin:index")).content.decode()


def test_the_first_page_leads_to_it(client, author):
    client.force_login(author)

    assert f'<a href="{MISLEADING}">Words that may mislead</a>' in client.get(reverse("admin:index")).content.decode()


def test_names_that_mislead_are_listed_with_what_they_are_names_of(client, author, numbness, drop):
    name(numbness, "floppy feet")
    name(numbness, "walking on cotton wool")
    name(numbness, "floppy toe", used_in_search=False)
    client.force_login(author)

    response = client.get(OTHERS)

    text = words_of(response)
    assert "floppy feet Numbness It stands for Foot drop (by “floppy foot”) as well." in text
    assert "floppy foot Foot drop It stands for Numbness (by “floppy feet”) as well." in text
    assert "cotton wool" not in text
    assert "floppy toe" not in text
    assert f'<a href="{address(numbness)}#symptom_names-group">Numbness</a>' in response.content.decode()


def test_a_single_word_is_listed_that_means_symptoms_of_different_groups(client, author, numbness, drop):
    for page in (numbness, drop):
        name(page, "wooden")
    SymptomConcept.objects.create(symptom_id=numbness.pk, group="sensory")
    concept = SymptomConcept.objects.create(symptom_id=drop.pk, group="motor")
    client.force_login(author)
    actions.names_changed(drop, by=author)
    assert "wooden It may mean Foot drop (by “wooden”), Numbness (by “wooden”)." in words_of(client.get(WORDS))

    concept.group = "sensory"
    concept.save()
    actions.names_changed(drop, by=author)

    assert "wooden It may mean" not in words_of(client.get(WORDS))


def test_names_are_listed_by_the_group_of_their_symptom_and_those_of_conditions_apart(client, author, numbness, drop, shingles):
    SymptomConcept.objects.create(symptom_id=drop.pk, group="motor")
    name(numbness, "floppy feet")
    name(shingles, "this and that")
    actions.names_changed(drop, by=author)
    client.force_login(author)

    shown = {part: words_of(client.get(MISLEADING, {"part": part})) for part in ("motor", "others", "conditions", "sensory")}

    assert [part for part, text in shown.items() if "floppy foot Foot drop" in text] == ["motor"]
    assert [part for part, text in shown.items() if "floppy feet Numbness" in text] == ["others"]
    assert [part for part, text in shown.items() if "this and that Shingles A search finds no condition by" in text] == ["conditions"]
    assert "Every name leads to what it is a name of" in shown["sensory"]


@pytest.mark.parametrize("part", ["", "nothing", "²", "x" * 5000, "<b>", "\ud800"])
def test_an_odd_part_is_the_first(client, author, part):
    client.force_login(author)

    response = client.get(MISLEADING, {"part": part.encode(errors="replace")})

    assert response.status_code == 200
    assert '<a href="?part=sensory" aria-current="page">Feeling</a>' in response.content.decode()


def test_with_no_such_word_it_says_so(client, author):
    client.force_login(author)

    assert "No single word means symptoms of different groups about equally well." in words_of(client.get(WORDS))


def test_a_change_is_in_the_list_at_once(client, author, numbness, drop):
    client.force_login(author)
    assert "floppy feet" not in words_of(client.get(OTHERS))

    new_name(client, numbness, "floppy feet")

    assert "floppy feet" in words_of(client.get(OTHERS))


def queries_of(client, there):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(there).status_code == 200
    return len(asked)


@pytest.mark.parametrize("there", [OTHERS, WORDS, "its page"])
def test_the_number_of_queries_does_not_grow_with_the_names(client, author, numbness, drop, there):
    client.force_login(author)
    there = address(numbness) if there == "its page" else there
    name(numbness, "floppy feet 0")
    actions.names_changed(numbness, by=author)
    client.get(there)
    actions.names_changed(numbness, by=author)
    few = queries_of(client, there)
    for number in range(40):
        name(numbness, f"floppy feet {number + 1}")
    actions.names_changed(numbness, by=author)

    assert queries_of(client, there) == few
