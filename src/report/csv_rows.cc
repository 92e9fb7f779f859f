#include "report/csv_rows.h"

#include <fmt/format.h>

#include "wire/json_writer.h"

namespace laurel::report {
namespace {

// OWASP's list of what starts a formula, and the line feed, which some programs skip.
bool starts_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r\n").find(text[0]) != std::string_view::npos;
}

std::string cell(std::string_view text) {
  std::string safe = starts_formula(text) ? "'" : "";
  safe += text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string number(const std::optional<double>& value) {
  return value ? wire::shortest_number(*value) : std::string();
}

std::string shown(base::Month month) { return month.known() ? month.to_string() : ""; }

}  // namespace

CsvRows::CsvRows()
    : out_(
          "section,market,unit,channel,question,group,statistic,estimate,lo,hi,n,"
          "n_commended,n_spoke,p,p_adjusted,method,note,month\r\n") {}

void CsvRows::figure(const Where& where, std::string_view group, const Figure& figure,
                     std::string_view sentence) {
  const std::string note = figure.reason.empty() ? std::string(sentence)
                           : sentence.empty()    ? figure.reason
                                                 : fmt::format("{} ({})", sentence, figure.reason);
  start(where, group, figure.statistic);
  out_ += fmt::format(
      ",{},{},{},{},{},{},{},{},{},{},{}\r\n", number(figure.estimate), number(figure.lo),
      number(figure.hi), figure.n, figure.n_commended ? std::to_string(*figure.n_commended) : "",
      figure.n_spoke ? std::to_string(*figure.n_spoke) : "", number(figure.p),
      number(figure.p_adjusted), cell(figure.method), cell(note), shown(where.month));
}

void CsvRows::figure(const Where& where, std::string_view group,
                     const std::optional<Figure>& maybe) {
  if (maybe) figure(where, group, *maybe);
}

void CsvRows::count(const Where& where, std::string_view group, std::string_view statistic,
                    std::int64_t n) {
  start(where, group, statistic);
  out_ += fmt::format(",{},,,{},,,,,count,,{}\r\n", n, n, shown(where.month));
}

void CsvRows::words(std::string_view section, std::string_view code, std::string_view text) {
  start({section, "", "", "", ""}, "", code);
  out_ += fmt::format(",,,,,,,,,,{},\r\n", cell(text));
}

void CsvRows::value(const Where& where, std::string_view group, std::string_view statistic,
                    const std::optional<double>& value, const std::optional<double>& lo,
                    const std::optional<double>& hi, std::string_view method,
                    std::string_view note) {
  start(where, group, statistic);
  out_ += fmt::format(",{},{},{},,,,,,{},{},{}\r\n", number(value), number(lo), number(hi),
                      cell(method), cell(note), shown(where.month));
}

std::string CsvRows::take() { return std::move(out_); }

void CsvRows::start(const Where& where, std::string_view group, std::string_view statistic) {
  out_ +=
      fmt::format("{},{},{},{},{},{},{}", cell(where.section), cell(where.market), cell(where.unit),
                  cell(where.channel), cell(where.question), cell(group), cell(statistic));
}

namespace {

// `group` names a person; units stand in their own column.
void write(CsvRows& rows, const Where& where, std::string_view group, const Standing& standing) {
  rows.figure(where, group, standing.score);
  rows.figure(where, group, standing.shrunk);
  rows.value(where, group, "rank", standing.expected_rank, standing.rank_lo, standing.rank_hi,
             "expected_rank", standing.rank_reason);
  rows.figure(where, group, standing.floor);
  rows.figure(where, group, standing.good_share);
  rows.value(where, group, "spread", standing.spread, {}, {}, "squeezed_variance", "");
}

}  // namespace

void write_people(CsvRows& rows, const Report& report) {
  const std::string title = report.main ? report.main->question.title : std::string();
  for (const Standing& unit : report.standing_units.standing.shown) {
    write(rows, {"unit_standing", "", unit.name, "", title}, "", unit);
  }
  rows.words("unit_standing", "sentence", report.standing_units.sentence);
  for (const PersonReport& person : report.people.people) {
    const Where where{"people", "", person.standing.unit, "", title};
    const std::string group = fmt::format("{} ({})", person.standing.name, person.standing.code);
    write(rows, where, group, person.standing);
    rows.figure(where, group, person.credited_share);
    rows.count(where, group, "credited", person.credited);
    rows.value(where, group, "expected_credits", person.expected_credits, {}, {},
               "observed_expected", person.unsung ? "unsung" : "");
  }
  for (const std::string& sentence : report.people.sentences) {
    rows.words("people", "sentence", sentence);
  }
  const CoverageReport& coverage = report.people.coverage;
  const Where where{"coverage", "", "", "", ""};
  rows.figure(where, "served", coverage.recognised, coverage.sentence);
  rows.figure(where, "served in the last three months", coverage.recognised_lately);
  rows.figure(where, "best quarter", coverage.best_lately);
  for (const CoverageMonth& month : coverage.months) {
    const Where here{"coverage", "", "", "", "", month.month};
    rows.count(here, "served", "credits", month.credits);
    rows.figure(here, "served", month.recognised);
  }
}

void write_scorecard(CsvRows& rows, const Report& report) {
  for (const RewardReport& reward : report.scorecard.rewards) {
    const std::string_view name = model::name(reward.reward);
    for (const RewardFigure& figure : reward.figures) {
      const Where where{"scorecard", "", "", "", figure.title};
      rows.figure(where, name, figure.figure, figure.definition);
      rows.figure(where, fmt::format("{}, change over the months", name), figure.change);
    }
    rows.words("scorecard", name, reward.sentence);
  }
  rows.words("scorecard", "main_driver", report.scorecard.sentence);
}

void write_what_rows_tell(CsvRows& rows, const Report& report) {
  const std::string title = report.main ? report.main->question.title : std::string();
  if (const auto& certainty = report.certainty) {
    const Where where{"certainty", "", "", "", title};
    rows.figure(where, "as counted", certainty->as_counted.difference, certainty->sentence);
    for (const CertaintyPoint& point : certainty->points) {
      rows.figure(where,
                  point.threshold ? fmt::format("threshold {}", *point.threshold)
                                  : std::string(name(point.rule)),
                  point.comparison.difference);
    }
  }
  if (const auto& next = report.next_survey) {
    const Where where{"next_survey", "", "", "", title};
    rows.figure(where, "commended", next->commended);
    rows.figure(where, "spoke", next->spoke);
    rows.figure(where, "commended against spoke", next->comparison.difference, next->sentence);
    rows.figure(where, "commended against spoke, same first score", next->evened_out);
    rows.figure(where, "commended", next->followed_commended);
    rows.figure(where, "spoke", next->followed_spoke);
  }
  for (const AspectReport& aspect : report.experience.aspects) {
    const Where where{model::name(aspect.role), "", "", "", aspect.title};
    rows.words(model::name(aspect.role), "sentence", aspect.sentence);
    for (const auto* list : {&aspect.answers, &aspect.sides}) {
      for (const AspectAnswer& answer : *list) {
        rows.figure(where, answer.answer, answer.share);
        rows.figure(where, answer.answer, answer.main);
        rows.figure(where, answer.answer, answer.referred);
      }
    }
    if (aspect.main_difference)
      rows.figure(where, "main question, upper against middle", aspect.main_difference->difference);
    if (aspect.referred_difference)
      rows.figure(where, "referral, upper against middle", aspect.referred_difference->difference);
  }
  const ToldReport& told = report.experience.told;
  const Where where{"told_others", "", "", "", told.title};
  for (const ToldGroup& group : told.groups) {
    rows.figure(where, group.name, group.people);
    rows.figure(where, group.name, group.anybody);
  }
  rows.figure(where, "negative against positive", told.difference.difference, told.sentence);
  rows.figure({"deed_cost", "", "", "", ""}, "commended", report.experience.cost.free,
              report.experience.cost.sentence);
}

}  // namespace laurel::report
