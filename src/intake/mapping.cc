#include "intake/mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

#include "intake/guess.h"
#include "intake/known_headers.h"
#include "intake/overrides.h"
#include "intake/profile.h"

namespace laurel::intake {
namespace {

using model::QuestionKind;
using model::QuestionRole;

constexpr std::array<std::string_view, 17> kFieldNames = {
    "ignore",  "external_id", "date",          "received_at",  "market",    "unit",
    "channel", "account",     "contact_email", "contact_name", "served_by", "language",
    "preview", "answer",      "kind",          "amount",       "currency"};

constexpr std::size_t kMostKeyBytes = 60;

struct Work {
  const Header& header;
  std::vector<ColumnProfile> profiles;
  std::vector<std::string> words;  // of name and question together
  std::vector<std::string> names;  // of the name alone
  Mapping mapping;
  std::vector<bool> decided;
};

// Whether values look like what the field needs.
bool values_fit(Field field, const ColumnProfile& profile) {
  const double bytes = profile.share(profile.bytes);
  switch (field) {
    case Field::kExternalId:
      return profile.filled * 10 >= profile.rows * 9 &&
             profile.distinct * 10 >= profile.filled * 9 && bytes <= 100;
    case Field::kDate:
    case Field::kReceivedAt:
      return profile.filled > 0 && profile.share(profile.dates) >= 0.8;
    case Field::kContactEmail:
      return profile.share(profile.emails) >= 0.5;
    case Field::kLanguage:
      return profile.share(profile.languages) >= 0.8;
    default:
      return profile.filled > 0 && bytes <= 80;
  }
}

bool may_repeat(Field field) {
  return field == Field::kContactName || field == Field::kServedBy || field == Field::kAnswer ||
         field == Field::kIgnore;
}

void guess_known_fields(Work& work) {
  struct Candidate {
    int rank;
    std::size_t column;
  };
  std::array<std::vector<Candidate>, kFieldNames.size()> candidates;
  for (std::size_t i = 0; i < work.names.size(); ++i) {
    if (work.decided[i]) continue;
    const auto known = known_header(work.names[i]);
    if (!known) continue;
    ColumnPlan& plan = work.mapping.columns[i];
    if (known->field == Field::kIgnore) {
      plan.reason = known->reason;
      work.decided[i] = true;
    } else if (values_fit(known->field, work.profiles[i])) {
      candidates[static_cast<std::size_t>(known->field)].push_back({known->rank, i});
    }
  }
  for (std::size_t f = 0; f < candidates.size(); ++f) {
    const auto field = static_cast<Field>(f);
    auto& list = candidates[f];
    std::stable_sort(list.begin(), list.end(),
                     [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
    const bool taken = work.mapping.has(field);
    for (std::size_t place = 0; place < list.size(); ++place) {
      ColumnPlan& plan = work.mapping.columns[list[place].column];
      if (field == Field::kContactName && !taken && place > 0 && list[0].rank < 6) {
        plan.reason = "a part of the contact's name";
        work.decided[list[place].column] = true;
        continue;
      }
      const bool wanted = place == 0 ? !taken : field == Field::kContactName && !taken;
      if (wanted) {
        plan.field = field;
        plan.reason = "by its name";
        work.decided[list[place].column] = true;
      } else if (field == Field::kMarket || field == Field::kUnit) {
        continue;  // may still be counted as a choice
      } else {
        const auto& columns = work.mapping.columns;
        const auto used = std::find_if(columns.begin(), columns.end(),
                                       [&](const ColumnPlan& p) { return p.field == field; });
        plan.reason = fmt::format("{} is taken from {}", name(field),
                                  used == columns.end() ? std::string() : used->column);
        work.decided[list[place].column] = true;
      }
    }
  }
}

// A date in a column nobody's list knows.
void guess_other_dates(Work& work) {
  for (std::size_t i = 0; i < work.words.size(); ++i) {
    const ColumnProfile& profile = work.profiles[i];
    if (work.decided[i] || profile.filled == 0 || profile.share(profile.dates) < 0.9) continue;
    ColumnPlan& plan = work.mapping.columns[i];
    if (!work.mapping.has(Field::kDate)) {
      plan.field = Field::kDate;
      plan.reason = "its values are dates";
    } else {
      plan.reason = "another date; not needed";
    }
    work.decided[i] = true;
  }
}

void guess_by_form(Work& work) {
  for (std::size_t i = 0; i < work.names.size(); ++i) {
    if (work.decided[i]) continue;
    ColumnPlan& plan = work.mapping.columns[i];
    const bool qualtrics = work.mapping.form == HeaderForm::kQualtrics ||
                           work.mapping.form == HeaderForm::kQualtricsLegacy;
    if (qualtrics && work.header.columns[i].name == "Status") {
      plan.field = Field::kPreview;
      plan.reason = "previews are passed over";
      work.decided[i] = true;
    } else if (work.mapping.form == HeaderForm::kTypeform && work.header.columns[i].name == "#") {
      plan.field = Field::kExternalId;
      plan.reason = "Typeform's id of the response";
      work.decided[i] = true;
    } else if (work.mapping.form == HeaderForm::kZendesk && work.names[i] == "score") {
      plan.field = Field::kAnswer;
      plan.question.kind = QuestionKind::kYesNo;
      plan.words = {{"good", 1},
                    {"good with comment", 1},
                    {"bad", 0},
                    {"bad with comment", 0},
                    {"offered", kUnanswered},
                    {"unoffered", kUnanswered}};
      plan.reason = "good is yes, bad is no, offered is not answered";
      work.decided[i] = true;
    }
  }
}

bool nps_group_of(const Work& work, std::size_t column) {
  const std::string group = work.header.columns[column].name + "_NPS_GROUP";
  return std::any_of(work.header.columns.begin(), work.header.columns.end(),
                     [&](const Column& other) { return other.name == group; });
}

bool is_title(std::string_view words) {
  return words == "title" || words == "headline" || words == "subject" || words == "review title";
}

// The organization's question of that key reads these values too.
bool as_before(const ColumnProfile& profile, std::span<const model::Question> known,
               ColumnPlan& plan) {
  const model::Question* before = nullptr;
  for (const model::Question& question : known)
    if (question.key == plan.question.key) before = &question;
  if (before == nullptr || before->kind == plan.question.kind) {
    const bool scale = before != nullptr && before->kind == QuestionKind::kScale;
    if (!scale || (before->min == plan.question.min && before->max == plan.question.max))
      return false;
  }
  const bool whole = before->kind == QuestionKind::kScale || before->kind == QuestionKind::kNps;
  const bool from_whole = plan.question.kind == QuestionKind::kScale ||
                          plan.question.kind == QuestionKind::kYesNo ||
                          plan.question.kind == QuestionKind::kNps;
  if (!whole || !from_whole || profile.in_tally(0, 10) == 0 || profile.least() < before->min ||
      profile.most() > before->max || !plan.words.empty())
    return false;
  plan.question.kind = before->kind;
  plan.question.min = before->min;
  plan.question.max = before->max;
  plan.zero_is_unrated = false;
  plan.reason = fmt::format("{} to {}, as in earlier imports", before->min, before->max);
  return true;
}

std::string cut_key(std::string key) {
  if (key.size() > kMostKeyBytes) {
    std::size_t end = key.rfind('_', kMostKeyBytes);
    if (end == std::string::npos || end < kMostKeyBytes / 2) end = kMostKeyBytes;
    while (end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0) == 0x80) --end;
    key.resize(end);
  }
  return key.empty() ? "question" : key;
}

void name_questions(Work& work) {
  const auto count = [&](QuestionKind kind) {
    return std::count_if(work.mapping.columns.begin(), work.mapping.columns.end(),
                         [&](const ColumnPlan& plan) {
                           return plan.field == Field::kAnswer && plan.question.kind == kind;
                         });
  };
  const bool one_nps = count(QuestionKind::kNps) == 1, one_text = count(QuestionKind::kText) == 1;
  std::unordered_set<std::string> used;
  for (ColumnPlan& plan : work.mapping.columns) {
    if (plan.field != Field::kAnswer) continue;
    model::Question& question = plan.question;
    question.label = work.header.columns[plan.index].label;
    std::string key = one_nps && question.kind == QuestionKind::kNps ? "nps"
                      : one_text && question.kind == QuestionKind::kText
                          ? "comment"
                          : cut_key(key_of(plan.column));
    const std::string wanted = key;
    for (int copy = 2; !used.insert(key).second; ++copy) key = fmt::format("{}_{}", wanted, copy);
    question.key = key;
  }
}

// Choices and numbers alone are attributes of nobody's opinion, unless somebody says otherwise.
bool is_score_or_comment(const ColumnPlan& plan) {
  const QuestionKind kind = plan.question.kind;
  return plan.given || plan.question.role != QuestionRole::kNone || kind == QuestionKind::kText ||
         kind == QuestionKind::kNps || kind == QuestionKind::kScale || kind == QuestionKind::kYesNo;
}

void add_notes(Mapping& mapping) {
  const auto any = [&](auto&& test) {
    return std::any_of(mapping.columns.begin(), mapping.columns.end(), test);
  };
  if (!mapping.has(Field::kExternalId)) {
    mapping.notes.push_back(
        "No column identifies a response, so ids are made from the source, the file and the row: "
        "importing a changed copy of this file would add its rows again. If there is one: --map "
        "external_id=COLUMN");
  }
  if (!mapping.has(Field::kDate) && !mapping.has(Field::kReceivedAt)) {
    mapping.notes.push_back("No column has a date, so the responses count under an unknown month.");
  }
  if (!any([](const ColumnPlan& plan) {
        return plan.field == Field::kAnswer && plan.question.kind == QuestionKind::kText;
      })) {
    mapping.notes.push_back(
        "No column has comments, so nothing can be praised. If there is one: --map comment=COLUMN");
  }
}

}  // namespace

std::string_view name(Field field) { return kFieldNames[static_cast<std::size_t>(field)]; }

bool Mapping::has(Field field) const {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const ColumnPlan& plan) { return plan.field == field; });
}

std::string Mapping::signature() const {
  std::string out = fmt::format("{}/{}", static_cast<int>(dates), file_columns);
  if (every_kind) out += fmt::format(" every {}", name(*every_kind));
  if (!every_currency.empty()) out += fmt::format(" in {}", every_currency);
  for (const ColumnPlan& plan : columns) {
    if (plan.field == Field::kIgnore) continue;
    out += fmt::format(";{}={}", plan.index, name(plan.field));
    if (plan.field != Field::kAnswer) continue;
    const model::Question& question = plan.question;
    out += fmt::format(" {} {} {} {}-{} {} {}{}", question.key, name(question.kind),
                       name(question.role), question.min, question.max, question.decimals,
                       plan.zero_is_unrated, plan.rounds);
    for (const std::int64_t bin : question.bins) out += fmt::format(",{}", bin);
    for (const auto& [words, score] : plan.words) out += fmt::format(",{}:{}", words, score);
  }
  return out;
}

base::Status decide_dates(std::span<const ColumnProfile> profiles, DateOrder asked,
                          Mapping& mapping) {
  std::int64_t day_first = 0, month_first = 0, either = 0, month_only = 0;
  std::string column;
  for (const ColumnPlan& plan : mapping.columns) {
    if (plan.field != Field::kDate && plan.field != Field::kReceivedAt) continue;
    const ColumnProfile& profile = profiles[plan.index];
    day_first += profile.day_first;
    month_first += profile.month_first;
    either += profile.either_order;
    month_only += profile.month_only;
    if (column.empty()) column = plan.column;
  }
  if (month_only > 0) {
    mapping.notes.push_back(fmt::format(
        "Some dates name only a month (2025-05); the first of the month is taken for them."));
  }
  mapping.dates = asked;
  if (asked != DateOrder::kUnknown || day_first + month_first + either == 0) return {};
  // A stray value must not decide against the many.
  if (day_first > 20 * month_first && day_first > 0) {
    mapping.dates = DateOrder::kDayFirst;
  } else if (month_first > 20 * day_first && month_first > 0) {
    mapping.dates = DateOrder::kMonthFirst;
  } else if (day_first + month_first == 0) {
    return base::invalid_input(fmt::format(
        "The dates in {} can be read as day/month or month/day. Say which with --dates dmy or "
        "--dates mdy.",
        column));
  } else {
    return base::invalid_input(fmt::format(
        "Some dates in {} have the day first and some the month. Say which holds with --dates dmy "
        "or --dates mdy; the others will be rejected.",
        column));
  }
  mapping.notes.push_back(
      fmt::format("Dates are read as {}: {} of the values looked at can only be read so.",
                  mapping.dates == DateOrder::kDayFirst ? "day/month/year" : "month/day/year",
                  std::max(day_first, month_first)));
  return {};
}

base::Status check_once(const Mapping& mapping) {
  std::unordered_map<int, const ColumnPlan*> used;
  for (const ColumnPlan& plan : mapping.columns) {
    if (may_repeat(plan.field)) continue;
    const auto [place, added] = used.emplace(static_cast<int>(plan.field), &plan);
    if (!added) {
      return base::invalid_input(fmt::format("Both {} and {} are mapped to {}. Keep one of them.",
                                             place->second->column, plan.column, name(plan.field)));
    }
  }
  return {};
}

base::Status check_fields(const Mapping& mapping) {
  TRY(check_once(mapping));
  if (std::none_of(mapping.columns.begin(), mapping.columns.end(), [](const ColumnPlan& plan) {
        return plan.field == Field::kAnswer && is_score_or_comment(plan);
      })) {
    return base::invalid_input(
        "No column looks like a score or a comment. Name them with --map, for example --map "
        "comment=COLUMN or --map nps=COLUMN.");
  }
  return {};
}

std::string describe(const ColumnPlan& plan) {
  if (plan.field == Field::kIgnore) return "ignored";
  if (plan.field != Field::kAnswer) return std::string(name(plan.field));
  const model::Question& question = plan.question;
  std::string out;
  switch (question.kind) {
    case QuestionKind::kText:
      return question.key == "comment" ? "comment" : fmt::format("comment ({})", question.key);
    case QuestionKind::kNps:
      return "nps 0–10";
    case QuestionKind::kScale:
      out = fmt::format("scale {}–{}", question.min, question.max);
      break;
    case QuestionKind::kNumber:
      out =
          question.decimals == 0 ? "number" : fmt::format("number, {} decimals", question.decimals);
      break;
    default:
      out = name(question.kind);
      break;
  }
  if (question.role != QuestionRole::kNone) out += fmt::format(" ({})", name(question.role));
  return out;
}

base::Result<Mapping> guess_mapping(const Header& header, std::span<const Record> sample,
                                    const MappingOptions& options) {
  Work work{header, {}, {}, {}, {}, std::vector<bool>(header.columns.size(), false)};
  work.mapping.form = header.form;
  work.mapping.file_columns = header.columns.size();
  for (std::size_t i = 0; i < header.columns.size(); ++i) {
    const Column& column = header.columns[i];
    work.profiles.push_back(profile_column(sample, i));
    work.names.push_back(plain_words(column.name));
    work.words.push_back(column.label == column.name
                             ? work.names.back()
                             : work.names.back() + " " + plain_words(column.label));
    ColumnPlan plan;
    plan.index = i;
    plan.column = column.name;
    work.mapping.columns.push_back(std::move(plan));
  }
  for (const MapRequest& request : options.requests) {
    const std::size_t at = TRY(find_column(header, request.column));
    ColumnPlan& plan = work.mapping.columns[at];
    if (plan.given) {
      return base::invalid_input(
          fmt::format("{} is mapped twice. Give each column one --map.", plan.column));
    }
    TRY(apply_request(request, work.words[at], work.profiles[at], plan));
    work.decided[at] = true;
  }
  guess_by_form(work);
  guess_known_fields(work);
  guess_other_dates(work);
  for (std::size_t i = 0; i < work.words.size(); ++i) {
    if (work.decided[i] || is_title(work.names[i])) continue;
    guess_answer(work.words[i], nps_group_of(work, i), work.profiles[i], work.mapping.columns[i]);
  }
  // A title repeats the comment beside it; alone it is the comment.
  for (std::size_t i = 0; i < work.words.size(); ++i) {
    if (work.decided[i] || !is_title(work.names[i])) continue;
    ColumnPlan& plan = work.mapping.columns[i];
    const bool comment = std::any_of(
        work.mapping.columns.begin(), work.mapping.columns.end(), [](const ColumnPlan& other) {
          return other.field == Field::kAnswer && other.question.kind == QuestionKind::kText;
        });
    if (comment) {
      plan.reason = "the comment's title; it says nothing new";
    } else {
      guess_answer(work.words[i], false, work.profiles[i], plan);
    }
  }
  name_questions(work);
  for (ColumnPlan& plan : work.mapping.columns) {
    if (plan.field == Field::kAnswer && !plan.given)
      as_before(work.profiles[plan.index], options.known, plan);
  }
  TRY(check_fields(work.mapping));
  TRY(decide_dates(work.profiles, options.dates, work.mapping));
  add_notes(work.mapping);
  return std::move(work.mapping);
}

}  // namespace laurel::intake
