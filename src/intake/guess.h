// Guessing what one column asks, from its words and its values. Used by guess_mapping. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "intake/mapping.h"
#include "intake/profile.h"

namespace laurel::intake {

// The bins in which counts enter reports: 0, 1, 2, 3–4, 5–9, 10–19, 20–49, 50 and more.
inline constexpr std::int64_t kCountBins[] = {1, 2, 3, 5, 10, 20, 50};

// `words`: plain words of the header and the question together. `is_nps`: another column says that
// this one is NPS. Sets field, question kind, role and scale, and the reason; not key and label.
void guess_answer(std::string_view words, bool is_nps, const ColumnProfile& profile,
                  ColumnPlan& plan);

// For --map scale=COLUMN without a range: the scale the values lie on, if they do.
bool guess_scale(std::string_view words, const ColumnProfile& profile, ColumnPlan& plan);

// Scores in words, if at least `share` of the values are; sets plan.words and the range.
bool guess_likert(const ColumnProfile& profile, double share, ColumnPlan& plan);

// The values of a choice, in the order of their number.
void set_choices(const ColumnProfile& profile, ColumnPlan& plan);

}  // namespace laurel::intake
