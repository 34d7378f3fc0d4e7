"""Makes the virtual environment `.venv` and keeps it in step with the pinned requirements.

    python3 tools/environment.py requirements-dev.txt

Standard library only, and written so that even Python 3.6 can read it: an old Python has to get as far as the
sentence that says so.
"""

import hashlib
import os
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST_PYTHON = (3, 11)
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NO_NETWORK = ("connection", "name resolution", "timed out", "unreachable", "proxy", "getaddrinfo")


class Refused(Exception):
    """It cannot go on. `str()` is the sentence for the person at the keyboard."""


class Stopped(BaseException):
    """Ctrl-C, or the signal of whoever started this."""


def told(main):
    """Runs `main` and exits: with its code, or with 1 and one sentence instead of a traceback."""
    for number in STOPPING:
        signal.signal(number, _stop)
    try:
        sys.exit(main())
    except Refused as refusal:
        sys.exit(str(refusal))
    except Stopped:
        sys.exit("\nStopped. Run the command again to carry on.")
    except OSError as error:
        sys.exit("{0} cannot be used: {1}.".format(error.filename or "The disk", error.strerror))


def _stop(_number, _frame):
    raise Stopped


def check_python(version=sys.version_info):
    """Refuses a Python older than the site needs."""
    if version[:2] < OLDEST_PYTHON:
        raise Refused(
            "NeuroInfo needs Python {0}.{1} or newer, and this is Python {2}.{3}. "
            "Install a newer one and name it: make run PYTHON=python{0}.{1}".format(*(OLDEST_PYTHON + tuple(version[:2])))
        )


def prepare(requirements):
    """Makes .venv hold exactly the pinned packages of a requirements file; instant when it does already."""
    check_python()
    with open(os.path.join(ROOT, requirements), "rb") as file:
        pinned = hashlib.sha256(file.read()).hexdigest()
    # With the version of Python: packages that were installed for another one are not found after an upgrade.
    wanted = "{0} {1}.{2}".format(pinned, *sys.version_info[:2])
    stamp = os.path.join(VENV, requirements + ".installed")
    if os.path.exists(PYTHON) and read(stamp) == wanted:
        return
    _make_venv()
    _install(requirements)
    write(stamp, wanted)


def _make_venv():
    this_python = "import pip, sys; sys.exit(sys.version_info[:2] != {0!r})".format(tuple(sys.version_info[:2]))
    if os.path.exists(PYTHON) and run([PYTHON, "-c", this_python], stderr=subprocess.DEVNULL)[0] == 0:
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Refused(
            "This Python cannot make virtual environments. On Debian or Ubuntu install the package python3-venv "
            "(apt-get install python3-venv), then run the command again."
        ) from None
    print("Making the virtual environment .venv ...", flush=True)
    code, _output, errors = run([sys.executable, "-m", "venv", "--clear", VENV], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if code:
        raise Refused("The virtual environment .venv could not be made. {0}".format(reason(errors)))


def _install(requirements):
    print("Installing the packages of {0}: about a minute, only when they changed ...".format(requirements), flush=True)
    # On a terminal pip shows its own progress; its errors are kept back for one sentence.
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2", "--require-hashes"]
    code, _output, errors = run(command + quiet + ["-r", requirements], stderr=subprocess.PIPE)
    if code and any(word in errors.lower() for word in NO_NETWORK):
        raise Refused("The package index cannot be reached, so the packages cannot be installed. Check the network, then run the command again.")
    if code:
        raise Refused("The packages of {0} could not be installed. {1}".format(requirements, reason(errors)))


def run(command, **options):
    """Runs a step to its end: (exit code, standard output, standard error). Ctrl-C ends it, with all that it started.

    The step gets a session of its own. A Ctrl-C then reaches only this program, which says one sentence; each
    step would show a traceback of its own otherwise.
    """
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, universal_newlines=True, **options)
    try:
        output, errors = process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    return process.returncode, output or "", errors or ""


def reason(errors):
    """The line of a program's errors that says what is wrong."""
    if "No space left on device" in errors:
        return "The disk is full."
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("ERROR:")), lines[-1] if lines else "No reason was given.")


def read(path):
    """The text of a file, or None if it cannot be read."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    told(lambda: prepare(sys.argv[1]))
