// Packed cells while they are read, merged and written: what the kinds of cells have in common. A
// kind names its Item (a cell of model/cells.h), its Row (the key without the bucket, then the
// sums), kKeys columns of key, row(item) and voice(row). Internal to the store. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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

// Calls visit for each row of both, which ascend by their first kKeys columns without repeats, in
// that order: rows of the same key added up; what comes out as zero goes.
template <std::size_t kKeys, typename Row, typename Visit>
void merge_rows(std::span<const Row> a, std::span<const Row> b, const Visit& visit) {
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (j == b.size() || (i < a.size() && key_less(a[i], b[j], kKeys))) {
      visit(a[i++]);
    } else if (i == a.size() || key_less(b[j], a[i], kKeys)) {
      visit(b[j++]);
    } else {
      Row sum = a[i++];
      for (std::size_t s = kKeys; s < sum.size(); ++s) sum[s] += b[j][s];
      ++j;
      if (std::any_of(sum.begin() + kKeys, sum.end(), [](auto n) { return n != 0; })) visit(sum);
    }
  }
}

// Rows of one bucket, as runs that each ascend by key without repeats: one from every packed value.
template <typename Kind>
class Runs {
 public:
  using Row = typename Kind::Row;

  base::Status add(std::string_view counts) {
    const std::size_t start = rows_.size();
    if (!unpack_counts(counts, rows_)) return damaged_counts();
    for (std::size_t i = start; i < rows_.size(); ++i) {
      const std::int64_t voice = Kind::voice(rows_[i]);
      if (voice < 0 || voice >= model::kVoiceCount) return damaged_counts();
      if (i > start && !key_less(rows_[i - 1], rows_[i], Kind::kKeys)) return damaged_counts();
    }
    if (rows_.size() > start) starts_.push_back(start);
    return {};
  }

  // Merges neighbouring runs until one is left, adding up rows of the same key; what comes out as
  // zero goes. Much less work than sorting, since every run is sorted already.
  const std::vector<Row>& combine() {
    while (starts_.size() > 1) {
      std::vector<Row> merged;
      merged.reserve(rows_.size());
      std::vector<std::size_t> starts;
      starts_.push_back(rows_.size());
      for (std::size_t i = 0; i + 1 < starts_.size(); i += 2) {
        starts.push_back(merged.size());
        const std::size_t last = std::min(i + 2, starts_.size() - 1);
        const std::size_t middle = starts_[i + 1];
        const std::span<const Row> all(rows_);
        merge_rows<Kind::kKeys>(all.subspan(starts_[i], middle - starts_[i]),
                                all.subspan(middle, starts_[last] - middle),
                                [&](const Row& row) { merged.push_back(row); });
      }
      rows_.swap(merged);
      starts_.swap(starts);
    }
    return rows_;
  }

 private:
  std::vector<Row> rows_;
  std::vector<std::size_t> starts_;
};

// Calls write(bucket, packed counts) for each run of items of one bucket. REQUIRES: ascending by
// key, so that buckets are runs.
template <typename Kind, typename BucketOf, typename Write>
base::Status for_each_bucket(const std::vector<typename Kind::Item>& items,
                             const BucketOf& bucket_of, const Write& write) {
  std::vector<typename Kind::Row> rows;
  for (std::size_t i = 0; i < items.size();) {
    const auto bucket = bucket_of(items[i]);
    rows.clear();
    for (; i < items.size() && bucket_of(items[i]) == bucket; ++i) {
      rows.push_back(Kind::row(items[i]));
    }
    TRY(write(bucket, pack_counts(std::span<const typename Kind::Row>(rows))));
  }
  return {};
}

// How many keys of the two lists are missing, extra or have other counts; everything when what is
// stored can't be read.
template <typename Item, typename Same>
base::Result<std::int64_t> count_differing(const base::Result<std::vector<Item>>& stored,
                                           const std::vector<Item>& should, const Same& same) {
  if (!stored.ok()) {
    if (stored.error().message != damaged_counts().message) return stored.error();
    return static_cast<std::int64_t>(should.size());
  }
  const std::vector<Item>& is = *stored;
  std::int64_t differing = 0;
  std::size_t i = 0, s = 0;
  while (i < is.size() || s < should.size()) {
    if (s == should.size() || (i < is.size() && is[i].key < should[s].key)) {
      ++differing, ++i;
    } else if (i == is.size() || should[s].key < is[i].key) {
      ++differing, ++s;
    } else {
      differing += same(is[i++], should[s++]) ? 0 : 1;
    }
  }
  return differing;
}

}  // namespace laurel::store
