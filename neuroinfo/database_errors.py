"""What is wrong with a database, in a sentence for whoever runs the site."""

import re

from django.db import connection
from django.utils.translation import gettext as _

MISSING = re.compile(r"no such (table|column)|(relation|column) .* does not exist")  # SQLite, PostgreSQL


def what_is_wrong(error):
    """One sentence for a database that refuses to work."""
    text = str(error).strip()
    where = {"path": connection.settings_dict["NAME"]}
    if "not a database" in text or "malformed" in text:
        return _("The database file %(path)s is damaged. Put a backup in its place, or move it away to begin with an empty site.") % where
    if "disk is full" in text or "No space left" in text:
        return _("The disk is full. Make room, then start again.")
    if "unable to open" in text or "readonly" in text or "disk I/O" in text:
        return _("The database file %(path)s cannot be written. Check that its folder exists, is yours and has room.") % where
    if MISSING.search(text):
        return _("The database is empty, or older than this program. Run manage.py prepare_site first.")
    if "is locked" in text:
        return _("The database file %(path)s is in use by another program. Wait until that has finished, then start again.") % where
    return _("The database cannot be used: %(reason)s") % {"reason": " ".join(text.split())}
