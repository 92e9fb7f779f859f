#include "intake/record.h"

#include <fmt/format.h>

#include <algorithm>

#include "intake/values.h"

namespace laurel::intake {
namespace {

using model::QuestionKind;

// LimeSurvey writes this day when a survey doesn't record dates.
constexpr std::string_view kLimeSurveyNoDate = "1980-01-01 00:00:00";

std::string_view trouble(const DateReading& reading) {
  switch (reading.trouble) {
    case DateTrouble::kNoSuchDay:
      return "is a day that doesn't exist";
    case DateTrouble::kAmbiguous:
      return "can be read as day/month or month/day; say which with --dates";
    case DateTrouble::kNotADate:
      break;
  }
  return "is not a date";
}

// The reason a value can't be used, or null; `value` is set when it can, and left out when the
// question wasn't answered.
std::string_view read_score(std::string_view text, const ColumnPlan& plan,
                            std::optional<std::int64_t>& value) {
  const model::Question& question = plan.question;
  value.reset();
  if (!plan.words.empty()) {
    const std::string words = plain_words(text);
    for (const auto& [said, score] : plan.words) {
      if (said != words) continue;
      if (score != kUnanswered) value = score;
      return {};
    }
  }
  const bool scale = question.kind == QuestionKind::kNps || question.kind == QuestionKind::kScale;
  const std::string_view reason = read_value(text, question, value);
  if (!value && scale && plan.rounds) {
    if (const auto decimal = parse_decimal(text)) value = scaled(*decimal, 0);
  }
  if (!value) return reason;
  if (*value == 0 && scale && plan.zero_is_unrated) value.reset();
  return {};
}

void split_people(std::string_view text, std::vector<std::string_view>& out) {
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("|;");
    const std::string_view one = trim(text.substr(0, end));
    if (!is_blank(one)) out.push_back(one);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

}  // namespace

std::string_view read_value(std::string_view text, const model::Question& question,
                            std::optional<std::int64_t>& value) {
  value.reset();
  switch (question.kind) {
    case QuestionKind::kNps:
    case QuestionKind::kScale: {
      value = parse_whole(text);
      return value ? "" : "is not a whole number";
    }
    case QuestionKind::kYesNo: {
      const auto yes = parse_yes_no(text);
      if (!yes) return "is neither yes nor no";
      value = *yes ? 1 : 0;
      return {};
    }
    case QuestionKind::kCount: {
      value = parse_whole(text);
      if (!value) return "is not a whole number";
      if (*value < 0) return "is a negative count";
      return {};
    }
    case QuestionKind::kNumber: {
      const auto decimal = parse_decimal(text);
      if (!decimal) return "is not a number";
      value = scaled(*decimal, question.decimals);
      if (!value) return "is too large a number";
      return {};
    }
    case QuestionKind::kChoice:
    case QuestionKind::kText:
      break;
  }
  return {};
}

std::string describe_problem(const Row& row, const Mapping& mapping) {
  switch (row.problem) {
    case RowProblem::kNone:
      return {};
    case RowProblem::kColumnCount:
      return fmt::format(
          "has {} columns where the header has {}; a delimiter may be missing or not quoted, or "
          "the "
          "file cut off",
          row.fields.size(), mapping.file_columns);
    case RowProblem::kAfterQuote:
      return "has text after a closing quote; quotes inside a field are doubled (\"\")";
    case RowProblem::kNulByte:
      return "has a zero byte";
    case RowProblem::kEncoding:
      return "has bytes that are not UTF-8";
    case RowProblem::kTooManyColumns:
      return fmt::format("has more than {} columns", kMaxColumns);
    case RowProblem::kJson:
      return row.problem_detail;
  }
  return {};
}

std::string read_day(std::string_view value, DateOrder dates, ParsedDate& day) {
  const DateReading reading = read_date(value, dates);
  if (!reading.value) return std::string(trouble(reading));
  const int year = static_cast<int>(reading.value->date.ymd().year());
  if (year < kEarliestYear || year > kLatestYear)
    return fmt::format("is outside the years {} to {}", kEarliestYear, kLatestYear);
  day = *reading.value;
  return {};
}

void Draft::clear() {
  external_id = market = unit = channel = account = {};
  occurred_on.reset();
  received_at.reset();
  contact_email.clear();
  contact_name.clear();
  language.clear();
  served_by.clear();
  scores.clear();
  texts.clear();
}

Outcome draft_row(const Row& row, const Mapping& mapping, Draft& draft, Reject& reject) {
  draft.clear();
  const auto refuse = [&](std::string column, std::string reason) {
    reject = {row.begin.line, std::move(column), std::move(reason)};
    return Outcome::kReject;
  };
  if (row.problem != RowProblem::kNone) {
    // Chatwoot ends its export with a sentence about the period.
    if (mapping.form == HeaderForm::kChatwoot && row.problem == RowProblem::kColumnCount &&
        row.fields.size() == 1)
      return Outcome::kPreview;
    const auto field = static_cast<std::size_t>(row.problem_field);
    return refuse(row.problem_field >= 0 && field < mapping.columns.size()
                      ? mapping.columns[field].column
                      : std::string(),
                  describe_problem(row, mapping));
  }

  for (std::size_t i = 0; i < mapping.columns.size(); ++i) {
    const ColumnPlan& plan = mapping.columns[i];
    if (plan.field == Field::kIgnore || plan.index >= row.fields.size()) continue;
    const std::string_view value = trim(row.fields[plan.index]);
    if (plan.field == Field::kAnswer) {
      if (plan.question.kind == QuestionKind::kText) {
        if (value.empty()) continue;
        if (value.size() > kMostTextBytes) return refuse(plan.column, "is longer than 1 MB");
        draft.texts.push_back({i, value});
        continue;
      }
      if (is_blank(value)) continue;
      if (plan.question.kind == QuestionKind::kChoice) {
        if (value.size() > kMostNameBytes) {
          return refuse(plan.column,
                        fmt::format("is longer than {} bytes, which no choice is", kMostNameBytes));
        }
        draft.scores.push_back({i, 0, value});
        continue;
      }
      std::optional<std::int64_t> score;
      if (const std::string_view reason = read_score(value, plan, score); !reason.empty())
        return refuse(plan.column, std::string(reason));
      if (!score) continue;
      const bool scale =
          plan.question.kind == QuestionKind::kNps || plan.question.kind == QuestionKind::kScale;
      if (scale && (*score < plan.question.min || *score > plan.question.max)) {
        return refuse(plan.column,
                      fmt::format("is outside {} to {}", plan.question.min, plan.question.max));
      }
      if (!scale && !model::check(plan.question, *score).ok())
        return refuse(plan.column, "is too large a number");
      draft.scores.push_back({i, *score, {}});
      continue;
    }
    if (plan.field == Field::kPreview) {
      if (value == "Survey Preview" || value == "1" || value == "Survey Test" || value == "2")
        return Outcome::kPreview;
      continue;
    }
    if (plan.field == Field::kExternalId) {
      if (value.empty()) return refuse(plan.column, "has no id");
      if (value.size() > kMostNameBytes) {
        return refuse(plan.column,
                      fmt::format("is longer than {} bytes, which no id is", kMostNameBytes));
      }
      draft.external_id = value;
      continue;
    }
    if (is_blank(value)) continue;
    if (plan.field == Field::kDate || plan.field == Field::kReceivedAt) {
      if (value == kLimeSurveyNoDate) continue;
      ParsedDate day;
      if (std::string reason = read_day(value, mapping.dates, day); !reason.empty())
        return refuse(plan.column, std::move(reason));
      if (plan.field == Field::kDate) {
        draft.occurred_on = day.date;
        if (!draft.received_at) draft.received_at = day.at;
      } else {
        draft.received_at =
            day.at.value_or(base::Timestamp{std::int64_t{day.date.days} * 86'400'000'000});
      }
      continue;
    }
    if (value.size() > kMostNameBytes && plan.field != Field::kServedBy) {
      return refuse(plan.column, fmt::format("is longer than {} bytes, which no {} is",
                                             kMostNameBytes, name(plan.field)));
    }
    switch (plan.field) {
      case Field::kMarket:
        draft.market = value;
        break;
      case Field::kUnit:
        draft.unit = value;
        break;
      case Field::kChannel:
        draft.channel = value;
        break;
      case Field::kAccount:
        draft.account = value;
        break;
      case Field::kContactEmail:
        draft.contact_email.assign(value);
        for (char& c : draft.contact_email)
          if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        break;
      case Field::kContactName:
        if (!draft.contact_name.empty()) draft.contact_name += ' ';
        draft.contact_name += value;
        break;
      case Field::kServedBy:
        split_people(value, draft.served_by);
        break;
      case Field::kLanguage:
        draft.language = language_code(value);
        break;
      default:
        break;
    }
  }
  // A response without a day of service happened when it came in.
  if (!draft.occurred_on && draft.received_at)
    draft.occurred_on = base::Date::of(*draft.received_at);
  if (draft.scores.empty() && draft.texts.empty()) return Outcome::kNothing;
  return Outcome::kDraft;
}

}  // namespace laurel::intake
