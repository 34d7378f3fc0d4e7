"""Texts that are not public, drawn as their page: for editors in a frame, and for outside experts with a link."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from editorial import actions
from editorial.models import Comment, Event
from editorial.previews import new_link
from tests import factories
from tests.clients import EditorClient
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DRAFTS = {
    "condition": factories.make_condition_draft,
    "cause": factories.make_cause_draft,
    "symptom": factories.make_symptom_draft,
    "treatment": factories.make_treatment_draft,
    "article": factories.make_article_draft,
    "term": factories.make_term_draft,
    "care card": factories.make_care_card_draft,
}


def shell(version, **query):
    return reverse("admin:preview", args=[version.pk], query=query)


def page_in_frame(version):
    return reverse("admin:preview_page", args=[version.pk])


def link_to(version, **when):
    """Path of a new link."""
    return urlsplit(new_link(version, **when)[0]).path


def policy(response):
    return dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))


# --- For editors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", DRAFTS.values(), ids=list(DRAFTS))
def test_a_draft_of_each_kind_is_drawn_as_its_page(client, reviewer, make):
    draft = make(name="The subject", summary="What it is, in a sentence.")
    client.force_login(reviewer)

    response = client.get(page_in_frame(draft))

    page = soup(response)
    assert "The subject" in text_of(page.main)
    assert "What it is, in a sentence." in text_of(page.main)
    assert page.find("link", rel="stylesheet")["href"].endswith("style.css")
    banner = text_of(page.select_one(".preview-banner"))
    assert banner == "This is a draft. It is not public. Version 1, status: draft."


def test_a_care_card_is_drawn_as_it_stands_on_pages(client, reviewer):
    draft = factories.make_care_card_draft(name="A sore", summary="Show it to a nurse.", level="now")
    actions.sync_citations(draft)
    client.force_login(reviewer)

    card = soup(client.get(page_in_frame(draft))).select_one(".care-card--now")

    assert text_of(card) == "Get help now A sore Show it to a nurse. Some words about it. Source [1]"


@pytest.mark.parametrize("state", ["in review", "sent back", "scheduled", "discarded", "safety correction in work"])
def test_the_banner_says_where_the_text_stands(client, author, reviewer, state):
    correction = state == "safety correction in work"
    draft = factories.make_correction_in_work(factories.make_symptom()) if correction else factories.make_symptom_draft()
    if state == "scheduled":
        factories.make_scheduled(draft)
    elif state == "discarded":
        actions.discard(draft, by=author)
    elif state in ("in review", "sent back"):
        actions.submit(draft, by=author)
    if state == "sent back":
        actions.return_to_author(draft, by=reviewer, reason="Shorter, please.")
    client.force_login(reviewer)

    banner = soup(client.get(page_in_frame(draft))).select_one(".preview-banner")

    assert text_of(banner) == f"This is a draft. It is not public. Version {draft.number}, status: {state}."


def test_the_live_text_is_not_called_a_draft(client, reviewer):
    page = factories.make_symptom()
    client.force_login(reviewer)

    banner = text_of(soup(client.get(page_in_frame(page.live))).select_one(".preview-banner"))

    assert banner == "Preview of the text that readers see. Version 1, status: approved."


def test_a_draft_of_a_live_page_is_shown_and_not_the_live_text(client, author, reviewer):
    page = factories.make_condition(summary="What readers see.")
    draft = factories.edit(actions.start_draft(page, by=author), summary="What is being written.")
    client.force_login(reviewer)

    drawn = client.get(page_in_frame(draft))

    assertContains(drawn, "What is being written.")
    assertNotContains(drawn, "What readers see.")
    assertContains(Client().get(page.get_absolute_url()), "What readers see.")


def test_a_restored_draft_of_a_withdrawn_page_is_shown(client, author, reviewer, administrator):
    page = factories.make_symptom(summary="It comes back.")
    factories.make_withdrawn(page, by=administrator)
    draft = actions.restore(page.versions.get(), by=author)
    client.force_login(reviewer)

    assertContains(client.get(page_in_frame(draft)), "It comes back.")
    assert client.get(shell(draft)).status_code == 200


def test_a_draft_may_name_and_link_to_pages_that_are_not_public(client, reviewer, administrator):
    gone = factories.make_withdrawn(factories.make_symptom(name="Gone numb"), by=administrator)
    draft = factories.make_condition_draft(
        symptoms=[gone], causes=[factories.make_cause_draft(name="Unwritten").page], sections={"overview": '<p><a href="/symptoms/no/">No</a></p>'}
    )
    client.force_login(reviewer)

    page = soup(client.get(page_in_frame(draft)))

    assert "Gone numb" in text_of(page.main)
    assert page.find("a", string="Gone numb") is None
    assert page.find("a", string="No")["href"] == "/symptoms/no/"


def test_a_draft_is_not_said_to_be_starter_text(client, reviewer):
    draft = factories.make_symptom_draft()
    client.force_login(reviewer)

    assertNotContains(client.get(page_in_frame(draft)), "It is starter text")


def test_the_page_in_the_frame_loads_what_public_pages_load_and_no_other_site_may_frame_it(client, reviewer):
    draft = factories.make_symptom_draft()
    public = factories.make_symptom().get_absolute_url()
    client.force_login(reviewer)

    response = client.get(page_in_frame(draft))

    assert policy(response) == policy(client.get(public)) | {"frame-ancestors": "'self'"}
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert soup(response).find(["script", "style"]) is None
    assert soup(response).find("link", rel="canonical") is None


def test_links_of_the_page_leave_the_frame_and_footnotes_stay_in_it(client, reviewer):
    draft = factories.make_symptom_draft()
    client.force_login(reviewer)

    page = soup(client.get(page_in_frame(draft)))

    links = page.find_all("a", href=True)
    assert {link.get("target") for link in links if link["href"].startswith("#")} == {None}
    assert {link.get("target") for link in links if not link["href"].startswith("#")} == {"_top"}
    assert page.form["target"] == "_top"


def test_nothing_else_may_stand_in_a_frame(client, reviewer):
    draft = factories.make_symptom_draft()
    client.force_login(reviewer)

    for address in (shell(draft), link_to(draft), "/symptoms/", reverse("admin:index")):
        response = client.get(address)
        assert policy(response)["frame-ancestors"] == "'none'", address
        assert response["X-Frame-Options"] == "DENY", address


@pytest.mark.parametrize("width", ["320", "768", "1280"])
def test_the_frame_has_the_width_that_was_chosen(client, reviewer, width):
    draft = factories.make_symptom_draft()
    client.force_login(reviewer)

    response = client.get(shell(draft, width=width))

    page = soup(response)
    assert page.iframe["src"] == page_in_frame(draft)
    assert page.iframe["class"] == ["preview__frame", f"preview__frame--{width}"]
    assert page.iframe["title"] == f"Preview of “{draft.title}”"
    assert text_of(page.select_one(".preview__widths [aria-current]")) == f"{width} px"
    assert policy(response)["frame-src"] == "'self'"


@pytest.mark.parametrize("width", ["", "1", "abc", "9" * 5000, "320 evil"])
def test_any_other_width_is_the_whole_window(client, reviewer, width):
    draft = factories.make_symptom_draft()
    client.force_login(reviewer)

    page = soup(client.get(shell(draft, width=width)))

    assert page.iframe["class"] == ["preview__frame"]
    assert text_of(page.select_one(".preview__widths [aria-current]")) == "As wide as this window"


@pytest.mark.parametrize("group", ["Author", "Clinical reviewer", "Administrator"])
def test_whoever_may_see_the_form_of_a_text_may_see_its_preview(client, group):
    draft = factories.make_symptom_draft()
    client.force_login(factories.make_editor("somebody", group))

    for address in (shell(draft), page_in_frame(draft)):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["preview", "preview_page"])
def test_nobody_else_sees_a_preview(client, name):
    draft = factories.make_symptom_draft(summary="Nobody sees this.")
    address = reverse(f"admin:{name}", args=[draft.pk])

    stranger = client.get(address)
    client.force_login(factories.make_editor("without-a-group"))
    member = client.get(address)

    assert stranger.status_code == 302
    assert member.status_code == 403
    assertNotContains(member, "Nobody sees this.", status_code=403)


@pytest.mark.parametrize("name", ["preview", "preview_page"])
def test_a_preview_of_no_text_is_not_found(client, reviewer, name):
    client.force_login(reviewer)

    assert client.get(reverse(f"admin:{name}", args=[10**9])).status_code == 404
    assert client.post(reverse(f"admin:{name}", args=[factories.make_symptom_draft().pk])).status_code == 405


# --- Comments of editors ----------------------------------------------------------------------------------------


def test_an_editor_comments_on_a_part(client, author, reviewer):
    draft = factories.make_symptom_draft()
    client.force_login(reviewer)

    response = client.post(reverse("admin:comments", args=[draft.pk]), {"place": "overview", "text": "  Too long.\r\n\r\nCut it. "})

    assert response["Location"] == f"{shell(draft)}#comments"
    comment = Comment.objects.get()
    assert (comment.author, comment.place, comment.text) == (reviewer, "overview", "Too long.\n\nCut it.")
    client.force_login(author)
    assert "Rita Viewer" in (shown := text_of(soup(client.get(shell(draft))).select_one("#comments")))
    assert "about: What it is Too long. Cut it." in shown


def test_a_comment_of_an_editor_leads_back_to_where_it_was_written_and_nowhere_else(client, reviewer):
    draft = factories.make_symptom_draft()
    client.force_login(reviewer)

    def after(address):
        return client.post(reverse("admin:comments", args=[draft.pk]), {"text": "A comment.", "next": address})["Location"]

    assert after("/admin/somewhere/") == "/admin/somewhere/#comments"
    for foreign in ("https://example.org/", "//example.org/", "javascript:alert(1)", "\\\\example.org", ""):
        assert after(foreign) == f"{shell(draft)}#comments"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Write the comment."),
        ({"text": "x" * 2001}, "The comment has 2001 characters, and 2,000 are the most."),
        ({"text": "kept \x00 text"}, "has a character that cannot be stored"),
        ({"text": "kept text", "place": "no-such-part"}, "The page has no such part."),
        ({"text": "kept text", "place": "x" * 5000}, "The page has no such part."),
        ({"text": "kept text", "place": "\x00"}, "The page has no such part."),
    ],
)
def test_a_comment_that_cannot_be_stored_is_refused_and_kept_in_the_form(client, reviewer, fields, sentence):
    draft = factories.make_symptom_draft()
    client.force_login(reviewer)

    response = client.post(reverse("admin:comments", args=[draft.pk]), fields)

    assertContains(response, sentence)
    assert soup(response).find("textarea", attrs={"name": "text"}).get_text().lstrip("\n") == fields["text"]
    assert not Comment.objects.exists()


def test_nobody_comments_on_a_text_that_was_decided_on(client, reviewer):
    page = factories.make_symptom()
    client.force_login(reviewer)

    response = client.post(reverse("admin:comments", args=[page.live_id]), {"text": "Too late."})

    assertContains(response, "This text is decided on, so comments are closed.")
    assert not Comment.objects.exists()


def test_a_forged_form_comments_on_nothing(reviewer):
    draft = factories.make_symptom_draft()
    strict = EditorClient(enforce_csrf_checks=True)
    strict.force_login(reviewer)

    for name in ("comments", "preview_link"):
        assert strict.post(reverse(f"admin:{name}", args=[draft.pk]), {"text": "Forged."}).status_code == 403
    assert not Comment.objects.exists()


# --- Making a link ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["Author", "Clinical reviewer", "Administrator"])
def test_a_link_is_made_recorded_and_shown(client, group):
    draft = factories.make_symptom_draft(summary="Not public yet.")
    client.force_login(factories.make_editor("maker", group))

    response = client.post(reverse("admin:preview_link", args=[draft.pk]))

    link = soup(response).find(id="preview-link")["value"]
    assert link.startswith("http://127.0.0.1:8000/preview/")
    assertContains(Client().get(urlsplit(link).path), "Not public yet.")
    assert Event.objects.filter(verb=Event.Verb.SHARED, page_number=draft.page_id, actor__username="maker").count() == 1


def test_there_is_no_link_to_a_text_that_was_decided_on(client, author):
    page = factories.make_symptom()
    client.force_login(author)

    response = client.post(reverse("admin:preview_link", args=[page.live_id]), follow=True)

    assertContains(response, "Only a text on its way has a preview link.")
    assert soup(response).find(id="preview-link") is None
    assertNotContains(response, "Make a preview link")


def test_a_link_is_made_by_a_button_only(client, author):
    draft = factories.make_symptom_draft()
    client.force_login(author)

    assert client.get(reverse("admin:preview_link", args=[draft.pk])).status_code == 405
    assert client.get(reverse("admin:comments", args=[draft.pk])).status_code == 405


# --- What a guest sees ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", DRAFTS.values(), ids=list(DRAFTS))
def test_a_guest_sees_the_page_the_banner_and_the_form(client, make):
    draft = make(summary="What it is, in a sentence.")

    response = client.get(link_to(draft))

    page = soup(response)
    assert "What it is, in a sentence." in text_of(page.main)
    ends = timezone.localdate() + timedelta(days=14)
    assert f"works until {ends.day} {ends:%B %Y}" in text_of(page.select_one(".preview-banner"))
    assert page.select_one("form[method=post] textarea")
    assert all(page.find("label", attrs={"for": field["id"]}) for field in page.select("form[method=post] :is(input, select, textarea)"))


def test_a_link_leaves_no_trace_in_the_browser_and_is_not_told_to_others(client):
    draft = factories.make_symptom_draft()
    address = link_to(draft)
    public = policy(client.get("/symptoms/"))

    for response in (client.get(address), client.post(address, {"name": "Guest", "text": "Fine."}), client.post(address, {})):
        assert response.cookies == {}
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert policy(response) == public
        assertNotContains(response, "csrfmiddlewaretoken", status_code=response.status_code)
    assert soup(client.get(address)).find("link", rel="canonical") is None
    assert "/preview" not in client.get("/robots.txt").content.decode()


def test_the_link_shows_the_text_as_it_stands_when_it_is_opened(client):
    draft = factories.make_symptom_draft(summary="At first.")
    address = link_to(draft)
    factories.edit(draft, summary="By now.")

    assertContains(client.get(address), "By now.")


def test_a_guest_comments_and_is_thanked(client):
    draft = factories.make_symptom_draft()
    address = link_to(draft)

    sent = client.post(address, {"name": " Dr Outside ", "place": "overview", "text": "Add the <b>dose</b>."})

    assert sent.status_code == 302
    comment = Comment.objects.get()
    assert (comment.version_id, comment.author, comment.guest, comment.place, comment.text) == (
        draft.pk,
        None,
        "Dr Outside",
        "overview",
        "Add the <b>dose</b>.",
    )
    event = Event.objects.get(verb=Event.Verb.COMMENTED)
    assert (event.actor, event.actor_name) == (None, "Dr Outside (guest)")
    thanks = client.get(sent["Location"].partition("#")[0])
    assertContains(thanks, "Thank you. Your comment was sent to the editors.")
    assertContains(thanks, "Add the &lt;b&gt;dose&lt;/b&gt;.")
    assert soup(thanks).find("input", attrs={"name": "name"})["value"] == "Dr Outside"
    assertNotContains(client.get(address), "Thank you.")


@pytest.mark.parametrize("sent", ["", "0", "abc", "9" * 5000, "-1", "%00", "1'"])
def test_nobody_is_thanked_for_nothing(client, sent):
    draft = factories.make_symptom_draft()

    response = client.get(f"{link_to(draft)}?sent={sent}")

    assert response.status_code == 200
    assertNotContains(response, "Thank you.")


def test_guests_see_what_guests_said_and_not_what_editors_say(client, reviewer):
    draft = factories.make_symptom_draft()
    other = factories.make_symptom_draft()
    actions.comment(draft, text="Between us.", by=reviewer)
    actions.comment(draft, text="From <i>outside</i>.", guest="Dr <i>Out</i>")
    actions.comment(other, text="On another text.", guest="Dr Other")

    response = client.get(link_to(draft))

    assertContains(response, "Dr &lt;i&gt;Out&lt;/i&gt;")
    assertContains(response, "From &lt;i&gt;outside&lt;/i&gt;.")
    assertNotContains(response, "Between us.")
    assertNotContains(response, "Dr Other")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "text": "kept text"}, "Give your name"),
        ({"name": "n" * 121, "text": "kept text"}, "The name has 121 characters"),
        ({"name": "a\x00b", "text": "kept text"}, "The name has a character that cannot be stored."),
        ({"name": "Guest", "text": " "}, "Write the comment."),
        ({"name": "Guest", "text": "x" * 2001}, "The comment has 2001 characters"),
        ({"name": "Guest", "text": "x" * 500_000}, "The comment has 500000 characters"),
        ({"name": "Guest", "text": "kept\x00text"}, "The comment has a character that cannot be stored."),
        ({"name": "Guest", "text": "kept text", "place": "no-such-part"}, "The page has no such part."),
        ({"name": "Guest", "text": "kept text", "place": "\x00" * 70}, "The page has no such part."),
    ],
)
def test_what_a_guest_sends_is_refused_with_a_sentence_and_kept(client, fields, sentence):
    draft = factories.make_symptom_draft()

    response = client.post(link_to(draft), fields)

    assertContains(response, sentence)
    page = soup(response)
    assert page.find("textarea", attrs={"name": "text"}).get_text().lstrip("\n") == fields["text"]
    assert page.find("input", attrs={"name": "name"}).get("value", "") == fields["name"]
    assert page.select_one("form [aria-invalid]")
    assert not Comment.objects.exists()


def test_two_thousand_characters_fit_with_line_breaks_as_browsers_send_them(client):
    draft = factories.make_symptom_draft()

    client.post(link_to(draft), {"name": "Guest", "text": "x\r\n" * 999 + "xx"})

    assert len(Comment.objects.get().text) == 2000


def test_guests_may_comment_fifty_times_on_one_text(client, author, reviewer):
    draft = factories.make_symptom_draft()
    for number in range(49):
        Comment.objects.create(version=draft, guest="Guest", text=f"Comment {number}")
    Comment.objects.create(version=draft, author=reviewer, text="An editor's does not count.")
    address = link_to(draft)

    last = client.post(address, {"name": "Guest", "text": "The fiftieth."})
    refused = client.post(address, {"name": "Guest", "text": "One too many."})

    assert last.status_code == 302
    assertContains(refused, "Guests have made 50 comments on this text, and no more are taken.")
    assertContains(refused, "One too many.")
    assert Comment.objects.filter(author=None).count() == 50
    actions.comment(draft, text="Editors go on.", by=author)


def test_the_number_of_queries_does_not_grow_with_the_comments(client, reviewer, django_assert_max_num_queries):
    draft = factories.make_symptom_draft()
    for number in range(50):
        Comment.objects.create(version=draft, guest="Guest", text=f"Comment {number}")
        Comment.objects.create(version=draft, author=reviewer, text=f"Reply {number}")
    address = link_to(draft)
    client.get(address)

    with django_assert_max_num_queries(14):
        client.get(address)
    client.force_login(reviewer)
    with django_assert_max_num_queries(14):
        client.get(shell(draft))


# --- Links that show nothing ------------------------------------------------------------------------------------


def closed(client, address, status, sentence):
    """Both ways to use the link are refused with the sentence; nothing of the draft is told."""
    for response in (client.get(address), client.post(address, {"name": "Guest", "text": "A comment."})):
        assertContains(response, sentence, status_code=status)
        assertNotContains(response, "secret", status_code=status)
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
    assert not Comment.objects.exists()


@pytest.fixture
def secret(db):
    return factories.make_symptom_draft("a-symptom", name="A secret title", summary="A secret in a sentence.")


def test_a_link_ends_after_fourteen_days(client, secret):
    now = timezone.now()

    assert client.get(link_to(secret, now=now - timedelta(days=14) + timedelta(minutes=1))).status_code == 200
    closed(client, link_to(secret, now=now - timedelta(days=14)), 410, "This link has ended. Ask the person who sent it for a new one.")


@pytest.mark.parametrize("decision", ["approve", "discard"])
def test_a_link_to_a_text_that_was_decided_on_shows_it_no_more(client, author, secret, decision):
    address = link_to(secret)
    if decision == "approve":
        factories.publish(secret)
    else:
        actions.discard(secret, by=author)

    closed(client, address, 410, "This text was decided on")


def test_a_link_to_a_text_that_is_not_there_shows_nothing(client, secret):
    closed(client, link_to(type(secret)(pk=10**9)), 410, "Ask the person who sent it")


def broken_links(address):
    token = address.removeprefix("/preview/").removesuffix("/")
    payload, _colon, signature = token.rpartition(":")
    return {
        "cut short": token[:-3],
        "cut in half": token[: len(token) // 2],
        "no signature": payload,
        "only a signature": f":{signature}",
        "one letter changed": f"{'a' if token[0] != 'a' else 'b'}{token[1:]}",
        "signed for something else": Signer(salt="something else").sign_object([1, 9_999_999_999]),
        "signed with another key": Signer(key="another", salt="editorial.previews").sign_object([1, 9_999_999_999]),
        "not a token": "abc",
        "very long": "x" * 50_000,
        "not ASCII": "ünïcödé:ü",
        "NUL": "%00:%00",
        "bytes that are no text": "%ff:%ff",
    }


@pytest.mark.parametrize("how", broken_links("/preview/a:b/"))
def test_a_link_that_is_not_whole_shows_nothing(client, secret, how):
    broken = broken_links(link_to(secret))[how]

    closed(client, f"/preview/{broken}/", 404, "This link is not whole.")


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_a_link_can_be_read_and_commented_on_only(client, secret, method):
    assert getattr(client, method)(link_to(secret)).status_code == 405
    assert client.head(link_to(secret)).status_code == 200


def test_a_text_that_is_too_large_is_refused(client, secret):
    response = client.post(link_to(secret), {"name": "Guest", "text": "x" * 6_000_000})

    assert response.status_code == 400
    assert not Comment.objects.exists()
