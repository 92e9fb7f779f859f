// How fast pages are put together in process: a table of 200 rows in its frame, and a list of 50
// responses with their words marked.
#include <benchmark/benchmark.h>

#include "http/compression.h"
#include "http/testing.h"
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

AuditView table_of_200() {
  AuditView view;
  view.address = "/o/sample/audit";
  for (int i = 0; i < 200; ++i) {
    view.events.push_back({"2026-03-01T12:00:00Z", "olivia@sample.example", "response.seen",
                           "response", "/o/sample/responses/" + std::to_string(i),
                           "Looked at \"everything\" & more"});
  }
  return view;
}

void BM_TableOf200Rows(benchmark::State& state) {
  const AuditView view = table_of_200();
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

// What gzip adds to a page, on the thread of its handler.
void BM_CompressTableOf200Rows(benchmark::State& state) {
  const std::string page = framed(frame(), {"/a", "/b", "/c", "/d"}, audit_view(table_of_200()));
  http::TestRequest request(http::Method::kGet, "/");
  request.header("Accept-Encoding", "gzip");
  std::size_t bytes = 0;
  for (auto _ : state) {
    http::Response response = http::Response::html(page);
    http::compress_answer(request.request(), response);
    bytes = response.body().size();
    benchmark::DoNotOptimize(response.body().data());
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes);
  state.counters["uncompressed"] = static_cast<double>(page.size());
}
BENCHMARK(BM_CompressTableOf200Rows);

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
