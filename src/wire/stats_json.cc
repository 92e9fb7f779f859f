#include "wire/stats_json.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>

#include "wire/json_writer.h"
#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

namespace json = boost::json;

const StatsMethods& all_methods() {
  static const StatsMethods methods = [] {
    StatsMethods all;
    add_nps_methods(all);
    add_rating_methods(all);
    add_rate_methods(all);
    add_strata_methods(all);
    add_people_methods(all);
    add_retention_methods(all);
    add_experiment_methods(all);
    add_money_methods(all);
    add_predictability_methods(all);
    return all;
  }();
  return methods;
}

base::Result<std::string> answer(const json::object& request) {
  const StatsInput fields(request);
  const std::string name = TRY(fields.text("method"));
  const auto method = all_methods().find(name);
  if (method == all_methods().end())
    return base::unsupported("There is no method '" + name +
                             "'; see docs/statistics.md for the methods.");
  const StatsInput input = TRY(fields.object("input"));
  StatsOutput output;
  base::Status status = method->second(input, output);
  if (!status.ok()) return std::move(status).error();
  return output.finish();
}

}  // namespace

base::Result<StatsRun> run_stats(std::string_view json_in, std::string& json_out) {
  json::error_code failed;
  const json::value document = json::parse(json_in, failed);
  if (failed)
    return base::invalid_input("The input is not JSON; give an array of {id, method, input}.",
                               failed.message());
  if (!document.is_array())
    return base::invalid_input("The input must be a JSON array of {id, method, input}.");

  // Ids become keys of one object, so each case needs its own before anything is computed.
  std::set<std::string_view> ids;
  for (const json::value& request : document.get_array()) {
    const json::value* id = request.is_object() ? request.get_object().if_contains("id") : nullptr;
    if (!id || !id->is_string())
      return base::invalid_input("Every case must be an object with a text \"id\".");
    if (!ids.insert(id->get_string()).second)
      return base::invalid_input("Two cases have the same id; give each its own.");
  }

  StatsRun run;
  JsonWriter out(json_out);
  out.begin_object();
  for (const json::value& request : document.get_array()) {
    const json::object& object = request.get_object();
    out.key(std::string_view(object.at("id").get_string()));
    const base::Result<std::string> result = answer(object);
    if (result.ok()) {
      ++run.answered;
      out.raw(*result);
    } else {
      ++run.failed;
      out.begin_object().member("error", result.error().message).end_object();
    }
  }
  out.end_object();
  return run;
}

std::vector<std::string> stats_methods() {
  std::vector<std::string> names;
  for (const auto& [name, method] : all_methods()) names.push_back(name);
  return names;
}

}  // namespace laurel::wire
