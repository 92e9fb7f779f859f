// What somebody sees who types commands rightly and wrongly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/memory_terminal.h"
#include "cli/progress.h"
#include "cli/run.h"

namespace laurel::cli {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  int code;
  std::string out, err;
};

Outcome type(std::vector<std::string> words) {
  words.insert(words.begin(), "laurel");
  MemoryTerminal terminal;
  const base::SystemClock clock;
  const int code = run(words, terminal, clock);
  return {code, terminal.written, terminal.said};
}

TEST(Commands, AreSortedByName) {
  const auto all = commands();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const Command& a, const Command& b) { return a.name < b.name; }));
  for (const Command& command : all) {
    EXPECT_NE(command.run, nullptr) << command.name;
    EXPECT_FALSE(command.summary.empty()) << command.name;
  }
}

TEST(Help, ListsEveryCommandAndExplainsEach) {
  const Outcome help = type({"help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_EQ(type({}).out, help.out);
  for (const Command& command : commands()) {
    EXPECT_THAT(help.out, HasSubstr(std::string(command.summary)));
    const Outcome one = type({"help", std::string(command.name)});
    EXPECT_EQ(one.code, 0);
    EXPECT_THAT(one.out, HasSubstr("usage: laurel " + std::string(command.name)));
    EXPECT_EQ(type({std::string(command.name), "--help"}).out, one.out);
  }
}

TEST(CommandLine, SuggestsWhatWasMeant) {
  const Outcome command = type({"imprt"});
  EXPECT_EQ(command.code, 2);
  EXPECT_EQ(command.err, "laurel: there is no command 'imprt'. Did you mean 'import'?\n");
  const Outcome option = type({"migrate", "--dryrun"});
  EXPECT_EQ(option.code, 2);
  EXPECT_THAT(option.err, HasSubstr("There is no option --dryrun. Did you mean --dry-run?"));
  EXPECT_EQ(type({"xylophone"}).err,
            "laurel: there is no command 'xylophone'. `laurel help` lists them.\n");
}

TEST(CommandLine, RefusesEmptyValuesAndWordsItHasNoUseFor) {
  const Outcome empty = type({"report", "--output", ""});
  EXPECT_EQ(empty.code, 2);
  EXPECT_THAT(empty.err, HasSubstr("--output needs a value: --output FILE."));
  EXPECT_EQ(type({"report", "--output="}).err, empty.err);
  const Outcome word = type({"recount", "everything"});
  EXPECT_EQ(word.code, 2);
  EXPECT_EQ(word.err,
            "laurel recount: It takes no 'everything'. `laurel help recount` explains it.\n");
}

TEST(CommandLine, NamesADatabaseThatIsNotThere) {
  const Outcome outcome = type({"report", "--database", "/nonexistent/laurel.db"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("/nonexistent/laurel.db"));
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1);
}

constexpr Option kOptions[] = {{"map", "F=C", ""}, {"dry-run", "", ""}, {"rows", "N", ""}};

TEST(Arguments, MixOptionsAndWords) {
  const std::vector<std::string> words = {"a.csv",     "--map", "x=1",  "--map=y=2",
                                          "--dry-run", "--",    "--map"};
  const auto arguments = Arguments::parse(words, kOptions);
  ASSERT_TRUE(arguments.ok());
  EXPECT_THAT(arguments->words(), testing::ElementsAre("a.csv", "--map"));
  EXPECT_THAT(arguments->values("map"), testing::ElementsAre("x=1", "y=2"));
  EXPECT_TRUE(arguments->has("dry-run"));
}

TEST(Arguments, RefuseValuesThatAreNotNumbers) {
  const std::vector<std::string> words = {"--rows", "ten"};
  const auto arguments = Arguments::parse(words, kOptions);
  EXPECT_EQ(arguments->number("rows", 5, 1, 100).error().message,
            "--rows takes a whole number from 1 to 100, not 'ten'.");
  EXPECT_EQ(Arguments::parse(std::vector<std::string>{"--rows"}, kOptions).error().message,
            "--rows needs a value: --rows N.");
}

TEST(Arguments, RefuseNamesThatCantBeShown) {
  EXPECT_TRUE(check_name("source", "Müller & Söhne 日本").ok());
  for (const std::string name : {"", "  ", "a\nb", "\x1b[31m", "\xff\xfe"})
    EXPECT_FALSE(check_name("source", name).ok()) << name;
  EXPECT_EQ(check_name("source", std::string(201, 'a')).error().message,
            "--source takes one line of UTF-8 text, at most 200 bytes long.");
}

TEST(Progress, SaysRateAndTimeLeftInPlainLinesWhenPiped) {
  MemoryTerminal terminal;
  base::ManualClock clock({0});
  Progress progress(terminal, clock, "rows");
  progress.update(1000, 10, 100);  // too soon to say anything
  clock.advance(std::chrono::seconds(10));
  progress.update(20000, 25, 100);
  EXPECT_EQ(terminal.said, " 25 % · 20,000 rows · 2,000/s · 30 s left\n");
}

TEST(Progress, SaysOnlyTheShareWhereNothingIsCounted) {
  MemoryTerminal terminal;
  base::ManualClock clock({0});
  Progress progress(terminal, clock);
  clock.advance(std::chrono::seconds(10));
  progress.update(0.25);
  EXPECT_EQ(terminal.said, " 25 % · 30 s left\n");
}

TEST(Progress, ClearsItsBarFromAScreen) {
  MemoryTerminal terminal;
  terminal.screen = true;
  base::ManualClock clock({0});
  {
    Progress progress(terminal, clock, "rows");
    clock.advance(std::chrono::seconds(1));
    progress.update(50, 50, 100);
    EXPECT_THAT(terminal.said, HasSubstr("███░"));
  }
  EXPECT_TRUE(terminal.said.ends_with("\x1b[K"));
}

TEST(Progress, WordsDurations) {
  EXPECT_EQ(duration(59.4), "59 s");
  EXPECT_EQ(duration(200), "3 min 20 s");
  EXPECT_EQ(duration(3900), "1 h 5 min");
}

}  // namespace
}  // namespace laurel::cli
