// Makes the sample: a roster, units, interviews with what customers said, and the truth about them.
// Everything streams; memory grows by a dozen bytes an account with the number of interviews.
//
//   units.csv       unit_id,name,parent
//   roster.csv      the columns of formats.md
//   interviews.csv  one interview a line
//   outcomes.csv    what customers did: purchases, renewals, referrals, churn
//   truth.json      the parameters of the process and what it implies for a population
//   truth.ndjson    per interview: voice, scenario, and each mention with who it is
//
// docs/sample.md describes the columns. Thread-safe; a sample is made on the calling thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "sample/comment.h"
#include "sample/company.h"
#include "sample/process.h"
#include "sample/sink.h"

namespace laurel::sample {

struct Options {
  std::uint64_t seed = 7;
  std::uint64_t responses = 9000;
  std::uint64_t population_draws = 1'000'000;  // behind the population values of truth.json
};

struct Sinks {
  Sink& units;
  Sink& roster;
  Sink& interviews;
  Sink& outcomes;
  Sink& truth;
  Sink& truth_lines;
};

struct Summary {
  std::uint64_t interviews = 0;
  std::uint64_t bytes = 0;  // of interviews.csv
  std::array<std::uint64_t, 3> voices{};
  std::array<std::uint64_t, kScenarios> scenarios{};
  std::uint64_t outcomes = 0;
};

// Called now and then with the interviews done so far.
using Progress = std::function<void(std::uint64_t)>;

// REQUIRES: options.responses ≥ 1. Fails only when a sink does.
base::Result<Summary> make_sample(const Options& options, const Sinks& sinks,
                                  const Progress& progress = {});

// Into files of `directory`, which is made if it isn't there.
base::Result<Summary> make_sample_files(const Options& options, const std::string& directory,
                                        const Progress& progress = {});

}  // namespace laurel::sample
