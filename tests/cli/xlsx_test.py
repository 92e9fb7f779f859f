#!/usr/bin/env python3
"""The workbook of `laurel report`: a valid file whose numbers are numbers and whose names stay text.

usage: xlsx_test.py LAUREL
"""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile

LAUREL = sys.argv.pop(1)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FORMULA = '=HYPERLINK("http://x","y")'
NAMES = [FORMULA, "+1|2", "a<b>&c", "Zürich 日本"]


def sheets(path):
    """Every sheet as rows of {column letter: text or number}, by its name."""
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        for name in book.namelist():
            if name.endswith(".xml"):
                xml.fromstring(book.read(name))
        strings = ["".join(t.text or "" for t in item.iter(MAIN + "t"))
                   for item in xml.fromstring(book.read("xl/sharedStrings.xml"))]
        names = [sheet.get("name") for sheet in xml.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
        found = {}
        for number, name in enumerate(names, 1):
            rows = []
            for row in xml.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(MAIN + "row"):
                cells = {}
                for cell in row:
                    assert cell.find(MAIN + "f") is None, "no formula"
                    column = re.match("[A-Z]+", cell.get("r"))[0]
                    value = cell.find(MAIN + "v").text
                    cells[column] = strings[int(value)] if cell.get("t") == "s" else float(value)
                rows.append(cells)
            found[name] = rows
        return found


def cells(path):
    """The cells with numbers by sheet and address: {"Markets": {"B5": 60.0}}."""
    with zipfile.ZipFile(path) as book:
        names = [sheet.get("name") for sheet in xml.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
        return {name: {cell.get("r"): float(cell.find(MAIN + "v").text)
                       for cell in xml.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(MAIN + "c")
                       if cell.get("t") != "s" and cell.find(MAIN + "v") is not None}
                for number, name in enumerate(names, 1)}


def charts(path):
    """Every chart: its title, its series as (name, formula, values as kept beside it), and its XML."""
    with zipfile.ZipFile(path) as book:
        for name in sorted(book.namelist()):
            if not name.startswith("xl/charts/chart"):
                continue
            root = xml.fromstring(book.read(name))
            series = []
            for one in root.iter(CHART + "ser"):
                values = one.find(CHART + "val")
                points = {int(p.get("idx")): float(p.find(CHART + "v").text) for p in values.iter(CHART + "pt")}
                series.append(("".join(v.text for v in one.find(CHART + "tx").iter(CHART + "v")),
                               values.find(f".//{CHART}f").text, points))
            title = "".join(t.text or "" for t in root.find(f".//{CHART}title").iter() if t.tag.endswith("}t"))
            yield title, series, root


class Workbook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.at = pathlib.Path(cls.folder.name)
        with open(cls.at / "reviews.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "market", "date", "nps", "care", "comment"])
            for i in range(240):
                praise = i % 3 == 0
                writer.writerow([i, NAMES[i % 4], f"2026-{1 + i % 8:02}-10", 10 - i % 7 if praise else 9 - i % 10, 1 + i % 5,
                                 "Maria was wonderful and stayed late to help us." if praise else "It was fine, the parking is small."])
        cls.run_laurel("import", "reviews.csv", "--organization", "Acme")
        cls.run_laurel("report", "--output", "report.xlsx")
        cls.run_laurel("report", "--output", "report.json")
        cls.sheets = sheets(cls.at / "report.xlsx")
        cls.json = json.loads((cls.at / "report.json").read_text())

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def run_laurel(cls, *words):
        environment = {**os.environ, "LAUREL_DATABASE": str(cls.at / "laurel.db")}
        return subprocess.run([LAUREL, *words], cwd=cls.at, env=environment, check=True, capture_output=True, text=True)

    def row(self, sheet, name):
        return next(row for row in self.sheets[sheet] if row.get("A") == name)

    def test_begins_with_a_summary_and_ends_with_methods(self):
        names = list(self.sheets)
        self.assertEqual(names[0], "Summary")
        self.assertEqual(names[-1], "Methods and sources")
        for name in ("Comparison", "Markets", "Questions", "Months"):
            self.assertIn(name, names)
        words = [row.get("A") for row in self.sheets["Summary"]]
        self.assertIn(self.json["headline"][0], words)
        self.assertIn("cells: counts of responses", [row.get("D") for row in self.sheets["Methods and sources"]])

    def test_keeps_names_as_text(self):
        for name in NAMES:
            self.assertEqual(self.row("Markets", name)["A"], name)

    def test_holds_the_numbers_of_the_json_form(self):
        for place in self.json["markets"]:
            row = self.row("Markets", place["name"])
            self.assertEqual(row["B"], place["responses"])
            commended, spoke = place["groups"]["commended"], place["groups"]["spoke"]
            figures = [commended["estimate"], commended["lo"], commended["hi"], spoke["estimate"], spoke["lo"], spoke["hi"]]
            for column, figure in zip("CDEFGH", figures):
                self.assertAlmostEqual(row[column], figure * 100, 9)
        self.assertEqual(len(self.json["markets"]), 4)

    def test_writes_shares_as_percentages(self):
        row = self.row("Responses", "all")
        self.assertEqual((row["B"], row["C"]), (240, 1))

    def test_draws_the_cells_of_its_sheets(self):
        numbers = cells(self.at / "report.xlsx")
        drawn = list(charts(self.at / "report.xlsx"))
        self.assertGreaterEqual(len(drawn), 4)
        for title, series, _ in drawn:
            self.assertTrue(title)
            for name, formula, points in series:
                ranges = re.findall(r"'?([^'!(,]+)'?!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", formula)
                self.assertTrue(ranges, formula)
                addresses = [(sheet, f"{column}{row}") for sheet, column, first, last in ranges
                             for row in range(int(first), int(last) + 1)]
                self.assertTrue(any(at in numbers[sheet] for sheet, at in addresses), f"{title}: {name} draws nothing")
                for index, value in points.items():
                    sheet, at = addresses[index]
                    self.assertAlmostEqual(numbers[sheet][at], value, 6)

    def test_draws_markets_as_joined_points(self):
        title, series, root = next(chart for chart in charts(self.at / "report.xlsx") if chart[1][0][1].startswith("'Markets'!"))
        self.assertEqual(title, "NPS by market")
        self.assertEqual([name for name, _, _ in series], ["praised", "without praise"])
        self.assertIsNotNone(root.find(f".//{CHART}hiLowLines"))
        estimates = [place["groups"]["commended"]["estimate"] * 100 for place in self.json["markets"]]
        self.assertEqual([round(value, 6) for value in series[0][2].values()], [round(value, 6) for value in estimates])

    def test_wants_a_file_to_go_into(self):
        with self.assertRaises(subprocess.CalledProcessError) as caught:
            self.run_laurel("report", "--format", "xlsx")
        self.assertIn("add --output report.xlsx", caught.exception.stderr)


if __name__ == "__main__":
    unittest.main()
