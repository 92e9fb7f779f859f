// Reviewing, learning and rescanning as typed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/file.h"
#include "cli/command_testing.h"
#include "wire/labels_json.h"

namespace laurel::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ReviewCommand : public CommandTest {
 protected:
  ReviewCommand() {
    laurel({"roster", file("roster.csv",
                           "employee_id,first_name,last_name,location\nE7,Maria,Lopez,Leeds\n"
                           "E9,Maria,Stone,York\nE3,Tom,Reed,Leeds\n")});
  }
  void import(const std::string& words) {
    EXPECT_EQ(laurel({"import", file("talk.csv",
                                     "response_id,date,location,nps,comment\na1,2025-03-01,,9,\"" +
                                         words + "\"\n")}),
              0)
        << terminal_.said;
  }
  // The first id that a list shows.
  std::string first() {
    laurel({"review"});
    const std::size_t at = terminal_.written.find("\n\n");
    return at == std::string::npos ? "" : terminal_.written.substr(at + 2, 36);
  }
};

TEST_F(ReviewCommand, ListsDecidesAndTakesBack) {
  import("Maria at the front desk stayed late to sort out our booking. Thank you!");
  EXPECT_EQ(laurel({"review"}), 0);
  EXPECT_THAT(terminal_.written,
              AllOf(HasSubstr("[Maria] at the front desk"), HasSubstr("praise, but of whom?"),
                    HasSubstr("Maria Lopez (E7)"), HasSubstr("Maria Stone (E9)"),
                    HasSubstr("talk a1, 2025-03-01")));
  const std::string id = first();
  EXPECT_EQ(laurel({"review", "link", id, "Maria Lopez"}), 0) << terminal_.said;
  EXPECT_THAT(terminal_.written, HasSubstr("\"Maria\" is accepted, exemplary: Maria Lopez (E7)."));
  EXPECT_EQ(laurel({"review", "reject", id}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("laurel accepted this on 2026-03-01T12:00:00Z"));
  EXPECT_EQ(laurel({"review", "link", id, "E9"}), 0);  // said again, by who has seen it
  EXPECT_EQ(laurel({"recount"}), 0) << terminal_.written;
  EXPECT_EQ(laurel({"review", "undo"}), 0);
  EXPECT_EQ(laurel({"review", "undo", id}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("\"Maria\" is undecided again."));
  EXPECT_EQ(laurel({"review", "undo"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("nothing that could be undone"));
  EXPECT_EQ(laurel({"review", "accept", id, "--strength", "kind", "--behaviours", "care,speed"}),
            0);
  EXPECT_THAT(terminal_.written, HasSubstr("accepted, kind"));
  EXPECT_EQ(laurel({"recount"}), 0) << terminal_.written;
  EXPECT_EQ(laurel({"accuracy"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("1 piece of praise was decided."));
}

TEST_F(ReviewCommand, AddsWhatWasMissed) {
  import("The lot of you made our day. Maria Lopez at the front desk stayed late to sort it out.");
  EXPECT_EQ(laurel({"review", "add", "talk", "a1", "lot of you", "--kind", "team", "--behaviours",
                    "courtesy", "--employee", "E3"}),
            0)
      << terminal_.said;
  EXPECT_THAT(terminal_.written, HasSubstr("\"lot of you\" is accepted, kind: Tom Reed (E3)."));
  EXPECT_EQ(laurel({"recount"}), 0) << terminal_.written;
  EXPECT_EQ(laurel({"review", "add", "talk", "a1", "lot of you"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("marked already"));
  EXPECT_EQ(laurel({"review", "add", "talk", "a1", "Sue"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("The response doesn't say \"Sue\"."));
  EXPECT_EQ(laurel({"review", "add", "talk", "a2", "Tom"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There is no response a2 of the source talk."));
  EXPECT_EQ(laurel({"review", "add", "talk", "a1", "day", "--kind", "cat"}), 1);
  EXPECT_EQ(laurel({"review", "add", "talk"}), 1);
  EXPECT_EQ(laurel({"review", "undo"}), 0);
  EXPECT_EQ(terminal_.written, "What was added is taken back.\n");
  EXPECT_EQ(laurel({"recount"}), 0) << terminal_.written;
}

TEST_F(ReviewCommand, SaysWhatItTakes) {
  import("Maria at the front desk stayed late to sort out our booking. Thank you!");
  const std::string id = first();
  EXPECT_EQ(laurel({"review", "approve", id}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There are list, accept, reject, link, add and undo."));
  EXPECT_EQ(laurel({"review", "accept"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("Give the id"));
  EXPECT_EQ(laurel({"review", "accept", "12"}), 1);
  EXPECT_EQ(laurel({"review", "link", id}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("Say who is meant"));
  EXPECT_EQ(laurel({"review", "link", id, "Maria"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("Nobody on the roster is \"Maria\", or several are."));
  EXPECT_EQ(laurel({"review", "accept", id, "--strength", "huge"}), 1);
  EXPECT_EQ(laurel({"review", "accept", id, "--behaviours", "care,luck"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There is no behaviour \"luck\"."));
  EXPECT_EQ(laurel({"review", "list", "--reason", "fun"}), 1);
  EXPECT_EQ(laurel({"review", "list", "--unit", "Mars"}), 1);
  EXPECT_EQ(laurel({"review", "list", "--after", "x"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("no place in the queue"));
  EXPECT_EQ(laurel({"review", "list", "--source", "elsewhere"}), 0);
  EXPECT_EQ(terminal_.written, "Nothing waits for a person.\n");
}

TEST_F(ReviewCommand, ModelsAreListedAndChosen) {
  import("Maria at the front desk stayed late to sort out our booking.");
  EXPECT_EQ(laurel({"model"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("* built-in"));
  EXPECT_EQ(laurel({"model", "use", "7"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There is no model 7."));
  EXPECT_EQ(laurel({"model", "use", "best"}), 1);
  EXPECT_EQ(laurel({"model", "improve"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There are list, use and remove."));
  EXPECT_EQ(laurel({"model", "use", "built-in"}), 0);
  EXPECT_EQ(laurel({"rescan"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("1 response read again with"));
  EXPECT_THAT(terminal_.written, HasSubstr("Nothing changes."));
  EXPECT_EQ(laurel({"rescan", "--apply"}), 0);
}

TEST_F(ReviewCommand, TrainsFromDecisionsOnlyWhenThereAreEnough) {
  import("Maria at the front desk stayed late to sort out our booking.");
  EXPECT_EQ(laurel({"train", "--from-decisions"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("there are 0 and 0"));
  EXPECT_EQ(laurel({"train", "--from-decisions", "--words", "x"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("Leave one of them out"));
  EXPECT_EQ(laurel({"train", "--even-if-worse", "x"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("goes with --from-decisions"));
}

TEST_F(ReviewCommand, TrainsFromDecisionsUsesAndForgets) {
  // An industry's cases as a file of comments, each decided by its label.
  const auto content = base::read_file(std::string(LAUREL_SOURCE_DIR) +
                                       "/models/cases/praise/utilities-telecoms.jsonl");
  ASSERT_TRUE(content.ok());
  const auto labels = wire::parse_labels(*content);
  ASSERT_TRUE(labels.ok());
  std::string csv = "response_id,comment\n";
  for (const auto& label : *labels) {
    std::string words = label.text;
    for (std::size_t at = 0; (at = words.find('"', at)) != std::string::npos; at += 2)
      words.insert(at, 1, '"');
    csv += fmt::format("{},\"{}\"\n", label.id, words);
  }
  EXPECT_EQ(laurel({"import", file("cases.csv", csv)}), 0) << terminal_.said;
  laurel({"review", "--limit", "60"});
  const std::string list = terminal_.written;
  int decided = 0;
  for (std::size_t at = list.find("\n\n"); at != std::string::npos;
       at = list.find("\n\n", at + 2)) {
    const std::string id = list.substr(at + 2, 36);
    const std::size_t source = list.find("cases praise-", at);
    if (source == std::string::npos) break;
    const std::string name = list.substr(source + 6, list.find('\n', source) - source - 6);
    for (const auto& label : *labels)
      if (label.id == name) {
        EXPECT_EQ(laurel({"review", label.commendation ? "accept" : "reject", id}), 0);
        ++decided;
      }
  }
  EXPECT_EQ(decided, 60);
  const int code = laurel({"train", "--from-decisions", "--even-if-worse"});
  EXPECT_EQ(code, 0) << terminal_.said;
  EXPECT_THAT(terminal_.written, AllOf(HasSubstr("laurel-en+own"), HasSubstr("judged rightly by"),
                                       HasSubstr("It is in use as model 1")));
  EXPECT_EQ(laurel({"model"}), 0);
  EXPECT_THAT(terminal_.written, AllOf(HasSubstr("* 1 "), Not(HasSubstr("* built-in"))));
  EXPECT_EQ(laurel({"explain", "The engineer was lovely."}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("+own"));
  EXPECT_EQ(laurel({"model", "remove", "1"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("Model 1 is in use."));
  EXPECT_EQ(laurel({"rescan"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("Nothing was written."));
  EXPECT_EQ(laurel({"rescan", "--apply"}), 0);
  EXPECT_EQ(laurel({"recount"}), 0) << terminal_.written;
  EXPECT_EQ(laurel({"model", "use", "built-in"}), 0);
  EXPECT_EQ(laurel({"model", "remove", "1"}), 0);
}

}  // namespace
}  // namespace laurel::cli
