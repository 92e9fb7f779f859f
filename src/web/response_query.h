// What the list of responses is asked for: as an address, as the API declares it, and as the store
// takes it. Where the numbers of a report lead. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/directory.h"
#include "base/result.h"
#include "report/options.h"
#include "schema/object.h"
#include "store/response_list.h"
#include "web/frame.h"

namespace laurel::web {

// A place that a response does not name.
enum class Unnamed : std::uint8_t { kMarket, kUnit, kChannel };

// What the list is asked for, by page and API alike.
struct ResponseQuery {
  std::optional<base::Date> from, to;
  std::string market, unit, channel, source;
  std::string credited;  // employee id of the roster
  std::optional<store::VoiceGroup> voice;
  std::optional<store::NpsBand> nps;
  bool undecided = false;
  std::string q;  // words, "a phrase", begin*
  // Where the numbers of the report lead.
  std::string question;  // key, or key@version for an earlier one
  std::optional<std::int64_t> value;
  bool unit_itself = false;
  std::optional<Unnamed> without;
  std::string after;
  std::int64_t limit = 50;
  store::ListOrder order = store::ListOrder::kNewestFirst;
};
schema::ObjectType<ResponseQuery> response_query();

// Where a page or the API asks about, by what places are called; empty names leave it open.
// kNotFound names what isn't there.
base::Result<report::Place> place_named(const app::Directory& directory, const std::string& unit,
                                        const std::string& market, const std::string& channel);

// The filter in the store's terms. kNotFound, kInvalidInput name what is wrong.
base::Result<store::ResponseFilter> filter_of(const ResponseQuery& query,
                                              const app::Directory& directory);

// What the query asks for that no field of the filters shows, as sentences.
std::vector<std::string> narrowed(const ResponseQuery& query, const app::Directory& directory);

// The address of the list of these; `list`: its own. Empty where a member isn't known (yet).
std::string address_of(const store::ResponseFilter& responses, const app::Directory& directory,
                       std::string_view list);

// Members to choose from. A unit is chosen by its code, which no two have.
std::vector<Option> unit_options(const app::Directory& directory);
std::string chosen_unit(const std::string& text, const app::Directory& directory);
template <typename T>
std::vector<Option> options_of_names(const std::vector<T>& items) {
  std::vector<Option> options;
  for (const T& item : items) options.push_back({item.name, item.name});
  return options;
}

// How the query names them.
std::string_view name(store::VoiceGroup group);  // "commended"
std::string_view name(store::NpsBand band);      // "promoter"
std::string_view name(Unnamed place);            // "market"

}  // namespace laurel::web
