#include "http/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "http/operations.h"
#include "http/socket_testing.h"
#include "http/testing.h"

namespace laurel::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Metrics, RenderInPrometheusFormat) {
  Metrics metrics;
  metrics.counter("laurel_things_total", "Things.", {{"kind", "a\"b\\c\nd"}}).add(3);
  metrics.gauge("laurel_level", "How\nmuch.").set(-7);
  metrics.gauge_of("laurel_share", "A share.", [] { return 0.25; });
  const double bounds[] = {0.5, 2};
  Histogram& histogram = metrics.histogram("laurel_time_seconds", "Time.", bounds, {{"x", "y"}});
  for (const double value : {0.25, 0.5, 1.0, 9.0}) histogram.observe(value);
  EXPECT_EQ(metrics.render(),
            "# HELP laurel_things_total Things.\n"
            "# TYPE laurel_things_total counter\n"
            "laurel_things_total{kind=\"a\\\"b\\\\c\\nd\"} 3\n"
            "# HELP laurel_level How\\nmuch.\n"
            "# TYPE laurel_level gauge\n"
            "laurel_level -7\n"
            "# HELP laurel_share A share.\n"
            "# TYPE laurel_share gauge\n"
            "laurel_share 0.25\n"
            "# HELP laurel_time_seconds Time.\n"
            "# TYPE laurel_time_seconds histogram\n"
            "laurel_time_seconds_bucket{x=\"y\",le=\"0.5\"} 2\n"
            "laurel_time_seconds_bucket{x=\"y\",le=\"2\"} 3\n"
            "laurel_time_seconds_bucket{x=\"y\",le=\"+Inf\"} 4\n"
            "laurel_time_seconds_sum{x=\"y\"} 10.75\n"
            "laurel_time_seconds_count{x=\"y\"} 4\n");
}

TEST(Metrics, GiveTheSameMetricForTheSameNameAndLabels) {
  Metrics metrics;
  Counter& first = metrics.counter("laurel_a_total", "A.", {{"x", "1"}});
  EXPECT_NE(&metrics.counter("laurel_a_total", "A.", {{"x", "2"}}), &first);
  EXPECT_EQ(&metrics.counter("laurel_a_total", "A.", {{"x", "1"}}), &first);
}

TEST(Metrics, AddUpFromManyThreads) {
  Metrics metrics;
  Counter& counter = metrics.counter("laurel_a_total", "A.");
  Histogram& histogram = metrics.histogram("laurel_b_seconds", "B.", latency_bounds());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) {
        counter.add();
        histogram.observe(0.5);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counter.value(), 40'000U);
  EXPECT_EQ(histogram.count(), 40'000U);
  EXPECT_EQ(histogram.sum(), 20'000);
}

TEST(MetricsDeathTest, RefuseNamesPrometheusDoesNotTake) {
  Metrics metrics;
  metrics.counter("laurel_a_total", "A.");
  EXPECT_DEATH(metrics.gauge("laurel_a_total", "A."), "internal error");
  EXPECT_DEATH(metrics.counter("1a", "A."), "internal error");
  EXPECT_DEATH(metrics.counter("a-b", "A."), "internal error");
  EXPECT_DEATH(metrics.counter("a", "A.", {{"b-c", "d"}}), "internal error");
}

TEST(ProcessMetrics, SayWhatTheSystemSays) {
  Metrics metrics;
  add_process_metrics(metrics);
  const std::string text = metrics.render();
  for (const char* name : {"process_cpu_seconds_total ", "process_resident_memory_bytes ",
                           "process_open_fds ", "process_start_time_seconds "}) {
    const std::size_t at = text.find(std::string("\n") + name);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_GT(std::atof(text.c_str() + at + 1 + std::string_view(name).size()),
              std::string_view(name).starts_with("process_cpu") ? -1 : 0)
        << name;
  }
}

TEST(Operations, TellMonitorsHowItIs) {
  Router router;
  Metrics metrics;
  metrics.counter("laurel_a_total", "A.").add();
  std::optional<base::Error> trouble;
  add_operations(router, metrics,
                 {.ready = [&] { return trouble ? base::Status(*trouble) : base::Status(); }});
  EXPECT_EQ(TestRequest(Method::kGet, "/healthz").call(router).status(), 200);
  EXPECT_EQ(TestRequest(Method::kGet, "/readyz").call(router).status(), 200);
  trouble = base::unavailable("The database does not answer.", "host=secret");
  const Response not_ready = TestRequest(Method::kGet, "/readyz").call(router);
  EXPECT_EQ(not_ready.status(), 503);
  EXPECT_EQ(not_ready.body(), "The database does not answer.\n");
  EXPECT_EQ(not_ready.header("cache-control"), "no-store");

  TestRequest inside(Method::kGet, "/metrics"), outside(Method::kGet, "/metrics");
  const Response answer = inside.client("10.1.2.3").call(router);
  EXPECT_EQ(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(std::string(answer.body()), HasSubstr("laurel_a_total 1\n"));
  EXPECT_EQ(outside.client("192.0.2.1").call(router).status(), 404);
}

TEST(Server, CountsWhatItDoes) {
  Metrics metrics;
  ServerForTest on;
  on.options.metrics = &metrics;
  on.router.add(Method::kGet, "/people/{id}", [](const Request&) { return Response::text("x"); });
  add_operations(on.router, metrics, {});
  on.start();
  RawClient client(on.port());
  client.request("GET /people/1 HTTP/1.1\r\nHost: a\r\n\r\n");
  client.request("GET /people/2 HTTP/1.1\r\nHost: a\r\n\r\n");
  client.request("GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string text = client.request("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n").body;
  EXPECT_THAT(text, HasSubstr("laurel_http_requests_total{route=\"/people/{id}\",method=\"GET\","
                              "status=\"2xx\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("laurel_http_requests_total{route=\"none\",method=\"any\","
                              "status=\"4xx\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("laurel_http_request_seconds_count{route=\"/people/{id}\","
                              "method=\"GET\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("laurel_http_connections 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("/people/1")));
}

}  // namespace
}  // namespace laurel::http
