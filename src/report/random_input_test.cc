// Reports on small random organizations: a handful of responses, people, places, questions of every
// kind and role, outcomes, settings and options, with all the holes that chance puts into them.
// Whatever comes in, every form of the report holds numbers only, and says why one is missing.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cctype>
#include <cmath>

#include "assets/assets.h"
#include "base/random.h"
#include "model/derived.h"
#include "report/charts.h"
#include "report/counts.h"
#include "report/customers.h"
#include "report/main_question.h"
#include "report/report.h"
#include "report/section.h"
#include "report/testing.h"
#include "report/xlsx.h"

namespace laurel::report {
namespace {

using base::Random;
using model::QuestionKind;
using model::QuestionRole;

std::int32_t id_of(Random& random, std::size_t members) {
  return static_cast<std::int32_t>(random.below(members + 1));  // 0: unknown
}

std::vector<model::Question> some_questions(Random& random) {
  std::vector<model::Question> all = {nps_for_test(),
                                      question_for_test(0, "overall", QuestionKind::kScale, 1, 10),
                                      question_for_test(0, "two", QuestionKind::kScale, 3, 4),
                                      question_for_test(0, "stars", QuestionKind::kScale, 1, 5),
                                      question_for_test(0, "again", QuestionKind::kYesNo),
                                      question_for_test(0, "heard", QuestionKind::kChoice),
                                      question_for_test(0, "told", QuestionKind::kCount),
                                      question_for_test(0, "wait", QuestionKind::kNumber),
                                      question_for_test(0, "words", QuestionKind::kText)};
  all[5].choices = {"a friend", "an advert", "walked by"};
  all[5].role = QuestionRole::kHeardThrough;
  all[6].bins = {1, 2, 5};
  all[6].role = QuestionRole::kToldOthers;
  all[7].bins = {10, 20};
  constexpr std::array kRoles = {QuestionRole::kNone,         QuestionRole::kRecommend,
                                 QuestionRole::kReferred,     QuestionRole::kFeeling,
                                 QuestionRole::kReturn,       QuestionRole::kExpectation,
                                 QuestionRole::kDeedCost,     QuestionRole::kToldOthers,
                                 QuestionRole::kHeardThrough, QuestionRole::kPriceTolerance};
  std::vector<model::Question> asked;
  const auto add = [&](model::Question question) {
    question.id = {static_cast<std::int32_t>(asked.size()) + 1};
    asked.push_back(std::move(question));
  };
  for (model::Question& question : all) {
    if (random.chance(0.35)) continue;
    if (random.chance(0.4)) question.role = random.pick(kRoles);
    add(question);
    if (!random.chance(0.15)) continue;
    question.version = 2;  // asked otherwise later on
    question.kind = QuestionKind::kScale;
    question.min = 1;
    question.max = 7;
    question.bins.clear();
    question.choices.clear();
    add(question);
  }
  for (model::Question& derived : model::derivable(asked)) add(derived);
  return asked;
}

std::int64_t some_value(Random& random, const model::Question& question, bool same) {
  switch (question.kind) {
    case QuestionKind::kNps:
    case QuestionKind::kScale:
      return same
                 ? question.max
                 : question.min + static_cast<std::int64_t>(random.below(
                                      static_cast<std::uint64_t>(question.max - question.min + 1)));
    case QuestionKind::kChoice:
      return same ? 0 : static_cast<std::int64_t>(random.below(question.choices.size()));
    case QuestionKind::kYesNo:
      return same ? 1 : static_cast<std::int64_t>(random.below(2));
    default:
      return same ? 3 : static_cast<std::int64_t>(random.below(30));
  }
}

class Organization {
 public:
  explicit Organization(std::uint64_t seed) : random_(seed) {
    input_.organization_slug = "acme";
    input_.organization_name = "Acme";
    input_.questions = some_questions(random_);
    for (int i = 1; i <= static_cast<int>(random_.below(4)); ++i)
      input_.markets.push_back({{i}, fmt::format("market {}", i)});
    for (int i = 1; i <= static_cast<int>(random_.below(5)); ++i)
      input_.units.push_back({{i},
                              fmt::format("U{}", i),
                              fmt::format("unit {}", i),
                              {random_.chance(0.3) && i > 1 ? 1 : 0}});
    for (int i = 1; i <= static_cast<int>(random_.below(3)); ++i)
      input_.channels.push_back({{i}, fmt::format("channel {}", i)});
    for (int i = 1; i <= static_cast<int>(random_.below(7)); ++i) {
      model::Employee& employee = input_.employees.emplace_back();
      employee.id = {i};
      employee.code = fmt::format("E{}", i);
      employee.first_name = fmt::format("Person{}", i);
      employee.unit = {id_of(random_, input_.units.size())};
    }
    settings_and_options();
    same_ = random_.chance(0.15);
    dated_ = random_.chance(0.85);
    respond();
    if (random_.chance(0.5)) act();
  }

  const ReportInput& input() const { return input_; }

 private:
  void settings_and_options() {
    ReportOptions& options = input_.options;
    if (random_.chance(0.2)) options.strength = ReportStrength::kExemplary;
    if (random_.chance(0.2)) options.from = {2026 * 12 + static_cast<int>(random_.below(14))};
    if (random_.chance(0.2)) options.to = {2026 * 12 + 6 + static_cast<int>(random_.below(14))};
    if (options.from.known() && options.to.known() && options.to < options.from)
      std::swap(options.from, options.to);
    if (random_.chance(0.2)) options.conf_level = 0.5 + 0.499 * random_.uniform();
    options.show_people = random_.pick(
        std::array{ShowPeople::kNone, ShowPeople::kPraise, ShowPeople::kAll, ShowPeople::kAll});
    if (random_.chance(0.3)) options.retention.revenue_cap = random_.uniform() * 100;
    options.retention.landmark_days = static_cast<int>(random_.below(60));
    input_.settings.works_council = random_.chance(0.1);
    if (!input_.units.empty() && random_.chance(0.2))
      input_.settings.works_council_units = {input_.units.front().id};
    if (random_.chance(0.5)) input_.settings.main_driver = random_.pick(model::kRewards);
  }

  model::ResponseRecord response() {
    model::ResponseRecord record;
    model::Response& response = record.response;
    if (dated_ && random_.chance(0.95))
      response.occurred_on = *base::Date::parse(
          fmt::format("2026-{:02}-{:02}", 1 + random_.below(12), 1 + random_.below(28)));
    response.market = {id_of(random_, input_.markets.size())};
    response.unit = {id_of(random_, input_.units.size())};
    response.channel = {id_of(random_, input_.channels.size())};
    response.account = {id_of(random_, 5)};
    response.contact = {id_of(random_, 8)};
    response.reading = random_.pick(std::array{model::Reading::kSilent, model::Reading::kUnread,
                                               model::Reading::kRead, model::Reading::kRead,
                                               model::Reading::kRead});
    for (const model::Employee& employee : input_.employees)
      if (random_.chance(0.2)) response.served_by.push_back(employee.id);
    for (const model::Question& question : input_.questions) {
      if (question.kind == QuestionKind::kText || model::is_derived(question.role)) continue;
      if (random_.chance(0.75))
        response.answers.push_back({question.id, some_value(random_, question, same_)});
    }
    if (response.reading == model::Reading::kRead && random_.chance(0.5)) {
      model::Commendation praise;
      praise.probability = static_cast<float>(random_.uniform());
      praise.flagged = praise.probability > 0.5F;
      praise.sure = praise.probability > 0.9F;
      if (random_.chance(0.4)) praise.strength = detect::Strength::kExemplary;
      if (random_.chance(0.4))
        praise.decision =
            random_.chance(0.5) ? model::Decision::kAccepted : model::Decision::kRejected;
      if (!input_.employees.empty() && random_.chance(0.7)) {
        praise.link = detect::LinkState::kLinked;
        praise.employee = random_.pick(input_.employees).id;
      }
      record.commendations.push_back(praise);
    }
    return record;
  }

  // Cells as the store would have them.
  void respond() {
    const std::size_t many = random_.below(random_.chance(0.5) ? 12 : 400);
    const model::QuestionCatalog catalog(input_.questions);
    model::CellDeltas deltas;
    std::vector<model::ResponseRecord> records;
    for (std::size_t i = 0; i < many; ++i) {
      records.push_back(response());
      deltas.add(records.back(), catalog, 1);
    }
    input_.cells = deltas.cells();
    input_.employee_cells = deltas.employee_cells();
    // Counts far beyond what anybody imports.
    if (random_.chance(0.1)) {
      for (model::Cell& cell : input_.cells) cell.n *= 1'000'000'000;
    }
    const ReportCounts counts = *count_cells(input_);
    const QuestionCounts* leading = main_question(counts);
    const model::Question* main = leading != nullptr ? leading->question : nullptr;
    if (!input_.options.has_period() && main != nullptr && random_.chance(0.5)) {
      std::vector<model::AccountCell> accounts = deltas.account_cells();
      std::erase_if(accounts, [&](const auto& cell) { return cell.key.question != main->id; });
      input_.accounts = model::account_sums(accounts);
    }
    if (random_.chance(0.2)) return;
    RowCounts rows(input_.questions, main, input_.options);
    CustomerReader customers(input_.questions, main);
    for (const model::ResponseRecord& record : records) {
      rows.add(record);
      customers.said(record);
    }
    input_.rows = std::move(rows);
    input_.customers = customers.finish();
  }

  void act() {
    if (!input_.customers) return;
    CustomerHistory& history = *input_.customers;
    history.currencies = {"EUR", "USD"};
    for (std::size_t i = random_.below(60); i > 0; --i) {
      CustomerDid did;
      did.customer = static_cast<std::int32_t>(random_.below(12));
      did.kind = static_cast<model::OutcomeKind>(random_.below(5));
      did.day = *base::Date::parse(fmt::format("202{}-{:02}-{:02}", 5 + random_.below(3),
                                               1 + random_.below(12), 1 + random_.below(28)));
      if (random_.chance(0.7)) {
        did.currency = static_cast<std::uint8_t>(random_.below(2));
        did.amount = static_cast<std::int64_t>(random_.below(100'000)) - 20'000;
      }
      history.did.push_back(did);
    }
  }

  Random random_;
  ReportInput input_;
  bool same_ = false, dated_ = true;
};

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// "nan", "inf" or "infinity" as a word of its own, where somebody would read a number; with what
// stands around it.
std::string not_a_number(const std::string& text) {
  std::string small = text;
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string_view word : {"nan", "inf", "infinity"}) {
    for (std::size_t at = small.find(word); at != std::string::npos;
         at = small.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      const bool begins = at == 0 || !is_letter(small[at - 1]);
      if (begins && (end == small.size() || !is_letter(small[end])))
        return text.substr(at < 80 ? 0 : at - 80, 160);
    }
  }
  return {};
}

// The page without the scripts and style that every page has.
std::string page_only(std::string page) {
  for (const assets::Asset& asset :
       {assets::vega_script(), assets::report_script(), assets::report_style()}) {
    if (const std::size_t at = page.find(asset.bytes); at != std::string::npos)
      page.erase(at, asset.bytes.size());
  }
  return page;
}

// Figures without a value carry the reason, and sentences are never empty.
void explains(const boost::json::value& value) {
  if (value.is_array()) {
    for (const auto& item : value.as_array()) explains(item);
  }
  if (!value.is_object()) return;
  const boost::json::object& object = value.as_object();
  if (object.contains("estimate")) {
    const bool missing = object.at("estimate").is_null() || object.at("lo").is_null() ||
                         object.at("hi").is_null() ||
                         (object.contains("p") && object.at("p").is_null());
    EXPECT_EQ(missing, object.contains("reason")) << value;
    if (missing && object.contains("reason")) {
      EXPECT_NE(object.at("reason"), "") << value;
    }
  }
  for (const auto& member : object) {
    if (member.key() == "sentence") {
      EXPECT_NE(member.value(), "") << value;
    }
    explains(member.value());
  }
}

void expect_whole_tables(const Report& report) {
  constexpr auto kAll = static_cast<std::size_t>(-1);
  for (const Section& section :
       report_sections(report, {.most_places = kAll, .most_rows = kAll, .most_support = kAll})) {
    EXPECT_FALSE(section.paragraphs.empty() && section.tables.empty() && section.quotes.empty())
        << section.id;
    for (const Table& table : section.tables) {
      for (const auto& row : table.rows) {
        ASSERT_EQ(row.size(), table.header.size()) << section.id;
        for (const TableCell& cell : row) {
          for (const auto& number : {cell.value, cell.lo, cell.hi})
            EXPECT_TRUE(!number || std::isfinite(*number)) << section.id << " " << cell.text;
        }
      }
      for (const Chart& chart : table.charts) {
        const std::string spec = vega_lite(table, chart);
        EXPECT_EQ(not_a_number(spec), "") << section.id;
        boost::json::error_code failed;
        boost::json::parse(spec, failed);
        EXPECT_FALSE(failed) << section.id;
      }
    }
  }
}

TEST(RandomInput, NeverMakesAFigureThatIsNoNumberOrHasNoReason) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    const Organization organization(seed);
    const auto report = build_report(organization.input());
    ASSERT_TRUE(report.ok()) << report.error().message << " " << report.error().detail;
    ASSERT_FALSE(report->headline.empty());
    for (const auto render : {to_text, to_markdown, to_csv, to_json}) {
      EXPECT_EQ(not_a_number(render(*report)), "");
    }
    explains(boost::json::parse(to_json(*report)));
    expect_whole_tables(*report);
    if (HasFailure()) break;
    if (seed % 20 != 0) continue;  // these take longer
    EXPECT_EQ(not_a_number(page_only(to_html(*report))), "");
    EXPECT_TRUE(to_xlsx(*report).ok());
  }
}

}  // namespace
}  // namespace laurel::report
