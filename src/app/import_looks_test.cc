#include "app/import_looks.h"

#include <gtest/gtest.h>

namespace laurel::app {
namespace {

TEST(ImportLooks, LeaveHintsAtOptionsOutOfSentences) {
  EXPECT_EQ(
      without_options("The dates in day can be read as day/month or month/day. Say which with "
                      "--dates dmy or --dates mdy."),
      "The dates in day can be read as day/month or month/day.");
  EXPECT_EQ(without_options("whole numbers 1 to 5; 0 is read as not rated (otherwise: --map 'scale "
                            "0-5=Q2')"),
            "whole numbers 1 to 5; 0 is read as not rated");
  EXPECT_EQ(
      without_options("The file is not UTF-8: line 3 is the first with other bytes. If it was "
                      "saved by an older Windows program, run again with --encoding "
                      "windows-1252; or save it as UTF-8."),
      "The file is not UTF-8: line 3 is the first with other bytes. Save it as UTF-8.");
  EXPECT_EQ(without_options("can be read as day/month or month/day; say which with --dates"),
            "can be read as day/month or month/day");
  EXPECT_EQ(without_options("No option is named (really)."), "No option is named (really).");
  EXPECT_EQ(without_options(""), "");
}

TEST(ImportLooks, AreKeptWhole) {
  ImportLook look;
  look.form = "Qualtrics";
  look.rows = 5;
  look.usable = 3;
  look.asks_dates = true;
  look.columns = {{"Q1", "How\nlikely?", "nps 0–10", "nps", "its name", {"9", "10"}}};
  look.notes = {"a note"};
  look.rejects = {{7, "Q1", "is outside 0 to 10"}};
  const ImportLook read = read_look(look_json(look));
  EXPECT_EQ(look_json(read), look_json(look));
  EXPECT_EQ(read.columns.at(0).label, "How\nlikely?");
  EXPECT_EQ(read.rejects.at(0).line, 7);
  EXPECT_EQ(read_look("").rows, 0);
  ImportOutcome outcome;
  outcome.added = 4;
  outcome.rejects = look.rejects;
  EXPECT_EQ(read_outcome(outcome_json(outcome)).added, 4);
}

}  // namespace
}  // namespace laurel::app
