"""Starts the site on this machine: what `make run` runs. `make editor` adds the word "editor".

    PORT=8000 python3 tools/start.py

From a fresh clone it makes the virtual environment, installs the packages, prepares the database and the static
files, and serves. A later start does only what has changed since. Standard library only, readable by Python 3.6:
see `environment`.
"""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

from environment import PYTHON, ROOT, STOPPING, Refused, Stopped, check_python, prepare, run, told

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 4  # of each worker: with fewer, forms that come slowly leave none for readers
SECONDS_BETWEEN_ROUNDS = 60  # of the scheduler, which publishes what was planned for a time


def main():
    check_python()
    os.chdir(ROOT)
    check_folder()
    if sys.argv[1:] == ["editor"]:
        prepare_site()
        os.execv(PYTHON, [PYTHON, "manage.py", "make_editor"])
    port = chosen_port(os.environ.get("PORT") or "8000")
    check_port(port)
    if not os.environ.get("ALLOWED_HOSTS"):
        os.environ.setdefault("SITE_URL", "http://{0}:{1}".format(HOST, port))
    prepare_site()
    return serve(port)


def check_folder():
    """Refuses a folder that cannot be written. Trying is the only sure way: root passes any look at permissions."""
    try:
        tempfile.TemporaryFile(dir=ROOT).close()
    except OSError as error:
        raise Refused("The folder {0} cannot be written: {1}.".format(ROOT, error.strerror)) from None


def chosen_port(text):
    """The port number that a text names."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise Refused('PORT is "{0}". Give a number from 1 to 65535, for example: make run PORT=8001'.format(text))
    return int(text)


def check_port(port):
    """Refuses a port that something else listens on."""
    with socket.socket() as probe:
        # As the server does: connections of the last run that are still closing are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Refused("Port {0} is reserved for the system. Choose one above 1023: make run PORT=8000".format(port)) from None
            other = port + 1 if port < 65535 else 8000
            raise Refused("Port {0} is in use by another program. Stop it, or choose another port: make run PORT={1}".format(port, other)) from None


def prepare_site():
    prepare("requirements.txt")
    code = run([PYTHON, "manage.py", "prepare_site"])[0]
    if code:
        # The command has said why.
        sys.exit(1)


def serve(port):
    """Serves until Ctrl-C, or until a signal of whoever started this; returns the exit code."""
    check_port(port)
    print("NeuroInfo is at http://{0}:{1}/ (stop it with Ctrl-C). To write or review pages, make an editor: make editor".format(HOST, port))
    sys.stdout.flush()
    scheduler = [PYTHON, "manage.py", "publish_due", "--every", str(SECONDS_BETWEEN_ROUNDS)]
    return run_both(server_command(port), scheduler)


def server_command(port):
    command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--log-level", "error"]
    # A worker that has not finished loading the site does not hear that it should stop, and is ended after this many seconds.
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--workers-kill-timeout", "3", "--http1-header-read-timeout", "10000"]
    # Addresses hold the words of searches, which are never written down.
    return [*command, "--no-access-log", "neuroinfo.wsgi:application"]


def run_both(server_command, scheduler_command):
    """Runs the server, and beside it the scheduler, until the server ends or somebody stops this; returns the exit code."""
    # Stopped between the two, one would be left running. Each gets a session of its own: a worker that hears of the same Ctrl-C both from
    # the terminal and from granian can hang.
    with uninterrupted() as is_stopped:
        server = subprocess.Popen(server_command, start_new_session=True)
        scheduler = subprocess.Popen(scheduler_command, start_new_session=True)
    try:
        return 0 if is_stopped else watch(server, scheduler)
    except Stopped:
        return 0
    finally:
        for process in (scheduler, server):
            process.terminate()
        server.wait()
        end(scheduler)


@contextlib.contextmanager
def uninterrupted():
    """Holds back the signals that stop this; the list that it gives has an entry afterwards if one came."""
    came = []
    before = {number: signal.signal(number, lambda *_arguments: came.append(True)) for number in STOPPING}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch(server, scheduler):
    """Waits for the end of the server; returns its exit code. The site goes on without the scheduler, and says so once."""
    while server.poll() is None:
        if scheduler and scheduler.poll() is not None:
            scheduler = None
            print("The scheduler has ended. The site goes on, but publishes nothing that was planned for a time. Start it again to have both.")
            sys.stdout.flush()
        time.sleep(1)
    return server.returncode


def end(scheduler, patience=5):
    """Waits until the scheduler has finished what it had begun, but not for a mail server that is slow to answer."""
    try:
        scheduler.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        scheduler.kill()
        scheduler.wait()


if __name__ == "__main__":
    told(main)
