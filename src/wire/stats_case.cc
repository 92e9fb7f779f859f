#include "wire/stats_case.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <limits>

namespace laurel::wire {
namespace {

namespace json = boost::json;

base::Error wrong(std::string_view key, std::string_view what) {
  return base::invalid_input("Field '" + std::string(key) + "' must be " + std::string(what) + ".");
}

std::optional<double> as_number(const json::value& value) {
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  if (value.is_double()) return value.get_double();
  return std::nullopt;
}

// A whole number, also when written as 12.0.
std::optional<std::int64_t> as_integer(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (!value.is_double()) return std::nullopt;
  const double number = value.get_double();
  if (std::floor(number) != number || std::abs(number) > 9e15) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<std::int64_t> as_count(const json::value& value) {
  const auto number = as_integer(value);
  if (!number || *number < 0 || *number > stats::kMaxCount) return std::nullopt;
  return number;
}

constexpr std::string_view kCountText = "a whole number from 0 to 1e15";
constexpr std::string_view kCountsText = "a list of whole numbers from 0 to 1e15";

// Applies `convert` (which returns an optional) to each element of an array field.
template <typename Convert>
auto elements(const json::value* field, std::string_view key, std::string_view what,
              Convert convert)
    -> base::Result<std::vector<typename decltype(convert(*field))::value_type>> {
  if (!field || !field->is_array()) return wrong(key, what);
  std::vector<typename decltype(convert(*field))::value_type> result;
  result.reserve(field->get_array().size());
  for (const json::value& element : field->get_array()) {
    auto converted = convert(element);
    if (!converted) return wrong(key, what);
    result.push_back(std::move(*converted));
  }
  return result;
}

}  // namespace

const json::value* StatsInput::find(std::string_view key) const {
  const json::value* value = object_.if_contains(key);
  return value && !value->is_null() ? value : nullptr;
}

bool StatsInput::has(std::string_view key) const { return find(key) != nullptr; }

bool StatsInput::is_array(std::string_view key) const {
  const json::value* value = find(key);
  return value && value->is_array();
}

bool StatsInput::is_object(std::string_view key) const {
  const json::value* value = find(key);
  return value && value->is_object();
}

base::Result<double> StatsInput::number(std::string_view key) const {
  const json::value* value = find(key);
  const auto number = value ? as_number(*value) : std::nullopt;
  if (!number) return wrong(key, "a number");
  return *number;
}

base::Result<double> StatsInput::number_or(std::string_view key, double otherwise) const {
  if (!has(key)) return otherwise;
  return number(key);
}

base::Result<std::optional<double>> StatsInput::optional_number(std::string_view key) const {
  if (!has(key)) return std::optional<double>();
  return std::optional<double>(TRY(number(key)));
}

base::Result<double> StatsInput::positive(std::string_view key) const {
  const double value = TRY(number(key));
  if (!(value > 0)) return wrong(key, "a number above 0");
  return value;
}

base::Result<double> StatsInput::probability(std::string_view key) const {
  const double value = TRY(number(key));
  if (!(value > 0 && value < 1)) return wrong(key, "between 0 and 1");
  return value;
}

base::Result<double> StatsInput::probability_or(std::string_view key, double otherwise) const {
  if (!has(key)) return otherwise;
  return probability(key);
}

base::Result<std::int64_t> StatsInput::count(std::string_view key) const {
  const json::value* value = find(key);
  const auto number = value ? as_count(*value) : std::nullopt;
  if (!number) return wrong(key, kCountText);
  return *number;
}

base::Result<std::int64_t> StatsInput::count_or(std::string_view key,
                                                std::int64_t otherwise) const {
  if (!has(key)) return otherwise;
  return count(key);
}

base::Result<bool> StatsInput::flag_or(std::string_view key, bool otherwise) const {
  const json::value* value = find(key);
  if (!value) return otherwise;
  if (!value->is_bool()) return wrong(key, "true or false");
  return value->get_bool();
}

base::Result<std::string> StatsInput::text(std::string_view key) const {
  const json::value* value = find(key);
  if (!value || !value->is_string()) return wrong(key, "a text");
  return std::string(value->get_string());
}

base::Result<std::string> StatsInput::text_or(std::string_view key,
                                              std::string_view otherwise) const {
  if (!has(key)) return std::string(otherwise);
  return text(key);
}

base::Result<std::vector<double>> StatsInput::numbers(std::string_view key) const {
  return elements(find(key), key, "a list of numbers", as_number);
}

base::Result<std::vector<std::int64_t>> StatsInput::integers(std::string_view key) const {
  return elements(find(key), key, "a list of whole numbers", as_integer);
}

base::Result<std::vector<std::int64_t>> StatsInput::counts(std::string_view key) const {
  return elements(find(key), key, kCountsText, as_count);
}

base::Result<std::vector<std::vector<std::int64_t>>> StatsInput::count_rows(
    std::string_view key) const {
  const auto row = [](const json::value& value) -> std::optional<std::vector<std::int64_t>> {
    auto cells = elements(&value, "", "", as_count);
    if (!cells.ok()) return std::nullopt;
    return std::move(cells).value();
  };
  auto rows = TRY(elements(find(key), key, "a list of lists of counts", row));
  for (const auto& cells : rows) {
    if (cells.size() != rows.front().size()) return wrong(key, "rows of the same length");
  }
  return rows;
}

base::Result<std::vector<std::pair<double, std::int64_t>>> StatsInput::weighted_values(
    std::string_view key) const {
  const auto pair = [](const json::value& value) -> std::optional<std::pair<double, std::int64_t>> {
    if (!value.is_array() || value.get_array().size() != 2) return std::nullopt;
    const auto number = as_number(value.get_array()[0]);
    const auto count = as_count(value.get_array()[1]);
    if (!number || !count) return std::nullopt;
    return std::pair(*number, *count);
  };
  return elements(find(key), key, "a list of [value, count]", pair);
}

base::Result<std::vector<stats::Estimate>> StatsInput::estimates(std::string_view key) const {
  const auto estimate = [](const json::value& value) -> std::optional<stats::Estimate> {
    if (value.is_null()) return stats::Estimate(stats::Undefined{"was missing in the input"});
    const auto number = as_number(value);
    if (!number) return std::nullopt;
    return stats::Estimate(*number);
  };
  return elements(find(key), key, "a list of numbers or null", estimate);
}

base::Result<StatsInput> StatsInput::object(std::string_view key) const {
  const json::value* value = find(key);
  if (!value || !value->is_object()) return wrong(key, "an object");
  return StatsInput(value->get_object());
}

base::Result<std::vector<StatsInput>> StatsInput::objects(std::string_view key) const {
  const auto input = [](const json::value& value) -> std::optional<StatsInput> {
    if (!value.is_object()) return std::nullopt;
    return StatsInput(value.get_object());
  };
  return elements(find(key), key, "a list of objects", input);
}

base::Result<double> StatsInput::conf_level() const {
  if (has("conf_level") || !has("alpha")) return probability_or("conf_level", 0.95);
  const double level = 1 - TRY(probability("alpha"));
  if (level >= 1) return wrong("alpha", "large enough to differ from 0");
  return level;
}

base::Result<double> StatsInput::alpha() const {
  if (has("alpha") || !has("conf_level")) return probability_or("alpha", 0.05);
  return 1 - TRY(probability("conf_level"));
}

base::Result<int> StatsInput::scale_min() const {
  const double min = TRY(number_or("min", 0));
  if (std::floor(min) != min || std::abs(min) > 1e5) return wrong("min", "a small whole number");
  return static_cast<int>(min);
}

base::Result<stats::Histogram> StatsInput::histogram(std::string_view key, int min) const {
  return stats::Histogram::create(TRY(counts(key)), min);
}

base::Result<stats::NpsCounts> StatsInput::nps_counts() const {
  if (has("hist")) {
    const int min = TRY(scale_min());
    return stats::nps_counts(TRY(histogram("hist", min)));
  }
  return stats::NpsCounts{TRY(count("detractors")), TRY(count("passives")),
                          TRY(count("promoters"))};
}

base::Result<stats::NpsCounts> StatsInput::nps_arm(std::string_view arm) const {
  if (is_object(arm)) return TRY(object(arm)).nps_counts();
  const std::string hist = "hist_" + std::string(arm);
  const int min = TRY(scale_min());
  return stats::nps_counts(TRY(histogram(has(hist) ? hist : arm, min)));
}

base::Result<stats::Moments> StatsInput::moments() const {
  return stats::Moments::from_sums(TRY(count("n")), TRY(number("sum")), TRY(number("sumsq")));
}

base::Result<stats::Proportion> StatsInput::proportion(std::string_view yes,
                                                       std::string_view n) const {
  const stats::Proportion result{TRY(count(yes)), TRY(count(n))};
  if (result.yes > result.n) return wrong(yes, "at most '" + std::string(n) + "'");
  return result;
}

base::Result<stats::TwoByTwo> StatsInput::two_by_two() const {
  const auto cells = TRY(counts("table"));
  if (cells.size() != 4) return wrong("table", "[a_yes, a_no, b_yes, b_no]");
  return stats::TwoByTwo{cells[0], cells[1], cells[2], cells[3]};
}

void StatsOutput::put(std::string_view field, const stats::Estimate& value) {
  if (value.defined()) {
    json_.member(field, *value);
    return;
  }
  json_.null_member(field);
  reasons_.emplace_back(field, value.reason());
}

void StatsOutput::put(std::string_view field, const std::vector<stats::Estimate>& values) {
  json_.key(field).begin_array();
  const stats::Estimate* missing = nullptr;
  for (const stats::Estimate& value : values) {
    if (value.defined()) {
      json_.value(*value);
    } else {
      json_.null();
      if (!missing) missing = &value;
    }
  }
  json_.end_array();
  if (missing) reasons_.emplace_back(field, missing->reason());
}

std::string StatsOutput::finish() {
  if (!reasons_.empty()) {
    json_.key("reason").begin_object();
    for (const auto& [field, reason] : reasons_) json_.member(field, reason);
    json_.end_object();
  }
  json_.end_object();
  return std::move(text_);
}

}  // namespace laurel::wire
