// WriteQueue: many threads submit writes, one thread runs whatever waits in one transaction and
// answers after its one durable commit. So a commit is shared by as many requests as came in while
// the one before was under way: a batch grows with the traffic, and nothing waits for a timer.
//
// Each write runs in a savepoint: one that fails is taken back and fails alone. Writes of one group
// (the responses of an organization) run together, so that they share their look-ups and rows; if
// the group fails, each is run again alone. If the transaction can't begin or the commit fails,
// every write of the batch hears that, and nothing of it is stored. Only when the connection to a
// PostgreSQL breaks during the commit itself may it be stored all the same: what is repeated then
// needs an id or an idempotency key to be told.
//
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace laurel::store {

class Write;

class WriteGroup {
 public:
  virtual ~WriteGroup() = default;
  // Does what all of them want. All of it is taken back when it fails.
  virtual base::Status run(Transaction& tx, std::span<Write* const> writes) = 0;
};

class Write {
 public:
  virtual ~Write() = default;
  // Null: runs by itself. Otherwise it is run by the group. REQUIRES: the group lives as long.
  virtual WriteGroup* group() { return nullptr; }
  // Called on the queue's thread, perhaps twice: a batch that failed in the middle is run again.
  virtual base::Status run(Transaction& tx) = 0;
  // Called once, on the queue's thread after the commit, or in submit() when it is refused. Must
  // not block.
  virtual void done(const base::Status& status) = 0;
  // How much of a batch it takes up: responses, for instance.
  virtual std::size_t weight() const { return 1; }
  // kTrusted when everything it refers to was looked up, or stands in a list that only grows.
  virtual References references() const { return References::kChecked; }
};

struct WriteQueueOptions {
  std::size_t most_waiting = 20'000;  // weight; more is refused with kUnavailable
  std::size_t most_in_batch = 2'000;  // weight; a single write may exceed it
};

struct WriteQueueStats {
  std::int64_t batches = 0;  // committed
  std::int64_t writes = 0;   // committed
  std::int64_t failed = 0;   // heard an error, refused ones included
  std::size_t waiting = 0;   // weight, now
};

class WriteQueue {
 public:
  // REQUIRES: the database outlives it.
  explicit WriteQueue(Database& database, const WriteQueueOptions& options = {});
  // Finishes what waits.
  ~WriteQueue();
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  // Returns at once. When too much waits, or after stop(), `done` hears kUnavailable at once.
  void submit(std::unique_ptr<Write> write);
  void submit(std::function<base::Status(Transaction&)> work,
              std::function<void(const base::Status&)> done);
  // Submits and waits, for threads that have nothing else to do. Never from the queue's own thread.
  base::Status write(std::function<base::Status(Transaction&)> work);

  // Finishes what waits and refuses what comes later. May be called twice.
  void stop();

  WriteQueueStats stats() const;
  Database& database();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace laurel::store
