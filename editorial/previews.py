"""Texts that are not public, drawn as their public page: for editors, and for outside experts who were sent a link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial.comments import GuestCommentForm
from editorial.drawing import drawing_of
from editorial.models import Version
from editorial.models.version import ON_ITS_WAY

LINK_LASTS = timedelta(days=14)


class LinkClosed(Exception):
    """A link that shows nothing: the sentence says why and what to do, `status` is that of the answer."""

    def __init__(self, sentence, status):
        super().__init__(sentence)
        self.status = status


@dataclass
class Preview:
    """What a drawn page says of itself where it is a preview. For guests: when their link ends, and the form for their comments."""

    version: Version
    ends: datetime | None = None
    form: GuestCommentForm | None = None
    sent: object = None

    @property
    def is_public(self):
        return self.version.page.live_id == self.version.pk

    @property
    def comments(self):
        """What guests said. What editors say to each other is not for guests."""
        return self.version.comments.filter(author=None)


def draw(request, preview):
    """The public page of a text with the banner of a preview."""
    template, context = drawing_of(preview.version)
    return render(request, template, {**context, "preview": preview})


def for_few(view):
    """The view with the headers of a page whose address must neither be found nor be told to others."""

    @wraps(view)
    def with_headers(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(with_headers)


# --- Links for guests -------------------------------------------------------------------------------------------


def _signer():
    return Signer(salt="editorial.previews")


def new_link(version, *, now=None):
    """A whole address that shows this text to whoever has it, and the moment when it ends."""
    ends = (now or timezone.now()).replace(microsecond=0) + LINK_LASTS
    token = _signer().sign_object([version.pk, int(ends.timestamp())])
    return settings.SITE_URL + reverse("preview", args=[token]), ends


def open_link(token):
    """The text that a link shows, and the moment when the link ends. Raises `LinkClosed`."""
    try:
        pk, seconds = _signer().unsign_object(token)
    except BadSignature:
        raise LinkClosed(_("This link is not whole. Copy all of it from the message that you got, or ask for a new one."), 404) from None
    ends = datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())
    if ends <= timezone.now():
        raise LinkClosed(_("This link has ended. Ask the person who sent it for a new one."), 410)
    version = Version.objects.filter(pk=pk, status__in=ON_ITS_WAY).select_related("page").first()
    if version is None:
        raise LinkClosed(_("This text was decided on, so the link shows it no more. Ask the person who sent it for a link to a newer text."), 410)
    return version, ends


# The link itself is the authority, and nobody but its holder knows it: there is no session that a forged form could use, and a token
# against forged forms would need a cookie.
@csrf_exempt
@for_few
@require_http_methods(["GET", "HEAD", "POST"])
def guest_preview(request, token):
    """A text for somebody without an account, and what guests say of it."""
    try:
        version, ends = open_link(token)
    except LinkClosed as closed:
        return render(request, "preview_closed.html", {"sentence": str(closed)}, status=closed.status)
    preview = Preview(version, ends)
    if request.method == "POST":
        preview.form = GuestCommentForm(request.POST, version=version)
        comment = preview.form.save() if preview.form.is_valid() else None
        if comment:
            return HttpResponseRedirect(f"{request.path}?sent={comment.pk}#comments")
    else:
        sent = request.GET.get("sent")
        preview.sent = next((comment for comment in preview.comments if str(comment.pk) == sent), None)
        # The next comment begins with the name of the last: no cookie has to remember it.
        preview.form = GuestCommentForm(version=version, initial={"name": preview.sent.guest} if preview.sent else {})
    return draw(request, preview)
