// The truth about a sample as JSON, so that a test or a person can hold a report against it.
// Pure functions.
#pragma once

#include <string>

#include "sample/comment.h"
#include "sample/company.h"
#include "sample/outcomes.h"
#include "sample/process.h"

namespace laurel::sample {

// truth.json: parameters, people's merits, and the population values.
std::string population_truth(const Company& company, const Population& population,
                             const OutcomeTruth& outcomes, std::uint64_t responses,
                             std::uint64_t draws);

// Appends one line of truth.ndjson; `comment` is null when the customer said nothing.
void append_interview_truth(std::string& out, const Company& company, const Interview& interview,
                            const Comment* comment);

// "I0000001", as the interview is called in all files.
void append_interview_id(std::string& out, std::uint64_t number);

}  // namespace laurel::sample
