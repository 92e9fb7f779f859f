#include "app/saved_mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "store/mappings.h"

namespace laurel::app {
namespace {

base::Error nothing_kept(std::string_view name, const std::vector<std::string>& others) {
  std::string kept;
  for (const std::string& other : others) kept += (kept.empty() ? "" : ", ") + other;
  return base::invalid_input(fmt::format(
      "No mapping is kept under the name \"{}\"{}. Say what the columns mean with --map, and it "
      "will be kept under that name.",
      name, kept.empty() ? std::string() : "; there are: " + kept));
}

}  // namespace

base::Status use_mapping(store::Database* database, model::OrganizationId organization,
                         std::string_view name, ImportOptions& options) {
  std::optional<store::SavedMapping> kept;
  std::vector<std::string> others;
  if (database != nullptr) {
    auto tx = TRY(database->begin_read());
    kept = TRY(store::find_mapping(tx, organization, name));
    if (!kept) others = TRY(store::list_mappings(tx, organization));
  }
  if (!kept) {
    if (options.map.empty() && options.dates == intake::DateOrder::kUnknown)
      return nothing_kept(name, others);
    return {};
  }
  std::vector<intake::MapRequest> requests;
  for (const std::string& text : kept->requests) {
    intake::MapRequest request = TRY(intake::parse_map(text));
    const bool said = std::any_of(
        options.map.begin(), options.map.end(),
        [&](const intake::MapRequest& given) { return given.column == request.column; });
    if (!said) requests.push_back(std::move(request));
  }
  options.map.insert(options.map.begin(), std::make_move_iterator(requests.begin()),
                     std::make_move_iterator(requests.end()));
  if (options.dates == intake::DateOrder::kUnknown) options.dates = intake::date_order(kept->dates);
  return {};
}

base::Status keep_mapping(store::Database& database, model::OrganizationId organization,
                          std::string_view name, const ImportOptions& options) {
  store::SavedMapping mapping;
  for (const intake::MapRequest& request : options.map)
    mapping.requests.push_back(request.meaning + "=" + request.column);
  mapping.dates = intake::name(options.dates);
  auto tx = TRY(database.begin_write());
  TRY(store::save_mapping(tx, organization, name, mapping));
  return tx.commit();
}

}  // namespace laurel::app
