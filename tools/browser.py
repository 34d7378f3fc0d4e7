"""Where the system's Chromium is."""

import shutil
import sys


def browser_path():
    """The path of a Chromium, best the one without a window. Ends the program with a sentence if there is none."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return found or sys.exit("This needs Chromium. On Debian or Ubuntu: apt-get install chromium-headless-shell")
