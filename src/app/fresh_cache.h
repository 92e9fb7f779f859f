// What was looked up a moment ago, by the digest of a secret: spares the database a look-up for
// every request. Entries count for a few seconds only, so that what another process changes is soon
// seen; what this process changes is dropped at once, together with look-ups that began before.
//
// Thread-safe; readers don't wait for each other. Bounded.
#pragma once

#include <chrono>
#include <cstring>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "base/clock.h"
#include "base/secret.h"

namespace laurel::app {

template <typename T>
class FreshCache {
 public:
  explicit FreshCache(std::chrono::microseconds lasts, std::size_t most = 50'000)
      : lasts_(lasts.count()), most_(most) {}

  // Null when it isn't there or too old.
  std::shared_ptr<T> find(const base::Digest& key, base::Timestamp now) const {
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end() || !is_fresh(found->second, now)) return nullptr;
    return found->second.value;
  }

  // Where a look-up begins: taken before the database is read.
  std::uint64_t begin() const {
    const std::shared_lock lock(mutex_);
    return changes_;
  }
  // Kept unless something was dropped since `began`.
  void put(const base::Digest& key, std::shared_ptr<T> value, base::Timestamp now,
           std::uint64_t began) {
    const std::unique_lock lock(mutex_);
    if (began != changes_) return;
    if (entries_.size() >= most_) {
      std::erase_if(entries_, [&](const auto& each) { return !is_fresh(each.second, now); });
      if (entries_.size() >= most_) entries_.clear();
    }
    entries_.insert_or_assign(key, Entry{std::move(value), now.micros});
  }

  template <typename Predicate>
  void drop_if(const Predicate& predicate) {
    const std::unique_lock lock(mutex_);
    ++changes_;
    std::erase_if(entries_, [&](const auto& each) { return predicate(*each.second.value); });
  }

 private:
  struct Entry {
    std::shared_ptr<T> value;
    std::int64_t loaded_at;
  };
  struct Hash {
    std::size_t operator()(const base::Digest& digest) const noexcept {
      std::size_t hash = 0;
      std::memcpy(&hash, digest.data(), sizeof hash);
      return hash;
    }
  };

  // A clock that was set back makes entries old, not eternal.
  bool is_fresh(const Entry& entry, base::Timestamp now) const {
    const std::int64_t age = now.micros - entry.loaded_at;
    return age >= 0 && age < lasts_;
  }

  const std::int64_t lasts_;
  const std::size_t most_;
  mutable std::shared_mutex mutex_;
  std::uint64_t changes_ = 0;
  std::unordered_map<base::Digest, Entry, Hash> entries_;
};

}  // namespace laurel::app
