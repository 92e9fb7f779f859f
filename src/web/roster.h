// The roster: people as the API gives and takes them, and files of them. Its pages are
// web/roster_pages.h and call the same use cases; units are web/units.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/roster.h"
#include "app/roster_import.h"
#include "schema/object.h"
#include "web/api.h"
#include "web/lists.h"

namespace laurel::web {

enum class PeopleOrder : std::uint8_t { kName, kNameBackwards, kCode, kCodeBackwards };

// Which people, by page and API alike.
struct PeopleQuery {
  std::string words;  // part of a name, address or employee id
  std::string unit;   // code or name; those below it are included
  std::optional<base::Date> employed_on;
  PeopleOrder order = PeopleOrder::kName;
  std::string after;  // employee id of the last one before
  std::int64_t limit = 100;
};
schema::ObjectType<PeopleQuery> people_query();
schema::ObjectType<app::PersonDraft> person_json();

struct PeoplePage {
  std::vector<const model::Employee*> people;  // of the directory
  std::int64_t found = 0;                      // on all pages
  std::string next;                            // `after` of the next page; empty at the end
};
base::Result<PeoplePage> list_people(const app::Directory& directory, const PeopleQuery& query);

// A roster or list of units as it was sent. With `expected`, nothing is applied unless the
// organization's revision is still that one: kConflict.
base::Result<app::RosterResult> import_sent_roster(store::Transaction& tx, const Visit& visit,
                                                   std::string_view csv, intake::DateOrder dates,
                                                   app::RosterMode mode,
                                                   std::optional<std::int64_t> expected = {});

// What the organization is made of, as of now.
base::Result<std::shared_ptr<const app::Directory>> directory_of(const Visit& visit, Lists& lists);
// The id in the path of an address; what is sent to it may repeat it, and be nothing else.
base::Status same_code(std::string_view sent, std::string_view path);
int status_for(store::Saved saved);  // 201 or 200

inline constexpr std::size_t kMostRosterBytes = std::size_t{16} << 20;

void add_roster(Api& api, Lists& lists);

}  // namespace laurel::web
