// How the pages look on which an organization says what it decides about itself and what it asks
// its customers. Pure functions from plain structs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "html/html.h"
#include "web/frame.h"

namespace laurel::web {

struct CouncilUnit {
  std::string id, name;
  bool on = false;
};
struct OrganizationView {
  std::string address, form_token;
  std::string name, slug;
  std::string main_driver;  // its name, or empty
  bool council_everywhere = false;
  std::vector<CouncilUnit> council_units;
  bool may_manage = false;  // name and works council
  std::string problem;
};
html::Html organization_view(const OrganizationView& view);

struct QuestionRow {
  std::string address;
  std::string label, key, kind, role, scale;  // in words
  std::int64_t versions = 1;
  bool derived = false;  // worked out from others: nothing to change
};
struct QuestionForm {
  std::string key, kind, role, label, min, max, choices, decimals, bins;  // as typed
};
struct QuestionsView {
  std::string address, form_token;
  std::vector<QuestionRow> questions;
  std::vector<Option> kinds, roles;
  QuestionForm typed;
  std::string problem;
};
html::Html questions_view(const QuestionsView& view);

struct VersionRow {
  std::int64_t version = 1;
  std::string kind, scale;
  bool newest = false;
};
struct QuestionView {
  std::string address, list_address, form_token;
  std::vector<VersionRow> versions;
  std::vector<Option> kinds, roles;
  QuestionForm typed;
  std::string heading, problem;
  bool derived = false;
};
html::Html question_view(const QuestionView& view);

}  // namespace laurel::web
