// Logistic regression with an L2 penalty, fitted by limited-memory BFGS (Nocedal 1980; Liu &
// Nocedal 1989) with backtracking. Deterministic: the same examples in the same order give the same
// weights. Functions are thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace laurel::detect {

struct Feature {
  std::uint32_t index;
  float value;
};

struct Example {
  std::span<const Feature> features;
  bool positive = false;
  float weight = 1;
  float offset = 0;  // a logit that is there before the weights add to it
};

struct LogisticOptions {
  double l2 = 1;  // penalty l2/2 · |w|² on the summed loss
  int iterations = 60;
  // Indices below this are not penalised (an intercept at 0, say).
  std::uint32_t unpenalised = 0;
};

// Weights for indices 0 … dimensions-1. REQUIRES: every feature index is below `dimensions`.
std::vector<float> fit_logistic(std::span<const Example> examples, std::size_t dimensions,
                                const LogisticOptions& options);

float score(std::span<const float> weights, std::span<const Feature> features);
float sigmoid(float logit);

}  // namespace laurel::detect
