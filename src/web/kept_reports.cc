#include "web/kept_reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "report/read.h"

namespace laurel::web {
namespace {

using std::chrono::microseconds;

constexpr std::size_t kMostKept = 100;
constexpr std::size_t kMostWaiting = 20;
constexpr microseconds kLongestKept = std::chrono::minutes(1);
// A report that took longer is shown a while after its time, until another one is made.
constexpr microseconds kSlow = std::chrono::milliseconds(300);
constexpr microseconds kLongestShown = std::chrono::minutes(10);

std::string key_of(const model::Organization& organization, std::int64_t revision,
                   const report::ReportOptions& options) {
  const report::Place& place = options.place;
  return fmt::format("{} {} {} {} {} {} {} {} {}", organization.id.value.to_string(), revision,
                     options.from.index, options.to.index, place.unit.value, place.market.value,
                     place.channel.value, static_cast<int>(options.strength),
                     static_cast<int>(options.show_people));
}

}  // namespace

std::shared_ptr<const html::Html> KeptReport::figures(
    ReportPage page, const std::function<html::Html()>& make) const {
  const std::scoped_lock lock(mutex_);
  auto& kept = figures_[static_cast<std::size_t>(page)];
  if (!kept) kept = std::make_shared<const html::Html>(make());
  return kept;
}

KeptReports::KeptReports(store::Database& database, const base::Clock& clock)
    : database_(database), clock_(clock), reader_([this] { work(); }) {}

KeptReports::~KeptReports() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  reader_.join();
}

base::Result<std::shared_ptr<const KeptReport>> KeptReports::of(
    const model::Organization& organization, std::int64_t revision,
    const report::ReportOptions& options) {
  Wanted wanted{key_of(organization, revision, options), organization, options};
  {
    const std::scoped_lock lock(mutex_);
    const auto at = kept_.find(wanted.key);
    if (at != kept_.end()) {
      const KeptReport& kept = *at->second;
      const microseconds age(clock_.now().micros - kept.made_at.micros);
      if (age <= std::min(kept.took * 200, kLongestKept)) return at->second;
      if (kept.took > kSlow && age <= kLongestShown) {
        auto shown = at->second;
        read_in_background(std::move(wanted));
        return shown;
      }
    }
  }
  auto made = TRY(make(wanted, report::ReadRows::kLater));
  const std::scoped_lock lock(mutex_);
  keep(wanted.key, made);
  if (made->unfinished) read_in_background(std::move(wanted));
  return made;
}

base::Result<std::shared_ptr<const KeptReport>> KeptReports::make(const Wanted& wanted,
                                                                  report::ReadRows read_rows) {
  report::ReportOptions options = wanted.options;
  options.read_rows = read_rows;
  const auto begun = std::chrono::steady_clock::now();
  auto kept = std::make_shared<KeptReport>();
  kept->made_at = clock_.now();
  kept->report = TRY(report::make_report(database_, wanted.organization, options));
  kept->took = std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begun);
  kept->unfinished = kept->report.rows_come_later;
  return std::shared_ptr<const KeptReport>(std::move(kept));
}

// With the lock held.
void KeptReports::keep(const std::string& key, std::shared_ptr<const KeptReport> report) {
  if (kept_.size() >= kMostKept && !kept_.contains(key)) {
    const auto oldest = std::min_element(
        kept_.begin(), kept_.end(),
        [](const auto& a, const auto& b) { return a.second->made_at < b.second->made_at; });
    kept_.erase(oldest);
  }
  kept_[key] = std::move(report);
}

// With the lock held. Where many wait, whoever comes next asks again.
void KeptReports::read_in_background(Wanted wanted) {
  const bool waits = std::any_of(wanted_.begin(), wanted_.end(),
                                 [&](const Wanted& other) { return other.key == wanted.key; });
  if (waits || wanted_.size() >= kMostWaiting) return;
  wanted_.push_back(std::move(wanted));
  changed_.notify_all();
}

void KeptReports::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ending_ || !wanted_.empty(); });
    if (ending_) return;
    const Wanted wanted = wanted_.front();
    lock.unlock();
    // What can't be read now is asked for again by the next one who looks.
    auto made = make(wanted, report::ReadRows::kAuto);
    lock.lock();
    if (made) keep(wanted.key, std::move(*made));
    wanted_.pop_front();
    changed_.notify_all();
  }
}

void KeptReports::settle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return wanted_.empty(); });
}

}  // namespace laurel::web
