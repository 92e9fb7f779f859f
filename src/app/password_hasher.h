// Argon2id (RFC 9106, by libsodium) on threads of its own, so that hashing holds up neither the
// network nor other requests, uses a bounded amount of memory and answers at once when there is
// more to hash than can be. The default cost is the second choice of the OWASP Password Storage
// Cheat Sheet: 19 MiB, two passes, one lane; tens of milliseconds.
//
// Thread-safe. Callbacks run on a hashing thread (when the queue is full: on the caller's) and hold
// it up; they must not throw. Destruction finishes what was accepted.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace laurel::app {

struct HashingOptions {
  int threads = 1;           // each uses `memory` bytes while it works
  std::size_t waiting = 32;  // how many may wait; more are refused
  std::size_t memory = std::size_t{19} * 1024 * 1024;
  int passes = 2;
};

class PasswordHasher {
 public:
  enum class Match {
    kNo,
    kYes,
    kYesAtOldCost,  // hash it again: the options changed since
  };

  explicit PasswordHasher(const HashingOptions& options = {});
  ~PasswordHasher();
  PasswordHasher(const PasswordHasher&) = delete;
  PasswordHasher& operator=(const PasswordHasher&) = delete;

  // The encoded form, with salt and cost: "$argon2id$…". kUnavailable when too many wait.
  void hash(base::Secret password, std::function<void(base::Result<std::string>)> done);
  // An empty or malformed `encoded` takes as long as any other, and gives kNo.
  void verify(base::Secret password, std::string encoded,
              std::function<void(base::Result<Match>)> done);

  // Waits until everything accepted is answered, also what callbacks submit meanwhile. Nothing may
  // be submitted from elsewhere then or later.
  void finish();

  // On the caller's thread, for commands.
  static base::Result<std::string> hash_now(const base::Secret& password,
                                            const HashingOptions& options = {});

 private:
  void submit(std::function<void()> work, const std::function<void(base::Error)>& refuse);
  void run();

  const HashingOptions options_;
  std::string nobodys_;  // what is verified in place of an encoded form that isn't there
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace laurel::app
