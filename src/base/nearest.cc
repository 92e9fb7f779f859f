#include "base/nearest.h"

#include <algorithm>
#include <vector>

namespace laurel::base {
namespace {

std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view typed,
                                        std::span<const std::string_view> known) {
  std::optional<std::string_view> best;
  std::size_t fewest = typed.size() / 3 + 2;  // more edits than this is another word
  for (const std::string_view name : known) {
    const std::size_t distance = edits(typed, name);
    if (distance < fewest) {
      fewest = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace laurel::base
