"""What is refused before Django sees it, and the headers that every answer has."""

import pytest
from django.core.wsgi import get_wsgi_application

from neuroinfo.door import LARGEST_BODY, LONGEST_ADDRESS, Door
from tests.wsgi import ask


@pytest.fixture
def site():
    return Door(get_wsgi_application())


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH", "NONSENSE", "get"])
def test_other_methods_are_refused(site, method):
    answer = ask(site, "/about/", method=method)

    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert answer.text == "This site answers GET, HEAD, OPTIONS, POST only.\n"


@pytest.mark.parametrize(
    "address",
    [
        "/about/?" + "x" * LONGEST_ADDRESS,
        "/" + "x" * LONGEST_ADDRESS,
        "/" + "é" * (LONGEST_ADDRESS // 6 + 1),  # two bytes, each sent as three characters
    ],
)
def test_a_long_address_is_refused(site, address):
    answer = ask(site, address.encode().decode("latin-1"))

    assert answer.status == 414
    assert answer.text == "This address is too long: 4096 characters are the most. Ask with fewer words.\n"


@pytest.mark.parametrize("address", ["/about/?" + "x" * (LONGEST_ADDRESS - 8), "/about/?" + "x" * 2000])
def test_an_address_that_is_just_short_enough_is_answered(site, address):
    assert ask(site, address).status == 200


@pytest.mark.django_db
@pytest.mark.any_database
def test_a_long_address_of_marked_letters_is_answered_while_it_is_short_enough(site):
    assert ask(site, ("/" + "é" * 600).encode().decode("latin-1")).status == 404


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"CONTENT_LENGTH": str(LARGEST_BODY + 1)}, 413, "What was sent is too large: 10 megabytes are the most. Send less at a time.\n"),
        ({"CONTENT_LENGTH": "9" * 5000}, 413, "What was sent is too large: 10 megabytes are the most. Send less at a time.\n"),
        ({"CONTENT_LENGTH": "-1"}, 400, "The length of what was sent is not a number.\n"),
        ({"CONTENT_LENGTH": "٣"}, 400, "The length of what was sent is not a number.\n"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411, "Send this form with its length: this site reads no body that comes in pieces.\n"),
    ],
)
def test_a_body_without_a_good_length_is_refused(site, given, status, sentence):
    answer = ask(site, "/about/", method="POST", **given)

    assert (answer.status, answer.text) == (status, sentence)


def test_a_refusal_holds_nothing_of_what_was_asked(site):
    answer = ask(site, "/<script>" + "x" * LONGEST_ADDRESS)

    assert "script" not in answer.text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refusal_of_a_request_for_headers_has_no_body(site):
    assert ask(site, "/" + "x" * LONGEST_ADDRESS, method="HEAD").sent == b""


@pytest.mark.parametrize("address", ["/about/", "/favicon.ico"])
def test_every_answer_keeps_other_sites_and_the_devices_of_readers_out(site, address):
    headers = ask(site, address).headers

    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["Permissions-Policy"].split(", "))
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
