"""What readers look for is counted by concept and day, and nothing else of a search is kept."""

import threading
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search import counting
from search.counting import Tally, concepts, count, write
from search.interest import interest
from search.models import SearchCount
from search.question import Narrowing, Question
from search.results import answer
from tests import factories
from tests.editorial.test_concurrency import at_the_same_moment
from tests.web.html import soup, text_of

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:search_searchcount_changelist")
SECRET = "walkinghame"


@pytest.fixture(autouse=True)
def tally(monkeypatch):
    """Counts of this test alone."""
    monkeypatch.setattr(counting, "_tally", Tally())
    return counting._tally


def ask(text="", **other):
    return answer(Question(text=text, **other), language="en")


def counted():
    """{(kind, concept): count} of what is in the database."""
    return {(kind, concept): number for kind, concept, number in SearchCount.objects.values_list("kind", "concept", "count")}


@pytest.fixture
def tingling():
    return factories.make_symptom("tingling", name="Tingling")


# --- What is counted --------------------------------------------------------------------------------------------


def test_a_search_counts_its_symptoms_and_parts_of_the_body(tingling):
    factories.make_symptom("burning", name="Burning")

    assert concepts(ask("tingling and burning in my feet")) == {("symptom", "tingling"), ("symptom", "burning"), ("area", "feet")}


def test_a_search_counts_the_condition_that_it_names_but_none_that_is_only_related(tingling):
    factories.make_condition("sore-nerves", name="Sore nerves", symptoms=[tingling])

    assert ("condition", "sore-nerves") in concepts(ask("sore nerves"))
    assert concepts(ask("tingling")) == {("symptom", "tingling")}


def test_a_symptom_that_was_chosen_from_a_list_counts_like_one_that_was_typed(tingling):
    assert concepts(ask(symptoms=("tingling",))) == {("symptom", "tingling")}


@pytest.mark.parametrize("text", ["zxqwv", "best pizza in town", "?!", "\x00\ud800"])
def test_a_search_without_an_answer_counts_as_just_that(tingling, text):
    assert concepts(ask(text)) == {("no-answer", "")}


def test_an_empty_search_counts_nothing(tingling):
    assert concepts(ask("")) == set()


@pytest.mark.parametrize("question", [{"symptoms": (SECRET,)}, {"text": SECRET, "dropped": (SECRET, f"area:{SECRET}")}])
def test_what_an_address_claims_to_be_a_concept_is_not_counted(tingling, question):
    assert concepts(ask(**question)) == {("no-answer", "")}


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/search/?q=tingling", 1),
        ("/search.json?q=tingling", 1),
        ("/search/?s=tingling", 1),
        ("/search/?q=tingling&page=2", None),
        ("/search/?q=tingling&kind=symptom", None),
        ("/search/", None),
    ],
)
def test_a_question_counts_once_and_not_for_its_other_pages_and_filters(client, tingling, address, number):
    client.get(address)

    write()

    assert counted().get(("symptom", "tingling")) == number


def test_editors_count_like_everybody(client, tingling, author):
    client.force_login(author)
    client.get("/search/?q=tingling")

    write()

    assert counted() == {("symptom", "tingling"): 1}


# --- How it is stored -------------------------------------------------------------------------------------------


def test_an_answer_asks_the_database_nothing_for_being_counted(tingling, django_assert_num_queries):
    found = ask("tingling")

    with django_assert_num_queries(0):
        count(found, Narrowing())


def test_counts_of_a_day_add_up_over_several_writings(tingling):
    for times in (3, 2):
        for _time in range(times):
            count(ask("tingling in my feet"), Narrowing())
        write()

    assert counted() == {("symptom", "tingling"): 5, ("area", "feet"): 5}


def test_days_are_apart_and_as_on_the_clock_of_the_site(tingling, settings, monkeypatch):
    settings.TIME_ZONE = "Pacific/Auckland"
    moments = [timezone.datetime(2026, 3, 1, hour, tzinfo=timezone.get_fixed_timezone(0)) for hour in (10, 12)]
    for moment in moments:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        count(ask("tingling"), Narrowing())
    write()

    assert list(SearchCount.objects.order_by("day").values_list("day", "count")) == [(date(2026, 3, 1), 1), (date(2026, 3, 2), 1)]


def test_writing_costs_a_few_statements_whatever_was_counted(tingling, django_assert_max_num_queries):
    for number in range(100):
        counting._tally.add({(timezone.localdate(), "symptom", f"symptom-{number}"): 1})

    with django_assert_max_num_queries(102 + 3):
        write()

    assert len(counted()) == 100


def test_counts_are_dropped_after_400_days(tingling):
    today = timezone.localdate()
    for days in (401, 400, 1):
        SearchCount.objects.create(day=today - timedelta(days=days), kind="symptom", concept="old", count=9)

    write()

    assert sorted((today - day).days for day in SearchCount.objects.values_list("day", flat=True)) == [1, 400]


def test_what_could_not_be_written_is_written_the_next_time(tingling, monkeypatch):
    count(ask("tingling"), Narrowing())
    with monkeypatch.context() as broken:
        broken.setattr(counting, "ADD", counting.ADD.replace("search_searchcount", "no_such_table"))
        with pytest.raises(DatabaseError):
            write()
    count(ask("tingling"), Narrowing())

    write()

    assert counted() == {("symptom", "tingling"): 2}


def test_threads_that_count_at_once_lose_nothing(tally):
    key = (timezone.localdate(), "symptom", "tingling")
    needed = []

    def add():
        needed.extend(tally.add({key: 1}) for _time in range(1000))

    threads = [threading.Thread(target=add) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert tally.take() == {key: 8000}
    assert needed.count(True) == 1, "one thread writes for all"


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_write_at_the_same_moment_both_count(monkeypatch):
    day, tallies = timezone.localdate(), []
    for names in (range(50), reversed(range(50))):
        tallies.append(Tally())
        tallies[-1].add({(day, "symptom", f"symptom-{name}"): 2 for name in names})
    here = threading.local()
    monkeypatch.setattr(counting, "_tally", SimpleNamespace(take=lambda: here.tally.take()))

    def writing(tally):
        def write_it():
            here.tally = tally
            write()

        return write_it

    outcomes = at_the_same_moment(*(writing(tally) for tally in tallies))

    assert outcomes == ["done", "done"]
    assert counted() == {("symptom", f"symptom-{name}"): 4 for name in range(50)}


class AtOnce:
    """In place of the main thread: it has come to its end."""

    def join(self, seconds):
        self.seconds = seconds


@pytest.fixture
def writer(settings, monkeypatch):
    """A function that waits for the thread that writes; gives how long it was to wait itself."""
    settings.SEARCH_COUNTS_AFTER_SECONDS = 60
    main = AtOnce()
    monkeypatch.setattr(counting, "main_thread", lambda: main)

    def finish():
        for thread in threading.enumerate():
            if thread.name == "search-counts":
                assert not thread.daemon
                thread.join(30)
        return main.seconds

    return finish


@pytest.mark.django_db(transaction=True)
def test_a_thread_writes_what_was_counted_a_minute_later(tingling, writer):
    count(ask("tingling"), Narrowing())

    assert writer() == 60
    assert counted() == {("symptom", "tingling"): 1}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_refuses_is_told_without_a_word_of_a_search(tingling, writer, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(counting, "ADD", counting.ADD.replace("search_searchcount", "no_such_table"))
        count(ask("tingling"), Narrowing())
        writer()

    (message,) = caplog.messages
    assert message.startswith("The counts of searches could not be written (")
    assert "tingling" not in caplog.text
    write()
    assert counted() == {("symptom", "tingling"): 1}


def test_a_process_without_room_for_a_thread_answers_and_tries_again(client, tingling, settings, monkeypatch):
    settings.SEARCH_COUNTS_AFTER_SECONDS = 60
    tries = []

    def refuse(**options):
        tries.append(options)
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(counting, "Thread", refuse)

    assert [client.get("/search/?q=tingling").status_code for _time in range(2)] == [200, 200]

    write()
    assert len(tries) == 2
    assert counted() == {("symptom", "tingling"): 2}


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "word", "concept": "burning"},
        {"kind": "symptom", "concept": ""},
        {"kind": "no-answer", "concept": "burning"},
        {"count": 0},
        {"concept": "there-already"},
    ],
)
def test_a_row_that_cannot_be_is_refused(row):
    SearchCount.objects.create(day=date(2026, 1, 1), kind="symptom", concept="there-already", count=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        SearchCount.objects.create(**{"day": date(2026, 1, 1), "kind": "symptom", "concept": "tingling", "count": 1, **row})


# --- What editors see -------------------------------------------------------------------------------------------


def looked_for(concept, number, *, kind="symptom", days_ago=0):
    SearchCount.objects.create(day=timezone.localdate() - timedelta(days=days_ago), kind=kind, concept=concept, count=number)


def test_sums_are_shown_from_five_on_and_rounded_down_to_fives():
    for name, number in {"a": 4, "b": 5, "c": 9, "d": 10}.items():
        looked_for(name, number)

    assert [(row.name, row.count) for row in interest(30).rows] == [("d", 10), ("b", 5), ("c", 5)]


def test_days_of_a_period_are_added_up_and_older_ones_left_out():
    looked_for("a", 2)
    looked_for("a", 3, days_ago=29)
    looked_for("a", 100, days_ago=30)
    looked_for("b", 7, days_ago=89)
    looked_for("b", 100, days_ago=90)

    assert [(row.name, row.count) for row in interest(30).rows] == [("a", 5)]
    assert [(row.name, row.count) for row in interest(90).rows] == [("a", 105), ("b", 5)]


def test_a_search_of_one_person_cannot_be_worked_out_from_two_periods():
    looked_for("a", 5)
    before = [interest(days).rows for days in (30, 90)]

    looked_for("a", 1, days_ago=40)

    assert [[row.count for row in interest(days).rows] for days in (30, 90)] == [[row.count for row in rows] for rows in before]


@pytest.mark.parametrize(("number", "shown"), [(0, None), (4, None), (5, 5), (14, 10)])
def test_searches_without_an_answer_are_shown_from_five_on(number, shown):
    if number:
        looked_for("", number, kind="no-answer")

    assert interest(30).unanswered == shown


def test_rows_have_the_names_of_pages_and_of_parts_of_the_body(tingling):
    draft = factories.make_condition_draft("shingles", name="Shingles pain")
    looked_for("tingling", 5)
    looked_for("shingles", 5, kind="condition")
    looked_for("feet", 5, kind="area")
    looked_for("gone", 5)

    rows = {row.name: row for row in interest(30).rows}

    assert set(rows) == {"Tingling", "Shingles pain", "Feet", "gone"}
    assert (rows["Tingling"].has_page, rows["Shingles pain"].has_page) == (True, False)
    assert rows["Shingles pain"].url == reverse("admin:articles_condition_change", args=[draft.page_id])
    assert rows["gone"].url == rows["Feet"].url == ""


def test_the_page_is_a_table_with_a_caption(client, author, tingling):
    looked_for("tingling", 12)
    looked_for("", 7, kind="no-answer")
    client.force_login(author)

    page = soup(client.get(PAGE))

    table = page.select_one("#content-main table")
    assert "last 30 days" in text_of(table.caption)
    assert [text_of(cell) for cell in table.select("thead th[scope=col]")] == ["Looked for", "What it is", "Searches, at least"]
    assert [text_of(cell) for cell in table.select("tbody tr > *")] == ["Tingling", "Symptom", "10"]
    assert table.select_one("tbody th[scope=row] a")["href"] == reverse("admin:articles_symptom_change", args=[tingling.pk])
    assert "At least 5 in the last 30 days" in text_of(page.select_one("#content-main"))


def test_a_page_without_numbers_says_so(client, author):
    looked_for("tingling", 4)
    looked_for("", 4, kind="no-answer")
    client.force_login(author)

    words = text_of(soup(client.get(PAGE)).select_one("#content-main"))

    assert "Fewer than 5 in the last 30 days." in words
    assert "Nothing was looked for 5 times or more in the last 30 days." in words
    assert "tingling" not in words.lower()


@pytest.mark.parametrize(
    ("query", "days"), [("", 30), ("?days=90", 90), ("?days=30", 30), ("?days=1", 30), ("?days=x%20'", 30), ("?days=9" + "0" * 999, 30)]
)
def test_the_period_is_one_of_two(client, author, query, days):
    client.force_login(author)

    page = soup(client.get(PAGE + query))

    assert text_of(page.select_one("nav [aria-current=page]")) == f"Last {days} days"


@pytest.mark.parametrize(
    ("person", "status"), [("author", 200), ("reviewer", 200), ("administrator", 200), ("superuser", 200), ("nobody", 403), (None, 302)]
)
def test_who_writes_may_see_it(client, request, db, person, status):
    if person == "nobody":
        client.force_login(factories.make_editor("nobody"))
    elif person:
        client.force_login(request.getfixturevalue(person))

    assert client.get(PAGE).status_code == status


def test_the_first_page_of_the_admin_leads_to_it(client, author):
    client.force_login(author)

    page = soup(client.get(reverse("admin:index")))

    assert [text_of(link) for link in page.select(f"#content-main th a[href='{PAGE}']")] == ["What readers look for"]


def test_no_page_shows_a_single_row(client, superuser):
    looked_for("tingling", 1)
    client.force_login(superuser)

    for rest in (
        f"{SearchCount.objects.get().pk}/change/",
        f"{SearchCount.objects.get().pk}/history/",
        "add/",
        f"{SearchCount.objects.get().pk}/delete/",
    ):
        assert client.get(PAGE + rest).status_code == 404


def test_the_number_of_queries_does_not_grow(client, author, django_assert_max_num_queries):
    for number in range(30):
        looked_for(f"symptom-{number}", 5)
        looked_for(f"area-{number}", 5, kind="area")
    client.force_login(author)
    client.get(PAGE)

    with django_assert_max_num_queries(8):
        client.get(PAGE)


# --- What is not kept -------------------------------------------------------------------------------------------


def everything_in_the_database():
    """All rows of all tables, as one text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)


WORDS = (f"{SECRET} tingling", f"{SECRET}", f"tingling {SECRET}ing in my feet", f"“{SECRET}”", f"cannot {SECRET}")


@pytest.mark.parametrize("words", WORDS)
def test_no_word_of_a_question_reaches_the_database_or_a_log(client, tingling, author, words, caplog, capfd):
    caplog.set_level("DEBUG")
    client.force_login(author)
    for address in ("/search/", "/search.json", "/search/symptoms/", "/suggest.json"):
        for values in ({"q": words}, {"q": words, "exact": "1"}, {"s": SECRET, "not": SECRET}, {"q": "tingling", "area": SECRET, "tag": SECRET}):
            client.get(address, values)
            client.post(address, values)
            Client(REMOTE_ADDR="203.0.113.9").get(address, values)
    write()

    stored = everything_in_the_database()

    assert "tingling" in stored
    assert SECRET not in stored.lower()
    assert "203.0.113.9" not in stored
    assert SECRET not in caplog.text.lower()
    assert SECRET not in "".join(capfd.readouterr()).lower()
