// Packed cells while they are read, merged and written: what the kinds of cells have in common. A
// kind names its Item (a cell of model/cells.h), its Row (the key without the bucket, then the
// sums), kKeys columns of key, row(item) and voice(row). Internal to the store. Pure.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/cells.h"
#include "store/packed.h"

namespace laurel::store {

inline base::Error damaged_counts() {
  return base::unavailable("The counts in the database are damaged. Run \"laurel recount\" once.");
}

template <typename Row>
bool key_less(const Row& a, const Row& b, std::size_t keys) {
  return std::lexicographical_compare(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(keys),
                                      b.begin(), b.begin() + static_cast<std::ptrdiff_t>(keys));
}

// Merges packed values, each ascending by key without repeats, into one: rows of the same key are
// added up, and what comes out as zero goes. The values stay packed and are read a row at a time,
// so that folding takes little more memory than the bytes it folds.
template <typename Kind>
class MergedRows {
 public:
  using Row = typename Kind::Row;

  // Once rows are taken no more may be added.
  base::Status add(std::string_view counts) {
    runs_.push_back(std::make_unique<Run>(counts));
    if (TRY(advance(*runs_.back()))) {
      std::push_heap(runs_.begin(), runs_.end(), later);
    } else {
      runs_.pop_back();
    }
    return {};
  }

  // The next row in the order of keys; null after the last. Valid until the next call.
  base::Result<const Row*> next() {
    while (!runs_.empty()) {
      if (runs_.size() == 1) {  // each key once: nothing to add up
        if (std::exchange(given_, true) && !TRY(advance(*runs_.front()))) break;
        const Row& row = runs_.front()->reader.row();
        if (counts_something(row)) return &row;
        continue;
      }
      sum_ = runs_.front()->reader.row();
      TRY(pass_first());
      while (!runs_.empty() && same_key(runs_.front()->reader.row(), sum_)) {
        for (std::size_t s = Kind::kKeys; s < sum_.size(); ++s)
          sum_[s] += runs_.front()->reader.row()[s];
        TRY(pass_first());
      }
      if (counts_something(sum_)) return &sum_;
    }
    runs_.clear();
    return static_cast<const Row*>(nullptr);
  }

 private:
  using Reader = CountReader<std::tuple_size_v<Row>>;

  struct Run {
    explicit Run(std::string_view counts) : bytes(counts), reader(bytes) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    const std::string bytes;
    Reader reader;
    bool begun = false;
  };

  static bool later(const std::unique_ptr<Run>& a, const std::unique_ptr<Run>& b) {
    return key_less(b->reader.row(), a->reader.row(), Kind::kKeys);
  }
  static bool same_key(const Row& a, const Row& b) {
    return std::equal(a.begin(), a.begin() + Kind::kKeys, b.begin());
  }

  static bool counts_something(const Row& row) {
    return std::any_of(row.begin() + Kind::kKeys, row.end(), [](auto n) { return n != 0; });
  }

  // Whether there was one more row.
  static base::Result<bool> advance(Run& run) {
    const auto step = run.reader.next();
    if (step == Reader::Step::kEnd) return false;
    if (step == Reader::Step::kDamaged) return damaged_counts();
    const std::int64_t voice = Kind::voice(run.reader.row());
    if (voice < 0 || voice >= model::kVoiceCount) return damaged_counts();
    if (run.begun && !run.reader.ascended(Kind::kKeys)) return damaged_counts();
    run.begun = true;
    return true;
  }

  base::Status pass_first() {
    std::pop_heap(runs_.begin(), runs_.end(), later);
    if (TRY(advance(*runs_.back()))) {
      std::push_heap(runs_.begin(), runs_.end(), later);
    } else {
      runs_.pop_back();
    }
    return {};
  }

  std::vector<std::unique_ptr<Run>> runs_;  // a heap by the key each is at
  Row sum_{};
  bool given_ = false;  // the row that the only run is at
};

}  // namespace laurel::store
