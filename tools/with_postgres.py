"""Runs a command with a PostgreSQL server of its own, which is gone afterwards.

    python3 tools/with_postgres.py COMMAND...

The command finds the server in DATABASE_URL. MAX_CONNECTIONS (100) may be set. The exit code is the command's.
"""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

# A server that lives for one test run needs no protection against power cuts.
CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = {max_connections}
fsync = off
synchronous_commit = off
full_page_writes = off
"""


def main(command):
    if not command:
        sys.exit("Name a command to run, for example: tools/with_postgres.py pytest")
    max_connections = os.environ.get("MAX_CONNECTIONS") or "100"
    if not max_connections.isdigit():
        sys.exit(f'MAX_CONNECTIONS is "{max_connections}". Give a whole number.')
    binaries = find_binaries()
    if binaries is None:
        sys.exit("No PostgreSQL server was found. On Debian or Ubuntu install the package postgresql; elsewhere, PostgreSQL 15 or newer.")
    # Ending it by a signal must remove the server too.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    try:
        with server(binaries, max_connections) as url:
            return run(command, os.environ | {"DATABASE_URL": url})
    except KeyboardInterrupt:
        return 130
    except subprocess.CalledProcessError as error:
        return f"The PostgreSQL server did not start.\n{error.output}"


def find_binaries():
    """The folder that holds initdb and pg_ctl of the newest server, or None."""
    folders = glob.glob("/usr/lib/postgresql/*/bin")
    folders.sort(key=lambda folder: [int(part) for part in folder.split("/")[4].split(".") if part.isdigit()], reverse=True)
    if shutil.which("pg_config"):
        # A client's pg_config names a folder that may hold no server, so it is looked at as well as the others.
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        folders.insert(0, asked.stdout.strip())
    folders += os.environ.get("PATH", "").split(os.pathsep)
    return next((folder for folder in folders if folder and all(shutil.which(name, path=folder) for name in ("initdb", "pg_ctl", "postgres"))), None)


@contextlib.contextmanager
def server(binaries, max_connections):
    """A running server; gives its address."""
    folder = tempfile.mkdtemp(prefix="neuroinfo-postgres-")
    try:
        cluster = Cluster(binaries, folder, max_connections)
        try:
            cluster.start()
            yield cluster.url
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """A PostgreSQL server with its data in a folder, which can be stopped and started. Raises CalledProcessError with what it printed."""

    def __init__(self, binaries, folder, max_connections):
        self.folder = folder
        self.account = account_for(folder)
        data = os.path.join(folder, "data")
        self.pg_ctl = [os.path.join(binaries, "pg_ctl"), "--pgdata", data, "--wait", "--timeout", "60"]
        locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
        initdb = [os.path.join(binaries, "initdb"), "--pgdata", data, "--username", "postgres", "--auth", "trust"]
        self._run([*initdb, "--no-sync", "--encoding", "UTF8", "--locale", locale])
        port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        with open(os.path.join(data, "postgresql.conf"), "a", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(port=port, folder=folder, max_connections=max_connections))

    def start(self):
        self._run([*self.pg_ctl, "start"])

    def stop(self):
        """At once, whatever is connected."""
        self._run([*self.pg_ctl, "--mode", "immediate", "stop"])

    def _run(self, command):
        # A session of its own: a Ctrl-C is for the command, and the server must outlive it.
        with open(os.path.join(self.folder, "log"), "w+", encoding="utf-8", errors="replace") as log:
            done = subprocess.run(
                command,
                cwd=self.folder,
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
                **self.account,
            )
            if done.returncode:
                log.seek(0)
                raise subprocess.CalledProcessError(1, command, output=log.read())


def account_for(folder):
    """What makes subprocess start PostgreSQL as somebody else than root, which it refuses; gives them the folder."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    sys.exit('PostgreSQL does not run as root, and there is neither a user "postgres" nor a user "nobody".')


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command, environment):
    """Runs the command to its end; its exit code as a shell gives it."""
    try:
        process = subprocess.Popen(command, env=environment)
    except OSError as error:
        return f"{command[0]} cannot be run: {error.strerror}."
    try:
        code = process.wait()
    except KeyboardInterrupt:
        # The command had the same Ctrl-C, and ends in its own way.
        code = process.wait()
    except SystemExit:
        process.terminate()
        process.wait()
        raise
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
