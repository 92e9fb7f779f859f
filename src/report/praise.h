// What customers said: a few pieces of exemplary praise to stand at the head of a report. They are
// chosen by rule for being clear, not for being typical, and the report says so. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/organization.h"
#include "report/report.h"
#include "store/praised_words.h"

namespace laurel::report {

// At most `most`, each of another person: those with a deed and of a length to be read at once come
// first, then the surer, then the later; different units before the same one twice.
std::vector<Quote> choose_quotes(std::span<const store::PraisedWords> praised,
                                 const std::vector<model::Unit>& units, std::size_t most);

// The quotes of a report: none where people are not named at all, none of people in units in
// works-council mode.
std::vector<Quote> praise_of(const ReportInput& input);

}  // namespace laurel::report
