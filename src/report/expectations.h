// What tests of the report ask of it again and again. Needs GoogleMock; the builders alone are in
// report/testing.h.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "report/report.h"

namespace laurel::report {

inline Report built(const ReportInput& input) {
  auto report = build_report(input);
  EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().message);
  return report.ok() ? *report : Report{};
}

inline auto has_note(std::string_view code) {
  return testing::Contains(testing::Field(&Note::code, code));
}

inline void expect_figure(const Figure& figure, double estimate, double lo, double hi) {
  ASSERT_TRUE(figure.estimate && figure.lo && figure.hi) << figure.reason;
  EXPECT_NEAR(*figure.estimate, estimate, 1e-9);
  EXPECT_NEAR(*figure.lo, lo, 1e-9);
  EXPECT_NEAR(*figure.hi, hi, 1e-9);
}

}  // namespace laurel::report
