#include "cli/roster_file.h"

#include <fmt/format.h>

#include "intake/table.h"

namespace laurel::cli {
namespace {

std::vector<std::string> split_aliases(std::string_view field) {
  std::vector<std::string> aliases;
  while (!field.empty()) {
    const std::size_t end = std::min(field.find_first_of(";|"), field.size());
    std::string_view alias = field.substr(0, end);
    while (alias.starts_with(' ')) alias.remove_prefix(1);
    while (alias.ends_with(' ')) alias.remove_suffix(1);
    if (!alias.empty()) aliases.emplace_back(alias);
    field.remove_prefix(std::min(end + 1, field.size()));
  }
  return aliases;
}

}  // namespace

base::Result<std::vector<detect::RosterEntry>> read_roster_file(const std::string& path) {
  intake::Table table = TRY(intake::open_table(path));
  const auto column = [&](std::string_view name) {
    for (std::size_t i = 0; i < table.header.columns.size(); ++i)
      if (table.header.columns[i].name == name) return static_cast<std::ptrdiff_t>(i);
    return std::ptrdiff_t{-1};
  };
  const std::ptrdiff_t id = column("employee_id");
  if (id < 0 || (column("first_name") < 0 && column("preferred_name") < 0))
    return base::invalid_input(fmt::format(
        "{} is no roster: it needs the columns employee_id, first_name and last_name.", path));
  std::vector<detect::RosterEntry> roster;
  intake::Row row;
  while (TRY(table.reader->next(row))) {
    if (row.problem != intake::RowProblem::kNone)
      return base::invalid_input(
          fmt::format("{}, line {}: this row can't be read; correct it.", path, row.begin.line));
    const auto field = [&](std::string_view name) {
      const std::ptrdiff_t i = column(name);
      return i < 0 ? std::string() : std::string(row.fields[static_cast<std::size_t>(i)]);
    };
    detect::RosterEntry entry;
    entry.employee_id = field("employee_id");
    if (entry.employee_id.empty())
      return base::invalid_input(fmt::format(
          "{}, line {}: employee_id is empty; every person needs one.", path, row.begin.line));
    entry.first_name = field("first_name");
    entry.last_name = field("last_name");
    entry.preferred_name = field("preferred_name");
    entry.aliases = split_aliases(field("aliases"));
    entry.location = field("location");
    entry.department = field("department");
    entry.title = field("title");
    for (const char* column_name : {"employed_from", "start_date"})
      if (const std::string from = field(column_name); !from.empty())
        entry.employed_from = TRY(base::Date::parse(from));
    for (const char* column_name : {"employed_until", "end_date"})
      if (const std::string until = field(column_name); !until.empty())
        entry.employed_until = TRY(base::Date::parse(until));
    roster.push_back(std::move(entry));
  }
  return roster;
}

}  // namespace laurel::cli
