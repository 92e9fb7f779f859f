#!/usr/bin/env python3
"""tools/lint finds what it is there to find: each rule is shown a tree that breaks it, and one that doesn't."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

LINT = pathlib.Path(__file__).resolve().parents[2] / "tools" / "lint"


def lint(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        done = subprocess.run([sys.executable, str(LINT), folder], capture_output=True, text=True)
        return done.returncode, done.stdout


TREE = {
    "src/base/CMakeLists.txt": "laurel_module(base)",
    "src/store/CMakeLists.txt": "laurel_module(store DEPENDS base LIBRARIES x)",
    "src/base/a.h": "// Why.\n#pragma once\n",
    "src/store/b.cc": '// Why.\n#include "base/a.h"\nconst char* q = "DELETE FROM cell";\n',
}


class Lint(unittest.TestCase):
    def expect(self, changes, words):
        status, output = lint({**TREE, **changes})
        self.assertEqual(status, 1, output)
        self.assertIn(words, output)

    def test_accepts_a_tree_in_order(self):
        self.assertEqual(lint(TREE), (0, ""))

    def test_finds_a_forbidden_include(self):
        self.expect({"src/base/c.cc": '// Why.\n#include "store/b.h"\n'}, "base may not include store")

    def test_finds_a_cycle(self):
        self.expect({"src/base/CMakeLists.txt": "laurel_module(base DEPENDS store)"}, "in a circle: base → store → base")

    def test_finds_sql_outside_the_store(self):
        self.expect({"src/base/c.cc": '// Why.\nconst char* q = "SELECT n FROM cell";\n'}, "SQL belongs in src/store")

    def test_finds_printing(self):
        self.expect({"src/base/c.cc": "// Why.\nvoid f() { std::cout << 1; }\n"}, "only src/cli prints")

    def test_finds_markup_that_goes_around_escaping(self):
        self.expect({"src/base/c.cc": "// Why.\nauto x = Html(Trusted(name));\n"}, "use the elements of html::tags")

    def test_finds_a_header_without_pragma_once(self):
        self.expect({"src/base/c.h": "// Why.\n"}, "#pragma once")

    def test_finds_a_file_without_a_reason(self):
        self.expect({"src/base/c.cc": "int x;\n"}, "why the file exists")


if __name__ == "__main__":
    unittest.main()
