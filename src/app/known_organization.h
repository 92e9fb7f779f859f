// What ingest keeps in memory of an organization: its questions by key, its people with their
// detector, and readers ready to detect. A snapshot of one revision, immutable but for the readers;
// made anew when somebody changes the organization. Safe to share between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/detection.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/uuid.h"
#include "model/cells.h"
#include "model/question.h"
#include "store/database.h"

namespace laurel::app {

class KnownOrganization {
 public:
  // kNotFound when there is no such organization. REQUIRES: the clock outlives it.
  static base::Result<std::shared_ptr<const KnownOrganization>> load(
      store::Transaction& tx, model::OrganizationId organization, const base::Clock& clock);

  std::int64_t revision() const { return revision_; }
  const OrganizationDetector& detector() const { return detector_; }

  struct KnownQuestion {
    const model::Question* question;
    std::unordered_map<std::string_view, std::int64_t> choices;  // → their place
  };
  // The newest version of the question with that key; null if there is none.
  const KnownQuestion* current(std::string_view key) const;
  // Some keys, for messages: "nps, comment, speed".
  std::string some_keys() const;

  // What a thread needs to make records; given back when it goes out of scope.
  struct Tools {
    Tools(const OrganizationDetector& detector, const base::Clock& clock);
    base::UuidGenerator uuids;
    ResponseReader reader;
  };
  class Lease {
   public:
    explicit Lease(const KnownOrganization& from);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Tools& operator*() const { return *tools_; }
    Tools* operator->() const { return tools_.get(); }

   private:
    const KnownOrganization& from_;
    std::unique_ptr<Tools> tools_;
  };

 private:
  KnownOrganization(std::int64_t revision, OrganizationDetector detector,
                    std::vector<model::Question> questions, const base::Clock& clock);

  const std::int64_t revision_;
  const OrganizationDetector detector_;
  const model::QuestionCatalog catalog_;
  const base::Clock& clock_;
  std::unordered_map<std::string_view, KnownQuestion> by_key_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Tools>> idle_;
};

}  // namespace laurel::app
