#include "app/throttle.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "store/throttles.h"

namespace laurel::app {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kReadAgainAfter = 2 * kSecond;
constexpr std::size_t kMost = 100'000;  // about 10 MB

std::int64_t micros(std::chrono::seconds seconds) { return seconds.count() * kSecond; }

std::string in_words(std::int64_t seconds) {
  if (seconds < 90) return fmt::format("{} second{}", seconds, seconds == 1 ? "" : "s");
  return fmt::format("{} minutes", (seconds + 59) / 60);
}

}  // namespace

std::size_t Throttle::DigestHash::operator()(const base::Digest& digest) const noexcept {
  std::size_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);
  return hash;
}

Throttle::Throttle(store::Database& database, const base::Clock& clock)
    : database_(database), clock_(clock) {}

void Throttle::read(std::span<const base::Digest> keys, std::int64_t now) {
  auto tx = database_.begin_read();
  if (!tx.ok()) return;
  for (const base::Digest& key : keys) {
    const auto stored = store::find_throttle(*tx, key);
    if (!stored.ok()) return;
    const std::lock_guard lock(mutex_);
    Bucket& bucket = buckets_[key];
    bucket.read_at = now;
    if (*stored) {
      const std::int64_t counted = std::max((*stored)->micros, now) + bucket.unsent;
      bucket.empty_at = std::max(bucket.empty_at, counted);
    }
  }
}

base::Status Throttle::take(std::span<const Key> keys) {
  const std::int64_t now = clock_.now().micros;
  std::vector<base::Digest> digests, unread;
  for (const Key& key : keys) digests.push_back(base::digest_of(key.what));
  {
    const std::lock_guard lock(mutex_);
    make_room(now);
    for (const base::Digest& digest : digests) {
      const auto found = buckets_.find(digest);
      if (found == buckets_.end() || now - found->second.read_at >= kReadAgainAfter)
        unread.push_back(digest);
    }
  }
  if (!unread.empty()) read(unread, now);

  const std::lock_guard lock(mutex_);
  std::int64_t wait = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::int64_t each = micros(keys[i].limit.each);
    const std::int64_t level = std::max(buckets_[digests[i]].empty_at - now, std::int64_t{0});
    wait = std::max(wait, level + each - keys[i].limit.burst * each);
  }
  if (wait > 0) {
    const std::int64_t seconds = (wait + kSecond - 1) / kSecond;
    return base::throttled(
        fmt::format("There were too many tries. Wait {} and try again.", in_words(seconds)),
        static_cast<int>(seconds));
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Bucket& bucket = buckets_[digests[i]];
    const std::int64_t each = micros(keys[i].limit.each);
    bucket.empty_at = std::max(bucket.empty_at, now) + each;
    bucket.unsent += each;
  }
  return {};
}

void Throttle::give_back(std::span<const Key> keys) {
  const std::lock_guard lock(mutex_);
  for (const Key& key : keys) {
    const auto found = buckets_.find(base::digest_of(key.what));
    if (found == buckets_.end()) continue;
    found->second.empty_at -= micros(key.limit.each);
    found->second.unsent -= micros(key.limit.each);
  }
}

base::Status Throttle::exchange() {
  struct Raise {
    base::Digest key;
    std::int64_t by;
    std::int64_t empty_at = 0;
  };
  const base::Timestamp now = clock_.now();
  std::vector<Raise> raises;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [key, bucket] : buckets_) {
      if (bucket.unsent != 0) raises.push_back({key, std::exchange(bucket.unsent, 0)});
    }
  }
  if (raises.empty()) return {};
  // In one order, so that two processes don't wait for each other in a circle.
  std::sort(raises.begin(), raises.end(),
            [](const Raise& a, const Raise& b) { return a.key < b.key; });
  const auto write = [&]() -> base::Status {
    auto tx = TRY(database_.begin_write());
    for (Raise& raise : raises) {
      raise.empty_at =
          TRY(store::raise_throttle(tx, raise.key, now, std::chrono::microseconds(raise.by)))
              .micros;
    }
    return tx.commit();
  };
  base::Status written = write();
  const std::lock_guard lock(mutex_);
  for (const Raise& raise : raises) {
    Bucket& bucket = buckets_[raise.key];
    if (written.ok()) {
      bucket.empty_at = std::max(bucket.empty_at, raise.empty_at + bucket.unsent);
      bucket.read_at = now.micros;
    } else {
      bucket.unsent += raise.by;
    }
  }
  return written;
}

void Throttle::make_room(std::int64_t now) {
  if (buckets_.size() < kMost) return;
  std::erase_if(buckets_, [&](const auto& each) {
    return each.second.unsent == 0 && each.second.empty_at <= now;
  });
  if (buckets_.size() < kMost) return;
  // What is in the database is read again when it is asked for.
  std::erase_if(buckets_, [](const auto& each) { return each.second.unsent == 0; });
  // Nothing could be written for long; without the database nobody gets in anyway.
  if (buckets_.size() >= 2 * kMost) buckets_.clear();
}

}  // namespace laurel::app
