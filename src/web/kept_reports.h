// Reports kept for a while, so that a page costs looking one up. What cells tell is there at once;
// what must be read response by response, which takes about a second a million, is read by a
// thread of this and is in the report that the next one gets. A report is kept for two hundred
// times as long as it took to make, a minute at most: a small organization sees every change, a
// large one costs no more than one part in two hundred of a processor. Thread-safe.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "html/html.h"
#include "report/report.h"
#include "store/database.h"

namespace laurel::web {

// The parts of Prove.
enum class ReportPage : std::uint8_t { kComparison, kPeople };
inline constexpr std::size_t kReportPages = 2;

class KeptReport {
 public:
  report::Report report;
  base::Timestamp made_at;
  std::chrono::microseconds took{0};
  // What is worked out from single responses is missing, and is being read.
  bool unfinished = false;

  // The figures of a page, which are the same for everybody: `make` is called for the first one.
  std::shared_ptr<const html::Html> figures(ReportPage page,
                                            const std::function<html::Html()>& make) const;

 private:
  mutable std::mutex mutex_;
  mutable std::array<std::shared_ptr<const html::Html>, kReportPages> figures_;
};

class KeptReports {
 public:
  // REQUIRES: the database and the clock outlive it.
  KeptReports(store::Database& database, const base::Clock& clock);
  ~KeptReports();
  KeptReports(const KeptReports&) = delete;
  KeptReports& operator=(const KeptReports&) = delete;

  // `revision`: the organization's, as its directory says; with another one nothing that was kept
  // is shown, so that who may not be named any more isn't. Errors are those of report::make_report.
  // `options.read_rows` is ignored.
  base::Result<std::shared_ptr<const KeptReport>> of(const model::Organization& organization,
                                                     std::int64_t revision,
                                                     const report::ReportOptions& options);
  // Waits until nothing is being read: for tests.
  void settle();

 private:
  struct Wanted {
    std::string key;
    model::Organization organization;
    report::ReportOptions options;
  };

  base::Result<std::shared_ptr<const KeptReport>> make(const Wanted& wanted,
                                                       report::ReadRows read_rows);
  void keep(const std::string& key, std::shared_ptr<const KeptReport> report);
  void read_in_background(Wanted wanted);
  void work();

  store::Database& database_;
  const base::Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<std::string, std::shared_ptr<const KeptReport>> kept_;
  std::deque<Wanted> wanted_;  // the first is being read
  bool ending_ = false;
  std::thread reader_;
};

}  // namespace laurel::web
