// What was found in an imported file, as it is kept: JSON and back, and sentences without options
// of commands.
#include <algorithm>

#include "app/import_files.h"
#include "app/import_looks.h"
#include "schema/document.h"
#include "schema/object.h"

namespace laurel::app {
namespace {

schema::Type<std::string> any_text() { return schema::text({.longest = 2'000, .one_line = false}); }
schema::Type<std::int64_t> any_count() { return schema::whole_number(0, std::int64_t{1} << 53); }

schema::ObjectType<RejectLook> reject_look() {
  using namespace schema;
  static const auto declared =
      object<RejectLook>("RejectLook", "", required("line", &RejectLook::line, any_count(), ""),
                         required("column", &RejectLook::column, any_text(), ""),
                         required("reason", &RejectLook::reason, any_text(), ""));
  return declared;
}

schema::ObjectType<ColumnLook> column_look() {
  using namespace schema;
  using C = ColumnLook;
  static const auto declared = object<C>(
      "ColumnLook", "", required("name", &C::name, any_text(), ""),
      required("label", &C::label, any_text(), ""),
      required("meaning", &C::meaning, any_text(), ""), required("said", &C::said, any_text(), ""),
      required("reason", &C::reason, any_text(), ""),
      required("samples", &C::samples, list(any_text(), 10), ""));
  return declared;
}

schema::ObjectType<ImportLook> import_look() {
  using namespace schema;
  using L = ImportLook;
  static const auto declared = object<L>(
      "ImportLook", "", required("form", &L::form, any_text(), ""),
      required("rows", &L::rows, any_count(), ""), required("usable", &L::usable, any_count(), ""),
      required("rejected", &L::rejected, any_count(), ""),
      required("passed_over", &L::passed_over, any_count(), ""),
      required("asks_dates", &L::asks_dates, boolean(), ""),
      required("columns", &L::columns, list(Type<ColumnLook>(column_look()), 5'000), ""),
      required("notes", &L::notes, list(any_text(), 1'000), ""),
      required("rejects", &L::rejects, list(Type<RejectLook>(reject_look()), 100), ""));
  return declared;
}

schema::ObjectType<ImportOutcome> import_outcome() {
  using namespace schema;
  using O = ImportOutcome;
  static const auto declared =
      object<O>("ImportOutcome", "", required("rows", &O::rows, any_count(), ""),
                required("added", &O::added, any_count(), ""),
                required("updated", &O::updated, any_count(), ""),
                required("unchanged", &O::unchanged, any_count(), ""),
                required("rejected", &O::rejected, any_count(), ""),
                required("passed_over", &O::passed_over, any_count(), ""),
                required("praising", &O::praising, any_count(), ""),
                required("unread", &O::unread, any_count(), ""),
                required("notes", &O::notes, list(any_text(), 1'000), ""),
                required("rejects", &O::rejects, list(Type<RejectLook>(reject_look()), 100), ""));
  return declared;
}

template <typename T>
T read_or_empty(const schema::Declared<T>& type, const std::string& json) {
  if (json.empty()) return {};
  auto read = schema::read_json(type, json);
  return read ? std::move(*read.value) : T();
}

bool names_an_option(std::string_view text) {
  return text.find("--") != std::string_view::npos || text.find("jq -c") != std::string_view::npos;
}

// "(otherwise: --map …)" goes as a whole.
std::string without_asides(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('(');
    const std::size_t close = text.find(')', open == std::string_view::npos ? text.size() : open);
    if (close == std::string_view::npos) break;
    const bool aside = names_an_option(text.substr(open, close - open));
    out += text.substr(0, aside ? open : close + 1);
    while (aside && out.ends_with(' ')) out.pop_back();
    text.remove_prefix(close + 1);
  }
  return out += text;
}

template <typename Take>
void for_each_part(std::string_view text, std::string_view between, Take take) {
  for (;;) {
    const std::size_t end = text.find(between);
    take(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + between.size());
  }
}

void begin_large(std::string& sentence) {
  if (sentence.starts_with("or ")) sentence.erase(0, 3);
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
}

}  // namespace

std::string look_json(const ImportLook& look) { return schema::to_json(*import_look(), look); }
std::string outcome_json(const ImportOutcome& outcome) {
  return schema::to_json(*import_outcome(), outcome);
}
ImportLook read_look(const std::string& json) { return read_or_empty(*import_look(), json); }
ImportOutcome read_outcome(const std::string& json) {
  return read_or_empty(*import_outcome(), json);
}

std::string without_options(std::string_view text) {
  if (!names_an_option(text)) return std::string(text);
  const std::string plain = without_asides(text);
  std::string out;
  for_each_part(plain, ". ", [&](std::string_view sentence) {
    std::string kept;
    bool left_out = false;
    for_each_part(sentence, "; ", [&](std::string_view part) {
      if (names_an_option(part)) {
        left_out = true;
        return;
      }
      if (!kept.empty()) kept += "; ";
      kept += part;
    });
    if (kept.empty()) return;
    if (left_out && !sentence.starts_with(kept)) begin_large(kept);
    if (!out.empty()) out += ". ";
    out += kept;
  });
  if (plain.ends_with('.') && !out.empty() && !out.ends_with('.')) out += '.';
  return out;
}

}  // namespace laurel::app
