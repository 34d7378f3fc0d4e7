import os
import sys
from getpass import getpass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from editorial import actions
from editorial.groups import ADMINISTRATOR, AUTHOR, REVIEWER, sync_groups

TASKS = {"write": AUTHOR, "review": REVIEWER, "run": ADMINISTRATOR}
REQUIRED = ["EDITOR_USERNAME", "EDITOR_FIRST_NAME", "EDITOR_LAST_NAME", "EDITOR_GROUP", "EDITOR_PASSWORD"]
OPTIONAL = ["EDITOR_ROLE", "EDITOR_UPDATE"]
FIELDS = {"EDITOR_FIRST_NAME": "first_name", "EDITOR_LAST_NAME": "last_name", "EDITOR_ROLE": "professional_role"}


class Command(BaseCommand):
    help = (
        "Makes the account of a person who writes, reviews or runs the site. Asks for everything; or, when one of "
        + ", ".join(REQUIRED + OPTIONAL)
        + " is set, takes everything from there and asks nothing."
    )

    def handle(self, **options):
        try:
            answers = Environment(os.environ) if any(os.environ.get(name) for name in REQUIRED + OPTIONAL) else Terminal(self.stdout)
            self.make(answers)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except (KeyboardInterrupt, EOFError):
            self.stderr.write("")
            raise CommandError(_("Stopped. Nothing was changed.")) from None

    def make(self, answers):
        editor = answers.editor()
        if editor.pk and not answers.may_change(editor):
            raise CommandError(_("There is already an editor “%(name)s”. Nothing was changed.") % {"name": editor.username})
        answers.complete(editor)
        name = answers.group()
        editor.set_password(answers.password(editor))
        editor.is_staff = editor.is_active = True
        # A superuser could publish a text of their own; here everybody is in one group.
        editor.is_superuser = False
        with transaction.atomic():
            sync_groups()
            editor.save()
            editor.groups.set([Group.objects.get(name=name)])
            editor.user_permissions.clear()
            actions.account_changed(editor, by=None, what=_("Set names, group and password."))
        self.stdout.write(
            _("%(name)s can sign in as “%(username)s”, in the group %(group)s.")
            % {"name": editor.get_full_name(), "username": editor.username, "group": name}
        )
        self.stdout.write(
            _("What to do next: open %(address)s and sign in. Then scan the code that is shown with an authenticator app on your telephone.")
            % {"address": f"{settings.SITE_URL}/admin/"}
        )


class Environment:
    """Answers from the environment variables."""

    def __init__(self, variables):
        missing = [name for name in REQUIRED if not variables.get(name)]
        if missing:
            raise CommandError(_("Set %(names)s too; or none of the EDITOR_ names, to be asked.") % {"names": ", ".join(missing)})
        self.variables = variables

    def editor(self):
        return editor_named(self.variables["EDITOR_USERNAME"])

    def may_change(self, editor):
        if self.variables.get("EDITOR_UPDATE") == "1":
            return True
        raise CommandError(
            _("There is already an editor “%(name)s”. To change the names, the group and the password, set EDITOR_UPDATE=1.")
            % {"name": editor.username}
        )

    def complete(self, editor):
        for variable, name in FIELDS.items():
            if variable in self.variables:
                try:
                    set_field(editor, name, self.variables[variable])
                except ValidationError as error:
                    raise CommandError(f"{variable}: {' '.join(error.messages)}") from None

    def group(self):
        name = self.variables["EDITOR_GROUP"]
        if name not in TASKS.values():
            raise CommandError(_("EDITOR_GROUP is “%(name)s”. Set it to one of: %(names)s.") % {"name": name, "names": ", ".join(TASKS.values())})
        return name

    def password(self, editor):
        validate_password(self.variables["EDITOR_PASSWORD"], editor)
        return self.variables["EDITOR_PASSWORD"]


class Terminal:
    """Answers from the person at the keyboard. A question is asked again until its answer is good."""

    def __init__(self, stdout):
        if not sys.stdin.isatty():
            raise CommandError(_("There is no terminal to ask on. Set %(names)s instead.") % {"names": ", ".join(REQUIRED)})
        self.stdout = stdout

    def editor(self):
        return self._until_good(lambda: editor_named(input(_("User name: "))))

    def may_change(self, editor):
        question = _("There is already an editor “%(name)s” (%(groups)s). Change the names, the group and the password? [y/N] ")
        groups = ", ".join(editor.groups.values_list("name", flat=True)) or _("no group")
        return input(question % {"name": editor.username, "groups": groups}).strip().lower() in {"y", "yes"}

    def complete(self, editor):
        for name, question in {
            "first_name": _("First name: "),
            "last_name": _("Last name: "),
            "professional_role": _("Professional role, shown to readers on pages that this person reviews (may be empty): "),
        }.items():
            self._until_good(lambda name=name, question=question: set_field(editor, name, input(question)))

    def group(self):
        self.stdout.write(_("What will this person do?"))
        for task, name in TASKS.items():
            self.stdout.write(f"  {task}: {name}")
        while (task := input(_("Task: ")).strip().lower()) not in TASKS:
            self.stdout.write(_("Answer with one of: %(tasks)s.") % {"tasks": ", ".join(TASKS)})
        return TASKS[task]

    def password(self, editor):
        return self._until_good(lambda: self._password(editor))

    def _password(self, editor):
        password = getpass(_("Password (nothing is shown while you type): "))
        validate_password(password, editor)
        if getpass(_("Password again: ")) != password:
            raise ValidationError(_("The two passwords differ. Type them again."))
        return password

    def _until_good(self, answer):
        while True:
            try:
                return answer()
            except ValidationError as error:
                self.stdout.write(" ".join(error.messages))


def editor_named(username):
    """The editor of that user name, or a new one that is not saved. Raises ValidationError for a name that cannot be."""
    Editor = get_user_model()
    username = Editor.normalize_username(username.strip())
    found = Editor.objects.filter(username=username).first()
    if found:
        return found
    editor = Editor(username=username)
    Editor._meta.get_field("username").clean(username, editor)
    return editor


def set_field(editor, name, value):
    """Sets a field to a cleaned value. Raises ValidationError if it cannot be that."""
    value = value.strip()
    if not value and name != "professional_role":
        raise ValidationError(_("Give a name: readers and other editors see it."))
    setattr(editor, name, editor._meta.get_field(name).clean(value, editor))
