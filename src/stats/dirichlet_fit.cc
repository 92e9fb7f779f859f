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

// lgamma, digamma and trigamma by Stirling's series (Abramowitz & Stegun 6.1.41, 6.3.18, 6.4.12):
// to the last digit for y > kSmallCount, with a single logarithm.
GammaDifference at_large(long double y) {
  const long double log_y = std::log(y), u = 1 / y, u2 = u * u;
  constexpr long double kHalfLog2Pi = 0.918938533204672741780329736406L;
  GammaDifference f;
  f.value = (y - 0.5L) * log_y - y + kHalfLog2Pi +
            u * (1 / 12.0L +
                 u2 * (-1 / 360.0L +
                       u2 * (1 / 1260.0L +
                             u2 * (-1 / 1680.0L + u2 * (1 / 1188.0L - u2 * (691 / 360360.0L))))));
  f.first = log_y - u / 2 -
            u2 * (1 / 12.0L +
                  u2 * (-1 / 120.0L +
                        u2 * (1 / 252.0L +
                              u2 * (-1 / 240.0L + u2 * (1 / 132.0L - u2 * (691 / 32760.0L))))));
  f.second =
      u + u2 / 2 +
      u * u2 *
          (1 / 6.0L +
           u2 * (-1 / 30.0L +
                 u2 * (1 / 42.0L + u2 * (-1 / 30.0L + u2 * (5 / 66.0L - u2 * (691 / 2730.0L))))));
  return f;
}

// The differences from one x to many x + k: what belongs to x alone is found once.
class GammaDifferences {
 public:
  explicit GammaDifferences(long double x) : x_(x) {}

  GammaDifference at(std::int64_t k) {
    GammaDifference d;
    if (k <= kSmallCount) {
      for (std::int64_t i = 0; i < k; ++i) {
        const long double term = x_ + static_cast<long double>(i);
        d.value += std::log(term);
        d.first += 1 / term;
        d.second -= 1 / (term * term);
      }
      return d;
    }
    if (!known_) {
      known_ = true;
      here_ = {log_gamma(x_), digamma(x_), trigamma(x_)};
    }
    d = at_large(x_ + static_cast<long double>(k));
    return {d.value - here_.value, d.first - here_.first, d.second - here_.second};
  }

 private:
  long double x_;
  bool known_ = false;
  GammaDifference here_;
};

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
  std::vector<GammaDifferences> columns;
  for (Eigen::Index c = 0; c < k; ++c) columns.emplace_back(alpha[c]);
  GammaDifferences whole(alpha.sum());
  for (const auto& row : rows) {
    std::int64_t n = 0;
    for (Eigen::Index c = 0; c < k; ++c) {
      const std::int64_t count = row[static_cast<std::size_t>(c)];
      n += count;
      const GammaDifference d = columns[static_cast<std::size_t>(c)].at(count);
      result.value += d.value;
      first[c] += static_cast<double>(d.first);
      second[c] += static_cast<double>(d.second);
    }
    const GammaDifference d = whole.at(n);
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
