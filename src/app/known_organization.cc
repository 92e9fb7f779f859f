#include "app/known_organization.h"

#include <algorithm>
#include <utility>

#include "store/organizations.h"
#include "store/questions.h"
#include "store/revisions.h"

namespace laurel::app {
namespace {

constexpr std::size_t kIdleTools = 16;
constexpr std::size_t kKeysInMessages = 12;

}  // namespace

base::Result<std::shared_ptr<const KnownOrganization>> KnownOrganization::load(
    store::Transaction& tx, model::OrganizationId organization, const base::Clock& clock) {
  if (!TRY(store::has_organization(tx, organization)))
    return base::not_found("There is no such organization.");
  const std::int64_t revision = TRY(store::revision(tx, organization));
  std::vector<model::Question> questions = TRY(store::list_questions(tx, organization));
  OrganizationDetector detector = TRY(detector_for(tx, organization));
  return std::shared_ptr<const KnownOrganization>(
      new KnownOrganization(revision, std::move(detector), std::move(questions), clock));
}

KnownOrganization::KnownOrganization(std::int64_t revision, OrganizationDetector detector,
                                     std::vector<model::Question> questions,
                                     const base::Clock& clock)
    : revision_(revision),
      detector_(std::move(detector)),
      catalog_(std::move(questions)),
      clock_(clock) {
  for (const model::Question& question : catalog_.all()) {
    const auto [known, added] = by_key_.try_emplace(question.key);
    if (!added && known->second.question->version > question.version) continue;
    known->second.question = &question;
    known->second.choices.clear();
    for (std::size_t place = 0; place < question.choices.size(); ++place)
      known->second.choices.emplace(question.choices[place], static_cast<std::int64_t>(place));
  }
}

const KnownOrganization::KnownQuestion* KnownOrganization::current(std::string_view key) const {
  const auto known = by_key_.find(key);
  return known == by_key_.end() ? nullptr : &known->second;
}

std::string KnownOrganization::some_keys() const {
  std::string keys;
  std::size_t count = 0;
  for (const model::Question& question : catalog_.all()) {
    if (current(question.key)->question != &question) continue;
    if (++count > kKeysInMessages) return keys + ", …";
    keys += (keys.empty() ? "" : ", ") + question.key;
  }
  return keys;
}

KnownOrganization::Tools::Tools(const OrganizationDetector& detector, const base::Clock& clock)
    : uuids(clock, base::Random::entropy()), reader(detector, uuids) {}

KnownOrganization::Lease::Lease(const KnownOrganization& from) : from_(from) {
  {
    const std::lock_guard lock(from_.mutex_);
    if (!from_.idle_.empty()) {
      tools_ = std::move(from_.idle_.back());
      from_.idle_.pop_back();
    }
  }
  if (tools_ == nullptr) tools_ = std::make_unique<Tools>(from_.detector_, from_.clock_);
}

KnownOrganization::Lease::~Lease() {
  const std::lock_guard lock(from_.mutex_);
  if (from_.idle_.size() < kIdleTools) from_.idle_.push_back(std::move(tools_));
}

}  // namespace laurel::app
