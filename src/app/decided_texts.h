// Decisions as lessons: what people decided about the words of responses, in the form that training
// takes. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "detect/adaptation.h"
#include "detect/evaluation.h"
#include "model/response.h"

namespace laurel::app {

// A text for each verbatim with a decision. Left out are those in which nothing was accepted though
// something flagged is still open: whether they praise anybody isn't known. What is open in the
// others is open in the lesson too.
std::vector<detect::DecidedText> decided_texts(const model::ResponseRecord& record);

// The same as a labelled text, for training from labelled files. Never scored or calibrated on.
detect::LabelledText as_label(const detect::DecidedText& text);

// Whether a response is kept back to measure on: a share of them by their ids, the same ones every
// time for a seed, whatever was decided since.
bool is_held_out(model::ResponseId id, std::uint64_t seed, double share);

}  // namespace laurel::app
