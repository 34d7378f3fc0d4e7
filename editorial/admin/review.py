"""One page on which a text is compared with another, checked, commented on and decided."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial import permissions
from editorial.admin.checks import checks_of
from editorial.admin.decisions import ApprovalForm
from editorial.comparison import compare
from editorial.copying import fingerprint
from editorial.models import Page, Version
from editorial.models.version import Status


def seen_version(request, pk):
    """The text with this primary key as its kind's own model, if this person may see it. Raises Http404 or PermissionDenied."""
    version = get_object_or_404(Version.objects.select_related("page__live", "author", "reviewer", "changed_by", "based_on"), pk=pk)
    meta = Page.model_for(version.page.kind).version_model()._meta
    if not request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
        raise PermissionDenied
    page = version.page
    version = version.own()
    version.page = page
    return version


@require_safe
def review(request, pk):
    """A text beside the one that readers see, or beside any other (`?with=` its number), in two columns or one (`?view=inline`)."""
    version = seen_version(request, pk)
    others = list(version.page.versions.exclude(pk=version.pk).order_by("-number"))
    base = _base(request, version, others)
    context = {
        **admin.site.each_context(request),
        "title": _("Review: %(title)s") % {"title": version.title},
        "version": version,
        "opts": version._meta,
        "form_url": version.get_admin_url(),
        "base": base,
        "others": others,
        "inline": request.GET.get("view") == "inline",
        "comparison": compare(base, version),
        "shown": fingerprint(version),
        **checks_of(version),
        "comments": version.comments.select_related("author"),
        "on_its_way": version.is_on_its_way,
        "approval": ApprovalForm(),
        **decisions(request.user, version),
    }
    return render(request, "admin/review.html", context)


def decisions(user, version):
    """Which decisions this person can make on this text: switches for the template. The actions check again."""
    is_live = version.page.live_id == version.pk
    can_review = permissions.may_review(user) and not permissions.has_written(user, version)
    return {
        "is_live": is_live,
        "may_approve": version.status == Status.IN_REVIEW and can_review,
        "may_return": version.status in {Status.IN_REVIEW, Status.SCHEDULED} and can_review,
        "may_check": version.status == Status.APPROVED and is_live and can_review,
        "may_confirm": version.status == Status.CORRECTION and is_live and can_review,
        "may_correct": version.status == Status.CORRECTING and permissions.may_correct(user) and permissions.may_edit(user, version),
        "may_take_over": version.is_editable and version.is_behind and permissions.may_edit(user, version),
        "may_edit": permissions.may_edit(user, version),
    }


def _base(request, version, others):
    """What the text is compared with: the version that was asked for, else what readers see, else what it began from."""
    wanted = request.GET.get("with", "")
    if wanted:
        found = next((other for other in others if str(other.number) == wanted), None)
        if found is None:
            raise Http404(_("This page has no version with that number."))
        return found
    return version.page.live if version.page.live_id != version.pk else version.based_on
