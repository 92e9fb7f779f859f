// Money methods of `laurel stats`: revenue comparisons and return on spend.
#include "stats/return_on_spend.h"
#include "stats/revenue.h"
#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

void put_welch(const stats::WelchResult& result, StatsOutput& out) {
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("t", result.t);
  out.put("df", result.df);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
}

base::Status revenue_welch_winsorised(const StatsInput& in, StatsOutput& out) {
  const auto a = TRY(in.numbers("a"));
  const auto b = TRY(in.numbers("b"));
  put_welch(stats::capped_welch(a, b, TRY(in.number("cap")), TRY(in.conf_level())), out);
  return {};
}

base::Status revenue_log_welch(const StatsInput& in, StatsOutput& out) {
  const auto a = TRY(in.numbers("a"));
  const auto b = TRY(in.numbers("b"));
  const auto result = stats::log_welch(a, b, TRY(in.conf_level()));
  out.put("log_diff", result.log_diff);
  out.put("se", result.se);
  out.put("p", result.p);
  out.put("ratio", result.ratio);
  out.put("ratio_lo", result.ratio_lo);
  out.put("ratio_hi", result.ratio_hi);
  return {};
}

base::Status yuen_trimmed(const StatsInput& in, StatsOutput& out) {
  const auto a = TRY(in.numbers("a"));
  const auto b = TRY(in.numbers("b"));
  const double trim = TRY(in.number_or("trim", 0.1));
  if (!(trim >= 0 && trim < 0.5))
    return base::invalid_input("Field 'trim' must be at least 0 and below 0.5.");
  const auto result = stats::yuen(a, b, trim);
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("t", result.t);
  out.put("df", result.df);
  out.put("p", result.p);
  return {};
}

base::Status ratio_of_sums(const StatsInput& in, StatsOutput& out) {
  const auto y = TRY(in.numbers("y"));
  const auto x = TRY(in.numbers("x"));
  if (y.size() != x.size())
    return base::invalid_input("Fields 'y' and 'x' must have the same length.");
  std::vector<stats::Paired> customers;
  for (std::size_t i = 0; i < y.size(); ++i) customers.push_back({y[i], x[i]});
  const auto result = stats::ratio_of_sums(customers, TRY(in.conf_level()));
  out.put("ratio", result.ratio);
  out.put("se", result.se);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status welch_from_moments(const StatsInput& in, StatsOutput& out) {
  const StatsInput arm_a = TRY(in.object("a"));
  const StatsInput arm_b = TRY(in.object("b"));
  const stats::Moments a = TRY(arm_a.moments());
  const stats::Moments b = TRY(arm_b.moments());
  put_welch(stats::welch(a, b, TRY(in.conf_level())), out);
  return {};
}

base::Result<stats::IntegerMoments> integer_moments(const StatsInput& in, std::string_view key) {
  stats::IntegerMoments moments;
  for (const std::int64_t value : TRY(in.integers(key))) {
    if (value < -10'000'000'000'000 || value > 10'000'000'000'000)
      return base::invalid_input("Whole numbers must lie between -1e13 and 1e13.");
    moments.add(value);
  }
  return moments;
}

base::Status welch_from_integers(const StatsInput& in, StatsOutput& out) {
  const stats::IntegerMoments a = TRY(integer_moments(in, "a"));
  const stats::IntegerMoments b = TRY(integer_moments(in, "b"));
  out.put("var_a", a.moments().variance());
  out.put("var_b", b.moments().variance());
  put_welch(stats::welch(a, b, TRY(in.conf_level())), out);
  return {};
}

base::Status bootstrap_percentile_mean(const StatsInput& in, StatsOutput& out) {
  const auto x = TRY(in.numbers("x"));
  const std::int64_t seed = TRY(in.count_or("seed", 1));
  const std::int64_t resamples = TRY(in.count_or("resamples", 100'000));
  if (resamples < 2 || resamples > 10'000'000 ||
      static_cast<double>(resamples) * static_cast<double>(x.size()) > 2e9)
    return base::invalid_input(
        "Field 'resamples' must be from 2 to 1e7, and times the values at most 2e9.");
  const auto result =
      stats::bootstrap_mean(x, TRY(in.conf_level()), resamples, static_cast<std::uint64_t>(seed));
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("boot_se", result.boot_se);
  return {};
}

std::string_view name_of(stats::FiellerType type) {
  switch (type) {
    case stats::FiellerType::kBounded:
      return "bounded";
    case stats::FiellerType::kExclusive:
      return "exclusive";
    case stats::FiellerType::kUnboundedAll:
      return "unbounded_all";
  }
  return "unbounded_all";
}

base::Status fieller_ratio(const StatsInput& in, StatsOutput& out) {
  const double var_num = TRY(in.number("var_num"));
  const double var_den = TRY(in.number("var_den"));
  if (var_num < 0 || var_den < 0) return base::invalid_input("Variances must not be negative.");
  const double critical = in.has("crit") ? TRY(in.positive("crit")) : 1.959963984540054;
  const auto result = stats::fieller(TRY(in.number("num")), TRY(in.number("den")), var_num, var_den,
                                     TRY(in.number_or("cov", 0)), critical);
  out.put("ratio", result.ratio);
  out.put("type", name_of(result.type));
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("delta_se", result.delta_se);
  return {};
}

base::Result<stats::SpendSums> spend_sums(const StatsInput& in, std::string_view key) {
  const StatsInput sums = TRY(in.object(key));
  return stats::SpendSums{TRY(sums.count("n")),
                          TRY(sums.number("sum_rev")),
                          TRY(sums.number("sumsq_rev")),
                          TRY(sums.number_or("sum_cost", 0)),
                          TRY(sums.number_or("sumsq_cost", 0)),
                          TRY(sums.number_or("sum_rev_cost", 0))};
}

base::Status experiment_roi(const StatsInput& in, StatsOutput& out) {
  const stats::SpendSums treatment = TRY(spend_sums(in, "treatment"));
  const stats::SpendSums control = TRY(spend_sums(in, "control"));
  const auto result = stats::return_on_spend(treatment, control, TRY(in.number_or("margin", 1)),
                                             TRY(in.conf_level()));
  out.put("delta_revenue", result.delta_revenue);
  out.put("delta_cost", result.delta_cost);
  out.put("net_per_customer", result.net_per_customer);
  out.put("net_se", result.net_se);
  out.put("net_lo", result.net_lo);
  out.put("net_hi", result.net_hi);
  out.put("roi", result.roi);
  out.put("roi_type", name_of(result.roi_type));
  out.put("roi_lo", result.roi_lo);
  out.put("roi_hi", result.roi_hi);
  return {};
}

}  // namespace

void add_money_methods(StatsMethods& methods) {
  methods.insert({{"revenue_welch_winsorised", revenue_welch_winsorised},
                  {"revenue_log_welch", revenue_log_welch},
                  {"yuen_trimmed", yuen_trimmed},
                  {"ratio_of_sums", ratio_of_sums},
                  {"welch_from_moments", welch_from_moments},
                  {"welch_from_integers", welch_from_integers},
                  {"bootstrap_percentile_mean", bootstrap_percentile_mean},
                  {"fieller_ratio", fieller_ratio},
                  {"experiment_roi", experiment_roi}});
}

}  // namespace laurel::wire
