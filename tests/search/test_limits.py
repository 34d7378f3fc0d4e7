"""How often one address may search: enough for a clinic, bounded for a program, and told in a sentence."""

import random
import runpy
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from search import limits
from search.limits import Bucket
from tests.conftest import CHECKOUT
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


class Clock:
    def __init__(self, now=0.0):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def bucket(clock):
    return Bucket(clock)


def times_let_through(bucket, address="192.0.2.1", per_minute=600, tries=2000):
    return sum(bucket.wait(address, per_minute) == 0.0 for _try in range(tries))


# --- The count --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("per_minute", [1, 3, 7, 600, 3000, 999_999])
@pytest.mark.parametrize("uptime", [0.0, 86_400.0, 3e7])
def test_an_address_may_search_as_often_as_the_limit_says_at_once_and_not_once_more(clock, bucket, per_minute, uptime):
    clock.now = uptime
    tries = min(per_minute, 5000)

    assert times_let_through(bucket, per_minute=per_minute, tries=tries) == tries
    if tries == per_minute:
        assert bucket.wait("192.0.2.1", per_minute) == pytest.approx(60 / per_minute, abs=0.001)


def test_what_was_used_comes_back_as_time_passes(clock, bucket):
    times_let_through(bucket)

    clock.now += 30

    assert times_let_through(bucket) == 300


def test_after_a_minute_of_rest_all_of_it_is_there_again_and_not_more(clock, bucket):
    times_let_through(bucket)

    clock.now += 3600

    assert times_let_through(bucket) == 600


def test_who_waits_as_long_as_was_said_may_go_on(clock, bucket):
    times_let_through(bucket, per_minute=3)
    wait = bucket.wait("192.0.2.1", 3)

    clock.now += wait

    assert bucket.wait("192.0.2.1", 3) == 0.0


def test_refused_searches_do_not_prolong_the_wait(clock, bucket):
    times_let_through(bucket, per_minute=3)

    assert {bucket.wait("192.0.2.1", 3) for _try in range(100)} == {20.0}


def test_one_address_does_not_use_up_what_another_may(bucket):
    times_let_through(bucket)

    assert times_let_through(bucket, "192.0.2.2") == 600


def test_a_minute_never_lets_through_more_than_twice_the_limit(clock, bucket):
    chance, through = random.Random(4), []
    for _step in range(20_000):
        clock.now += chance.expovariate(40)
        if bucket.wait("192.0.2.1", 600) == 0.0:
            through.append(clock.now)

    assert max(sum(start <= moment < start + 60 for moment in through) for start in through[::100]) <= 1200


def test_many_addresses_take_bounded_room_and_the_busy_one_is_not_forgotten(clock):
    bucket = Bucket(clock, most=100)
    times_let_through(bucket)

    for number in range(10_000):
        bucket.wait(f"2001:db8:{number:x}::", 600)
        if number % 50 == 0:
            assert bucket.wait("192.0.2.1", 600) > 0

    assert len(bucket.free_at) == 100


def test_threads_that_search_at_once_are_all_counted(bucket):
    let_through = []
    threads = [threading.Thread(target=lambda: let_through.append(times_let_through(bucket, tries=500))) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(let_through) == 600


# --- The addresses of the search --------------------------------------------------------------------------------


@pytest.fixture
def limit(settings, monkeypatch, clock):
    """A limit of two a minute, whatever other tests have asked, and a clock that stands still."""
    monkeypatch.setattr(limits, "_buckets", {kind: Bucket(clock) for kind in limits.TIMES})
    settings.SEARCH_LIMIT_PER_MINUTE = 2
    return settings


def ask(address="/search/?q=cotton", sender="192.0.2.1", times=1, **headers):
    for _time in range(times):
        response = Client().get(address, REMOTE_ADDR=sender, **headers)
    return response


def test_the_page_and_the_json_count_together(limit):
    ask("/search/?q=cotton")
    ask("/search.json?q=cotton")

    assert ask("/search/?q=cotton").status_code == ask("/search.json?q=cotton").status_code == 429


def test_the_refusal_says_what_to_do_and_keeps_the_urgent_line(limit):
    response = ask("/search/?q=a-private-word", times=3)

    page = soup(response)
    assert (response.status_code, response["Retry-After"]) == (429, "30")
    assert text_of(page.h1) == "Too many searches"
    assert "the search rests for 30 seconds. Then load this page again" in text_of(page.main)
    assert "Call your local emergency number" in text_of(page.select_one(".urgent-line"))
    assert "a-private-word" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_the_refusal_of_the_json_says_the_same(limit):
    response = ask("/search.json?q=a-private-word", times=3)

    assert (response.status_code, response["Retry-After"]) == (429, "30")
    assert response["Content-Type"] == "application/json"
    assert response.json() == {
        "error": "Too many searches came from your address. Wait 30 seconds, then ask again.",
        "emergency": "Emergency? Call your local emergency number (for example 999, 112 or 911).",
    }


def test_a_refusal_asks_the_database_nothing(limit, django_assert_num_queries):
    ask(times=2)

    with django_assert_num_queries(0):
        assert ask().status_code == 429


def test_the_rest_of_the_site_goes_on(limit):
    ask(times=3)

    assert ask("/").status_code == ask("/urgent-signs/").status_code == 200


def test_waiting_as_long_as_was_said_helps(limit, clock):
    response = ask(times=3)

    clock.now += int(response["Retry-After"])

    assert ask().status_code == 200


def test_zero_switches_the_limit_off(limit):
    limit.SEARCH_LIMIT_PER_MINUTE = 0

    assert ask(times=5).status_code == 200


def test_without_an_address_nobody_is_taken_for_somebody_else(limit):
    assert ask(sender="", times=5).status_code == 200


@pytest.mark.parametrize(
    ("first", "second", "is_the_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
    ],
)
def test_an_address_is_one_of_ipv4_or_a_network_of_ipv6(limit, first, second, is_the_same):
    ask(sender=first, times=2)

    assert (ask(sender=second).status_code == 429) is is_the_same


def test_behind_a_proxy_only_what_the_proxy_wrote_counts(limit):
    limit.BEHIND_PROXY = True

    for number in range(2):
        ask(HTTP_X_FORWARDED_FOR=f"10.9.8.{number}, 203.0.113.7")

    assert ask(HTTP_X_FORWARDED_FOR="10.1.1.1, 203.0.113.7").status_code == 429
    assert ask(HTTP_X_FORWARDED_FOR="203.0.113.7, 203.0.113.8").status_code == 200


def test_without_a_proxy_what_a_visitor_claims_is_ignored(limit):
    for number in range(2):
        ask(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert ask(HTTP_X_FORWARDED_FOR="203.0.113.77").status_code == 429


@pytest.mark.parametrize("claimed", ["", ",", "unknown", "x" * 10_000, "\x00", "192.0.2.1:80", "[::1]", "1.2.3.4, <script>", "0x7f.1"])
def test_an_odd_forwarded_address_breaks_nothing(limit, claimed):
    limit.BEHIND_PROXY = True

    assert ask(HTTP_X_FORWARDED_FOR=claimed).status_code == 200


def test_a_form_that_is_sent_to_the_search_is_refused_without_counting(limit):
    for _time in range(5):
        assert Client().post("/search/", REMOTE_ADDR="192.0.2.1").status_code == 405

    assert ask().status_code == 200


# --- The setting ------------------------------------------------------------------------------------------------


def limit_in_settings(monkeypatch, value):
    if value is not None:
        monkeypatch.setenv("SEARCH_LIMIT_PER_MINUTE", value)
    return runpy.run_path(str(CHECKOUT / "neuroinfo" / "settings.py"))["SEARCH_LIMIT_PER_MINUTE"]


@pytest.mark.parametrize(("value", "limit"), [(None, 600), ("", 600), ("0", 0), (" 60 ", 60), ("999999", 999_999)])
def test_the_limit_comes_from_the_environment(monkeypatch, value, limit):
    assert limit_in_settings(monkeypatch, value) == limit


@pytest.mark.parametrize("value", ["-1", "1.5", "many", "1000000", "٣", "²", "1e3", "0x10", "9" * 5000])
def test_a_limit_that_cannot_be_is_refused_with_a_sentence(monkeypatch, value):
    with pytest.raises(ImproperlyConfigured) as refusal:
        limit_in_settings(monkeypatch, value)

    assert str(refusal.value) == f"SEARCH_LIMIT_PER_MINUTE is '{value}'. Give a whole number up to 999999: how many a minute, or 0 for no limit."
