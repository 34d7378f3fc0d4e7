"""Who may do what. Checked in the actions, not only in the buttons."""

from django.utils.translation import gettext as _

from editorial.exceptions import NotAllowed, NotReviewable


def may_write(user):
    return user.has_perm("editorial.write_draft")


def may_review(user):
    return user.has_perm("editorial.review_version")


def may_withdraw(user):
    return user.has_perm("editorial.withdraw_page")


def may_correct(user):
    """Whether this person may publish a safety correction at once: a reviewer with that right."""
    return may_review(user) and user.has_perm("editorial.correct_safety")


def may_go_on(user, version):
    """Whether this person may change this text while it is a draft: the author, and an administrator, who can withdraw pages anyway."""
    return may_write(user) and (version.author_id == user.pk or may_withdraw(user))


def may_edit(user, version):
    """Whether this person may change this text now."""
    return version.is_editable and may_go_on(user, version)


def has_written(user, version):
    """Whether this person wrote or changed any of this text."""
    return version.author_id == user.pk or version.contributors.filter(pk=user.pk).exists()


def require_write(user):
    if not may_write(user):
        raise NotAllowed(_("You may not write drafts. Ask an administrator to add you to the group “Author”."))


def require_withdraw(user):
    if not may_withdraw(user):
        raise NotAllowed(_("You may not withdraw or move pages. Ask an administrator."))


def require_correct(user):
    if not may_correct(user):
        raise NotAllowed(
            _("You may not publish safety corrections. Ask an administrator to add you to the groups “Clinical reviewer” and “Safety corrections”.")
        )
    _require_profile(user)


def require_own_draft(user, version):
    """The author may go on with a draft; so may an administrator, who can withdraw pages anyway."""
    require_write(user)
    if version.author_id != user.pk and not may_withdraw(user):
        if version.author is None:
            raise NotAllowed(_("This is starter text. Start a draft from it to change it."))
        raise NotAllowed(_("This draft belongs to %(author)s.") % {"author": version.author})


def require_comment(user):
    if not (may_write(user) or may_review(user)):
        raise NotAllowed(_("You may not comment on texts. Ask an administrator to add you to a group."))


def require_review(user, version):
    """Another clinician than those who wrote it, with a profile that readers may see. Superusers are no exception."""
    if not may_review(user):
        raise NotAllowed(_("You may not review texts. Ask an administrator to add you to the group “Clinical reviewer”."))
    if version.author_id == user.pk:
        raise NotReviewable(_("You wrote this draft. Another clinician must review it."))
    if has_written(user, version):
        raise NotReviewable(_("You changed this draft, so you count as one of its authors. Another clinician must review it."))
    _require_profile(user)


def _require_profile(user):
    if not user.get_full_name():
        raise NotReviewable(_("Add your first and last name to your profile first: readers see who reviewed a page."))
    if not user.professional_role:
        raise NotReviewable(_("Add your professional role to your profile first: readers see who reviewed a page."))
    if not user.interests:
        raise NotReviewable(_("Declare your interests in your profile first, or write “None” there: readers see it on the pages that you review."))
