// Maximum likelihood of a Dirichlet-multinomial, shared by the beta-binomial and NPS shrinkage.
// Internal to stats.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <vector>

namespace laurel::stats {

struct DirichletFit {
  Eigen::VectorXd pooled;                // shares over all rows; empty without any count
  std::optional<Eigen::VectorXd> alpha;  // none: no variance between rows, pool completely
};

// Each row holds the counts of one unit. REQUIRES: rows of the same length, at least 2 columns.
DirichletFit fit_dirichlet(const std::vector<std::vector<std::int64_t>>& rows);

}  // namespace laurel::stats
