"""Kills an import several times at random moments, starts it again each time, and compares what is
stored and rejected with an import that was left alone: of responses, and of outcome events.

usage: import_crash_test.py LAUREL
"""

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 40_000
KILLS = 6
SEED = 20261121

# Everything an import leaves, without the identifiers that differ from run to run.
WHAT_IS_STORED = {
    "responses": """SELECT external_id, occurred_on, market_id, unit_id, reading, answers
                    FROM response ORDER BY external_id""",
    "verbatims": """SELECT r.external_id, v.question_id, v.words
                    FROM verbatim v JOIN response r USING (organization_id, response_id)
                    ORDER BY 1, 2""",
    "commendations": """SELECT r.external_id, c.target, c.mention_start, c.flagged
                        FROM commendation c JOIN response r USING (organization_id, response_id)
                        ORDER BY 1, 3""",
    "cells": "SELECT month, counts FROM cell ORDER BY month",
    "outcomes": """SELECT external_id, kind, occurred_on, account_id, amount, currency
                   FROM outcome ORDER BY external_id""",
}


def write_rows(path):
    rng = random.Random(SEED)
    comments = ["", "", "", "Anna was so kind and stayed late to help us.",
                "Nobody called me back.", "The crew was great,\nthank you \"\"all\"\"."]
    with open(path, "w", newline="") as out:
        out.write("response_id,date,market,location,nps,speed,cabin,comment\n")
        for i in range(ROWS):
            nps = 77 if rng.random() < 0.002 else rng.randrange(11)
            comment = rng.choice(comments)
            out.write(f"r{i},2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02},"
                      f"M{rng.randrange(4)},U{rng.randrange(9)},{nps},{rng.randrange(1, 6)},"
                      f"C{i // 9000},\"{comment}\"\n")


def write_outcomes(path):
    """Without ids and with equal rows: what identifies a row has to survive being cut off too."""
    rng = random.Random(SEED)
    with open(path, "w", newline="") as out:
        out.write("account_id,kind,occurred_on,amount,currency\n")
        for _ in range(4 * ROWS):
            amount = "much" if rng.random() < 0.002 else f"{rng.randrange(1, 30)}.50"
            out.write(f"A{rng.randrange(500)},{rng.choice(['purchase', 'renewal'])},"
                      f"2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02},{amount},EUR\n")


def command(laurel, folder, name, verb):
    return [laurel, verb, str(folder / "rows.csv"), "--database", str(folder / f"{name}.db"),
            "--rejects", str(folder / f"{name}.rejects.csv")]


def stored(path):
    with sqlite3.connect(path) as database:
        return {what: database.execute(query).fetchall() for what, query in WHAT_IS_STORED.items()}


def check(laurel, verb, write, table):
    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "rows.csv")
        began = time.monotonic()
        whole_run = subprocess.run(command(laurel, folder, "whole", verb),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        took = time.monotonic() - began

        kills = 0
        for _ in range(KILLS):
            run = subprocess.Popen(command(laurel, folder, "killed", verb),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                run.wait(timeout=took * rng.uniform(0.1, 0.8))
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                run.wait()
                kills += 1
        last = subprocess.run(command(laurel, folder, "killed", verb), capture_output=True,
                              text=True)
        recount = subprocess.run([laurel, "recount", "--database", str(folder / "killed.db")],
                                 capture_output=True, text=True)

        whole, killed = stored(folder / "whole.db"), stored(folder / "killed.db")
        failures = [what for what in whole if whole[what] != killed[what]]
        if (folder / "whole.rejects.csv").read_bytes() != (folder / "killed.rejects.csv").read_bytes():
            failures.append("rejected rows")
        if recount.returncode != 0:
            failures.append(f"counts ({recount.stdout.strip()})")
        if whole_run.returncode != 1 or last.returncode != 1:  # rows are rejected
            failures.append("exit codes")
        if kills == 0:
            failures.append("no run was killed in time")
        if not whole[table]:
            failures.append("nothing was imported")
        summary = next(line for line in last.stdout.splitlines() if " read: " in line)
        print(f"{verb}: {kills} kills, then: {summary}")
        for what in failures:
            print(f"differs: {what}")
        return not failures


def main():
    laurel = sys.argv[1]
    right = [check(laurel, "import", write_rows, "responses"),
             check(laurel, "outcomes", write_outcomes, "outcomes")]
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
