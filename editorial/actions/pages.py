"""What is done to a page as a whole, and to what many pages share."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.actions.drafts import require_good_slug
from editorial.actions.steps import forget_plan, future, locked, record, required, take_off, tell
from editorial.exceptions import NotAllowed, Refused, WrongState
from editorial.models import Event, Page, PageAddress, Version
from editorial.permissions import may_write, require_withdraw, require_write


@transaction.atomic
def withdraw(page, *, by, reason, successor=None):
    """Takes a page off the site. Its address then answers 410 Gone with the reason, or redirects to `successor`, another public page.

    Approving a restored text brings it back.
    """
    require_withdraw(by)
    reason = required(reason, _("Say in a sentence why the page is withdrawn: readers see it."))
    page = _public(page)
    if successor is not None and (successor.pk == page.pk or not Page.objects.published().filter(pk=successor.pk).exists()):
        raise Refused(_("The page that replaces this one must be another page that readers can see. Choose one, or none."))
    take_off(page, by=by, reason=reason, successor=successor)
    record(Event.Verb.WITHDRAWN, page, by=by, reason=reason, public=True)
    return page


@transaction.atomic
def plan_withdrawal(page, *, by, reason, at):
    """The page is to be taken off the site at a later time, by `publish_due`."""
    require_withdraw(by)
    reason = required(reason, _("Say in a sentence why the page is withdrawn: readers see it."))
    page = _public(page)
    page.withdraw_at = future(at)
    page.withdraw_planned_by = by
    page.withdraw_planned_reason = reason
    page.save()
    when = timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z")
    record(Event.Verb.WITHDRAWAL_PLANNED, page, by=by, reason=f"{when}: {reason}")
    return page


@transaction.atomic
def cancel_withdrawal(page, *, by):
    """A planned withdrawal will not happen."""
    require_withdraw(by)
    page = locked(page)
    if page.withdraw_at is None:
        raise WrongState(_("No withdrawal of this page is planned."))
    forget_plan(page)
    page.save()
    record(Event.Verb.WITHDRAWAL_CANCELLED, page, by=by)
    return page


@transaction.atomic
def move(page, *, to, by):
    """Gives a page a new slug. The old address redirects to it for ever."""
    require_withdraw(by)
    page = locked(page)
    old, page.slug = page.slug, to
    require_good_slug(page)
    page.save()
    PageAddress.objects.get_or_create(page=page, language=page.language, kind=page.kind, slug=to)
    record(Event.Verb.MOVED, page, by=by, reason=_("From %(old)s.") % {"old": old}, public=page.is_published)
    tell(page)
    return page


@transaction.atomic
def assign_owner(page, *, to, by):
    """Makes an editor the one who sees to it that the page is reviewed in time; nobody if `to` is None."""
    require_write(by)
    if to is not None and not (to.is_active and may_write(to)):
        raise NotAllowed(_("The owner of a page must be somebody who may write drafts. Choose another person."))
    page = locked(page)
    page.owner = to
    page.save()
    record(Event.Verb.OWNED, page, by=by, reason=str(to or _("nobody")))
    return page


def names_changed(page, *, by):
    """Records that what the search knows of a page beside its text changed, so that every process reads it afresh. Inside a transaction."""
    record(Event.Verb.NAMED, page, by=by, public=True)
    tell(locked(page))


def codes_changed(page, lines, *, by):
    """Records which rows of the code table changed for a page: `lines` say it, one each. Inside a transaction."""
    record(Event.Verb.CODES_CHANGED, page, by=by, reason="\n".join(lines), public=True)


def source_changed(source, *, by, is_new):
    """Records that a source was added, or corrected: then every page that cites it shows it at once. Inside a transaction."""
    _record_apart(Event.Verb.SOURCE_CHANGED, source.key, by=by, public=not is_new)


def tag_changed(tag, *, by, is_new):
    """Records that a tag was added, or described anew: then every page that has it shows it at once. Inside a transaction."""
    _record_apart(Event.Verb.TAG_CHANGED, tag.slug, by=by, public=not is_new)
    # Also where only a draft has it: somebody may be publishing that one now, with the tag as it was.
    for page in Page.objects.select_for_update().filter(pk__in=Version.objects.filter(tagged__tag=tag).values("page")).order_by("pk"):
        tell(page)


def trial_changed(verb, nct_id, *, by, reason="", public):
    """Records what was done to a record of a study, given its number in the registry. Inside a transaction."""
    _record_apart(verb, nct_id, by=by, reason=reason, public=public)


def profile_changed(editor, *, by):
    """Records that what readers see of a person changed: it stands on every page that they reviewed. Inside a transaction."""
    _record_apart(Event.Verb.PROFILE_CHANGED, editor.get_username(), by=by, public=True)


def account_changed(editor, *, by, what):
    """Records that an account was made or changed, and what its person may do now. Inside a transaction.

    `what` says what changed; `by` is None at the command line.
    """
    groups = ", ".join(editor.groups.order_by("name").values_list("name", flat=True)) or _("no group")
    may_sign_in = _("may sign in") if editor.is_active and editor.is_staff else _("may not sign in")
    now = [may_sign_in, groups, *([_("superuser")] if editor.is_superuser else [])]
    _record_apart(Event.Verb.ACCOUNT_CHANGED, editor.get_username(), by=by, reason=f"{what} {_('Now:')} {'; '.join(now)}.")


def second_factor_removed(editor, *, by, reason=""):
    """Records that the second factor of somebody who lost it was removed. Inside a transaction."""
    _record_apart(Event.Verb.SECOND_FACTOR_REMOVED, editor.get_username(), by=by, reason=reason)


def _record_apart(verb, name, *, by, reason="", public=False):
    Event.objects.create(
        verb=verb,
        actor=by,
        actor_name=str(by) if by else _("Command line"),
        actor_role=by.professional_role if by else "",
        page_slug=name[:100],
        reason=reason,
        changed_public_text=public,
    )


def _public(page):
    page = locked(page)
    if page.live_id is None:
        raise WrongState(_("This page is not public, so it cannot be withdrawn."))
    return page
