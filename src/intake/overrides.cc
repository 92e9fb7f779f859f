#include "intake/overrides.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "intake/guess.h"
#include "intake/values.h"
#include "model/derived.h"

namespace laurel::intake {
namespace {

using model::QuestionKind;
using model::QuestionRole;

constexpr std::size_t kListed = 40;

constexpr std::string_view kMeanings =
    "external_id, date, received_at, market, unit, channel, account, contact_email, contact_name, "
    "served_by, language, comment, nps, scale 1-5, yes_no, choice, count, number, recommend, "
    "referred_6m, expectation, feeling, told_others, heard_through, price_tolerance, return, "
    "ignore";

std::optional<int> whole(std::string_view text) {
  int value = 0;
  text = trim(text);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "bins 10,20.5,50" in the question's decimals.
base::Result<std::vector<std::int64_t>> parse_bins(std::string_view text, int decimals) {
  std::vector<std::int64_t> bins;
  const base::Error bad = base::invalid_input(
      "Bins are ascending numbers separated by commas: --map 'number bins 10,20,50=COLUMN'.");
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const auto value = parse_decimal(text.substr(0, comma));
    if (!value) return bad;
    const auto units = scaled(*value, decimals);
    if (!units || (!bins.empty() && *units <= bins.back())) return bad;
    bins.push_back(*units);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  if (bins.empty()) return bad;
  return bins;
}

void set_kind(ColumnPlan& plan, QuestionKind kind, int min, int max) {
  plan.field = Field::kAnswer;
  plan.question.kind = kind;
  plan.question.min = min;
  plan.question.max = max;
}

// Which kind of question a role is, by the values.
void set_role(QuestionRole role, std::string_view words, const ColumnProfile& profile,
              ColumnPlan& plan) {
  if ((role == QuestionRole::kToldOthers || role == QuestionRole::kDeedCost) &&
      profile.share(profile.wholes) >= 0.9) {
    set_kind(plan, QuestionKind::kCount, 0, 0);
    plan.question.bins.assign(std::begin(kCountBins), std::end(kCountBins));
  } else if (role == QuestionRole::kReferred || role == QuestionRole::kHeardThrough ||
             profile.share(profile.yes_no) >= 0.95) {
    if (role == QuestionRole::kHeardThrough) {
      set_choices(profile, plan);
    } else {
      set_kind(plan, QuestionKind::kYesNo, 0, 1);
    }
  } else {
    // Not by the recommending words, which could make it NPS.
    guess_answer(role == QuestionRole::kRecommend ? std::string_view("score") : words, false,
                 profile, plan);
    if (plan.field != Field::kAnswer || plan.question.kind == QuestionKind::kText)
      set_choices(profile, plan);
  }
  plan.question.role = role;
}

}  // namespace

base::Result<MapRequest> parse_map(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || trim(text.substr(0, equals)).empty() ||
      trim(text.substr(equals + 1)).empty()) {
    return base::invalid_input(fmt::format(
        "--map {} is not of the form FIELD=COLUMN, for example --map comment=Q5.", text));
  }
  return MapRequest{std::string(trim(text.substr(0, equals))),
                    std::string(trim(text.substr(equals + 1)))};
}

base::Result<std::size_t> find_column(const Header& header, std::string_view column) {
  const auto& columns = header.columns;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == column) return i;
  const std::string words = plain_words(column);
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!words.empty() &&
        (plain_words(columns[i].name) == words || plain_words(columns[i].label) == words))
      return i;
  if (column.starts_with('#')) {
    const auto place = whole(column.substr(1));
    if (place && *place >= 1 && static_cast<std::size_t>(*place) <= columns.size())
      return static_cast<std::size_t>(*place) - 1;
  }
  std::string list;
  for (std::size_t i = 0; i < std::min(columns.size(), kListed); ++i)
    list += fmt::format("{}{}", i == 0 ? "" : ", ", columns[i].name);
  if (columns.size() > kListed) list += fmt::format(" and {} more", columns.size() - kListed);
  return base::invalid_input(
      fmt::format("There is no column {} in the file. Its columns are: {}.", column, list));
}

base::Status apply_request(const MapRequest& request, std::string_view words,
                           const ColumnProfile& profile, ColumnPlan& plan) {
  std::string meaning = request.meaning;
  std::transform(meaning.begin(), meaning.end(), meaning.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  plan.given = true;
  plan.reason = "as you said";
  const std::size_t space = meaning.find(' ');
  const std::string kind = meaning.substr(0, space);
  const std::string_view rest = space == std::string::npos
                                    ? std::string_view()
                                    : trim(std::string_view(meaning).substr(space));

  for (const Field field :
       {Field::kIgnore, Field::kExternalId, Field::kDate, Field::kReceivedAt, Field::kMarket,
        Field::kUnit, Field::kChannel, Field::kAccount, Field::kContactEmail, Field::kContactName,
        Field::kServedBy, Field::kLanguage}) {
    if (meaning == name(field)) {
      plan.field = field;
      return {};
    }
  }
  if (kind == "comment" || kind == "text") {
    set_kind(plan, QuestionKind::kText, 0, 0);
    return {};
  }
  if (kind == "nps") {
    set_kind(plan, QuestionKind::kNps, 0, 10);
    plan.question.role = QuestionRole::kRecommend;
    ColumnPlan by_words;
    guess_answer("nps", true, profile, by_words);
    plan.words = by_words.words;
    return {};
  }
  if (kind == "scale") {
    if (rest.empty()) {
      if (!guess_scale("rating", profile, plan) && !guess_likert(profile, 0.9, plan)) {
        return base::invalid_input(
            fmt::format("The values of {} don't tell its scale. Say it: --map 'scale 1-5={}'.",
                        plan.column, plan.column));
      }
      plan.reason = "as you said; " + plan.reason;
      return {};
    }
    const std::size_t dash = rest.find_first_of("-.:", 1);
    const auto min = whole(rest.substr(0, dash));
    const auto max =
        dash == std::string_view::npos
            ? std::nullopt
            : whole(rest.substr(std::min(rest.find_first_not_of("-.:", dash), rest.size())));
    if (!min || !max || *min >= *max || *max - *min > 1000) {
      return base::invalid_input(fmt::format(
          "A scale is written --map 'scale 1-5={}', the lower end first.", plan.column));
    }
    const bool likert = *min == 1 && *max == 5 && guess_likert(profile, 0.9, plan);
    set_kind(plan, QuestionKind::kScale, *min, *max);
    plan.rounds = profile.decimals > profile.wholes;
    plan.reason = likert ? "as you said; steps in words" : "as you said";
    return {};
  }
  if (kind == "yes_no" || kind == "yesno" || kind == "yes/no") {
    set_kind(plan, QuestionKind::kYesNo, 0, 1);
    return {};
  }
  if (kind == "choice") {
    set_choices(profile, plan);
    return {};
  }
  if (kind == "count" || kind == "number") {
    set_kind(plan, kind == "count" ? QuestionKind::kCount : QuestionKind::kNumber, 0, 0);
    if (kind == "number") plan.question.decimals = profile.most_decimals;
    if (rest.starts_with("bins")) {
      plan.question.bins = TRY(parse_bins(trim(rest.substr(4)), plan.question.decimals));
    } else if (kind == "count") {
      plan.question.bins.assign(std::begin(kCountBins), std::end(kCountBins));
    }
    return {};
  }
  if (const auto role = model::question_role_named(kind);
      role && *role != QuestionRole::kNone && !model::is_derived(*role)) {
    set_role(*role, words, profile, plan);
    plan.reason = "as you said";
    return {};
  }
  return base::invalid_input(fmt::format("{} is nothing a column can be mapped to. Use one of: {}.",
                                         request.meaning, kMeanings));
}

}  // namespace laurel::intake
