from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from editorial.sign_in import second_factor


class Command(BaseCommand):
    help = (
        "Removes the second factor of a person who has lost it, for a site whose only administrator is that person. "
        "Everybody else asks an administrator, who has a button for it."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--yes", action="store_true", help="You know that it is this person who asks.")

    def handle(self, *, username, yes, **options):
        editor = get_user_model().objects.filter(username=username).first()
        if editor is None:
            raise CommandError(_("There is no editor “%(name)s”.") % {"name": username})
        if not yes:
            raise CommandError(_("Make sure that it is %(name)s who asks. Then give --yes too.") % {"name": editor.get_full_name() or username})
        if not second_factor.remove(editor, by=None, reason=_("From the command line.")):
            raise CommandError(_("“%(name)s” has no second factor. Nothing was changed.") % {"name": username})
        self.stdout.write(_("At the next sign-in “%(name)s” sets up a new second factor.") % {"name": username})
