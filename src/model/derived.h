// Derived questions: nobody is asked them; their yes or no follows from what one response answered
// to other questions. They are declared and counted like questions, so that what was answered
// *together* can be counted without reading responses one by one. Plain data and pure functions.
//
// A response answers a derived question when it answers both questions that it is made of. Which
// these are is told by their roles and kinds, whatever their keys and versions; where a response
// answers several of one role, the newest counts.
//
//   promoter_referred  yes: a promoter (NPS 9 or 10) who actually referred somebody
//   captive_returner   yes: will come back, and would not recommend (NPS 0 to 6, or no). Will come
//                      back: yes, or the upper third of a scale
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/question.h"

namespace laurel::model {

constexpr bool is_derived(QuestionRole role) {
  return role == QuestionRole::kPromoterReferred || role == QuestionRole::kCaptiveReturner;
}
// What yes means, as a clause: "recommends (9 or 10) and actually referred somebody".
std::string_view meaning_of_derived(QuestionRole role);

// Whether the question is one of the two that a derived one is made of.
bool is_part_of(QuestionRole derived, const Question& question);

// The derived questions that these make possible, whether they are declared or not; without ids.
std::vector<Question> derivable(std::span<const Question> questions);

// What a response answers to the derived questions, gathered answer by answer, ascending by
// question.
class DerivedAnswers {
 public:
  void add(const Question& question, std::int64_t value);
  // 0 or 1; nothing when the response did not answer both.
  std::optional<std::int32_t> answer(QuestionRole derived) const;

 private:
  std::optional<bool> promoter_, recommends_not_, referred_, returns_;
};

}  // namespace laurel::model
