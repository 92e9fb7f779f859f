// What somebody reads who asks why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/examination_text.h"
#include "cli/memory_terminal.h"
#include "cli/run.h"

namespace laurel::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Outcome {
  int code;
  std::string out, err;
};

Outcome explain(std::vector<std::string> words, bool screen = false, std::string input = {}) {
  words.insert(words.begin(), {"laurel", "explain"});
  MemoryTerminal terminal(std::move(input));
  terminal.screen = screen;
  const base::SystemClock clock;
  const int code = run(words, terminal, clock);
  return {code, terminal.written, terminal.said};
}

constexpr const char* kText =
    "Checkout was slow but Maria at the front desk went out of her way to sort out our booking. "
    "Bob "
    "never called back.";

std::string roster_file() {
  const std::string path = testing::TempDir() + "explain-roster.csv";
  std::ofstream(path) << "employee_id,first_name,last_name,location\n"
                         "E7,Maria,Lopez,Leeds\nE9,Maria,Stone,York\n";
  return path;
}

TEST(Explain, SaysWhoIsPraisedWhyAndWhoIsNot) {
  const Outcome said = explain({kText});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.err, "");
  EXPECT_THAT(said.out, HasSubstr(std::string(kText) + "\n\nPraises somebody: "));
  EXPECT_THAT(said.out, HasSubstr("\n  Maria  person, "));
  EXPECT_THAT(said.out, HasSubstr("praised, exemplary;"));
  EXPECT_THAT(said.out, HasSubstr("    words       Maria at the front desk went out of her way to "
                                  "sort out our booking\n"));
  EXPECT_THAT(said.out, HasSubstr("    for it      \""));
  EXPECT_THAT(said.out, HasSubstr("    behaviours  extra mile, resolution\n"));
  EXPECT_THAT(said.out, HasSubstr("\n  Bob  person, "));
  EXPECT_THAT(said.out, HasSubstr("not praised (below 15 %)"));
  EXPECT_THAT(said.out, HasSubstr("it may go out unread.\n  Model: laurel-en"));
  EXPECT_THAT(said.out, Not(HasSubstr("employee")));
  EXPECT_THAT(said.out, Not(HasSubstr("\x1b")));
}

TEST(Explain, SaysWhomOfTheRosterANameMeans) {
  const std::string roster = roster_file();
  EXPECT_THAT(explain({kText, "--roster", roster}).out,
              HasSubstr("could be any of E7 (0.94), E9 (0.94): credited to nobody"));
  EXPECT_THAT(explain({kText, "--roster", roster, "--location", "York"}).out,
              HasSubstr("employee    E9 (0.94), not E7 (0.31)\n"));
  EXPECT_THAT(explain({"Thanks to Olga, she was great.", "--roster", roster}).out,
              HasSubstr("employee    nobody on the roster\n"));
}

TEST(Explain, ColoursOnlyAScreen) {
  EXPECT_THAT(explain({kText}, true).out, HasSubstr("\x1b[1mMaria\x1b[0m"));
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_THAT(explain({kText}, true).out, Not(HasSubstr("\x1b")));
  ::unsetenv("NO_COLOR");
}

TEST(Explain, ReadsTheInputAndWordsWithoutQuotes) {
  const Outcome quoted = explain({"Olga was great."});
  EXPECT_EQ(explain({"-"}, false, "Olga was great.\n").out, quoted.out);
  EXPECT_EQ(explain({"Olga", "was", "great."}).out, quoted.out);
}

TEST(Explain, SaysWhyNothingIsThere) {
  EXPECT_THAT(explain({"The parcel came on Tuesday."}).out, HasSubstr("Nobody is talked about"));
  const std::string french =
      "L'accueil est tr\xC3\xA8s agr\xC3\xA9"
      "able et le personnel est souriant.";
  EXPECT_THAT(explain({french}).out, HasSubstr("This is not English"));
  EXPECT_THAT(explain({french, "--language", "en"}).out, Not(HasSubstr("This is not English")));
}

TEST(Explain, RefusesWhatItCannotExplain) {
  for (const auto& words : {std::vector<std::string>{}, {"  "}, {"-"}}) {
    const Outcome said = explain(words);
    EXPECT_EQ(said.code, 1);
    EXPECT_EQ(said.err,
              "laurel explain: Give the text to explain in quotes, or - to read it from the "
              "input.\n");
  }
  EXPECT_EQ(explain({"Olga was great.", "--date", "yesterday"}).code, 1);
  EXPECT_EQ(explain({"Olga was great.", "--roster", "/nonexistent.csv"}).code, 1);
  EXPECT_EQ(explain({"Olga was great.", "--rooster", "x"}).code, 2);
}

TEST(Explain, LetsNoTextSteerTheTerminal) {
  EXPECT_EQ(printable("a\x1b[31mb\x7f\xC2\x9B\nc\xC3\xA9"), "a [31mb   c\xC3\xA9");
  EXPECT_THAT(explain({"Olga was \x1b[2J great."}, true).out, Not(HasSubstr("\x1b[2J")));
}

}  // namespace
}  // namespace laurel::cli
