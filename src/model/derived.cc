#include "model/derived.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace laurel::model {
namespace {

struct Definition {
  QuestionRole role;
  std::string_view key;  // no column's name becomes a key with a dot
  std::string_view label;
  std::string_view meaning;
};
constexpr std::array kDefinitions = {
    Definition{QuestionRole::kPromoterReferred, "derived.promoter_referred",
               "Promoter who referred", "recommends (9 or 10) and actually referred somebody"},
    Definition{QuestionRole::kCaptiveReturner, "derived.captive_returner", "Captive returner",
               "will come back, but would not recommend (0 to 6, or no)"}};

bool is_nps(const Question& question) {
  return question.kind == QuestionKind::kNps && question.role == QuestionRole::kRecommend;
}
bool is_recommendation(const Question& question) {
  return is_nps(question) ||
         (question.kind == QuestionKind::kYesNo && question.role == QuestionRole::kRecommend);
}
bool is_referral(const Question& question) {
  return question.kind == QuestionKind::kYesNo && question.role == QuestionRole::kReferred;
}
bool is_return(const Question& question) {
  return question.role == QuestionRole::kReturn &&
         (question.kind == QuestionKind::kYesNo || question.kind == QuestionKind::kScale);
}

bool in_upper_third(const Question& question, std::int64_t value) {
  return 3 * (value - question.min) > 2 * (std::int64_t{question.max} - question.min);
}

}  // namespace

std::string_view meaning_of_derived(QuestionRole role) {
  for (const Definition& definition : kDefinitions)
    if (definition.role == role) return definition.meaning;
  CHECK(false);
}

bool is_part_of(QuestionRole derived, const Question& question) {
  return derived == QuestionRole::kPromoterReferred
             ? is_nps(question) || is_referral(question)
             : is_recommendation(question) || is_return(question);
}

std::vector<Question> derivable(std::span<const Question> questions) {
  const auto any = [&](bool (*is)(const Question&)) {
    return std::any_of(questions.begin(), questions.end(), is);
  };
  std::vector<Question> out;
  for (const Definition& definition : kDefinitions) {
    const bool promoter = definition.role == QuestionRole::kPromoterReferred;
    if (promoter ? !any(is_nps) || !any(is_referral) : !any(is_recommendation) || !any(is_return))
      continue;
    Question& question = out.emplace_back();
    question.key = definition.key;
    question.kind = QuestionKind::kYesNo;
    question.role = definition.role;
    question.label = definition.label;
    question.max = 1;
  }
  return out;
}

void DerivedAnswers::add(const Question& question, std::int64_t value) {
  switch (question.role) {
    case QuestionRole::kRecommend:
      if (question.kind == QuestionKind::kNps) {
        promoter_ = value >= 9;
        recommends_not_ = value <= 6;
      } else if (question.kind == QuestionKind::kYesNo && !promoter_) {
        recommends_not_ = value == 0;
      }
      break;
    case QuestionRole::kReferred:
      if (is_referral(question)) referred_ = value == 1;
      break;
    case QuestionRole::kReturn:
      if (is_return(question)) {
        returns_ =
            question.kind == QuestionKind::kYesNo ? value == 1 : in_upper_third(question, value);
      }
      break;
    default:
      break;
  }
}

std::optional<std::int32_t> DerivedAnswers::answer(QuestionRole derived) const {
  const auto both = [](const std::optional<bool>& a,
                       const std::optional<bool>& b) -> std::optional<std::int32_t> {
    if (!a || !b) return std::nullopt;
    return *a && *b ? 1 : 0;
  };
  return derived == QuestionRole::kPromoterReferred ? both(promoter_, referred_)
                                                    : both(returns_, recommends_not_);
}

}  // namespace laurel::model
