// Newton's method in log(alpha) on the score, with steps shortened until the likelihood rises.
// Differences digamma(k + a) - digamma(a) for small k are summed exactly, so that counts of 0 to a
// few dozen lose no digits when alpha is large.
#include "stats/dirichlet_fit.h"

#include <Eigen/LU>
#include <cmath>

#include "stats/distributions.h"

namespace laurel::stats {
namespace {

constexpr std::int64_t kSmallCount = 40;

// For f = lgamma: f(x + k) - f(x), and its first and second derivatives in x.
struct GammaDifference {
  long double value = 0, first = 0, second = 0;
};

GammaDifference gamma_difference(long double x, std::int64_t k) {
  GammaDifference d;
  if (k <= kSmallCount) {
    for (std::int64_t i = 0; i < k; ++i) {
      const long double term = x + static_cast<long double>(i);
      d.value += std::log(term);
      d.first += 1 / term;
      d.second -= 1 / (term * term);
    }
    return d;
  }
  const long double shifted = x + static_cast<long double>(k);
  d.value = log_gamma(shifted) - log_gamma(x);
  d.first = digamma(shifted) - digamma(x);
  d.second = trigamma(shifted) - trigamma(x);
  return d;
}

struct Likelihood {
  long double value = 0;
  Eigen::VectorXd gradient;  // in log(alpha)
  Eigen::MatrixXd hessian;
};

Likelihood likelihood(const std::vector<std::vector<std::int64_t>>& rows,
                      const Eigen::VectorXd& alpha) {
  const Eigen::Index k = alpha.size();
  Likelihood result;
  Eigen::VectorXd first = Eigen::VectorXd::Zero(k);
  Eigen::VectorXd second = Eigen::VectorXd::Zero(k);
  long double total_first = 0;
  long double total_second = 0;
  const long double total_alpha = alpha.sum();
  for (const auto& row : rows) {
    std::int64_t n = 0;
    for (Eigen::Index c = 0; c < k; ++c) {
      const std::int64_t count = row[static_cast<std::size_t>(c)];
      n += count;
      const GammaDifference d = gamma_difference(alpha[c], count);
      result.value += d.value;
      first[c] += static_cast<double>(d.first);
      second[c] += static_cast<double>(d.second);
    }
    const GammaDifference d = gamma_difference(total_alpha, n);
    result.value -= d.value;
    total_first += d.first;
    total_second += d.second;
  }
  // Chain rule: d/d log(a) = a d/da.
  const Eigen::VectorXd slope = first.array() - static_cast<double>(total_first);
  result.gradient = alpha.cwiseProduct(slope);
  result.hessian = -static_cast<double>(total_second) * alpha * alpha.transpose();
  result.hessian.diagonal().array() +=
      alpha.array().square() * second.array() + alpha.array() * slope.array();
  return result;
}

// Whether variance between rows raises the likelihood at the limit of complete pooling: the sum of
// x(x-1)/p over cells exceeds n(n-1) over rows (Tarone 1979 for two columns).
bool varies_between_rows(const std::vector<std::vector<std::int64_t>>& rows,
                         const Eigen::VectorXd& pooled) {
  long double excess = 0;
  int informative = 0;
  for (const auto& row : rows) {
    long double n = 0;
    for (const std::int64_t count : row) n += static_cast<long double>(count);
    if (n >= 2) ++informative;
    // (x - n p)^2/p - n (1 - p) summed over cells is the same excess without cancellation at 1e9.
    for (std::size_t c = 0; c < row.size(); ++c) {
      const long double p = pooled[static_cast<Eigen::Index>(c)];
      const long double deviation = static_cast<long double>(row[c]) - n * p;
      excess += deviation * deviation / p - static_cast<long double>(row[c]) * (1 - p) / p;
    }
  }
  return informative >= 2 && excess > 1e-12L;
}

}  // namespace

DirichletFit fit_dirichlet(const std::vector<std::vector<std::int64_t>>& rows) {
  DirichletFit fit;
  if (rows.empty()) return fit;
  const auto k = static_cast<Eigen::Index>(rows.front().size());
  Eigen::VectorXd totals = Eigen::VectorXd::Zero(k);
  for (const auto& row : rows) {
    for (Eigen::Index c = 0; c < k; ++c)
      totals[c] += static_cast<double>(row[static_cast<std::size_t>(c)]);
  }
  if (totals.sum() == 0) return fit;
  fit.pooled = totals / totals.sum();
  // A category nobody chose has alpha 0 in the limit: no interior maximum.
  if (fit.pooled.minCoeff() <= 0 || !varies_between_rows(rows, fit.pooled)) return fit;

  Eigen::VectorXd alpha = fit.pooled * static_cast<double>(2 * k);
  Likelihood current = likelihood(rows, alpha);
  double damping = 0;
  for (int step = 0; step < 500; ++step) {
    const double scale = std::max(1.0, current.hessian.diagonal().cwiseAbs().maxCoeff());
    if (current.gradient.cwiseAbs().maxCoeff() < 1e-13 * scale) break;
    Eigen::MatrixXd negative = -current.hessian;
    negative.diagonal().array() += damping;
    Eigen::VectorXd move = negative.fullPivLu().solve(current.gradient);
    const bool uphill = move.dot(current.gradient) > 0 && move.allFinite();
    const double length = move.cwiseAbs().maxCoeff();
    if (uphill && length < 1e-12) break;
    if (uphill && length > 2) move *= 2 / length;
    const Eigen::VectorXd next = alpha.array() * move.array().exp();
    Likelihood tried = likelihood(rows, next);
    // Near the maximum the value no longer resolves a gain, but the score does.
    const bool better =
        tried.value > current.value || tried.gradient.norm() < current.gradient.norm();
    if (uphill && better) {
      alpha = next;
      current = std::move(tried);
      damping = damping > 1e-8 * scale ? damping / 10 : 0;
    } else {
      damping = std::max(damping * 10, 1e-4 * scale);
    }
    if (alpha.sum() > 1e13) return fit;
  }
  fit.alpha = alpha;
  return fit;
}

}  // namespace laurel::stats
