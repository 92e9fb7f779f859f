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

template <std::size_t Width>
std::string pack_counts(std::span<const CountRow<Width>> rows) {
  std::string out;
  out.reserve(rows.size() * Width);
  CountRow<Width> last{};
  for (const CountRow<Width>& row : rows) {
    for (std::size_t i = 0; i < Width; ++i)
      append_varint(out, zigzag(wrapping(row[i], -1, last[i])));
    last = row;
  }
  return out;
}

// Appends to `rows`; false when the bytes are damaged.
template <std::size_t Width>
bool unpack_counts(std::string_view in, std::vector<CountRow<Width>>& rows) {
  CountRow<Width> row{};
  for (std::size_t at = 0; at < in.size();) {
    for (std::size_t i = 0; i < Width; ++i) {
      const auto byte = at < in.size() ? static_cast<unsigned char>(in[at]) : 0x80;
      if (byte < 0x80) {  // nearly always
        row[i] = wrapping(row[i], +1, unzigzag(byte));
        ++at;
        continue;
      }
      const std::optional<std::uint64_t> step = read_varint(in, at);
      if (!step) return false;
      row[i] = wrapping(row[i], +1, unzigzag(*step));
    }
    rows.push_back(row);
  }
  return true;
}

}  // namespace laurel::store
