// Units: where service happens, as a tree. Page and API.
#pragma once

#include <string_view>
#include <vector>

#include "app/directory.h"
#include "store/ended_units.h"
#include "web/api.h"
#include "web/frame.h"
#include "web/lists.h"
#include "web/pages.h"

namespace laurel::web {

base::Result<store::EndedUnits> ended_units(const Visit& visit);
base::Date today(const Visit& visit);

// To choose from: all units but those that are closed by that day; `also` names one that is offered
// all the same.
std::vector<Option> open_units(const app::Directory& directory, const store::EndedUnits& ended,
                               base::Date day, std::string_view also = {});

// People and units are named in addresses of pages by their numbers: codes may hold anything. 0 if
// the path names none.
std::int32_t number_in_path(const Visit& visit);

void add_units(Pages& pages, Api& api, Lists& lists);

}  // namespace laurel::web
