// What customers did, as rows of the CSV.
#include <fmt/format.h>

#include "report/csv_rows.h"
#include "report/retention_build.h"

namespace laurel::report {
namespace {

constexpr std::string_view kBoth = "commended against spoke";

void add(CsvRows& rows, std::string_view section, const std::optional<CurveReport>& curve) {
  if (!curve) return;
  const Where where{section, "", "", "", ""};
  rows.figure(where, kBoth, curve->days.difference, curve->days.sentence);
  if (!curve->reason.empty()) return;
  rows.figure(where, "commended", curve->commended.at_horizon);
  rows.figure(where, "spoke", curve->spoke.at_horizon);
  rows.figure(where, kBoth, curve->share_difference);
  rows.figure(where, kBoth, curve->days_evened_out.difference, "evened out over markets");
  rows.figure(where, kBoth, curve->hazard_ratio);
  for (const auto& [group, points] : {std::pair("commended", &curve->commended.points),
                                      std::pair("spoke", &curve->spoke.points)}) {
    for (const CurvePoint& point : *points) {
      rows.value(where, group, fmt::format("{}_share_day_{}", section, point.day), point.share,
                 point.lo, point.hi, "kaplan_meier", fmt::format("{} followed", point.at_risk));
    }
  }
}

}  // namespace

void write_retention(CsvRows& rows, const Report& report) {
  if (!report.retention) return;
  const RetentionReport& retention = *report.retention;
  add(rows, "kept", retention.kept);
  add(rows, "returned", retention.returned);
  for (const RevenueReport& revenue : retention.revenue) {
    const Where where{"revenue", "", "", "", revenue.currency};
    rows.figure(where, "commended", revenue.commended);
    rows.figure(where, "spoke", revenue.spoke);
    rows.figure(where, kBoth, revenue.difference.difference, revenue.difference.sentence);
    rows.figure(where, kBoth, revenue.evened_out.difference, "evened out over markets");
    rows.figure(where, kBoth, revenue.raw_difference);
    rows.figure(where, kBoth, revenue.trimmed_difference);
    rows.figure(where, kBoth, revenue.before_difference);
    rows.value(where, "everyone", "cap", revenue.cap, {}, {},
               revenue.cap_declared ? "declared" : "percentile_99",
               fmt::format("{} customers above it", revenue.capped_customers));
  }
  if (retention.returned) {
    const Where where{"captive", "", "", "", ""};
    rows.figure(where, "everyone", retention.captive.everyone, retention.captive.sentence);
    rows.figure(where, "commended", retention.captive.commended);
    rows.figure(where, "spoke", retention.captive.spoke);
    rows.figure(where, kBoth, retention.captive.difference.difference);
    rows.figure(where, "detractors", retention.captive.of_detractors);
  }
  for (const EarnedGrowthReport& growth : retention.growth) {
    const Where where{"growth", "", "", "", growth.currency};
    rows.figure(where, "everyone", growth.net_retention, growth.sentence);
    rows.figure(where, "everyone", growth.earned_new);
    rows.figure(where, "everyone", growth.earned_growth);
    const auto money = [&](std::string_view statistic, double amount) {
      rows.value(where, "everyone", statistic, amount, {}, {}, "sum", "");
    };
    if (!growth.reason.empty()) continue;
    money("revenue_before", growth.revenue_before);
    money("revenue_now", growth.revenue_now);
    money("revenue_new_earned", growth.new_earned);
    money("revenue_new_bought", growth.new_bought);
    money("revenue_new_unknown", growth.new_unknown);
  }
  rows.figure({"growth", "", "", "", ""}, "everyone", retention.return_rate);
  for (const ReturnQuarter& quarter : retention.quarters) {
    const Where where{"quarter", "", "", "", "", quarter.first};
    rows.figure(where, "everyone", quarter.returned);
    rows.figure(where, "everyone", quarter.net_retention);
  }
  for (const std::string& remark : retention.remarks) rows.words("retention", "remark", remark);
}

}  // namespace laurel::report
