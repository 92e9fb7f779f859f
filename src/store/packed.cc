#include "store/packed.h"

#include <bit>
#include <charconv>
#include <limits>

namespace laurel::store {
namespace {

// A number that fits an id.
std::optional<std::int32_t> read_id(std::string_view in, std::size_t& at) {
  const std::optional<std::uint64_t> value = read_varint(in, at);
  if (!value || *value > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max())) {
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*value);
}

void append_id(std::string& out, std::int32_t id) {
  CHECK(id >= 0);
  append_varint(out, static_cast<std::uint64_t>(id));
}

}  // namespace

void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

std::optional<std::uint64_t> read_varint(std::string_view in, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && at < in.size(); shift += 7) {
    const auto byte = static_cast<unsigned char>(in[at++]);
    if (shift == 63 && byte > 1) return std::nullopt;
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

void pack_answers(std::span<const model::Answer> answers, std::string& out) {
  out.clear();
  for (const model::Answer& answer : answers) {
    append_id(out, answer.question.value);
    append_varint(out, zigzag(answer.value));
  }
}

std::optional<std::vector<model::Answer>> unpack_answers(std::string_view in) {
  std::vector<model::Answer> answers;
  for (std::size_t at = 0; at < in.size();) {
    const auto id = read_id(in, at);
    const auto value = id ? read_varint(in, at) : std::nullopt;
    if (!value) return std::nullopt;
    answers.push_back({{*id}, unzigzag(*value)});
  }
  return answers;
}

void pack_employees(std::span<const model::EmployeeId> ids, std::string& out) {
  out.clear();
  for (const model::EmployeeId id : ids) append_id(out, id.value);
}

std::optional<std::vector<model::EmployeeId>> unpack_employees(std::string_view in) {
  std::vector<model::EmployeeId> ids;
  for (std::size_t at = 0; at < in.size();) {
    const auto id = read_id(in, at);
    if (!id) return std::nullopt;
    ids.push_back({*id});
  }
  return ids;
}

void pack_candidates(std::span<const model::CommendationCandidate> candidates, std::string& out) {
  out.clear();
  for (const auto& [employee, score] : candidates) {
    append_id(out, employee.value);
    const auto bits = std::bit_cast<std::uint32_t>(score);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      out.push_back(static_cast<char>(bits >> shift & 0xff));
    }
  }
}

std::optional<std::vector<model::CommendationCandidate>> unpack_candidates(std::string_view in) {
  std::vector<model::CommendationCandidate> candidates;
  for (std::size_t at = 0; at < in.size();) {
    const auto id = read_id(in, at);
    if (!id || in.size() - at < 4) return std::nullopt;
    std::uint32_t bits = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
      bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(in[at++])) << shift;
    }
    candidates.push_back({{*id}, std::bit_cast<float>(bits)});
  }
  return candidates;
}

std::string pack_lines(std::span<const std::string> lines) {
  std::string out;
  for (const std::string& line : lines) {
    for (const char c : line) {
      if (c == '\\') {
        out += "\\\\";
      } else if (c == '\n') {
        out += "\\n";
      } else {
        out += c;
      }
    }
    out += '\n';
  }
  return out;
}

std::vector<std::string> unpack_lines(std::string_view in) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] == '\n') {
      lines.push_back(std::move(line));
      line.clear();
    } else if (in[i] == '\\' && i + 1 < in.size()) {
      line += in[++i] == 'n' ? '\n' : in[i];
    } else {
      line += in[i];
    }
  }
  return lines;
}

std::string pack_bins(std::span<const std::int64_t> bins) {
  std::string out;
  for (const std::int64_t bin : bins) {
    if (!out.empty()) out += ',';
    out += std::to_string(bin);
  }
  return out;
}

std::vector<std::int64_t> unpack_bins(std::string_view in) {
  std::vector<std::int64_t> bins;
  const char *at = in.data(), *end = in.data() + in.size();
  while (at < end) {
    std::int64_t bin = 0;
    const auto [next, error] = std::from_chars(at, end, bin);
    if (error != std::errc()) break;
    bins.push_back(bin);
    at = next + 1;
  }
  return bins;
}

}  // namespace laurel::store
