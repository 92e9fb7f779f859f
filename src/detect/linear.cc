#include "detect/linear.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace laurel::detect {

namespace {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

struct Problem {
  std::span<const Example> examples;
  std::size_t dimensions;
  const LogisticOptions& options;

  double loss(const std::vector<double>& w, std::vector<double>& gradient) const {
    double total = 0;
    for (std::size_t i = 0; i < dimensions; ++i) {
      const double l2 = i < options.unpenalised ? 0 : options.l2;
      gradient[i] = l2 * w[i];
      total += 0.5 * l2 * w[i] * w[i];
    }
    for (const Example& example : examples) {
      if (example.weight <= 0) continue;
      double logit = static_cast<double>(example.offset);
      for (const Feature& f : example.features) logit += w[f.index] * static_cast<double>(f.value);
      const double signed_logit = example.positive ? logit : -logit;
      // log(1 + exp(-s)) without overflow.
      total += static_cast<double>(example.weight) *
               (signed_logit > 0 ? std::log1p(std::exp(-signed_logit))
                                 : -signed_logit + std::log1p(std::exp(signed_logit)));
      const double slope = static_cast<double>(example.weight) *
                           (1 / (1 + std::exp(-logit)) - (example.positive ? 1.0 : 0.0));
      for (const Feature& f : example.features)
        gradient[f.index] += slope * static_cast<double>(f.value);
    }
    return total;
  }
};

}  // namespace

std::vector<float> fit_logistic(std::span<const Example> examples, std::size_t dimensions,
                                const LogisticOptions& options) {
  constexpr std::size_t kMemory = 8;
  const Problem problem{examples, dimensions, options};
  std::vector<double> w(dimensions, 0.0);
  std::vector<double> gradient(dimensions);
  double loss = problem.loss(w, gradient);
  struct Pair {
    std::vector<double> step, change;
    double rho;
  };
  std::deque<Pair> memory;
  std::vector<double> next(dimensions);
  std::vector<double> next_gradient(dimensions);
  std::vector<double> direction;
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    direction = gradient;
    std::vector<double> alphas;
    for (const Pair& pair : memory) {
      const double alpha = pair.rho * dot(pair.step, direction);
      alphas.push_back(alpha);
      for (std::size_t i = 0; i < dimensions; ++i) direction[i] -= alpha * pair.change[i];
    }
    if (!memory.empty()) {
      const Pair& last = memory.front();
      const double scale = 1 / (last.rho * dot(last.change, last.change));
      for (double& d : direction) d *= scale;
    }
    for (std::size_t m = memory.size(); m-- > 0;) {
      const Pair& pair = memory[m];
      const double beta = pair.rho * dot(pair.change, direction);
      for (std::size_t i = 0; i < dimensions; ++i)
        direction[i] += (alphas[m] - beta) * pair.step[i];
    }
    const double slope = dot(gradient, direction);
    if (slope <= 1e-10) break;
    double step = memory.empty() ? std::min(1.0, 1 / std::sqrt(slope)) : 1.0;
    double next_loss = loss;
    bool improved = false;
    for (int tries = 0; tries < 30; ++tries, step *= 0.5) {
      for (std::size_t i = 0; i < dimensions; ++i) next[i] = w[i] - step * direction[i];
      next_loss = problem.loss(next, next_gradient);
      if (next_loss <= loss - 1e-4 * step * slope) {
        improved = true;
        break;
      }
    }
    if (!improved) break;
    Pair pair;
    pair.step.resize(dimensions);
    pair.change.resize(dimensions);
    for (std::size_t i = 0; i < dimensions; ++i) {
      pair.step[i] = next[i] - w[i];
      pair.change[i] = next_gradient[i] - gradient[i];
    }
    const double curvature = dot(pair.step, pair.change);
    const bool converged = loss - next_loss < 1e-7 * std::max(1.0, std::abs(loss));
    w.swap(next);
    gradient.swap(next_gradient);
    loss = next_loss;
    if (converged) break;
    if (curvature > 1e-12) {
      pair.rho = 1 / curvature;
      memory.push_front(std::move(pair));
      if (memory.size() > kMemory) memory.pop_back();
    }
  }
  return {w.begin(), w.end()};
}

float score(std::span<const float> weights, std::span<const Feature> features) {
  float sum = 0;
  for (const Feature& f : features) sum += weights[f.index] * f.value;
  return sum;
}

float sigmoid(float logit) { return 1 / (1 + std::exp(-logit)); }

}  // namespace laurel::detect
