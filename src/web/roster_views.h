// How the roster's pages look: people, one person, a file held against the roster, and the tree of
// units. Pure functions from plain structs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/roster_import.h"
#include "html/html.h"
#include "web/frame.h"

namespace laurel::web {

struct PersonRow {
  std::string address, name, code, unit, title, leader;
  bool left = false;
};
struct PeopleView {
  std::string address, new_address, file_address;
  std::vector<PersonRow> people;
  std::vector<Option> units;
  std::string words, unit;  // filters
  std::int64_t found = 0;
  std::string next;       // address of the next page
  bool may_edit = false;  // else only looks
};
html::Html people_view(const PeopleView& view);

struct PersonView {
  std::string address, list_address, form_token;
  bool is_new = false, may_edit = false;
  std::string heading;
  std::string code, first_name, last_name, preferred_name, aliases, email, unit, department, title,
      leader, employed_from, employed_until;  // as typed
  std::vector<Option> units;
  std::string praise_address;  // what customers say of the person; empty if the visitor may not
  std::string problem;
};
html::Html person_view(const PersonView& view);

struct RosterFileView {
  std::string address, apply_address, list_address, form_token;
  std::string problem;  // sentences, one a line
  // What was compared; none before a file is chosen.
  bool compared = false;
  app::RosterResult result;
  std::int64_t revision = 0;
  std::string csv, dates;
};
html::Html roster_file_view(const RosterFileView& view);

struct UnitNode {
  std::string address, code, name;
  std::int64_t people = 0;
  std::string last_day;  // of one that is closed
  std::vector<UnitNode> below;
};
struct UnitsView {
  std::string address, form_token;
  std::vector<UnitNode> tree;
  std::vector<Option> units;
  std::string problem, typed_code, typed_name, typed_parent;
  bool may_edit = false;
};
html::Html units_view(const UnitsView& view);

struct UnitView {
  std::string address, list_address, people_address, form_token;
  std::string code, name, parent, last_day;
  std::vector<Option> units;  // that it may belong to
  std::string problem;
};
html::Html unit_view(const UnitView& view);

}  // namespace laurel::web
