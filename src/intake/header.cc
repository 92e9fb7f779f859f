#include "intake/header.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <unordered_set>

#include "intake/values.h"

namespace laurel::intake {
namespace {

// Cells written by Laurel's reject file come first; the forms are recognised behind them.
std::size_t reject_columns(const Record& header) {
  return header.size() > 3 && header[0] == kRejectLine && header[1] == kRejectColumn &&
                 header[2] == kRejectReason
             ? 3
             : 0;
}

bool has_all(const Record& header, std::initializer_list<std::string_view> names) {
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
    return std::any_of(header.begin(), header.end(),
                       [&](const std::string& cell) { return trim(cell) == name; });
  });
}

bool has_import_ids(const Record& row) {
  const auto ids = std::count_if(row.begin(), row.end(), [](const std::string& cell) {
    return cell.starts_with("{\"ImportId\"") || cell.starts_with("{'ImportId'");
  });
  return ids > 0 && ids * 2 >= std::ssize(row) - 3;
}

HeaderForm recognise(std::span<const Record> first) {
  const Record& header = first[0];
  const std::size_t skip = reject_columns(header);
  const auto cell = [&](std::size_t row, std::size_t column) -> std::string_view {
    return row < first.size() && skip + column < first[row].size()
               ? std::string_view(first[row][skip + column])
               : std::string_view();
  };
  if (first.size() >= 3 && has_import_ids(first[2])) return HeaderForm::kQualtrics;
  if (cell(0, 0) == "ResponseID" && cell(0, 1) == "ResponseSet" && first.size() >= 2 &&
      cell(1, 0) == "ResponseID")
    return HeaderForm::kQualtricsLegacy;
  const std::string id = plain_words(cell(0, 0)), collector = plain_words(cell(0, 1));
  if (id == "respondent id" && collector == "collector id" && first.size() >= 2 &&
      trim(cell(1, 0)).empty())
    return HeaderForm::kSurveyMonkey;
  if (cell(0, 0) == "#" &&
      (has_all(header, {"Submit Date (UTC)"}) || has_all(header, {"Network ID"}) ||
       has_all(header, {"Start Date (UTC)"})))
    return HeaderForm::kTypeform;
  if (cell(0, 0) == "id" && (has_all(header, {"submitdate", "lastpage", "startlanguage"})))
    return HeaderForm::kLimeSurvey;
  if (has_all(header, {"ticket_id", "assignee_id", "score"})) return HeaderForm::kZendesk;
  if (has_all(header, {"Agent Name", "Rating", "Feedback Comment"})) return HeaderForm::kChatwoot;
  return HeaderForm::kPlain;
}

// SurveyMonkey writes a question once, over its first column; the options stand in the second row.
void read_survey_monkey(const Record& questions, const Record& options,
                        std::vector<Column>& columns) {
  std::string question;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::string_view asked = trim(questions[i]);
    const std::string_view option = i < options.size() ? trim(options[i]) : std::string_view();
    if (!asked.empty()) question = asked;
    const bool plain = option.empty() || option == "Response" || option == "Open-Ended Response";
    std::string label = plain ? question : fmt::format("{}: {}", question, option);
    if (label.empty()) label = fmt::format("column {}", i + 1);
    columns.push_back({label, label});
  }
}

void make_unique(std::vector<Column>& columns) {
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Column& column = columns[i];
    if (column.name.empty()) column.name = fmt::format("column {}", i + 1);
    if (column.label.empty()) column.label = column.name;
    const std::string wanted = column.name;
    for (int copy = 2; !seen.insert(column.name).second; ++copy)
      column.name = fmt::format("{} ({})", wanted, copy);
  }
}

}  // namespace

std::string_view name(HeaderForm form) {
  switch (form) {
    case HeaderForm::kPlain:
      return "plain";
    case HeaderForm::kQualtrics:
    case HeaderForm::kQualtricsLegacy:
      return "Qualtrics";
    case HeaderForm::kSurveyMonkey:
      return "SurveyMonkey";
    case HeaderForm::kTypeform:
      return "Typeform";
    case HeaderForm::kLimeSurvey:
      return "LimeSurvey";
    case HeaderForm::kZendesk:
      return "Zendesk";
    case HeaderForm::kChatwoot:
      return "Chatwoot";
  }
  return "plain";
}

Header read_header(std::span<const Record> first) {
  Header header;
  header.form = recognise(first);
  const Record& names = first[0];
  switch (header.form) {
    case HeaderForm::kQualtrics:
      header.rows = 3;
      break;
    case HeaderForm::kQualtricsLegacy:
    case HeaderForm::kSurveyMonkey:
      header.rows = 2;
      break;
    default:
      header.rows = 1;
      break;
  }
  if (header.form == HeaderForm::kSurveyMonkey) {
    read_survey_monkey(names, first[1], header.columns);
  } else {
    for (std::size_t i = 0; i < names.size(); ++i) {
      Column column{std::string(trim(names[i])), std::string(trim(names[i]))};
      if (header.rows >= 2 && i < first[1].size() && !trim(first[1][i]).empty() &&
          !(reject_columns(names) == 3 && i < 3))
        column.label = trim(first[1][i]);
      header.columns.push_back(std::move(column));
    }
  }
  make_unique(header.columns);
  return header;
}

}  // namespace laurel::intake
