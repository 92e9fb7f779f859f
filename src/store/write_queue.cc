#include "store/write_queue.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "store/connection.h"

namespace laurel::store {
namespace {

base::Error too_much_waits() {
  return base::unavailable("More is being written than the database can take. Try again shortly.");
}
base::Error stopping() {
  return base::unavailable("Laurel is being stopped. Try again when it runs again.");
}

class PlainWrite final : public Write {
 public:
  PlainWrite(std::function<base::Status(Transaction&)> work,
             std::function<void(const base::Status&)> done)
      : work_(std::move(work)), done_(std::move(done)) {}
  base::Status run(Transaction& tx) override { return work_(tx); }
  void done(const base::Status& status) override { done_(status); }

 private:
  std::function<base::Status(Transaction&)> work_;
  std::function<void(const base::Status&)> done_;
};

// Writes that are run together: those of one group, or one that has none.
struct Unit {
  WriteGroup* group = nullptr;
  std::vector<Write*> writes;
  std::vector<std::size_t> places;  // in the batch
};

// What becomes of one batch.
class Batch {
 public:
  Batch(Database& database, References references, std::vector<std::unique_ptr<Write>> writes)
      : database_(database),
        references_(references),
        writes_(std::move(writes)),
        outcomes_(writes_.size()) {}

  // False when nothing of it was committed.
  bool run() {
    const base::Status all = commit();
    for (std::size_t i = 0; i < writes_.size(); ++i) {
      const base::Status& status = all.ok() ? outcomes_[i] : all;
      failed_ += status.ok() ? 0 : 1;
      writes_[i]->done(status);
    }
    return all.ok();
  }
  std::int64_t failed() const { return failed_; }
  std::int64_t size() const { return static_cast<std::int64_t>(writes_.size()); }

 private:
  base::Status commit() {
    Transaction tx = TRY(database_.begin_write(references_));
    const std::vector<Unit> units = split();
    if (units.size() == 1 && units.front().writes.size() == 1) {
      TRY(run_unit(tx, units.front()));
      return tx.commit();
    }
    for (const Unit& unit : units) TRY(run_apart(tx, unit));
    return tx.commit();
  }

  // In the order of their first writes.
  std::vector<Unit> split() const {
    std::vector<Unit> units;
    for (std::size_t i = 0; i < writes_.size(); ++i) {
      WriteGroup* group = writes_[i]->group();
      auto unit = group == nullptr
                      ? units.end()
                      : std::find_if(units.begin(), units.end(),
                                     [&](const Unit& each) { return each.group == group; });
      if (unit == units.end()) unit = units.insert(unit, Unit{group, {}, {}});
      unit->writes.push_back(writes_[i].get());
      unit->places.push_back(i);
    }
    return units;
  }

  static base::Status run_unit(Transaction& tx, const Unit& unit) {
    if (unit.group != nullptr) return unit.group->run(tx, unit.writes);
    return unit.writes.front()->run(tx);
  }

  // In a part of the transaction that is taken back when it fails; then each write of a group has
  // one of its own. An error when the whole transaction is lost.
  base::Status run_apart(Transaction& tx, const Unit& unit) {
    Connection& connection = tx.connection();
    TRY(connection.begin_part());
    base::Status status = run_unit(tx, unit);
    if (status.ok()) status = connection.keep_part();
    if (status.ok()) return status;
    if (!connection.undo_part().ok()) return status;
    if (unit.writes.size() == 1) {
      outcomes_[unit.places.front()] = std::move(status);
      return {};
    }
    for (std::size_t i = 0; i < unit.writes.size(); ++i)
      TRY(run_apart(tx, Unit{unit.group, {unit.writes[i]}, {unit.places[i]}}));
    return {};
  }

  Database& database_;
  const References references_;
  std::vector<std::unique_ptr<Write>> writes_;
  std::vector<base::Status> outcomes_;
  std::int64_t failed_ = 0;
};

}  // namespace

struct WriteQueue::State {
  Database& database;
  const WriteQueueOptions options;

  mutable std::mutex mutex;
  std::condition_variable came;
  std::deque<std::unique_ptr<Write>> waiting;
  WriteQueueStats stats;
  bool idle = false;  // the thread waits for `came`
  bool stop = false;
  static constexpr int kStayChecked = 100;  // batches
  int checked_for = 0;                      // the thread's own
  std::mutex joining;
  std::thread thread;

  State(Database& db, const WriteQueueOptions& with) : database(db), options(with) {}

  // Whatever waits, up to the size of a batch; empty at the end.
  std::vector<std::unique_ptr<Write>> take() {
    std::vector<std::unique_ptr<Write>> taken;
    std::unique_lock lock(mutex);
    idle = true;
    came.wait(lock, [&] { return stop || !waiting.empty(); });
    idle = false;
    std::size_t weight = 0;
    while (!waiting.empty()) {
      const std::size_t more = waiting.front()->weight();
      if (!taken.empty() && weight + more > options.most_in_batch) break;
      weight += more;
      taken.push_back(std::move(waiting.front()));
      waiting.pop_front();
    }
    stats.waiting -= weight;
    return taken;
  }

  // Changing between the two makes SQLite compile every statement again, so after a batch that has
  // to be checked the next ones are checked too.
  References references_for(const std::vector<std::unique_ptr<Write>>& writes) {
    const bool trusted = std::all_of(writes.begin(), writes.end(), [](const auto& write) {
      return write->references() == References::kTrusted;
    });
    if (!trusted) {
      checked_for = kStayChecked;
    } else if (checked_for > 0) {
      --checked_for;
    }
    return checked_for > 0 ? References::kChecked : References::kTrusted;
  }

  void work() {
    while (true) {
      std::vector<std::unique_ptr<Write>> taken = take();
      if (taken.empty()) return;
      const References references = references_for(taken);
      Batch batch(database, references, std::move(taken));
      const bool committed = batch.run();
      const std::lock_guard lock(mutex);
      stats.failed += batch.failed();
      if (!committed) continue;
      ++stats.batches;
      stats.writes += batch.size() - batch.failed();
    }
  }
};

WriteQueue::WriteQueue(Database& database, const WriteQueueOptions& options)
    : state_(std::make_unique<State>(database, options)) {
  state_->thread = std::thread([state = state_.get()] { state->work(); });
}

WriteQueue::~WriteQueue() { stop(); }

void WriteQueue::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
  }
  state_->came.notify_one();
  const std::lock_guard lock(state_->joining);
  if (state_->thread.joinable()) state_->thread.join();
}

void WriteQueue::submit(std::unique_ptr<Write> write) {
  const std::size_t weight = write->weight();
  std::unique_lock lock(state_->mutex);
  const bool full =
      state_->stats.waiting > 0 && state_->stats.waiting + weight > state_->options.most_waiting;
  if (state_->stop || full) {
    const base::Error refusal = state_->stop ? stopping() : too_much_waits();
    ++state_->stats.failed;
    lock.unlock();
    write->done(refusal);
    return;
  }
  state_->stats.waiting += weight;
  state_->waiting.push_back(std::move(write));
  const bool wake = std::exchange(state_->idle, false);
  lock.unlock();
  if (wake) state_->came.notify_one();
}

void WriteQueue::submit(std::function<base::Status(Transaction&)> work,
                        std::function<void(const base::Status&)> done) {
  submit(std::make_unique<PlainWrite>(std::move(work), std::move(done)));
}

base::Status WriteQueue::write(std::function<base::Status(Transaction&)> work) {
  CHECK(std::this_thread::get_id() != state_->thread.get_id());
  std::mutex mutex;
  std::condition_variable answered;
  std::optional<base::Status> status;
  submit(std::move(work), [&](const base::Status& result) {
    // Told while the lock is held: the waiting thread destroys all this as soon as it may.
    const std::lock_guard lock(mutex);
    status = result;
    answered.notify_one();
  });
  std::unique_lock lock(mutex);
  answered.wait(lock, [&] { return status.has_value(); });
  return *std::move(status);
}

WriteQueueStats WriteQueue::stats() const {
  const std::lock_guard lock(state_->mutex);
  return state_->stats;
}

Database& WriteQueue::database() { return state_->database; }

}  // namespace laurel::store
