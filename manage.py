#!/usr/bin/env python
"""Django's command line for NeuroInfo."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroinfo.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"NeuroInfo cannot start: {error}")


if __name__ == "__main__":
    main()
