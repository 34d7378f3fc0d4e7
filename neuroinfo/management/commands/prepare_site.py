import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from editorial.groups import sync_groups
from editorial.models import Page
from neuroinfo.database_errors import what_is_wrong


class Command(BaseCommand):
    help = "Brings database, groups, starter library, search index and static files up to date. Quick when nothing has changed."

    # They load every view, which would double the time of a start that has nothing to do.
    requires_system_checks = ()

    def handle(self, **options):
        try:
            settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
            self.prepare_database()
            self.prepare_static_files()
        except DatabaseError as error:
            raise CommandError(what_is_wrong(error)) from None
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be used: %(reason)s.") % {"path": error.filename or settings.DATA_DIR, "reason": error.strerror}
            ) from None

    def prepare_database(self):
        stamp = settings.DATA_DIR / f"imported-{database_digest()}"
        first = not stamp.exists()
        migrating = first or bool(unapplied_migrations())
        if migrating:
            self.stdout.write(_("Preparing the database ..."))
            call_command("migrate", interactive=False, verbosity=0)
        sync_groups()
        content = content_digest()
        if first or stamp.read_text() != content or not Page.objects.published().exists():
            call_command("import_content", str(settings.CONTENT_DIR), stdout=self.stdout, stderr=self.stderr)
        if migrating:
            call_command("rebuild_search", stdout=self.stdout, stderr=self.stderr)
        # Last, so that a start which was stopped half way is done again as a whole.
        stamp.write_text(content)

    def prepare_static_files(self):
        stamp = settings.DATA_DIR / "collected"
        static = static_digest()
        collected = stamp.exists() and (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
        if not collected or stamp.read_text() != static:
            self.stdout.write(_("Collecting the static files ..."))
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(static)


def unapplied_migrations():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def database_digest():
    """Names the database that is in use, without its password."""
    return digest(str(connection.settings_dict[key]) for key in ("ENGINE", "HOST", "PORT", "NAME"))[:16]


def content_digest():
    files = sorted(path for path in settings.CONTENT_DIR.rglob("*") if path.is_file())
    return digest(f"{path.relative_to(settings.CONTENT_DIR)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)


def static_digest():
    files = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    return digest(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(files))


def digest(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
