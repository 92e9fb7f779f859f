#include "intake/ndjson.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstring>

#include "intake/scan.h"

namespace laurel::intake {
namespace {

constexpr std::size_t kWindow = std::size_t{1} << 20;
constexpr std::size_t kPassedOver = 20;

namespace json = boost::json;

void append_scalar(const json::value& value, std::string& out) {
  switch (value.kind()) {
    case json::kind::string:
      out.append(value.get_string().data(), value.get_string().size());
      break;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      break;
    case json::kind::int64:
      fmt::format_to(std::back_inserter(out), "{}", value.get_int64());
      break;
    case json::kind::uint64:
      fmt::format_to(std::back_inserter(out), "{}", value.get_uint64());
      break;
    case json::kind::double_: {
      const double number = value.get_double();
      if (number == std::floor(number) && std::abs(number) < 1e15) {
        fmt::format_to(std::back_inserter(out), "{:.0f}", number);
      } else {
        fmt::format_to(std::back_inserter(out), "{}", number);
      }
      break;
    }
    default:
      break;
  }
}

bool is_scalar(const json::value& value) { return !value.is_object() && !value.is_array(); }

}  // namespace

struct NdjsonReader::Json {
  json::stream_parser parser;
  json::value value;
  // One buffer for all values of a line, taken again for the next.
  std::vector<unsigned char> arena = std::vector<unsigned char>(std::size_t{64} << 10);
};

NdjsonReader::NdjsonReader(std::unique_ptr<ByteSource> source)
    : source_(std::move(source)), json_(std::make_unique<Json>()), window_(kWindow) {}
NdjsonReader::~NdjsonReader() = default;

void NdjsonReader::add_column(const std::string& name) {
  if (places_.emplace(name, columns_.size()).second) columns_.push_back(name);
}

base::Status NdjsonReader::seek(Position position) {
  TRY(source_->seek(position.offset));
  position_ = position;
  begin_ = end_ = 0;
  at_end_ = false;
  return {};
}

base::Status NdjsonReader::fill() {
  if (begin_ > 0) {
    std::memmove(window_.data(), window_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (window_.size() - end_ < 4) {
    if (window_.size() >= kMaxRowBytes) {
      return base::invalid_input(fmt::format(
          "Line {} is longer than {} MB. Each line must be one JSON object; a JSON list "
          "becomes lines with: jq -c '.[]' FILE",
          position_.line, kMaxRowBytes >> 20));
    }
    window_.resize(window_.size() * 2);
  }
  while (!at_end_ && window_.size() - end_ >= 4) {
    const std::size_t got = TRY(source_->read(window_.data() + end_, window_.size() - end_));
    if (got == 0) at_end_ = true;
    end_ += got;
  }
  return {};
}

base::Result<bool> NdjsonReader::next(Row& row) {
  for (;;) {
    const char* const from = window_.data() + begin_;
    const auto* newline = static_cast<const char*>(std::memchr(from, '\n', end_ - begin_));
    if (newline == nullptr && !at_end_) {
      TRY(fill());
      continue;
    }
    if (begin_ == end_) return false;
    const char* const end = newline == nullptr ? window_.data() + end_ : newline;
    const char* const next = newline == nullptr ? end : newline + 1;
    std::string_view line(from, static_cast<std::size_t>(end - from));
    if (line.ends_with('\r')) line.remove_suffix(1);
    row.begin = position_;
    position_.offset += next - from;
    position_.line += 1;
    row.end = position_;
    begin_ += static_cast<std::size_t>(next - from);
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    row.raw = line;
    flatten(row);
    return true;
  }
}

void NdjsonReader::flatten(Row& row) {
  row.problem = RowProblem::kNone;
  row.problem_field = -1;
  row.problem_detail.clear();
  const ByteKinds bytes = inspect(row.raw);
  row.wide = bytes.wide;
  ranges_.assign(columns_.size(), {0, 0});
  values_.clear();
  const auto fail = [&](RowProblem problem, std::string detail) {
    row.problem = problem;
    row.problem_detail = std::move(detail);
  };

  json_->value = nullptr;
  json::monotonic_resource resource(json_->arena.data(), json_->arena.size());
  json_->parser.reset(&resource);
  boost::system::error_code error;
  const std::size_t taken = json_->parser.write_some(row.raw.data(), row.raw.size(), error);
  if (!error && taken == row.raw.size()) json_->parser.finish(error);
  if (bytes.nul) {
    fail(RowProblem::kNulByte, {});
  } else if (bytes.bad) {
    fail(RowProblem::kEncoding, {});
  } else if (error) {
    fail(RowProblem::kJson, error == json::error::incomplete
                                ? std::string("the JSON object is not complete")
                                : fmt::format("not valid JSON from column {} on", taken + 1));
  } else if (row.raw.find_first_not_of(" \t", taken) != std::string_view::npos) {
    fail(RowProblem::kJson,
         fmt::format("text after the JSON object, from column {} on", taken + 1));
  }
  if (row.problem == RowProblem::kNone) {
    const json::value value = json_->parser.release();
    if (!value.is_object()) {
      fail(RowProblem::kJson, "not a JSON object");
    } else {
      std::string name;
      const auto store = [&](const json::value& member) {
        auto place = places_.find(name);
        if (place == places_.end()) {
          if (!open_ || columns_.size() >= kMaxColumns) {
            if (passed_over_.size() < kPassedOver &&
                std::find(passed_over_.begin(), passed_over_.end(), name) == passed_over_.end())
              passed_over_.push_back(name);
            return;
          }
          add_column(name);
          ranges_.emplace_back(0, 0);
          place = places_.find(name);
        }
        const std::size_t start = values_.size();
        if (member.is_array()) {
          for (const json::value& item : member.get_array()) {
            if (values_.size() != start) values_ += '|';
            append_scalar(item, values_);
          }
        } else {
          append_scalar(member, values_);
        }
        ranges_[place->second] = {start, values_.size()};
      };
      const auto walk = [&](const auto& self, const json::value& node) -> void {
        const std::size_t length = name.size();
        const auto into = [&](std::string_view key, const json::value& child) {
          if (length != 0) name += '.';
          name += key;
          self(self, child);
          name.resize(length);
        };
        if (node.is_object()) {
          for (const auto& [key, child] : node.get_object()) into({key.data(), key.size()}, child);
        } else if (node.is_array() &&
                   !std::all_of(node.get_array().begin(), node.get_array().end(), is_scalar)) {
          std::size_t index = 0;
          for (const json::value& child : node.get_array()) into(std::to_string(index++), child);
        } else {
          store(node);
        }
      };
      walk(walk, value);
    }
  } else {
    json_->parser.reset();
  }
  fields_.clear();
  for (const auto& [from, to] : ranges_)
    fields_.push_back(std::string_view(values_).substr(from, to - from));
  row.fields = fields_;
}

}  // namespace laurel::intake
