#include "app/roster_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "intake/record.h"
#include "intake/table.h"

namespace laurel::app {
namespace {

struct FieldName {
  RosterField field;
  std::string_view words;
};
constexpr std::array kFieldNames = {
    FieldName{RosterField::kId, "employee id"},
    FieldName{RosterField::kId, "employee number"},
    FieldName{RosterField::kId, "staff id"},
    FieldName{RosterField::kId, "id"},
    FieldName{RosterField::kFirstName, "first name"},
    FieldName{RosterField::kFirstName, "given name"},
    FieldName{RosterField::kLastName, "last name"},
    FieldName{RosterField::kLastName, "family name"},
    FieldName{RosterField::kLastName, "surname"},
    FieldName{RosterField::kFullName, "name"},
    FieldName{RosterField::kFullName, "full name"},
    FieldName{RosterField::kPreferredName, "preferred name"},
    FieldName{RosterField::kPreferredName, "known as"},
    FieldName{RosterField::kPreferredName, "nickname"},
    FieldName{RosterField::kAliases, "aliases"},
    FieldName{RosterField::kEmail, "email"},
    FieldName{RosterField::kEmail, "e mail"},
    FieldName{RosterField::kEmail, "email address"},
    FieldName{RosterField::kManagerEmail, "manager email"},
    FieldName{RosterField::kManagerEmail, "leader email"},
    FieldName{RosterField::kManagerId, "manager id"},
    FieldName{RosterField::kManagerId, "leader id"},
    FieldName{RosterField::kManagerId, "reports to"},
    FieldName{RosterField::kLocation, "location"},
    FieldName{RosterField::kLocation, "unit"},
    FieldName{RosterField::kLocation, "unit id"},
    FieldName{RosterField::kLocation, "site"},
    FieldName{RosterField::kLocation, "branch"},
    FieldName{RosterField::kDepartment, "department"},
    FieldName{RosterField::kTitle, "title"},
    FieldName{RosterField::kTitle, "job title"},
    FieldName{RosterField::kTitle, "position"},
    FieldName{RosterField::kStart, "start date"},
    FieldName{RosterField::kStart, "hire date"},
    FieldName{RosterField::kStart, "employed from"},
    FieldName{RosterField::kEnd, "end date"},
    FieldName{RosterField::kEnd, "leave date"},
    FieldName{RosterField::kEnd, "employed until"},
};

// Said of one file.
constexpr std::size_t kMostProblems = 20;

base::Error at_line(std::int64_t line, std::string_view what) {
  return base::invalid_input(fmt::format("Line {}: {}", line, what));
}

std::string list_of_columns(const intake::Header& header) {
  std::string list;
  for (const intake::Column& column : header.columns)
    list += (list.empty() ? "" : ", ") + column.name;
  return list;
}

// By | or ;.
std::vector<std::string> split_aliases(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("|;"), text.size());
    const std::string_view one = intake::trim(text.substr(0, end));
    if (!one.empty()) out.emplace_back(one);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

base::Result<std::optional<base::Date>> read_day(std::string_view value, intake::DateOrder order,
                                                 std::int64_t line, std::string_view column) {
  if (intake::is_blank(value)) return std::optional<base::Date>();
  const intake::DateReading reading = intake::read_date(value, order);
  if (reading.value) return std::optional(reading.value->date);
  switch (reading.trouble) {
    case intake::DateTrouble::kNoSuchDay:
      return at_line(line, fmt::format("{} is a day that doesn't exist. Correct it.", column));
    case intake::DateTrouble::kAmbiguous:
      return at_line(line, fmt::format("{} can be read as day/month or month/day. Say which with "
                                       "--dates dmy or --dates mdy.",
                                       column));
    case intake::DateTrouble::kNotADate:
      break;
  }
  return at_line(line, fmt::format("{} is not a date. Write it as 2026-03-31.", column));
}

using Columns = std::vector<std::optional<RosterField>>;

base::Result<RosterRow> read_person(const intake::Row& row, const Columns& columns,
                                    const intake::Header& header, intake::DateOrder dates) {
  RosterRow out;
  out.line = row.begin.line;
  model::Employee& employee = out.employee;
  for (std::size_t i = 0; i < columns.size() && i < row.fields.size(); ++i) {
    if (!columns[i]) continue;
    const std::string_view value = intake::trim(row.fields[i]);
    const std::string& column = header.columns[i].name;
    if (value.size() > intake::kMostNameBytes && *columns[i] != RosterField::kAliases) {
      return at_line(out.line, fmt::format("{} is longer than {} bytes. Shorten it.", column,
                                           intake::kMostNameBytes));
    }
    switch (*columns[i]) {
      case RosterField::kId:
        employee.code = value;
        break;
      case RosterField::kFirstName:
        employee.first_name = value;
        break;
      case RosterField::kLastName:
        employee.last_name = value;
        break;
      case RosterField::kFullName: {
        const std::size_t space = value.rfind(' ');
        employee.first_name = intake::trim(value.substr(0, space));
        if (space != std::string_view::npos) employee.last_name = value.substr(space + 1);
        break;
      }
      case RosterField::kPreferredName:
        employee.preferred_name = value;
        break;
      case RosterField::kAliases:
        employee.aliases = split_aliases(value);
        break;
      case RosterField::kEmail:
        employee.email = lower_case(value);
        break;
      case RosterField::kManagerEmail:
        out.manager_email = lower_case(value);
        break;
      case RosterField::kManagerId:
        out.manager_id = value;
        break;
      case RosterField::kLocation:
        out.location = value;
        break;
      case RosterField::kDepartment:
        employee.department = value;
        break;
      case RosterField::kTitle:
        employee.title = value;
        break;
      case RosterField::kStart:
        employee.employed_from = TRY(read_day(value, dates, out.line, column));
        break;
      case RosterField::kEnd:
        employee.employed_until = TRY(read_day(value, dates, out.line, column));
        break;
    }
  }
  if (employee.code.empty())
    return at_line(out.line, "the employee has no id. Give each one an id.");
  if (employee.first_name.empty() && employee.last_name.empty() && employee.preferred_name.empty())
    return at_line(out.line, fmt::format("employee {} has no name. Add one.", employee.code));
  if (employee.employed_from && employee.employed_until &&
      *employee.employed_until < *employee.employed_from) {
    return at_line(out.line, fmt::format("employee {} left before starting. Correct the dates.",
                                         employee.code));
  }
  return out;
}

std::string_view problem_words(intake::RowProblem problem) {
  switch (problem) {
    case intake::RowProblem::kColumnCount:
      return "the row has another number of columns than the header. Quote values that contain the "
             "delimiter.";
    case intake::RowProblem::kAfterQuote:
      return "there is text after a closing quote. Double quotes inside a value (\"\").";
    case intake::RowProblem::kNulByte:
      return "the row has a zero byte. Export the file again.";
    case intake::RowProblem::kEncoding:
      return "the row is not UTF-8. Save the file as UTF-8.";
    default:
      return "the row can't be read. Check it.";
  }
}

base::Status add_unit(const intake::Row& row, const intake::Header& header, RosterContent& out) {
  UnitRow unit;
  unit.line = row.begin.line;
  for (std::size_t i = 0; i < header.columns.size() && i < row.fields.size(); ++i) {
    const std::string words = intake::plain_words(header.columns[i].name);
    const std::string_view value = intake::trim(row.fields[i]);
    if (words == "unit id") unit.code = value;
    if (words == "name" || words == "unit name") unit.name = value;
    if (words == "parent" || words == "parent id" || words == "parent unit") unit.parent = value;
  }
  if (unit.code.empty()) return at_line(unit.line, "the unit has no unit_id. Give each one an id.");
  if (unit.name.empty()) unit.name = unit.code;
  out.units.push_back(std::move(unit));
  return {};
}

}  // namespace

bool same(const RosterRow& a, const RosterRow& b) {
  const model::Employee &x = a.employee, &y = b.employee;
  return x.first_name == y.first_name && x.last_name == y.last_name &&
         x.preferred_name == y.preferred_name && x.aliases == y.aliases && x.email == y.email &&
         x.department == y.department && x.title == y.title && x.employed_from == y.employed_from &&
         x.employed_until == y.employed_until && a.location == b.location &&
         a.manager_email == b.manager_email && a.manager_id == b.manager_id;
}

base::Result<RosterContent> read_roster_file(const RosterFile& file) {
  intake::Table table = TRY(intake::open_table(file.path, file.encoding));
  const intake::Header& header = table.header;
  RosterContent out;
  Columns columns;
  bool unit_id = false;
  std::string passed_over;
  for (const intake::Column& column : header.columns) {
    const std::string words = intake::plain_words(column.name);
    unit_id |= words == "unit id";
    const auto found = std::find_if(kFieldNames.begin(), kFieldNames.end(),
                                    [&](const FieldName& name) { return name.words == words; });
    columns.push_back(found == kFieldNames.end() ? std::nullopt : std::optional(found->field));
    if (found != kFieldNames.end()) {
      out.fields.insert(found->field);
    } else {
      passed_over += (passed_over.empty() ? "" : ", ") + column.name;
    }
  }
  const auto has = [&](RosterField field) { return out.fields.contains(field); };
  out.units_only = unit_id && !has(RosterField::kId);
  if (!out.units_only) {
    if (!has(RosterField::kId)) {
      return base::invalid_input(fmt::format(
          "The roster has no column employee_id. Its columns are: {}.", list_of_columns(header)));
    }
    if (!has(RosterField::kFirstName) && !has(RosterField::kLastName) &&
        !has(RosterField::kFullName) && !has(RosterField::kPreferredName)) {
      return base::invalid_input(
          fmt::format("The roster has no names. Add columns first_name and last_name, or name. Its "
                      "columns are: {}.",
                      list_of_columns(header)));
    }
    if (!passed_over.empty())
      out.notes.push_back(fmt::format("Columns not used: {}.", passed_over));
  }
  std::unordered_map<std::string, std::size_t> seen;
  const auto take = [&](const intake::Row& row) -> base::Status {
    if (row.problem != intake::RowProblem::kNone)
      return at_line(row.begin.line, problem_words(row.problem));
    if (out.units_only) return add_unit(row, header, out);
    RosterRow person = TRY(read_person(row, columns, header, file.dates));
    const auto [place, added] = seen.emplace(person.employee.code, out.people.size());
    if (added) {
      out.people.push_back(std::move(person));
    } else if (!same(out.people[place->second], person)) {
      return base::invalid_input(
          fmt::format("Lines {} and {} both are employee {}, with different content. Keep one of "
                      "them.",
                      out.people[place->second].line, person.line, person.employee.code));
    }
    return {};
  };
  std::string problems;
  std::size_t bad = 0;
  intake::Row row;
  while (TRY(table.reader->next(row))) {
    const base::Status taken = take(row);
    if (taken.ok()) continue;
    if (++bad > kMostProblems) {
      problems += "\n… and more of them.";
      break;
    }
    problems += (problems.empty() ? "" : "\n") + taken.error().message;
  }
  if (bad > 0) return base::invalid_input(std::move(problems));
  return out;
}

}  // namespace laurel::app
