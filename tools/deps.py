"""Sees to it that this machine has what the tests need beside Python packages: a browser, a PostgreSQL server, the Nu checker, and what makes and reads PDF files.

As root on Debian or Ubuntu it installs what is missing; anywhere else it names the packages and fails. Tests that
need them are never left out silently. Standard library only.
"""

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys

from packages import NotInstalled, install
from with_postgres import find_binaries


def main():
    return install_missing() or install_pinned()


def install_pinned():
    try:
        return install()
    except NotInstalled as refusal:
        return str(refusal)


def install_missing():
    missing = missing_packages()
    if not missing:
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return f"The tests need packages that are not installed. On Debian or Ubuntu: sudo apt-get install {' '.join(missing)}"
    print(f"Installing for the tests: {', '.join(missing)} ...", flush=True)
    if not (apt_get("update") and apt_get("install", "--yes", "--no-install-recommends", *missing)):
        return f"The packages could not be installed: {', '.join(missing)}. The lines above say why."
    missing = missing_packages()
    return f"Still not found after the installation: {', '.join(missing)}." if missing else 0


def missing_packages():
    """The Debian packages of what is not there."""
    found = {
        # The whole browser does too, but takes half as long again.
        "chromium-headless-shell": shutil.which("chromium-headless-shell") or (not os.environ.get("CI") and shutil.which("chromium")),
        "postgresql": find_binaries(),
        "default-jre-headless": shutil.which("java"),
        "npm": shutil.which("npm"),
        # What WeasyPrint draws with. The second brings Fontconfig and a font.
        "libharfbuzz-subset0": ctypes.util.find_library("harfbuzz-subset"),
        "libpangoft2-1.0-0": ctypes.util.find_library("pangoft2-1.0"),
        "poppler-utils": shutil.which("pdftotext"),
        # Debian's Python has the module venv, but not what it needs, until this package is installed.
        "python3-venv": importlib.util.find_spec("ensurepip") or os.path.exists(".venv/bin/python"),
    }
    return [package for package, there in found.items() if not there]


def apt_get(*arguments):
    command = ["apt-get", "--quiet=2", *arguments]
    return subprocess.run(command, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, stdin=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
