#include "intake/guess.h"

#include <fmt/format.h>

#include <algorithm>

#include "intake/known_headers.h"

namespace laurel::intake {
namespace {

using model::QuestionKind;
using model::QuestionRole;

constexpr std::int64_t kMostChoices = 20;
// Fewer comments than this can be short and alike and yet be comments.
constexpr std::int64_t kEnoughToBeLabels = 20;
// So many answers without a single 0 speak against a scale that begins at 0.
constexpr std::int64_t kEnoughToMissZero = 200;

void set(ColumnPlan& plan, QuestionKind kind, int min, int max, std::string reason) {
  plan.field = Field::kAnswer;
  plan.question.kind = kind;
  plan.question.min = min;
  plan.question.max = max;
  plan.reason = std::move(reason);
}

void set_text(ColumnPlan& plan, std::string reason) {
  plan.field = Field::kAnswer;
  plan.question.kind = QuestionKind::kText;
  plan.reason = std::move(reason);
}

void ignore(ColumnPlan& plan, std::string reason) {
  plan.field = Field::kIgnore;
  plan.reason = std::move(reason);
}

// Counts of 0 … 10 with answers in words for the ends ("Not at all likely") added.
ColumnProfile with_end_words(const ColumnProfile& profile, ColumnPlan& plan) {
  ColumnProfile out = profile;
  if (profile.wholes == 0) return out;
  for (const auto& [value, n] : profile.values) {
    const std::string words = plain_words(value);
    const auto score = likert_score(kLikertFamilies - 1, words);
    if (!score || parse_whole(value)) continue;
    out.tally[static_cast<std::size_t>(*score)] += n;
    out.wholes += n;
    out.decimals += n;
    plan.words.emplace_back(words, *score);
  }
  return out;
}

// The largest value that isn't a stray: at most one in a hundred may lie above it.
int robust_most(const ColumnProfile& profile) {
  const std::int64_t inside = profile.in_tally(0, 10);
  for (const int top : {1, 5, 7})
    if (profile.in_tally(top + 1, 10) * 100 <= inside) return std::min(top, profile.most());
  return profile.most();
}

std::string range_of(const ColumnProfile& profile) {
  if (profile.least() == profile.most()) return fmt::format("only {}", profile.least());
  return fmt::format("whole numbers {} to {}", profile.least(), profile.most());
}

std::string strays(const ColumnProfile& profile, int min, int max) {
  std::int64_t outside = profile.above_ten + profile.negative;
  for (int value = 0; value <= 10; ++value)
    if ((value < min && value != 0) || value > max)
      outside += profile.tally[static_cast<std::size_t>(value)];
  if (outside == 0) return {};
  return fmt::format("; {} of the values looked at lie outside and would be rejected", outside);
}

bool guess_nps(std::string_view words, bool is_nps, const ColumnProfile& profile,
               ColumnPlan& plan) {
  const bool named = is_nps || says_nps(words);
  if (!named && !says_recommend(words)) return false;
  if (profile.most() <= 1 && !named) return false;  // yes or no
  const std::int64_t answers = profile.in_tally(0, 10);
  const bool zero = profile.tally[0] > 0;
  if (named) {
    plan.question.role = QuestionRole::kRecommend;
    set(plan, QuestionKind::kNps, 0, 10,
        fmt::format("{}; {}{}", is_nps ? "an NPS group was computed from it" : "its name says NPS",
                    range_of(profile), strays(profile, 0, 10)));
    return true;
  }
  plan.question.role = QuestionRole::kRecommend;
  if (profile.most() > 5 && (zero || answers < kEnoughToMissZero)) {
    set(plan, QuestionKind::kNps, 0, 10,
        fmt::format("asks for recommending; {}{}", range_of(profile), strays(profile, 0, 10)));
    return true;
  }
  return false;  // asks for recommending, but on another scale
}

void guess_number(std::string_view words, const ColumnProfile& profile, ColumnPlan& plan) {
  if (profile.share(profile.wholes) > 0.95 && says_count(words) && profile.negative == 0) {
    set(plan, QuestionKind::kCount, 0, 0,
        fmt::format("counts, up to {:.0f}; compared in the bins 0, 1, 2, 3–4, 5–9, 10–19, 20–49, "
                    "50 and more",
                    profile.highest));
    plan.question.bins.assign(std::begin(kCountBins), std::end(kCountBins));
    return;
  }
  const bool all_differ = profile.filled > 20 && profile.distinct * 100 > profile.filled * 95;
  if (all_differ && profile.most_decimals == 0) {
    ignore(plan, "every value differs: looks like a number that names something");
    return;
  }
  set(plan, QuestionKind::kNumber, 0, 0,
      fmt::format("numbers from {:.6g} to {:.6g}; kept with each response. To compare them: --map "
                  "'number bins A,B,C={}'",
                  profile.lowest, profile.highest, plan.column));
  plan.question.decimals = profile.most_decimals;
}

}  // namespace

bool guess_scale(std::string_view words, const ColumnProfile& profile, ColumnPlan& plan) {
  const bool rating = says_rating(words) || says_recommend(words);
  const std::int64_t inside = profile.in_tally(0, 10);
  const std::int64_t broken = profile.decimals - profile.wholes;
  if (inside == 0) return false;
  const std::int64_t outside = profile.above_ten + profile.negative;
  if (outside * (rating ? 3 : 10) > profile.decimals) return false;
  if (broken > 0 && (broken * 2 > profile.decimals || profile.highest > 10)) return false;
  const bool zero = profile.tally[0] > 0;
  const int top = robust_most(profile);
  std::string text = range_of(profile);
  const std::string not_nps = says_recommend(words)
                                  ? fmt::format(
                                        ". Not NPS, which runs from 0 to 10; if it does here: "
                                        "--map nps={}",
                                        plan.column)
                              : top > 7 ? ". Not NPS"
                                        : "";
  if (top <= 5) {
    if (zero)
      text +=
          fmt::format("; 0 is read as not rated (otherwise: --map 'scale 0-5={}')", plan.column);
    set(plan, QuestionKind::kScale, 1, 5, "");
    plan.zero_is_unrated = zero;
  } else if (top <= 7 && !zero) {
    set(plan, QuestionKind::kScale, 1, 7, "");
  } else {
    set(plan, QuestionKind::kScale, zero ? 0 : 1, 10, "");
  }
  if (broken > 0) {
    plan.rounds = true;
    text += fmt::format("; {} with decimals are rounded (kept with: --map number={})", broken,
                        plan.column);
  }
  plan.reason = text + strays(profile, plan.question.min, plan.question.max) + not_nps;
  return true;
}

bool guess_likert(const ColumnProfile& profile, double share, ColumnPlan& plan) {
  if (profile.values.empty() || profile.filled == 0) return false;
  for (int family = 0; family < kLikertFamilies - 1; ++family) {
    std::vector<std::pair<std::string, std::int32_t>> found;
    std::int64_t fitting = 0;
    for (const auto& [value, n] : profile.values) {
      const std::string words = plain_words(value);
      if (const auto score = likert_score(family, words)) {
        fitting += n;
        if (std::find(found.begin(), found.end(), std::pair(words, *score)) == found.end())
          found.emplace_back(words, *score);
      }
    }
    if (found.size() >= 2 && profile.share(fitting) >= share) {
      set(plan, QuestionKind::kScale, 1, 5, "five steps in words, scored 1 to 5");
      plan.words = std::move(found);
      return true;
    }
  }
  return false;
}

void set_choices(const ColumnProfile& profile, ColumnPlan& plan) {
  std::vector<std::pair<std::string, std::int64_t>> values(profile.values.begin(),
                                                           profile.values.end());
  std::stable_sort(values.begin(), values.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  plan.field = Field::kAnswer;
  plan.question.kind = QuestionKind::kChoice;
  plan.question.choices.clear();
  for (const auto& [value, n] : values) plan.question.choices.push_back(value);
}

void guess_answer(std::string_view words, bool is_nps, const ColumnProfile& sampled,
                  ColumnPlan& plan) {
  const ColumnProfile profile = with_end_words(sampled, plan);
  const QuestionRole role = role_said(words);
  plan.question.role = role;
  if (profile.filled == 0) {
    if (says_comment(words)) {
      set_text(plan, "its name says comment; nothing in it so far");
    } else {
      ignore(plan, "nothing in it");
    }
    return;
  }
  const bool numeric = profile.share(profile.decimals) >=
                       (is_nps || says_nps(words) || says_rating(words) ? 0.6 : 0.9);
  if (numeric) {
    const bool zero_or_one = profile.in_tally(0, 1) == profile.decimals;
    const bool both = profile.tally[0] > 0 && profile.tally[1] > 0;
    if (says_count(words) && role != QuestionRole::kRecommend && !says_nps(words)) {
      guess_number(words, profile, plan);
      return;
    }
    if (guess_nps(words, is_nps, profile, plan)) return;
    if (zero_or_one && (both || !says_rating(words))) {
      if (role == QuestionRole::kNone && says_recommend(words))
        plan.question.role = QuestionRole::kRecommend;
      set(plan, QuestionKind::kYesNo, 0, 1, "only 0 and 1");
      return;
    }
    if (guess_scale(words, profile, plan)) {
      if (says_recommend(words)) plan.question.role = QuestionRole::kRecommend;
      return;
    }
    plan.words.clear();
    guess_number(words, profile, plan);
    return;
  }
  plan.words.clear();
  const double words_each = profile.share(profile.words), bytes_each = profile.share(profile.bytes);
  const std::string named =
      words_each < 1.5 ? "its name says comment; mostly single words"
                       : fmt::format("its name says comment; {:.0f} words on average", words_each);
  if (says_comment(words) && profile.filled < kEnoughToBeLabels) {
    plan.question.role = QuestionRole::kNone;
    set_text(plan, named);
    return;
  }
  if (profile.share(profile.yes_no) >= 0.95) {
    if (role == QuestionRole::kNone && says_recommend(words))
      plan.question.role = QuestionRole::kRecommend;
    set(plan, QuestionKind::kYesNo, 0, 1, "yes and no");
    return;
  }
  if (guess_likert(profile, 0.9, plan)) return;

  plan.question.role = QuestionRole::kNone;
  const bool few = !profile.values.empty() && std::ssize(profile.values) <= kMostChoices &&
                   profile.distinct * 2 <= std::max<std::int64_t>(profile.filled, 4);
  const bool labels = few && words_each <= 6 && bytes_each <= 60;
  if (says_comment(words) && !(labels && words_each < 2.5)) {
    set_text(plan, named);
    return;
  }
  if (words_each >= 4 && profile.distinct * 2 > profile.filled) {
    set_text(plan, fmt::format("free text, {:.0f} words on average", words_each));
    return;
  }
  if (labels) {
    set_choices(profile, plan);
    plan.question.role = role;
    plan.reason =
        fmt::format("{}", profile.values.size() == 1
                              ? "one value"
                              : fmt::format("{} different values", profile.values.size()));
    return;
  }
  ignore(plan, fmt::format("{} different short values: not a score and not a comment (could be: "
                           "--map market={} or --map choice={})",
                           profile.distinct, plan.column, plan.column));
}

}  // namespace laurel::intake
