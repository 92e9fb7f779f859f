// Values kept many in one column, the same bytes in both engines.
//
//   varint    unsigned, 7 bits a byte, least significant first, the high bit set on all but the
//             last byte
//   zigzag    a signed number n as the varint of 2n for n ≥ 0 and of −2n−1 below
//   answers   for each, ascending by question: varint question id, zigzag value
//   numbers   for each, in the order given: varint id
//   candidates  for each, best first: varint employee id, then the score as an IEEE 754 single,
//             least significant byte first
//   lines     one text a line; a line break in it is written \n and a backslash \\ (two characters)
//   counts    rows of signed numbers, all of the same width, ascending: for each row and column the
//             zigzag of the difference to the row before in that column (to 0 for the first row)
//
// Decoders refuse bytes that don't follow this (nullopt) and never read past the end. Functions are
// thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/response.h"

namespace laurel::store {

void append_varint(std::string& out, std::uint64_t value);
// Reads one and moves `at` behind it; nullopt when it is cut off or too long.
std::optional<std::uint64_t> read_varint(std::string_view in, std::size_t& at);

constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

// Each pack_… replaces what `out` holds, so that its memory can be used again.
void pack_answers(std::span<const model::Answer> answers, std::string& out);
std::optional<std::vector<model::Answer>> unpack_answers(std::string_view in);

void pack_employees(std::span<const model::EmployeeId> ids, std::string& out);
std::optional<std::vector<model::EmployeeId>> unpack_employees(std::string_view in);

void pack_candidates(std::span<const model::CommendationCandidate> candidates, std::string& out);
std::optional<std::vector<model::CommendationCandidate>> unpack_candidates(std::string_view in);

std::string pack_lines(std::span<const std::string> lines);
std::vector<std::string> unpack_lines(std::string_view in);

std::string pack_bins(std::span<const std::int64_t> bins);  // "1,3,10"
std::vector<std::int64_t> unpack_bins(std::string_view in);

// a + b or a − b modulo 2⁶⁴: differences of extremes go around and come back.
constexpr std::int64_t wrapping(std::int64_t a, int sign, std::int64_t b) {
  const auto x = static_cast<std::uint64_t>(a), y = static_cast<std::uint64_t>(b);
  return static_cast<std::int64_t>(sign > 0 ? x + y : x - y);
}

template <std::size_t Width>
using CountRow = std::array<std::int64_t, Width>;

// Packs rows one after the other; each is told by its difference to the one before.
template <std::size_t Width>
class CountWriter {
 public:
  void add(const CountRow<Width>& row) {
    for (std::size_t i = 0; i < Width; ++i)
      append_varint(bytes_, zigzag(wrapping(row[i], -1, last_[i])));
    last_ = row;
  }
  bool empty() const { return bytes_.empty(); }
  // What was added, beginning anew.
  std::string take() {
    last_ = {};
    return std::exchange(bytes_, {});
  }

 private:
  std::string bytes_;
  CountRow<Width> last_{};
};

// Reads packed rows one after the other. REQUIRES: the bytes outlive it.
template <std::size_t Width>
class CountReader {
 public:
  enum class Step : std::uint8_t { kRow, kEnd, kDamaged };

  explicit CountReader(std::string_view bytes) : bytes_(bytes) {}
  const CountRow<Width>& row() const { return row_; }
  // Whether the row is above the one before in its first `keys` columns.
  bool ascended(std::size_t keys) const { return higher_ && changed_ < keys; }

  Step next() {
    if (at_ >= bytes_.size()) return Step::kEnd;
    changed_ = Width;
    for (std::size_t i = 0; i < Width; ++i) {
      const auto byte = at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_]) : 0x80;
      if (byte == 0) {  // as before, nearly always
        ++at_;
        continue;
      }
      std::int64_t value = 0;
      if (byte < 0x80) {
        value = wrapping(row_[i], +1, unzigzag(byte));
        ++at_;
      } else {
        const std::optional<std::uint64_t> step = read_varint(bytes_, at_);
        if (!step) return Step::kDamaged;
        value = wrapping(row_[i], +1, unzigzag(*step));
      }
      if (changed_ == Width && value != row_[i]) {
        changed_ = i;
        higher_ = value > row_[i];
      }
      row_[i] = value;
    }
    return Step::kRow;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  CountRow<Width> row_{};
  std::size_t changed_ = Width;  // the first column that differs from the row before
  bool higher_ = false;          // and in which direction
};

}  // namespace laurel::store
