// Reading one case of `laurel stats` and writing its answer: the small vocabulary the method
// adapters (stats_*.cc) share. Internal to wire; includes Boost.JSON. Not thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "stats/maybe.h"
#include "stats/moments.h"
#include "stats/nps.h"
#include "stats/proportions.h"
#include "stats/stratified.h"
#include "wire/json_writer.h"

namespace laurel::wire {

// A JSON object with checked getters. Every failure is an Error that names the field. A getter that
// ends in `_or` takes its default when the field is missing or null.
class StatsInput {
 public:
  explicit StatsInput(const boost::json::object& object) : object_(object) {}

  bool has(std::string_view key) const;  // present and not null
  bool is_array(std::string_view key) const;
  bool is_object(std::string_view key) const;

  base::Result<double> number(std::string_view key) const;
  base::Result<double> number_or(std::string_view key, double otherwise) const;
  base::Result<std::optional<double>> optional_number(std::string_view key) const;
  base::Result<double> positive(std::string_view key) const;
  base::Result<double> probability(std::string_view key) const;  // strictly between 0 and 1
  base::Result<double> probability_or(std::string_view key, double otherwise) const;
  base::Result<std::int64_t> count(std::string_view key) const;  // 0 to kMaxCount
  base::Result<std::int64_t> count_or(std::string_view key, std::int64_t otherwise) const;
  base::Result<bool> flag_or(std::string_view key, bool otherwise) const;
  base::Result<std::string> text(std::string_view key) const;
  base::Result<std::string> text_or(std::string_view key, std::string_view otherwise) const;

  base::Result<std::vector<double>> numbers(std::string_view key) const;
  base::Result<std::vector<std::int64_t>> integers(std::string_view key) const;
  base::Result<std::vector<std::int64_t>> counts(std::string_view key) const;
  base::Result<std::vector<std::vector<std::int64_t>>> count_rows(std::string_view key) const;
  base::Result<std::vector<std::pair<double, std::int64_t>>> weighted_values(
      std::string_view key) const;
  base::Result<std::vector<stats::Estimate>> estimates(std::string_view key) const;  // null allowed
  base::Result<StatsInput> object(std::string_view key) const;
  base::Result<std::vector<StatsInput>> objects(std::string_view key) const;

  // Either may be given: conf_level = 1 - alpha; 0.95 when neither is.
  base::Result<double> conf_level() const;
  base::Result<double> alpha() const;
  base::Result<int> scale_min() const;  // "min", 0 when missing
  base::Result<stats::Histogram> histogram(std::string_view key, int min) const;
  // Given as {detractors, passives, promoters} or as a histogram of 0-10.
  base::Result<stats::NpsCounts> nps_counts() const;
  base::Result<stats::NpsCounts> nps_arm(std::string_view arm) const;  // "a": fields a or hist_a
  base::Result<stats::Moments> moments() const;                        // {n, sum, sumsq}
  base::Result<stats::Proportion> proportion(std::string_view yes, std::string_view n) const;
  base::Result<stats::TwoByTwo> two_by_two() const;  // "table"

 private:
  const boost::json::value* find(std::string_view key) const;

  const boost::json::object& object_;
};

// The fields of one answer. An undefined estimate is written as null and its reason kept.
class StatsOutput {
 public:
  StatsOutput() : json_(text_) { json_.begin_object(); }

  template <typename T>
  void put(std::string_view field, const T& value) {
    json_.member(field, value);
  }
  void put(std::string_view field, const stats::Estimate& value);
  // Undefined elements become null; the reason of the first one stands for the field.
  void put(std::string_view field, const std::vector<stats::Estimate>& values);

  // The whole object. REQUIRES: called once.
  std::string finish();

 private:
  std::string text_;
  JsonWriter json_;
  std::vector<std::pair<std::string, std::string>> reasons_;
};

using StatsMethod = base::Status (*)(const StatsInput&, StatsOutput&);
using StatsMethods = std::map<std::string, StatsMethod, std::less<>>;

// Each adds the methods of its subject.
void add_nps_methods(StatsMethods& methods);
void add_rating_methods(StatsMethods& methods);
void add_rate_methods(StatsMethods& methods);
void add_strata_methods(StatsMethods& methods);
void add_people_methods(StatsMethods& methods);
void add_retention_methods(StatsMethods& methods);
void add_experiment_methods(StatsMethods& methods);
void add_money_methods(StatsMethods& methods);
void add_predictability_methods(StatsMethods& methods);

}  // namespace laurel::wire
