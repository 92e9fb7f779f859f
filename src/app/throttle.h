// Limits how often something may be tried, by what is counted: an address, a client, both together.
// A bucket holds `burst` tries and one leaks out every `each`; the generic cell rate algorithm
// (ITU-T I.371) keeps it as one instant, when the bucket will have run empty. Counted in memory;
// what was counted goes to the database with exchange() and comes back with what other processes
// counted, so that several agree within about a second and a restart forgets nothing.
//
// Thread-safe. What is counted is kept as a digest, and in the database only until it is empty.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "store/database.h"

namespace laurel::app {

class Throttle {
 public:
  struct Limit {
    int burst = 1;
    std::chrono::seconds each{1};
  };
  struct Key {
    std::string what;  // with its kind in front: "account ann@example.org"
    Limit limit;
  };

  Throttle(store::Database& database, const base::Clock& clock);

  // Counts one try against every key, before it is known how it ends, so that many at once can't
  // slip through. kThrottled with the seconds to wait when one of them is full; nothing is counted
  // then. A database that can't be read is passed over: memory alone decides.
  base::Status take(std::span<const Key> keys);
  // Takes back one try: it was a rightful one.
  void give_back(std::span<const Key> keys);

  // Writes what was counted since, reads what others counted, forgets what is empty. To be called
  // about every second, by one thread.
  base::Status exchange();

 private:
  struct Bucket {
    std::int64_t empty_at = 0;  // microseconds
    std::int64_t unsent = 0;    // of it, not yet in the database
    std::int64_t read_at = 0;
  };
  struct DigestHash {
    std::size_t operator()(const base::Digest& digest) const noexcept;
  };

  void read(std::span<const base::Digest> keys, std::int64_t now);
  void make_room(std::int64_t now);

  store::Database& database_;
  const base::Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<base::Digest, Bucket, DigestHash> buckets_;
};

}  // namespace laurel::app
