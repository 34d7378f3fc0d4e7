"""Installs the npm packages of tools/package.json, as package-lock.json pins them, into tools/node_modules. Standard library only.

The tests need the Nu checker alone: what stands under "dependencies". `everything` adds Lighthouse, which is 200 packages.
"""

import hashlib
import os
import shutil
import subprocess

TOOLS = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(TOOLS, "node_modules")


class NotInstalled(Exception):
    """It cannot go on. `str()` is the sentence for the person at the keyboard."""


def install(everything=False):
    """Makes node_modules hold what is pinned; instant when it does already."""
    with open(os.path.join(TOOLS, "package-lock.json"), "rb") as file:
        wanted = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(FOLDER, ".everything" if everything else ".for-tests")
    if _read(stamp) == wanted:
        return
    if not shutil.which("npm"):
        raise NotInstalled("Checking pages needs npm. On Debian or Ubuntu: apt-get install npm")
    print("Installing the npm packages of tools/package.json: only when they changed ...", flush=True)
    # The script of the Nu checker would download a Java of its own.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *([] if everything else ["--omit=dev"])]
    if subprocess.run(command, cwd=TOOLS, stdin=subprocess.DEVNULL, check=False).returncode:
        raise NotInstalled("The npm packages could not be installed. The lines above say why.")
    # All of them hold the few.
    for name in (".everything", ".for-tests") if everything else (".for-tests",):
        with open(os.path.join(FOLDER, name), "w", encoding="utf-8") as file:
            file.write(wanted)


def _read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None
