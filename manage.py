#!/usr/bin/env python
"""Django's command line for NeuroInfo."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroinfo.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"NeuroInfo cannot start: {error}")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        from neuroinfo.database_errors import what_is_wrong

        sys.exit(what_is_wrong(error))


if __name__ == "__main__":
    main()
