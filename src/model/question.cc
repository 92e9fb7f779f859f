#include "model/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace laurel::model {
namespace {

constexpr std::array<std::string_view, 7> kKindNames = {"nps",   "scale",  "yes_no", "choice",
                                                        "count", "number", "text"};
constexpr std::array<std::string_view, 12> kRoleNames = {
    "none",    "recommend",   "referred_6m",       "expectation",
    "feeling", "told_others", "heard_through",     "price_tolerance",
    "return",  "deed_cost",   "promoter_referred", "captive_returner"};

template <typename Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name(QuestionKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }
std::string_view name(QuestionRole role) { return kRoleNames[static_cast<std::size_t>(role)]; }
std::optional<QuestionKind> question_kind_named(std::string_view name) {
  return find_name<QuestionKind>(kKindNames, name);
}
std::optional<QuestionRole> question_role_named(std::string_view name) {
  return find_name<QuestionRole>(kRoleNames, name);
}

bool Question::counted() const {
  switch (kind) {
    case QuestionKind::kNps:
    case QuestionKind::kScale:
    case QuestionKind::kYesNo:
    case QuestionKind::kChoice:
      return true;
    case QuestionKind::kCount:
    case QuestionKind::kNumber:
      return !bins.empty();
    case QuestionKind::kText:
      return false;
  }
  return false;
}

bool Question::extends(const Question& other) const {
  const bool scaled = kind == QuestionKind::kNps || kind == QuestionKind::kScale;
  return key == other.key && kind == other.kind &&
         (!scaled || (min == other.min && max == other.max)) && decimals == other.decimals &&
         bins == other.bins && choices.size() >= other.choices.size() &&
         std::equal(other.choices.begin(), other.choices.end(), choices.begin());
}

base::Status check(const Question& question) {
  if (question.key.empty()) return base::invalid_input("A question needs a key.");
  if (question.kind == QuestionKind::kNps && (question.min != 0 || question.max != 10)) {
    return base::invalid_input(
        fmt::format("{} is declared as NPS but runs from {} to {}. NPS runs from 0 to 10; declare "
                    "it as a scale instead.",
                    question.key, question.min, question.max));
  }
  if (question.kind == QuestionKind::kScale && question.min >= question.max) {
    return base::invalid_input(
        fmt::format("{} has a scale from {} to {}. The minimum must be below the maximum.",
                    question.key, question.min, question.max));
  }
  if (question.kind == QuestionKind::kScale &&
      static_cast<std::int64_t>(question.max) - question.min > 1000) {
    return base::invalid_input(
        fmt::format("{} has a scale of more than 1,000 steps. Declare it as a number with bins.",
                    question.key));
  }
  if (!std::is_sorted(question.bins.begin(), question.bins.end(), std::less_equal<>())) {
    return base::invalid_input(fmt::format("The bins of {} must ascend.", question.key));
  }
  if (question.decimals < 0 || question.decimals > 6) {
    return base::invalid_input(fmt::format("{} can have 0 to 6 decimals.", question.key));
  }
  return {};
}

base::Status check(const Question& question, std::int64_t value) {
  const auto outside = [&](std::int64_t low, std::int64_t high) -> base::Status {
    if (value >= low && value <= high) return {};
    return base::invalid_input(fmt::format("{} is outside {} to {}", value, low, high));
  };
  switch (question.kind) {
    case QuestionKind::kNps:
    case QuestionKind::kScale:
      return outside(question.min, question.max);
    case QuestionKind::kYesNo:
      return outside(0, 1);
    case QuestionKind::kChoice:
      return outside(0, static_cast<std::int64_t>(question.choices.size()) - 1);
    case QuestionKind::kCount:
      return outside(0, 1'000'000'000);
    case QuestionKind::kNumber:
      return {};
    case QuestionKind::kText:
      return base::invalid_input("a text question has no score");
  }
  return {};
}

std::int32_t cell_value(const Question& question, std::int64_t value) {
  CHECK(question.counted());
  if (question.bins.empty()) return static_cast<std::int32_t>(value);
  const auto above = std::upper_bound(question.bins.begin(), question.bins.end(), value);
  return static_cast<std::int32_t>(above - question.bins.begin());
}

}  // namespace laurel::model
