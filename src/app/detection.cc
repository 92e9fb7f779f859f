#include "app/detection.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/organization_model.h"
#include "app/roster_file.h"
#include "store/organizations.h"
#include "text/fold.h"

namespace laurel::app {
namespace {

// Marks a name that several people have.
constexpr std::size_t kSeveral = static_cast<std::size_t>(-1);

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

model::Commendation commendation_of(const detect::Target& target, bool flagged,
                                    const OrganizationDetector& detector) {
  model::Commendation out;
  out.kind = target.kind;
  out.target = target.text;
  out.mention = target.mention;
  out.evidence = target.evidence;
  out.behaviours = target.behaviours;
  out.strength = target.strength;
  out.probability = target.probability;
  out.flagged = flagged;
  out.sure = flagged && target.probability >= detector.detector.thresholds().send;
  out.link = target.link;
  const auto id_of = [&](const std::string& code) {
    const model::Employee* employee = detector.people.by_code(code);
    CHECK(employee != nullptr);
    return employee->id;
  };
  if (target.link == detect::LinkState::kLinked) out.employee = id_of(target.employee_id);
  for (const detect::Candidate& candidate : target.candidates)
    out.candidates.push_back({id_of(candidate.employee_id), candidate.score});
  out.detector = detector.detector.version();
  return out;
}

detect::RosterEntry entry_of(const model::Employee& employee, std::string location) {
  detect::RosterEntry entry;
  entry.employee_id = employee.code;
  entry.first_name = employee.first_name;
  entry.last_name = employee.last_name;
  entry.preferred_name = employee.preferred_name;
  entry.aliases = employee.aliases;
  entry.location = std::move(location);
  entry.department = employee.department;
  entry.title = employee.title;
  if (employee.employed_from) entry.employed_from = *employee.employed_from;
  if (employee.employed_until) entry.employed_until = *employee.employed_until;
  return entry;
}

}  // namespace

People::People(std::vector<model::Employee> employees, std::vector<model::Unit> units)
    : employees_(std::move(employees)), units_(std::move(units)) {
  const auto add = [](Places& places, std::string key, std::size_t place) {
    if (key.empty()) return;
    const auto [at, added] = places.emplace(std::move(key), place);
    if (!added && at->second != place) at->second = kSeveral;
  };
  for (std::size_t i = 0; i < employees_.size(); ++i) {
    const model::Employee& employee = employees_[i];
    add(by_code_, employee.code, i);
    by_id_.emplace(employee.id, i);
    add(by_email_, text::fold(employee.email), i);
    if (!employee.last_name.empty()) {
      add(by_name_, text::fold(employee.first_name + " " + employee.last_name), i);
      if (!employee.preferred_name.empty())
        add(by_name_, text::fold(employee.preferred_name + " " + employee.last_name), i);
    }
  }
  for (std::size_t i = 0; i < units_.size(); ++i) {
    add(unit_by_code_, units_[i].code, i);
    add(unit_by_name_, units_[i].name, i);
  }
}

const model::Employee* People::by_code(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() || found->second == kSeveral ? nullptr
                                                              : &employees_[found->second];
}

const model::Employee* People::by_id(model::EmployeeId id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &employees_[found->second];
}

const model::Employee* People::called(std::string_view text) const {
  text = trimmed(text);
  if (const model::Employee* employee = by_code(text)) return employee;
  const std::string folded = text::fold(text);
  const auto find = [&](const Places& places, std::string_view key) -> const model::Employee* {
    const auto found = places.find(key);
    return found == places.end() || found->second == kSeveral ? nullptr
                                                              : &employees_[found->second];
  };
  if (const model::Employee* employee = find(by_email_, folded)) return employee;
  if (const model::Employee* employee = find(by_name_, folded)) return employee;
  const std::size_t open = folded.rfind('('), close = folded.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return nullptr;
  const std::string_view inside =
      trimmed(std::string_view(folded).substr(open + 1, close - open - 1));
  if (const model::Employee* employee = find(by_email_, inside)) return employee;
  return find(by_name_, trimmed(std::string_view(folded).substr(0, open)));
}

std::string_view People::location(std::string_view text) const {
  const auto code = unit_by_code_.find(text);
  return code == unit_by_code_.end() || code->second == kSeveral
             ? text
             : std::string_view(units_[code->second].name);
}

std::vector<detect::RosterEntry> People::roster() const {
  std::unordered_map<model::UnitId, const model::Unit*> units;
  for (const model::Unit& unit : units_) units.emplace(unit.id, &unit);
  std::vector<detect::RosterEntry> roster;
  roster.reserve(employees_.size());
  for (const model::Employee& employee : employees_) {
    const auto unit = units.find(employee.unit);
    roster.push_back(entry_of(employee, unit == units.end() ? std::string() : unit->second->name));
  }
  return roster;
}

base::Result<OrganizationDetector> detector_for(store::Transaction& tx,
                                                model::OrganizationId organization,
                                                std::shared_ptr<const detect::Model> model) {
  std::vector<model::Employee> employees = TRY(store::list_employees(tx, organization));
  std::vector<model::Unit> units = TRY(store::list_units(tx, organization));
  if (model == nullptr) model = TRY(model_in_use(tx, organization));
  People people(std::move(employees), std::move(units));
  detect::Detector detector = TRY(detect::Detector::create(people.roster(), std::move(model)));
  model::Organization business = TRY(store::find_organization(tx, organization));
  return OrganizationDetector{std::move(people), std::move(detector), std::move(business.name)};
}

void ResponseReader::read(model::ResponseRecord& record, std::string_view location) {
  model::Response& response = record.response;
  record.commendations.clear();
  response.reading = model::Reading::kSilent;
  if (response.verbatims.empty()) return;
  served_by_.clear();
  for (const model::EmployeeId id : response.served_by) {
    if (const model::Employee* employee = detector_.people.by_id(id); employee != nullptr)
      served_by_.push_back(employee->code);
  }
  detect::Context context;
  context.location = location.empty() ? location : detector_.people.location(location);
  context.served_by = served_by_;
  context.on = response.occurred_on;
  context.language = response.language;
  context.business = detector_.business;
  response.reading = model::Reading::kUnread;
  for (const model::Verbatim& verbatim : response.verbatims) {
    detector_.detector.detect(verbatim.text, context, workspace_, detection_);
    if (!detection_.language_supported) continue;
    response.reading = model::Reading::kRead;
    const auto add = [&](const std::vector<detect::Target>& targets, bool flagged) {
      for (const detect::Target& target : targets) {
        model::Commendation& commendation =
            record.commendations.emplace_back(commendation_of(target, flagged, detector_));
        commendation.id = {uuids_.next()};
        commendation.question = verbatim.question;
      }
    };
    add(detection_.targets, true);
    add(detection_.possible, false);
  }
}

base::Result<std::vector<detect::RosterEntry>> read_detection_roster(const RosterFile& file) {
  const RosterContent content = TRY(read_roster_file(file));
  if (content.units_only) {
    return base::invalid_input(fmt::format(
        "{} is a list of units. Give a roster, with employee_id and names.", file.path));
  }
  std::vector<detect::RosterEntry> roster;
  roster.reserve(content.people.size());
  for (const RosterRow& person : content.people)
    roster.push_back(entry_of(person.employee, person.location));
  return roster;
}

}  // namespace laurel::app
