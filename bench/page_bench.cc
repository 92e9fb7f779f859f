// How fast pages are put together in process: a table of 200 rows in its frame, and a list of 50
// responses with their words marked.
#include <benchmark/benchmark.h>

#include "web/frame.h"
#include "web/responses.h"
#include "web/settings_views.h"

namespace laurel::web {
namespace {

Frame frame() {
  return {"Audit trail",
          "Sample Company",
          {{"/o/sample/responses", "Listen", false}},
          {{"/o/sample/audit", "Audit trail", true}},
          "Olivia Owner",
          "0123456789012345678901234567890123456789012",
          ""};
}

void BM_TableOf200Rows(benchmark::State& state) {
  AuditView view;
  view.address = "/o/sample/audit";
  for (int i = 0; i < 200; ++i) {
    view.events.push_back({"2026-03-01T12:00:00Z", "olivia@sample.example", "response.seen",
                           "response", "/o/sample/responses/" + std::to_string(i),
                           "Looked at \"everything\" & more"});
  }
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string page = framed(frame(), {"/a", "/b", "/c", "/d"}, audit_view(view));
    bytes = page.size();
    benchmark::DoNotOptimize(page.data());
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(BM_TableOf200Rows);

void BM_ListOf50Responses(benchmark::State& state) {
  ResponseListView view;
  view.address = "/o/sample/responses";
  view.count = 200'000;
  for (int i = 0; i < 12; ++i) view.units.push_back({"Unit", "Unit"});
  ResponseCard card;
  card.address = "/o/sample/responses/018f0000-0000-7000-8000-000000000000";
  card.day = "9 June 2026";
  card.where = {"Leeds", "Britain", "phone"};
  card.nps = 9;
  card.words = {
      {"Why?",
       "Checkout was slow but Maria at the front desk stayed late to sort out our booking, "
       "and nobody else in the hotel would have done that for a guest.",
       {{22, 81}}}};
  card.praised = {{"Maria Lopez", "/o/sample/responses?credited=E7", "solved the problem", true,
                   "to be reviewed", 0.97F}};
  view.cards.assign(50, card);
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string page = framed(frame(), {"/a", "/b", "/c", "/d"}, response_list_view(view));
    bytes = page.size();
    benchmark::DoNotOptimize(page.data());
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(BM_ListOf50Responses);

}  // namespace
}  // namespace laurel::web
