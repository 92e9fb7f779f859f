#include "app/response_scope.h"

namespace laurel::app {

store::ResponseScope response_scope(const model::Scope& scope) {
  using Kind = store::ResponseScope::Kind;
  switch (scope.reach) {
    case model::Scope::Reach::kEverything:
      return {Kind::kEverything, {}, {}};
    case model::Scope::Reach::kSubtree:
      return {Kind::kUnitsAndPeople, scope.units, scope.people};
    case model::Scope::Reach::kOwn:
      return {Kind::kPraiseOf, {}, scope.people};
    case model::Scope::Reach::kNothing:
      break;
  }
  return {Kind::kUnitsAndPeople, {}, {}};
}

}  // namespace laurel::app
