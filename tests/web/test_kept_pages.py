"""Public pages are kept as they were rendered, and nobody reads an old text because of it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import Error, connection
from django.test.utils import CaptureQueriesContext

from editorial import actions, caching
from editorial.models import Event
from neuroinfo import kept_page, kept_pages, shelf
from neuroinfo.door import Door
from neuroinfo.kept_pages import KeptPages
from neuroinfo.shelf import Shelf
from tests import factories
from tests.wsgi import ask

pytestmark = pytest.mark.django_db


class Rendering:
    """Django's application, with a count of what it was asked."""

    def __init__(self):
        self.application = get_wsgi_application()
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        return self.application(environ, start_response)


@pytest.fixture
def rendering():
    return Rendering()


@pytest.fixture
def site(rendering):
    return KeptPages(rendering)


@pytest.fixture
def condition():
    return factories.make_condition("burning-feet", name="Burning feet")


# --- Kept, and for how long -------------------------------------------------------------------------------------


def test_a_page_is_rendered_once(site, rendering, condition):
    answers = [ask(site, "/conditions/burning-feet/") for _time in range(3)]

    assert rendering.asked == ["/conditions/burning-feet/"]
    assert len({answer.text for answer in answers}) == 1
    assert [answer.headers["Cache-Status"] for answer in answers] == ["NeuroInfo; fwd=miss; stored", "NeuroInfo; hit", "NeuroInfo; hit"]


def test_a_kept_page_costs_one_query(site, condition):
    ask(site, "/conditions/burning-feet/")

    with CaptureQueriesContext(connection) as captured:
        ask(site, "/conditions/burning-feet/")

    assert len(captured) == 1


def test_the_next_reader_gets_a_text_that_was_approved(site, condition):
    before = ask(site, "/conditions/burning-feet/")
    draft = actions.start_draft(condition, by=factories.the_author())
    draft.summary = "A quite new sentence."
    draft.save()
    assert ask(site, "/conditions/burning-feet/").text == before.text

    factories.publish(draft)

    after = ask(site, "/conditions/burning-feet/")
    assert "A quite new sentence." in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_page_that_was_withdrawn_is_gone_at_once(site, condition, administrator):
    ask(site, "/conditions/burning-feet/")

    actions.withdraw(condition, by=administrator, reason="Wrong.")

    assert ask(site, "/conditions/burning-feet/").status == 410


def test_an_event_that_becomes_visible_late_is_noticed(condition):
    newest = Event.objects.order_by("-pk").first()
    Event.objects.bulk_create([Event(pk=newest.pk + 5, verb=Event.Verb.NAMED, changed_public_text=True)])
    before = caching.content_version()

    Event.objects.bulk_create([Event(pk=newest.pk + 3, verb=Event.Verb.NAMED, changed_public_text=True)])

    assert caching.content_version() > before


def test_the_content_version_is_the_same_alone_and_beside_other_columns():
    """On PostgreSQL one is a function in the database, and the other the statement in it."""
    Event.objects.bulk_create([Event(verb=Event.Verb.NAMED, changed_public_text=number % 3 > 0) for number in range(2 * caching.NEWEST)])
    newest = Event.objects.filter(changed_public_text=True).order_by("-pk").values_list("pk", flat=True)[: caching.NEWEST]

    beside = Event.objects.annotate(version=caching.CONTENT_VERSION).values_list("version", flat=True).first()

    assert caching.content_version() == beside == sum(newest)


def test_parameters_that_a_page_does_not_use_make_no_other_page(site, rendering, condition):
    ask(site, "/conditions/burning-feet/")

    answers = [ask(site, f"/conditions/burning-feet/?{query}") for query in ("utm_source=letter", "fbclid=1&x=2", "q=%zz")]

    assert {answer.headers["Cache-Status"] for answer in answers} == {"NeuroInfo; hit"}
    assert len(rendering.asked) == 1


def test_parameters_that_a_list_uses_make_a_page_of_its_own(site, condition):
    factories.make_condition("tingling-feet", name="Tingling feet")
    whole = ask(site, "/conditions/")

    one_letter = [ask(site, f"/conditions/?letter={letter}") for letter in "BT"]

    assert len({answer.text for answer in (whole, *one_letter)}) == 3
    assert [ask(site, f"/conditions/?letter={letter}").text for letter in "BT"] == [answer.text for answer in one_letter]


@pytest.mark.parametrize("encoding", ["cp037", "utf-16", "rot13", "punycode", "nonsense"])
def test_what_a_request_says_of_its_encoding_reaches_no_kept_page(site, condition, encoding):
    """Django reads the parameters of an address in the encoding that a Content-Type names: in some there are none, and others end in an error."""
    factories.make_condition("tingling-feet", name="Tingling feet")
    application = Door(site)

    asked_badly = ask(application, "/conditions/?letter=T", CONTENT_TYPE=f"text/plain; charset={encoding}")

    assert (asked_badly.status, asked_badly.text) == (200, ask(application, "/conditions/?letter=T").text)
    assert "Burning feet" not in asked_badly.text


@pytest.mark.parametrize(
    "address", ["/search/?q=burning+feet", "/search.json?q=burning+feet", "/suggest.json?q=burning", "/search/symptoms/", "/healthz", "/nothing/"]
)
def test_what_depends_on_more_than_published_text_is_not_kept(site, rendering, condition, address):
    answers = [ask(site, address) for _time in range(2)]

    assert len(rendering.asked) == 2
    assert not any("Cache-Status" in answer.headers or "ETag" in answer.headers for answer in answers)


def test_editors_pages_go_straight_to_django(site):
    answer = ask(site, "/admin/", HTTP_ACCEPT_ENCODING="br")

    assert answer.status == 302
    assert "Content-Encoding" not in answer.headers


def test_an_editor_who_is_signed_in_reads_what_everybody_reads(site, rendering, condition, client, author):
    client.force_login(author)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())

    theirs = ask(site, "/conditions/burning-feet/", HTTP_COOKIE=cookie)

    assert theirs.text == ask(site, "/conditions/burning-feet/").text
    assert len(rendering.asked) == 1
    assert "Cookie" not in theirs.headers["Vary"]


@pytest.mark.any_database
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/conditions/burning-feet/",
        "/visit/",
        "/search/?q=numb",
        "/no-such-page/",
        "/connect/application",
        "/connect/service?mainSearchCriteria.v.dn=CIDP",
    ],
)
def test_cookies_of_others_are_not_looked_at(site, condition, address):
    for cookie in ("csrftoken=x", "sessionid=abc", "sessionid=abc; csrftoken=x; messages=1"):
        answer = ask(site, address, HTTP_COOKIE=cookie)

        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_what_was_not_asked_for_longest_makes_room():
    class Page:
        size = 4

    pages = Shelf(largest=12)
    for key in "abc":
        pages.put(key, Page())
    pages.find("a")

    pages.put("d", Page())

    assert [pages.find(key) is not None for key in "abcd"] == [True, False, True, True]
    assert pages.size == 12


def test_made_up_addresses_fill_no_memory(site, rendering, condition):
    short, long = "/conditions/?page=1", "/conditions/?" + "&".join(["page=1"] * 200)

    answers = [ask(site, address) for _time in range(2) for address in (short, long)]

    assert [answer.headers["Cache-Status"] for answer in answers] == [
        f"NeuroInfo; {how}" for how in ("fwd=miss; stored", "fwd=miss", "hit", "fwd=miss")
    ]
    assert rendering.asked == ["/conditions/"] * 3  # one for the short one, which is kept
    assert len(site.shelf.pages) == 1
    assert site.shelf.size > 3 * 1024  # its headers count too


def test_what_is_known_of_paths_has_an_end(monkeypatch):
    monkeypatch.setattr(shelf, "MOST_PATHS", 3)
    known = Shelf()

    for number in range(10):
        known.learn(f"/{number}/", ("page",))
    known.learn("/" + "x" * shelf.LONGEST_KEY, ("page",))

    assert 1 <= len(known.parameters) <= 3
    assert known.key({"PATH_INFO": "/9/", "QUERY_STRING": "page=2&x=1"}) == "/9/?page=2"


def test_no_two_requests_with_other_parameters_have_the_same_key():
    queries = ["a=1&b=2", "a=1%26b=2", "a=1%26b%3D2", "a=1", "a", "a=1&a=2", "a=2&a=1", "a=1%00b=2", "A=1"]

    keys = {Shelf().key({"PATH_INFO": "/", "QUERY_STRING": query}) for query in queries}

    assert len(keys) == len(queries) - 1  # the second and the third say the same


def test_a_page_that_is_kept_again_takes_its_room_once():
    class Page:
        size = 4

    pages = Shelf()

    for _time in range(3):
        pages.put("a", Page())

    assert pages.size == 4


# --- Many at once -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_fifty_readers_at_once_after_an_approval_cost_one_rendering(site, rendering):
    condition = factories.make_condition("burning-feet", name="Burning feet")
    ask(site, "/conditions/burning-feet/")
    factories.publish(actions.start_draft(condition, by=factories.the_author()))
    rendering.asked.clear()
    together = threading.Barrier(50)

    def read(_number):
        together.wait()
        try:
            return ask(site, "/conditions/burning-feet/").text
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as readers:
        texts = list(readers.map(read, range(50)))

    assert len(rendering.asked) == 1
    assert len(set(texts)) == 1


# --- Not modified -----------------------------------------------------------------------------------------------


def test_a_reader_who_has_the_page_is_told_so(site, condition):
    whole = ask(site, "/conditions/burning-feet/", HTTP_ACCEPT_ENCODING="br")

    again = ask(site, "/conditions/burning-feet/", HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=whole.headers["ETag"])

    assert (again.status, again.sent) == (304, b"")
    assert {name: again.headers[name] for name in ("ETag", "Cache-Control", "Vary")} == {
        name: whole.headers[name] for name in ("ETag", "Cache-Control", "Vary")
    }


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("header", "status"),
    [("*", 304), ('W/"other", {etag}', 304), ("{strong}", 304), ('"other", {strong}', 304), ('W/"other"', 200), ("nonsense", 200), ("", 200)],
)
def test_conditions_are_read_as_the_standard_says(site, condition, header, status):
    etag = ask(site, "/conditions/burning-feet/").headers["ETag"]

    answer = ask(site, "/conditions/burning-feet/", HTTP_IF_NONE_MATCH=header.format(etag=etag, strong=etag.removeprefix("W/")))

    assert answer.status == status


def test_an_approval_of_another_page_leaves_what_readers_have_valid(site, condition):
    etag = ask(site, "/conditions/burning-feet/").headers["ETag"]

    factories.make_condition("another")

    assert ask(site, "/conditions/burning-feet/", HTTP_IF_NONE_MATCH=etag).status == 304


def test_caches_are_told_what_they_may_do(site, condition):
    headers = ask(site, "/conditions/burning-feet/").headers

    assert headers["Cache-Control"].startswith("no-cache, s-maxage=60")
    assert {"stale-while-revalidate=60", "stale-if-error=86400"} <= set(headers["Cache-Control"].split(", "))
    assert headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in headers


# --- Compression ------------------------------------------------------------------------------------------------


ENCODINGS = {
    "gzip, deflate, br, zstd": "br",
    "gzip": "gzip",
    "br;q=0, gzip;q=0.5": "gzip",
    "*": "br",
    "identity": "",
    "gzip;q=nonsense": "",
    "": "",
    "GZIP": "gzip",
}


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["/conditions/burning-feet/", "/search/?q=burning", "/feed.atom", "/conditions/nothing/"])
def test_each_answer_comes_as_small_as_the_reader_takes_it(site, condition, address):
    plain = ask(site, address).text

    answers = {accepted: ask(site, address, HTTP_ACCEPT_ENCODING=accepted) for accepted in ENCODINGS}

    assert {accepted: answer.headers.get("Content-Encoding", "") for accepted, answer in answers.items()} == ENCODINGS
    for answer in answers.values():
        assert answer.text == plain
        assert int(answer.headers["Content-Length"]) == len(answer.sent)
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_page_that_is_asked_for_often_gets_smaller(site, condition):
    sizes = [len(ask(site, "/conditions/burning-feet/", HTTP_ACCEPT_ENCODING="br").sent) for _time in range(5)]

    assert sizes[0] == sizes[1] > sizes[2] == sizes[3] == sizes[4]


def test_it_is_not_made_small_again_when_another_page_is_approved(site, rendering, condition, monkeypatch):
    answers = [ask(site, "/conditions/burning-feet/", HTTP_ACCEPT_ENCODING="br") for _time in range(3)]
    factories.make_condition("another")
    monkeypatch.setattr(kept_page, "encoded", None)

    answer = ask(site, "/conditions/burning-feet/", HTTP_ACCEPT_ENCODING="br")

    assert len(rendering.asked) == 2
    assert answer.sent == answers[-1].sent


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["/conditions/burning-feet/", "/conditions/", "/search/?q=burning"])
def test_the_headers_can_be_asked_for_alone(site, condition, address):
    whole = ask(site, address, HTTP_ACCEPT_ENCODING="br")

    answer = ask(site, address, method="HEAD", HTTP_ACCEPT_ENCODING="br")

    assert (answer.status, answer.sent) == (200, b"")
    assert answer.headers["Content-Length"] == whole.headers["Content-Length"]


# --- Hosts and HTTPS --------------------------------------------------------------------------------------------


@pytest.mark.any_database
@pytest.mark.parametrize("host", ["evil.example.com", "", "localhost:notaport", "localhost, evil.example.com", "a" * 200_000])
def test_a_kept_page_is_for_the_hosts_of_this_site_only(site, condition, host):
    ask(site, "/conditions/burning-feet/")

    assert ask(site, "/conditions/burning-feet/", HTTP_HOST=host).status == 400


def test_no_header_is_remembered_that_is_longer_than_any_real_one(site, condition):
    before = [remembered.cache_info().currsize for remembered in (kept_pages._is_host_of_this_site, kept_pages.accepted_encoding)]

    for number in range(3):
        ask(site, "/conditions/burning-feet/", HTTP_HOST=f"{number}" * 300, HTTP_ACCEPT_ENCODING=f"{number}" * 300)
        ask(site, "/conditions/burning-feet/", HTTP_ACCEPT_ENCODING=f"br, {number}" + "x" * 300)

    after = [remembered.cache_info().currsize for remembered in (kept_pages._is_host_of_this_site, kept_pages.accepted_encoding)]
    assert after[1] == before[1]
    assert after[0] <= before[0] + 1  # localhost


def test_a_kept_page_is_not_sent_over_plain_http_where_https_is_asked_for(site, condition, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    application = KeptPages(get_wsgi_application())  # which reads these settings when it is made
    secure = {"HTTP_X_FORWARDED_PROTO": "https"}
    assert ask(application, "/conditions/burning-feet/", **secure).status == 200

    assert ask(application, "/conditions/burning-feet/").status == 301
    assert ask(application, "/conditions/burning-feet/", HTTP_X_FORWARDED_PROTO="http").status == 301
    assert ask(application, "/conditions/burning-feet/", **secure).headers["Cache-Status"] == "NeuroInfo; hit"


# --- Without the database ---------------------------------------------------------------------------------------


@pytest.fixture
def database_is_away(monkeypatch):
    """Call it, and the database does not answer any more; call what it returns, and it does again."""

    def fail(*_arguments, **_more):
        raise Error("away")

    def go():
        monkeypatch.setattr(kept_pages, "content_version", fail)
        monkeypatch.setattr(kept_pages, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
        return monkeypatch.undo

    return go


def test_kept_pages_go_on_without_the_database_and_say_so(site, condition, database_is_away):
    ask(site, "/conditions/burning-feet/")
    database_is_away()

    answer = ask(site, "/conditions/burning-feet/", HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH="*")

    assert answer.status == 200
    assert "This page may be out of date." in answer.text
    assert "Burning feet" in answer.text
    assert answer.headers["Cache-Status"] == "NeuroInfo; hit; detail=database-away"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_pages_that_need_no_database_go_on_without_it(site, condition, database_is_away):
    database_is_away()

    assert ask(site, "/about/").status == 200


def test_it_heals_by_itself(site, condition, database_is_away, monkeypatch):
    ask(site, "/conditions/burning-feet/")
    version = caching.content_version()
    back = database_is_away()
    ask(site, "/conditions/burning-feet/")

    back()
    monkeypatch.setattr(kept_pages, "content_version", lambda: version)  # the database of a test is that of its thread
    site.away_until = time.monotonic() - 1  # the moment has passed
    ask(site, "/conditions/burning-feet/")
    assert site.trying.acquire(timeout=10)

    answer = ask(site, "/conditions/burning-feet/")
    assert "out of date" not in answer.text
    assert answer.headers["Cache-Status"] == "NeuroInfo; hit"


def test_a_database_that_is_away_is_not_asked_by_each_reader(site, condition, monkeypatch):
    ask(site, "/conditions/burning-feet/")
    asked = []

    def fail():
        asked.append(1)
        raise Error("away")

    monkeypatch.setattr(kept_pages, "content_version", fail)
    monkeypatch.setattr(kept_pages, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))

    for _time in range(20):
        ask(site, "/conditions/burning-feet/")

    assert len(asked) == 2


def test_a_database_that_let_a_reader_wait_is_not_asked_again_by_the_same(site, condition, monkeypatch):
    ask(site, "/conditions/burning-feet/")
    clock = SimpleNamespace(now=1000.0, asked=0)

    def wait_and_fail():
        clock.now += 3
        clock.asked += 1
        raise Error("away")

    monkeypatch.setattr(kept_pages, "content_version", wait_and_fail)
    monkeypatch.setattr(kept_pages, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
    monkeypatch.setattr(kept_pages, "time", SimpleNamespace(monotonic=lambda: clock.now))

    answers = [ask(site, "/conditions/burning-feet/") for _time in range(2)]

    assert (clock.asked, ["out of date" in answer.text for answer in answers]) == (1, [True, True])


def test_a_machine_without_room_for_a_thread_tries_the_database_later(site, condition, monkeypatch):
    ask(site, "/conditions/burning-feet/")
    site.away_until = time.monotonic() - 1  # it was found away, and is to be tried again
    started = []

    class NoThread:
        def __init__(self, **_how):
            pass

        def start(self):
            started.append(1)
            raise RuntimeError("can't start new thread")

    monkeypatch.setattr(kept_pages, "Thread", NoThread)

    answers = [ask(site, "/conditions/burning-feet/") for _time in range(2)]

    assert (len(started), ["out of date" in answer.text for answer in answers]) == (2, [True, True])


def test_nobody_waits_for_a_database_that_is_known_to_be_away(site, condition, monkeypatch):
    ask(site, "/conditions/burning-feet/")
    waiting, may_go_on = threading.Event(), threading.Event()
    asked_by = set()

    def hang():
        asked_by.add(threading.current_thread())
        waiting.set()
        may_go_on.wait(10)
        raise Error("away")

    monkeypatch.setattr(kept_pages, "content_version", hang)
    monkeypatch.setattr(kept_pages, "connection", type("Away", (), {"close": staticmethod(lambda: None)}))
    site.away_until = time.monotonic() - 1  # it was found away, and is to be tried again
    try:
        first = ask(site, "/conditions/burning-feet/")
        assert waiting.wait(10)
        second = ask(site, "/conditions/burning-feet/")
    finally:
        may_go_on.set()
    (other,) = asked_by - {threading.current_thread()}
    other.join(10)

    assert ["out of date" in answer.text for answer in (first, second)] == [True, True]
    assert asked_by == {other}
    assert not site.trying.locked()
