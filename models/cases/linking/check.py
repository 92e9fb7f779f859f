#!/usr/bin/env python3
"""Checks the linking cases and counts them: a wrong id or a mention that is not in its text would
be scored as a fault of the linker.

usage: models/cases/linking/check.py            (exit 1 when something is wrong)
"""
import collections
import csv
import datetime
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent
COLUMNS = (
    "employee_id,first_name,last_name,preferred_name,aliases,email,manager_email,location,"
    "department,title,start_date,end_date"
).split(",")
CASE_KEYS = {"id", "organization", "text", "location", "served_by", "date", "mentions"}
DIFFICULTIES = set(
    # how the name is written
    "first last full initial title_last title_first preferred alias nickname typo sound_alike "
    "speech_recognition swapped name_order hyphen punctuation diacritics abbreviation glued hashtag "
    "handle lower caps short honorific translated partial_surname "
    # what decides, or speaks against
    "location_field location_in_text served_by date department_in_text title_in_text contradicts "
    "title_contradicts employment_over employment_before employment_gap wrong_first wrong_last "
    # what misleads
    "collision same_first word_name surname_is_first place_name pronoun not_a_name fellow_customer "
    "other_company unlisted recombined different_name".split()
)


def label_of(mention):
    employee = mention["employee_id"]
    return "null" if employee is None else "ambiguous" if employee == "ambiguous" else "linked"


def is_date(text):
    try:
        return datetime.date.fromisoformat(text) is not None
    except ValueError:
        return False


def roster_problems(rows):
    ids = [row["employee_id"] for row in rows]
    mails = {row["email"] for row in rows}
    if not 25 <= len(rows) <= 120:
        yield f"{len(rows)} people"
    if len(set(ids)) != len(ids) or len(mails) != len(rows):
        yield "an employee_id or email occurs twice"
    for row in rows:
        if not row["email"].endswith(".example"):
            yield f"{row['employee_id']}: email outside .example"
        if row["manager_email"] and row["manager_email"] not in mails:
            yield f"{row['employee_id']}: manager is not on the roster"
        for column in ("start_date", "end_date"):
            if row[column] and not is_date(row[column]):
                yield f"{row['employee_id']}: {column} is no date"


def case_problems(case, ids, locations):
    if not case["mentions"]:
        yield "no mentions"
    if set(case) - CASE_KEYS:
        yield f"unknown fields {sorted(set(case) - CASE_KEYS)}"
    if "location" in case and case["location"] not in locations:
        yield f"location {case['location']} is not on the roster"
    if "date" in case and not is_date(case["date"]):
        yield "date is no date"
    for employee in case.get("served_by", []):
        if employee not in ids:
            yield f"served_by {employee} is not on the roster"
    seen = set()
    for mention in case["mentions"]:
        if not mention["text"] or mention["text"] not in case["text"]:
            yield f"{mention['text']!r} is not in the text"
        if label_of(mention) == "linked" and mention["employee_id"] not in ids:
            yield f"{mention['employee_id']} is not on the roster"
        for other in seen:
            if f" {other} " in f" {mention['text'].lower()} " or f" {mention['text'].lower()} " in f" {other} ":
                yield f"{mention['text']!r} cannot be told from {other!r}"
        seen.add(mention["text"].lower())
        if not mention["difficulty"] or set(mention["difficulty"]) - DIFFICULTIES:
            yield f"difficulty {mention['difficulty']}"


def main():
    split = json.loads((ROOT / "split.json").read_text())
    folders = sorted(path.parent.name for path in ROOT.glob("*/cases.jsonl"))
    problems, seen_ids = [], set()
    difficulties = collections.Counter()
    labels = {part: collections.Counter() for part in split}
    if sorted(split["train"] + split["test"]) != folders:
        problems.append("split.json: every organization belongs to exactly one part")
    for part, organizations in split.items():
        for organization in organizations:
            with open(ROOT / organization / "roster.csv", newline="") as file:
                reader = csv.DictReader(file)
                rows = list(reader)
                if reader.fieldnames != COLUMNS:
                    problems.append(f"{organization}/roster.csv: unexpected columns")
            problems += [f"{organization}/roster.csv: {text}" for text in roster_problems(rows)]
            ids = {row["employee_id"] for row in rows}
            locations = {row["location"] for row in rows}
            counts = collections.Counter()
            cases = (ROOT / organization / "cases.jsonl").read_text().splitlines()
            for case in map(json.loads, cases):
                problems += [f"{case['id']}: {text}" for text in case_problems(case, ids, locations)]
                if case["id"] in seen_ids:
                    problems.append(f"{case['id']}: id occurs twice")
                seen_ids.add(case["id"])
                for mention in case["mentions"]:
                    counts[label_of(mention)] += 1
                    difficulties.update(set(mention["difficulty"]))
            labels[part] += counts
            print(f"{part:5} {organization:26} {len(rows):3} people {len(cases):4} texts "
                  f"{sum(counts.values()):4} mentions: {counts['linked']:3} linked, "
                  f"{counts['ambiguous']:3} ambiguous, {counts['null']:3} null")
    for part, counts in labels.items():
        total = sum(counts.values())
        print(f"{part:5} {total} mentions: " + ", ".join(
            f"{counts[label]} {label} ({100 * counts[label] / total:.0f} %)"
            for label in ("linked", "ambiguous", "null")))
    print(" · ".join(f"{name} {count}" for name, count in difficulties.most_common()))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
