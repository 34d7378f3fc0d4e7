"""How long an editor stays signed in: 12 hours at most, and 30 minutes without use. Readers have no session.

A text that is sent after the end is kept, see `editorial.kept_texts`.
"""

from functools import cache

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from editorial import kept_texts
from editorial.sign_in import second_factor

# What a session remembers: when it began and was last used (seconds since 1970), and whose session ended in this browser, and how.
BEGAN, USED, ENDED = "session_began", "session_used", "session_ended"
SECONDS_BETWEEN_NOTES = 60


@require_POST
def stay(_request):
    """Keeps the session of somebody who is typing: the middleware notes each use."""
    return HttpResponse(status=204)


class EditorSessionMiddleware:
    """Notes when an editor's session is used, and ends it in time. Looks at the editors' addresses only."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_for_editors(request) and SESSION_KEY in request.session:
            # A sign-in begins it.
            request.session.setdefault(BEGAN, _now())
            request.session.setdefault(USED, _now())
            kept_texts.forget_what_arrived(request, response)
        return response

    def process_view(self, request, _view, _args, _kwargs):
        # Here, not in __call__: the check against forged forms comes first.
        if not _is_for_editors(request):
            return None
        if SESSION_KEY in request.session:
            sentence = _why_it_is_over(request.session)
            return _end(request, sentence) if sentence else _go_on(request)
        if ENDED in request.session and (_is_by_script(request) or kept_texts.may_be_kept(request)):
            # Another tab, or a script of this one, has heard of the end before.
            return _to_sign_in(request, **request.session[ENDED])
        return None


@cache
def _editors_address():
    return reverse("admin:index")


def _is_for_editors(request):
    return request.path.startswith(_editors_address())


def _now():
    return int(timezone.now().timestamp())


def _why_it_is_over(session):
    if _now() - session.get(BEGAN, _now()) >= settings.SESSION_MAX_SECONDS:
        return _("You were signed out: nobody stays signed in for more than %(hours)s hours.") % {"hours": settings.SESSION_MAX_SECONDS // 3600}
    if _now() - session.get(USED, _now()) >= settings.SESSION_IDLE_SECONDS:
        return _("You were signed out after %(minutes)s minutes in which nothing was done.") % {"minutes": settings.SESSION_IDLE_SECONDS // 60}
    return ""


def _go_on(request):
    session = request.session
    session.pop(ENDED, None)
    kept_texts.drop_those_of_others(request)
    # What scripts fetch on their own is no use, but for the one that says that somebody is typing.
    is_use = not _is_by_script(request) or request.resolver_match.view_name == "admin:stay"
    if is_use and _now() - session.get(USED, 0) >= SECONDS_BETWEEN_NOTES:
        session[USED] = _now()


def _is_by_script(request):
    """Whether a script of one of the admin's pages asks, not a person who opens a page or sends a form."""
    return request.headers.get("Sec-Fetch-Dest") == "empty" and "admin" in request.resolver_match.namespaces


def _end(request, sentence):
    editor = request.user.pk if request.user.is_authenticated and second_factor.is_proved(request) else None
    logout(request)
    if editor is None:
        return redirect_to_login(_editors_address())
    request.session[ENDED] = {"editor": editor, "sentence": sentence}
    return _to_sign_in(request, editor, sentence)


def _to_sign_in(request, editor, sentence):
    """On to the sign-in with the reason, the posted text kept if it is one; back to a page that was only to be read."""
    if _is_by_script(request):
        # Nobody would see the sentence there.
        return HttpResponse(status=401)
    if kept_texts.may_be_kept(request):
        if kept_texts.keep(request, editor):
            messages.warning(request, f"{sentence} {_('Your text is kept; sign in and it will be here.')}")
            return redirect_to_login(reverse("admin:kept"))
        sentence = f"{sentence} {_('Your text was too long to be kept. Go back in the browser to get it, and copy it before you sign in.')}"
    messages.warning(request, sentence)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else _editors_address())
