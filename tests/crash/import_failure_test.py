"""What goes wrong around an import: the disk fills up, it is interrupted, two run at once.

Each failure must be one sentence on stderr with exit code 1, must claim as stored no more than is,
and the same command run again must finish the work.
usage: import_failure_test.py LAUREL
"""

import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 60_000
ROOM = 12 << 20  # bytes a file may have: the first transaction and its log, not the second


def write_rows(path):
    with open(path, "w") as out:
        out.write("id,date,market,nps,comment\n")
        for i in range(ROWS):
            out.write(f"r{i},2025-03-{i % 28 + 1:02},M{i % 3},{i % 11},Anna was so kind to us {i}\n")


def command(laurel, folder, name, *more):
    return [laurel, "import", str(folder / "rows.csv"), "--database", str(folder / f"{name}.db"), *more]


def fill_up():  # a limit on file sizes is met like a full disk, without needing one
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))


def count(folder, name):
    with sqlite3.connect(folder / f"{name}.db") as database:
        return database.execute("SELECT count(*) FROM response").fetchone()[0]


def sentences(stderr):
    return [line for line in stderr.splitlines() if line.startswith("laurel import:")]


def finishes(laurel, folder, name, failures):
    again = subprocess.run(command(laurel, folder, name), capture_output=True, text=True)
    recount = subprocess.run([laurel, "recount", "--database", str(folder / f"{name}.db")])
    if again.returncode != 0 or recount.returncode != 0 or count(folder, name) != ROWS:
        failures.append(f"{name}: not finished by running it again: {again.stderr}")


def full_disk(laurel, folder, failures):
    run = subprocess.run(command(laurel, folder, "full"), capture_output=True, text=True,
                         preexec_fn=fill_up, restore_signals=False)
    said = sentences(run.stderr)
    line = re.search(r"Everything up to line ([\d,]+) is stored", run.stderr)
    if run.returncode != 1 or len(said) != 1 or not line:
        failures.append(f"full: exit {run.returncode}: {run.stderr}")
    elif int(line[1].replace(",", "")) != count(folder, "full") + 1:
        failures.append(f"full: {count(folder, 'full')} rows are stored, but it said: {said[0]}")
    finishes(laurel, folder, "full", failures)


def interrupted(laurel, folder, failures):
    run = subprocess.Popen(command(laurel, folder, "interrupted"), stdout=subprocess.DEVNULL,
                           preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    deadline = time.monotonic() + 60
    while run.poll() is None and time.monotonic() < deadline:
        try:
            if count(folder, "interrupted") > 0:
                break
        except sqlite3.OperationalError:
            pass  # not made yet
    run.send_signal(signal.SIGINT)
    run.wait()
    finishes(laurel, folder, "interrupted", failures)


def two_at_once(laurel, folder, failures):
    runs = [subprocess.Popen(command(laurel, folder, "both"), stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for run in runs:
        said = sentences(run.communicate()[1])
        if run.returncode not in (0, 1) or len(said) != run.returncode:
            failures.append(f"both: exit {run.returncode}: {said}")
    finishes(laurel, folder, "both", failures)


def main():
    failures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder / "rows.csv")
        for scenario in (full_disk, interrupted, two_at_once):
            scenario(sys.argv[1], folder, failures)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
