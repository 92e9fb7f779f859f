// Meta-analysis of one effect per market: are the markets alike, what is the average market, where
// does each one stand once noise is taken off? For heterogeneity, not for the headline (that is
// stratified.h). y are the effects, v their known variances. Pure, thread-safe. v > 0.
#pragma once

#include <vector>

#include "stats/maybe.h"

namespace laurel::stats {

struct FixedEffect {
  Estimate est, se, lo, hi;
  Estimate q, q_p;  // Cochran's Q: H0 all markets share one effect
  int q_df = 0;
};

// Inverse-variance weights. REQUIRES (both): y and v have the same length.
FixedEffect meta_fixed(const std::vector<double>& y, const std::vector<double>& v,
                       double conf_level = 0.95);

enum class Tau2Method {
  kReml,              // restricted maximum likelihood (the one to use)
  kPauleMandel,       // Q(tau2) = k - 1
  kDerSimonianLaird,  // moments, closed form
};

struct RandomEffects {
  Estimate tau2;  // variance between markets; 0 for a single market
  Estimate mu, se;
  Estimate lo, hi;                     // normal
  Estimate se_knha, lo_knha, hi_knha;  // Hartung-Knapp-Sidik-Jonkman, t interval
  Estimate se_mkh, lo_mkh, hi_mkh;     // modified: never below se; the one to show
  Estimate pi_lo, pi_hi;               // where a new market's true effect may lie (normal)
  std::vector<double> blup, blup_se;   // shrunken effects; their se includes the uncertainty of mu
};

RandomEffects meta_random(const std::vector<double>& y, const std::vector<double>& v,
                          Tau2Method method = Tau2Method::kReml, double conf_level = 0.95);

}  // namespace laurel::stats
