"""Texts that an editor sent after the session was over. They wait in the browser's new session until the same person signs in."""

from django.contrib import admin, messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

KEPT = "kept_texts"
# The name of the field by which a kept text says which one it is when it is sent again.
MARK = "_kept"
MOST_CHARACTERS = 1_000_000


def may_be_kept(request):
    """Whether it is what somebody wrote into a form of the admin."""
    match = request.resolver_match
    form = match.url_name or ""
    holds_words = form.endswith(("_add", "_change", "_do")) or form in {"comments", "checklist", "profile"}
    return request.method == "POST" and "admin" in match.namespaces and holds_words and "password" not in form


def keep(request, editor):
    """Keeps what was posted, but for files and passwords, for the editor of this number. False if that is too long."""
    fields = [[name, values] for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", MARK) and "password" not in name.lower()]
    texts = [text for text in request.session.get(KEPT, []) if text["editor"] == editor]
    text = {"id": get_random_string(12), "editor": editor, "at": timezone.now().isoformat(), "path": request.get_full_path(), "fields": fields}
    if sum(_length(each) for each in [*texts, text]) > MOST_CHARACTERS:
        return False
    request.session[KEPT] = [*texts, text]
    return True


def _length(text):
    return sum(len(name) + sum(map(len, values)) for name, values in text["fields"])


def drop_those_of_others(request):
    """Forgets what is kept for somebody else than who is signed in now."""
    texts = request.session.get(KEPT)
    if texts and any(str(text["editor"]) != request.session[SESSION_KEY] for text in texts):
        _store(request, [text for text in texts if str(text["editor"]) == request.session[SESSION_KEY]])


def forget_what_arrived(request, response):
    """Forgets a kept text once the form that it was sent to took it. A form that asks for corrections holds it itself, and it stays here."""
    if request.session.get(KEPT) and request.method == "POST" and response.status_code == 302 and admin.site.has_permission(request):
        _forget(request, request.POST.get(MARK))


def _forget(request, number):
    _store(request, [text for text in request.session.get(KEPT, []) if text["id"] != number])


def _store(request, texts):
    request.session[KEPT] = texts
    if not texts:
        del request.session[KEPT]


def show(request):
    """The page of the kept texts: send one again, or throw it away."""
    if request.method == "POST":
        _forget(request, request.POST.get("text", ""))
        messages.success(request, _("The text was thrown away."))
        return HttpResponseRedirect(reverse("admin:kept"))
    texts = [{**text, "at": parse_datetime(text["at"]), "words": _words(text)} for text in request.session.get(KEPT, [])]
    return render(request, "admin/kept.html", {**admin.site.each_context(request), "title": _("Kept texts"), "texts": texts, "mark": MARK})


def _words(text):
    """The fields that hold words, each with its first ones."""
    fields = [(name, strip_tags(" ".join(values)).strip()) for name, values in text["fields"] if not name.startswith("_")]
    return [(name, Truncator(words).words(12)) for name, words in fields if words and not words.isdigit()]
