// Column names whose meaning is known from how programmes and survey tools name them. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "intake/mapping.h"

namespace laurel::intake {

struct KnownHeader {
  Field field = Field::kIgnore;
  int rank = 0;             // among columns for the same field the lowest wins
  std::string_view reason;  // for ignored ones
};

// `words` as made by plain_words.
std::optional<KnownHeader> known_header(std::string_view words);

// Words of a header or question, in English and the commonest of French, German and Spanish.
bool says_nps(std::string_view words);
bool says_recommend(std::string_view words);
bool says_rating(std::string_view words);
bool says_count(std::string_view words);
bool says_comment(std::string_view words);
bool says_date(std::string_view words);
// The question's role, if its words tell; recommend only by says_recommend.
model::QuestionRole role_said(std::string_view words);

// Answers in words that stand for a five-point scale ("strongly agree", "much better than
// expected"), or for the ends of a 0–10 one. The score, if `words` is one of family `family`.
inline constexpr int kLikertFamilies = 6;
std::optional<int> likert_score(int family, std::string_view words);

}  // namespace laurel::intake
