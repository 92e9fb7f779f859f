// Detection for an organization: the detector over its roster, and what it finds as commendations
// of a response. Immutable once made and safe to share between threads; each thread brings its own
// ResponseReader.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/roster_import.h"
#include "base/result.h"
#include "base/uuid.h"
#include "detect/detector.h"
#include "model/organization.h"
#include "model/response.h"
#include "store/database.h"

namespace laurel::app {

// The people and units of an organization by what files and texts call them.
class People {
 public:
  People(std::vector<model::Employee> employees, std::vector<model::Unit> units);

  const model::Employee* by_code(std::string_view code) const;
  const model::Employee* by_id(model::EmployeeId id) const;
  // By code, address or full name (where only one has it); "Maria Lopez (maria@example.com)" goes
  // by the address. Null if nobody, or several, can be meant.
  const model::Employee* called(std::string_view text) const;
  // The name of the unit with that code or name; `text` itself if there is none.
  std::string_view location(std::string_view text) const;

  const std::vector<model::Employee>& employees() const { return employees_; }
  // As detection needs them.
  std::vector<detect::RosterEntry> roster() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  using Places = std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>>;

  std::vector<model::Employee> employees_;
  std::vector<model::Unit> units_;
  Places by_code_, by_email_, by_name_;  // by_name_: folded
  std::unordered_map<model::EmployeeId, std::size_t> by_id_;
  Places unit_by_code_, unit_by_name_;
};

struct OrganizationDetector {
  People people;
  detect::Detector detector;
  std::string business;  // the organization's name, as customers may call it
};

// `model` null means the one the organization uses (app/organization_model.h).
base::Result<OrganizationDetector> detector_for(
    store::Transaction& tx, model::OrganizationId organization,
    std::shared_ptr<const detect::Model> model = nullptr);

// The people of a roster file, for detection without a database; read as the roster import reads
// it.
base::Result<std::vector<detect::RosterEntry>> read_detection_roster(const RosterFile& file);

// Finds commendations in the verbatims of responses. One per thread.
class ResponseReader {
 public:
  // REQUIRES: `detector` and `uuids` outlive it.
  ResponseReader(const OrganizationDetector& detector, base::UuidGenerator& uuids)
      : detector_(detector), uuids_(uuids) {}

  // Sets `reading` and `commendations` from the verbatims, people who served and day. `location` as
  // the source names it, or empty.
  void read(model::ResponseRecord& record, std::string_view location);

 private:
  const OrganizationDetector& detector_;
  base::UuidGenerator& uuids_;
  detect::Workspace workspace_;
  detect::Detection detection_;
  std::vector<std::string> served_by_;
};

}  // namespace laurel::app
