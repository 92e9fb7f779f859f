// Home: what customers said last about somebody's good work, what the four rewards come to, and
// what waits for a person; where nothing was said yet, the way to the first report. Views are pure.
#pragma once

#include <string>
#include <vector>

#include "html/html.h"
#include "web/kept_reports.h"
#include "web/lists.h"
#include "web/pages.h"
#include "web/responses.h"

namespace laurel::web {

// One of the four rewards, by its leading figure.
struct RewardView {
  std::string reward;  // "Recommendation"
  std::string figure;  // what it is: "NPS of all answers"
  std::string value, interval;
  std::string change;   // "4 higher in the later half of the months"; empty: none is clear
  std::string missing;  // why there is no figure
  bool stated = false;  // the main driver, as the organization says
};

// Something that a person should do.
struct WaitingView {
  std::string address, words;
};

// A step on the way to the first report.
struct StepView {
  std::string title, how;
  std::string address;  // empty: there is no page for it
  bool done = false;
};

struct HomeView {
  std::vector<ResponseCard> praise;  // latest first
  std::string praise_address;        // of all of it
  std::string headline;              // of the report; empty: may not be seen, or says nothing yet
  std::string report_address;
  std::vector<RewardView> rewards;
  std::vector<WaitingView> waiting;
  std::vector<StepView> steps;  // only where nothing was said yet
};
html::Html home_view(const HomeView& view);

void add_home(Pages& pages, Lists& lists, KeptReports& reports);

}  // namespace laurel::web
