"""Who may do what. Checked in the actions, not only in the buttons."""

from django.utils.translation import gettext as _

from editorial.exceptions import NotAllowed, NotReviewable


def may_write(user):
    return user.has_perm("editorial.write_draft")


def may_review(user):
    return user.has_perm("editorial.review_version")


def may_withdraw(user):
    return user.has_perm("editorial.withdraw_page")


def require_write(user):
    if not may_write(user):
        raise NotAllowed(_("You may not write drafts. Ask an administrator to add you to the group “Author”."))


def require_withdraw(user):
    if not may_withdraw(user):
        raise NotAllowed(_("You may not withdraw or move pages. Ask an administrator."))


def require_own_draft(user, version):
    """The author may go on with a draft; so may an administrator, who can withdraw pages anyway."""
    require_write(user)
    if version.author_id != user.pk and not may_withdraw(user):
        if version.author is None:
            raise NotAllowed(_("This is starter text. Start a draft from it to change it."))
        raise NotAllowed(_("This draft belongs to %(author)s.") % {"author": version.author})


def require_review(user, version):
    """Another clinician than the author, with a name that readers may see. Superusers are no exception."""
    if not may_review(user):
        raise NotAllowed(_("You may not review texts. Ask an administrator to add you to the group “Clinical reviewer”."))
    if version.author_id == user.pk:
        raise NotReviewable(_("You wrote this draft. Another clinician must review it."))
    if not user.get_full_name():
        raise NotReviewable(_("Add your first and last name to your account first: readers see who reviewed a page."))
