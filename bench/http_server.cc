// The HTTP server alone, for bench/http/run.sh to load with wrk: a prebuilt page, a POST whose
// answer comes from another thread in batches as a durable commit's would, a stream. Prints its
// address; ends when standard input does, with the CPU time and memory it took.
#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "http/metrics.h"
#include "http/operations.h"
#include "http/server.h"

namespace {

using namespace laurel;

// Answers whatever waits at once, then sleeps as long as a synced write takes.
class Committer {
 public:
  Committer() : thread_([this] { work(); }) {}
  ~Committer() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  void add(http::Done done) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(done));
    if (waiting_.size() == 1) wake_.notify_one();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      std::vector<http::Done> batch;
      batch.swap(waiting_);
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      for (const http::Done& done : batch)
        done(http::Response::json(R"({"id":"01939c5e-0000-7000-8000-000000000000"})", 201));
      batch.clear();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<http::Done> waiting_;
  bool ending_ = false;
  std::thread thread_;
};

class CountLines final : public http::Stream {
 public:
  void take(std::string block, http::Last, http::PieceDone done) override {
    std::string out;
    for (const char c : block) {
      if (c == '\n') out += "{\"ok\":true}\n";
    }
    done({std::move(out)});
  }
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main() {
  http::Router router;
  http::Metrics metrics;
  Committer committer;
  const auto page = std::make_shared<const std::string>(1'000, 'x');
  const auto get_page = [&](const http::Request&) {
    http::Response out;
    out.shared_body(page, "text/html; charset=utf-8");
    out.etag("1");
    return out;
  };
  router.add(http::Method::kGet, "/cached", get_page, {.run = http::Run::kNetworkThread});
  router.add(http::Method::kGet, "/pool", get_page);
  const auto ingest = [&](const http::Request&) {
    return http::Reply::later([&](http::Done done) { committer.add(std::move(done)); });
  };
  router.add(http::Method::kPost, "/ingest", ingest, {.run = http::Run::kNetworkThread});
  router.add(http::Method::kPost, "/ingest-pool", ingest);
  router.add_stream(http::Method::kPost, "/stream", [](const http::Request&) {
    return http::OpenStream{std::make_unique<CountLines>(), http::Response()};
  });
  http::add_operations(router, metrics, {});
  http::ServerOptions options;
  options.metrics = &metrics;
  auto server = http::Server::start(router, options);
  if (!server.ok()) {
    std::fprintf(stderr, "%s\n", server.error().message.c_str());
    return 1;
  }
  std::printf("http://127.0.0.1:%d\n", (*server)->port());
  std::fflush(stdout);
  for (char line[64]; std::fgets(line, sizeof line, stdin) != nullptr;) {
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    long pages = 0, resident = 0;
    const auto statm = base::read_file("/proc/self/statm");
    if (statm.ok()) std::sscanf(statm->c_str(), "%ld %ld", &pages, &resident);
    std::printf("%.3f %ld\n", seconds(use.ru_utime) + seconds(use.ru_stime),
                resident * ::sysconf(_SC_PAGESIZE) / 1024);
    std::fflush(stdout);
  }
  return 0;
}
