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


@pytest.mark.parametrize("charset", ["cp037", "utf-16", "rot13", "us-ascii", "nonsense", "\x00", '"'])
def test_a_form_in_another_encoding_is_refused(site, charset):
    answer = ask(site, "/visit/", method="POST", body=b"a=1", CONTENT_TYPE=f"application/x-www-form-urlencoded; charset={charset}")

    assert (answer.status, answer.text) == (415, "Send this form in UTF-8, the encoding of its page.\n")


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_a_form_may_say_that_it_is_in_utf_8(site, charset):
    answer = ask(site, "/visit/", method="POST", body=b"about=pain", CONTENT_TYPE=f"application/x-www-form-urlencoded; charset={charset}")

    assert answer.status not in {400, 415, 500}


def test_a_fault_in_front_of_django_is_an_answer_too(caplog):
    def broken(_environ, _start_response):
        raise RuntimeError("a fault")

    answer = ask(Door(broken), "/about/")

    assert (answer.status, answer.text) == (500, "Something went wrong here, and whoever runs this site can see it. Try again in a moment.\n")
    assert "a fault" in caplog.text


def test_a_page_that_takes_no_form_says_which_methods_it_answers(site):
    answer = ask(site, "/about/", method="POST", body=b"a=1", CONTENT_TYPE="application/x-www-form-urlencoded")

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_a_refusal_holds_nothing_of_what_was_asked(site):
    answer = ask(site, "/<script>" + "x" * LONGEST_ADDRESS)

    assert "script" not in answer.text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refusal_of_a_request_for_headers_has_no_body(site):
    assert ask(site, "/" + "x" * LONGEST_ADDRESS, method="HEAD").sent == b""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "given", "status"),
    [
        ("/about/", {}, 200),
        ("/favicon.ico", {}, 302),
        ("/about", {}, 301),
        ("/nothing/", {}, 404),
        ("/about/", {"HTTP_HOST": "evil.example.com"}, 400),
        ("/about/", {"method": "POST"}, 405),
        ("/about/", {"method": "TRACE"}, 405),
        ("/" + "x" * LONGEST_ADDRESS, {}, 414),
        ("/visit/", {"method": "POST", "CONTENT_LENGTH": str(LARGEST_BODY + 1)}, 413),
    ],
)
def test_every_answer_keeps_other_sites_and_the_devices_of_readers_out(site, address, given, status):
    answer = ask(site, address, **given)
    headers = answer.headers

    assert answer.status == status
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["Permissions-Policy"].split(", "))
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    if status != 200:
        assert headers["Cache-Control"] in {"no-cache", "no-store"}  # what is so now may be otherwise in a moment


@pytest.mark.parametrize("given", [{}, {"HTTP_RANGE": "bytes=0-9"}, {"method": "POST"}], ids=["whole", "part", "form"])
def test_static_files_keep_other_sites_out_too(settings, given):
    """A picture that is opened by itself is a document."""
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    headers = ask(Door(get_wsgi_application()), "/static/favicon.svg", **given).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
