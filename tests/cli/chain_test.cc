// The main job from end to end, through the commands a person types: make the sample company,
// import it, report on it, and compare the report with the truth that the sample was made from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/file.h"
#include "cli/memory_terminal.h"
#include "cli/run.h"
#include "report/customers.h"
#include "report/read.h"
#include "report/report.h"
#include "report/retention_build.h"
#include "store/organizations.h"
#include "store/outcomes.h"
#include "store/questions.h"
#include "store/responses.h"

namespace laurel {
namespace {

using ::testing::HasSubstr;
namespace json = boost::json;

// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "laurel-chain-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::string type(std::vector<std::string> words) {
  words.insert(words.begin(), "laurel");
  cli::MemoryTerminal terminal;
  const base::SystemClock clock;
  const int code = cli::run(words, terminal, clock);
  EXPECT_EQ(code, 0) << terminal.said;
  return terminal.written;
}

std::string database_url(const Folder& folder) { return folder / "laurel.db"; }

void make_and_import(const Folder& folder, int seed, int responses) {
  const std::string db = database_url(folder);
  type({"sample", "--seed", std::to_string(seed), "--responses", std::to_string(responses),
        "--output", folder / ""});
  type({"roster", folder / "units.csv", "--database", db, "--organization", "Sample Company"});
  type({"roster", folder / "roster.csv", "--database", db});
  type({"import", folder / "interviews.csv", "--database", db});
  type({"outcomes", folder / "outcomes.csv", "--database", db});
}

json::object read_json(const std::string& path) {
  return json::parse(*base::read_file(path)).as_object();
}

double number(const json::value& value) { return value.to_number<double>(); }

// Whom each interview truly praises, by its id.
std::map<std::string, bool> true_flags(const Folder& folder) {
  std::map<std::string, bool> flags;
  std::ifstream lines(folder / "truth.ndjson");
  for (std::string line; std::getline(lines, line);) {
    const json::object truth = json::parse(line).as_object();
    const json::value* praised = truth.if_contains("commendation");  // absent where nothing is said
    flags[truth.at("id").as_string().c_str()] = praised != nullptr && praised->as_bool();
  }
  return flags;
}

// How the stored flags compare with the truth.
struct Agreement {
  double praised_and_flagged = 0, praised = 0, flagged = 0, spoke = 0;
  double precision() const { return praised_and_flagged / flagged; }
  double recall() const { return praised_and_flagged / praised; }
  // Of responses not flagged, those that truly praise nobody.
  double negative_predictive_value() const {
    return 1 - (praised - praised_and_flagged) / (spoke - flagged);
  }
};

// The report of the stored responses, with the flags that detection found or with the true ones.
enum class Flags { kDetected, kTrue };
struct Read {
  report::Report report;
  Agreement agreement;
};

Read read_report(const Folder& folder, Flags which) {
  auto database = store::Database::open(database_url(folder), store::SchemaPolicy::kRequireCurrent);
  CHECK(database.ok());
  auto tx = (*database)->begin_read();
  const auto organization = store::list_organizations(*tx)->front();
  auto input = report::read_report_input(**database, organization, {});
  CHECK(input.ok());
  const model::QuestionCatalog questions(*store::list_questions(*tx, organization.id));
  const auto flags = true_flags(folder);
  model::CellDeltas cells;
  Agreement agreement;
  const auto visited = store::for_each_response(
      *tx, organization.id, [&](const model::ResponseRecord& record) -> base::Status {
        model::ResponseRecord told = record;
        const bool praised = flags.at(record.response.external_id);
        if (record.response.reading == model::Reading::kRead) {
          const bool flagged = model::is_commended(model::voice_of(record));
          agreement.spoke += 1;
          agreement.praised += praised;
          agreement.flagged += flagged;
          agreement.praised_and_flagged += praised && flagged;
        }
        model::Commendation true_praise;
        true_praise.flagged = true_praise.sure = true;
        told.commendations.clear();
        if (praised) told.commendations.push_back(true_praise);
        cells.add(told, questions, +1);
        return {};
      });
  CHECK(visited.ok());
  if (which == Flags::kTrue) {
    input->cells = cells.cells();
    auto accounts = cells.account_cells();
    std::erase_if(accounts, [&](const model::AccountCell& cell) {
      return questions.find(cell.key.question) == nullptr ||
             questions.find(cell.key.question)->kind != model::QuestionKind::kNps;
    });
    input->accounts = model::account_sums(accounts);
  }
  auto report = report::build_report(*input);
  CHECK(report.ok());
  return {std::move(*report), agreement};
}

// What customers did, with the true flags of what they had said; of revenue at most the true cap.
report::RetentionReport read_retention(const Folder& folder, double cap) {
  auto database = store::Database::open(database_url(folder), store::SchemaPolicy::kRequireCurrent);
  CHECK(database.ok());
  auto tx = (*database)->begin_read();
  const auto organization = store::list_organizations(*tx)->front();
  const auto flags = true_flags(folder);
  const auto questions = *store::list_questions(*tx, organization.id);
  report::CustomerReader reader(questions, nullptr);
  auto status = store::for_each_contact_account(
      *tx, organization.id, [&](model::ContactId contact, model::AccountId account) {
        reader.belongs(contact, account);
      });
  CHECK(status.ok());
  status = store::for_each_response(*tx, organization.id,
                                    [&](const model::ResponseRecord& record) -> base::Status {
                                      model::ResponseRecord told = record;
                                      told.commendations.clear();
                                      model::Commendation true_praise;
                                      true_praise.flagged = true_praise.sure = true;
                                      if (flags.at(record.response.external_id))
                                        told.commendations.push_back(true_praise);
                                      reader.said(told);
                                      return {};
                                    });
  CHECK(status.ok());
  status = store::for_each_outcome(*tx, organization.id, [&](const store::OutcomeEvent& event) {
    reader.did(event.account, event.contact, event.day, event.kind, event.amount, event.currency);
  });
  CHECK(status.ok());
  report::ReportOptions options;
  options.retention.revenue_cap = cap;
  return report::retention_report(reader.finish(), options);
}

bool contains(const report::Figure& figure, double truth) {
  return *figure.lo <= truth && truth <= *figure.hi;
}

TEST(Chain, RecoversTheTruthWhenPraiseIsKnown) {
  int intervals = 0, hits = 0, outcomes = 0, outcome_hits = 0;
  for (const int seed : {7, 8, 9, 10}) {
    const Folder folder;
    make_and_import(folder, seed, 9000);
    const json::object truth = read_json(folder / "truth.json");
    const json::object& population = truth.at("population").as_object();
    const report::Report report = read_report(folder, Flags::kTrue).report;
    ASSERT_TRUE(report.main);
    const auto check = [&](const report::Figure& figure, const json::value& value) {
      ++intervals;
      hits += contains(figure, number(value) / 100);
    };
    check(report.main->question.comparison.difference, population.at("all").at("nps_difference"));
    for (const report::PlaceReport& market : report.main->markets) {
      if (!market.known()) continue;
      check(market.comparison.difference,
            population.at("markets").at(market.name).at("nps_difference"));
    }

    const json::object& did = truth.at("outcomes").as_object();
    const json::object &praised = did.at("commended").as_object(),
                       &others = did.at("spoke").as_object();
    const report::RetentionReport retention = read_retention(folder, number(did.at("cap")));
    ASSERT_TRUE(retention.kept && retention.returned);
    ASSERT_EQ(retention.revenue.size(), 1U);
    const auto check_outcome = [&](const report::Figure& figure, double value) {
      ++outcomes;
      outcome_hits += contains(figure, value);
    };
    const auto difference = [&](const char* what) {
      return number(praised.at(what)) - number(others.at(what));
    };
    check_outcome(retention.kept->days.difference, difference("kept_days"));
    check_outcome(retention.kept->share_difference, difference("kept_share"));
    check_outcome(retention.returned->days.difference, -difference("returned_days"));
    check_outcome(retention.revenue[0].difference.difference, difference("spent"));
    check_outcome(retention.captive.difference.difference, difference("captive_share"));
    check_outcome(retention.growth.at(0).net_retention, number(did.at("net_revenue_retention")));
  }
  // 24 intervals at 95 %, some of the same events: more than five misses are as rare as below.
  EXPECT_EQ(outcomes, 24);
  EXPECT_GE(outcome_hits, 19);
  // Twenty intervals at 95 %: more than four misses would happen about once in 400 runs of a right
  // program.
  EXPECT_EQ(intervals, 20);
  EXPECT_GE(hits, 16);
}

TEST(Chain, FindsTheDifferenceAsFarAsDetectionIsRight) {
  const Folder folder;
  make_and_import(folder, 7, 30'000);
  const Read read = read_report(folder, Flags::kDetected);
  EXPECT_GE(read.agreement.precision(), 0.8);
  EXPECT_GE(read.agreement.recall(), 0.65);

  // Wrong flags mix the two groups and pull the difference of these very interviews towards zero by
  // a known factor.
  const double kept = read.agreement.precision() + read.agreement.negative_predictive_value() - 1;
  const report::Report known = read_report(folder, Flags::kTrue).report;
  const double expected = *known.main->question.comparison.difference.estimate * kept;
  const report::Figure& difference = read.report.main->question.comparison.difference;
  EXPECT_TRUE(contains(difference, expected))
      << *difference.lo << " … " << *difference.hi << " does not hold " << expected;
  EXPECT_GT(*difference.lo, 0);

  // The negative control: nothing that staff do moves it.
  for (const report::QuestionReport& question : read.report.questions) {
    const report::Figure& found = question.comparison.difference;
    if (question.key == "price_fairness") {
      EXPECT_GT(*found.p_adjusted, 0.01);
    } else if (question.key == "staff_courtesy") {
      EXPECT_GT(*found.lo, 0);
    }
  }
}

TEST(Chain, CountsAgreeWithTheRowsAndASecondImportChangesNothing) {
  const Folder folder;
  make_and_import(folder, 7, 2000);
  const std::string before =
      type({"report", "--database", database_url(folder), "--format", "json"});
  EXPECT_THAT(type({"import", folder / "interviews.csv", "--database", database_url(folder)}),
              HasSubstr("2,000"));
  EXPECT_EQ(type({"report", "--database", database_url(folder), "--format", "json"}), before);
  type({"recount", "--database", database_url(folder)});  // exit code 0: nothing differed
  EXPECT_EQ(json::parse(before).at("responses").at("total").to_number<int>(), 2000);
}

}  // namespace
}  // namespace laurel
