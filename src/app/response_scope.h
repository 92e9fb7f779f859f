// How much of the responses somebody sees, in the terms of the store's queries. Pure.
#pragma once

#include "model/access.h"
#include "store/response_list.h"

namespace laurel::app {

store::ResponseScope response_scope(const model::Scope& scope);

}  // namespace laurel::app
