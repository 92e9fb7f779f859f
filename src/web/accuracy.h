// How far people and detection agree, with what to do about it: learning from decisions, reading
// stored words again, and choosing the model. By page and API; the view is pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/accuracy.h"
#include "app/model_work.h"
#include "html/html.h"
#include "report/section.h"
#include "web/api.h"
#include "web/pages.h"

namespace laurel::web {

struct ModelRow {
  std::int32_t number = 0;  // 0: the program's own
  std::string words, made_at, made_by;
  bool in_use = false;
};
struct AccuracyView {
  std::string address, form_token;
  std::int64_t decided = 0;
  std::vector<report::Section> sections;
  bool may_change = false;
  std::vector<ModelRow> models;
  std::optional<app::ModelTaskStanding> work;
};
html::Html accuracy_view(const AccuracyView& view);

// The figures as sections of a report: tables with their charts.
std::vector<report::Section> accuracy_sections(const app::Accuracy& accuracy);

void add_accuracy(Pages& pages, Api& api, app::ModelWork& work);

}  // namespace laurel::web
