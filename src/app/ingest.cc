#include "app/ingest.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <utility>

#include "app/cell_folder.h"
#include "app/incoming_record.h"
#include "app/known_organization.h"
#include "app/resolve_names.h"
#include "store/questions.h"
#include "store/revisions.h"

namespace laurel::app {
namespace {

class IngestWrite;

// One organization: what is known of it, and the group its writes form.
class Organization final : public store::WriteGroup {
 public:
  Organization(store::Database& database, const base::Clock& clock, CellFolder& folder,
               model::OrganizationId id)
      : database_(database), clock_(clock), folder_(folder), id_(id), names_(id), catalog_({}) {}

  // What is known now. While one thread reads anew what has changed, the others go on with what
  // was known before.
  base::Result<std::shared_ptr<const KnownOrganization>> known();
  // Waits for what is known then to be read anew.
  void forget() {
    const std::lock_guard lock(mutex_);
    known_ = nullptr;
  }

  // The rest is for the queue's thread.
  base::Status run(store::Transaction& tx, std::span<store::Write* const> writes) override;
  // What was added to names and questions isn't there.
  void taken_back() {
    names_.forget();
    revision_ = -1;
  }

 private:
  base::Status save(store::Transaction& tx, std::span<IngestWrite* const> writes);
  base::Status learn(store::Transaction& tx);
  base::Status resolve(store::Transaction& tx, std::span<IngestWrite* const> writes);

  store::Database& database_;
  const base::Clock& clock_;
  CellFolder& folder_;
  const model::OrganizationId id_;

  std::mutex loading_;
  std::mutex mutex_;  // guards known_
  std::shared_ptr<const KnownOrganization> known_;
  std::atomic<bool> changed_ = false;  // known_ is of an older revision

  NameResolver names_;
  model::QuestionCatalog catalog_;
  std::int64_t revision_ = -1;  // of catalog_ and names_
  std::int64_t batches_ = 0;
};

class IngestWrite final : public store::Write {
 public:
  IngestWrite(std::shared_ptr<Organization> organization, IngestRequest request)
      : organization_(std::move(organization)), request_(std::move(request)) {}

  // On the caller's thread: detection, and what is wrong with each response.
  void prepare(const KnownOrganization& known, base::Timestamp now) {
    KnownOrganization::Lease tools(known);
    results_.reserve(request_.responses.size());
    for (intake::IncomingResponse& response : request_.responses) {
      IncomingRecord& record = records_.emplace_back();
      record.incoming = std::move(response);
      base::Status made = make_record(known, *tools, request_.source, now, record);
      if (made.ok()) {
        places_.push_back(results_.size());
        results_.emplace_back(Ingested{});
      } else {
        records_.pop_back();
        results_.emplace_back(std::move(made).error());
      }
    }
  }
  bool anything_to_do() const { return !records_.empty() || request_.before || request_.after; }
  void answer() { request_.done(std::move(results_)); }

  std::deque<IncomingRecord>& records() { return records_; }
  // Whether the responses are to be saved.
  base::Result<bool> begin(store::Transaction& tx) {
    ran_ = true;
    done_before_ = false;
    passed_over_.assign(records_.size(), false);
    if (request_.before) done_before_ = !TRY(request_.before(tx));
    return !done_before_;
  }
  void pass_over(std::size_t place, base::Error error) {
    passed_over_[place] = true;
    results_[places_[place]] = std::move(error);
  }
  bool passed_over(std::size_t place) const { return passed_over_[place]; }
  void saved(std::size_t place, const store::SavedResponse& saved) {
    IncomingRecord& record = records_[place];
    Ingested result{saved.id, saved.saved, 0, record.unknown_people};
    for (const model::Commendation& found : record.record.commendations)
      result.praised += found.counts() ? 1 : 0;
    results_[places_[place]] = std::move(result);
  }
  base::Status end(store::Transaction& tx) {
    if (!request_.after) return {};
    TRY(request_.after(tx, results_));
    // A statement that failed without a word takes everything back: any further one says so.
    TRY(store::revision(tx, request_.organization));
    return {};
  }

  // With something to do before or after it runs apart: two of one batch may be the same request.
  store::WriteGroup* group() override {
    return request_.before || request_.after ? nullptr : organization_.get();
  }
  base::Status run(store::Transaction& tx) override {
    store::Write* self = this;
    return organization_->run(tx, {&self, 1});
  }
  void done(const base::Status& status) override {
    if (!status.ok()) {
      if (ran_) organization_->taken_back();
      request_.done(status.error());
    } else if (done_before_) {
      request_.done(IngestResults{});
    } else {
      request_.done(std::move(results_));
    }
  }
  std::size_t weight() const override { return std::max<std::size_t>(records_.size(), 1); }
  // Ids are looked up in the transaction, or stand in lists that only grow. What before and after
  // do is not known.
  store::References references() const override {
    return request_.before || request_.after ? store::References::kChecked
                                             : store::References::kTrusted;
  }

 private:
  std::shared_ptr<Organization> organization_;
  IngestRequest request_;
  std::deque<IncomingRecord> records_;  // of the responses that can be used
  std::vector<std::size_t> places_;     // of each among the results
  std::vector<bool> passed_over_;       // those found unusable in the transaction
  IngestResults results_;
  bool ran_ = false;
  bool done_before_ = false;
};

// Batches between two looks at whether there are cells to fold.
constexpr std::int64_t kFoldLook = 256;

base::Result<std::shared_ptr<const KnownOrganization>> Organization::known() {
  std::shared_ptr<const KnownOrganization> before;
  {
    const std::lock_guard lock(mutex_);
    before = known_;
  }
  if (before != nullptr && !changed_.load(std::memory_order_relaxed)) return before;
  std::unique_lock loading(loading_, std::defer_lock);
  if (before != nullptr) {
    if (!loading.try_lock()) return before;
    if (!changed_.exchange(false)) return before;
  } else {
    loading.lock();
    const std::lock_guard lock(mutex_);
    if (known_ != nullptr) return known_;
  }
  const auto load = [&]() -> base::Result<std::shared_ptr<const KnownOrganization>> {
    auto tx = TRY(database_.begin_read());
    return KnownOrganization::load(tx, id_, clock_);
  };
  auto loaded = load();
  if (!loaded.ok()) {
    changed_ = true;
    if (before != nullptr) return before;
    return loaded;
  }
  const std::lock_guard lock(mutex_);
  known_ = *loaded;
  return loaded;
}

base::Status Organization::learn(store::Transaction& tx) {
  const std::int64_t now = TRY(store::locked_revision(tx, id_));
  if (now == revision_) return {};
  revision_ = -1;
  names_.forget();
  catalog_ = model::QuestionCatalog(TRY(store::list_questions(tx, id_)));
  revision_ = now;
  const std::lock_guard lock(mutex_);
  if (known_ != nullptr && known_->revision() != now) changed_ = true;
  return {};
}

base::Status Organization::resolve(store::Transaction& tx, std::span<IngestWrite* const> writes) {
  std::vector<NameResolver::Party> parties;
  std::vector<NameResolver::Choosing> choosing;
  std::vector<std::pair<IngestWrite*, std::size_t>> choosers;
  for (IngestWrite* write : writes) {
    std::size_t place = 0;
    for (IncomingRecord& record : write->records()) {
      model::Response& response = record.record.response;
      TRY(names_.resolve_lists(tx, record.names, response));
      parties.push_back({&record.names, &response.account, &response.contact});
      if (!record.names.choices.empty()) {
        choosing.push_back({&record.names, &response});
        choosers.emplace_back(write, place);
      }
      ++place;
    }
  }
  TRY(names_.resolve_parties(tx, parties));
  if (choosing.empty()) return {};
  std::vector<NameResolver::TooManyChoices> too_many;
  if (TRY(names_.resolve_choices(tx, choosing, too_many))) revision_ = -1;
  for (const auto& [place, question] : too_many) {
    const model::Question* asked = catalog_.find(question);
    choosers[place].first->pass_over(
        choosers[place].second,
        base::invalid_input(fmt::format(
            "answers.{} has more than {} different choices. Send words of the list, or declare "
            "the question as text.",
            asked == nullptr ? std::string() : asked->key, kMostChoices)));
  }
  return {};
}

base::Status Organization::save(store::Transaction& tx, std::span<IngestWrite* const> writes) {
  TRY(learn(tx));
  TRY(resolve(tx, writes));
  if (revision_ < 0) TRY(learn(tx));
  std::vector<const model::ResponseRecord*> records;
  for (IngestWrite* write : writes) {
    std::size_t place = 0;
    for (const IncomingRecord& record : write->records())
      if (!write->passed_over(place++)) records.push_back(&record.record);
  }
  std::vector<store::SavedResponse> saved;
  TRY(store::save_responses(tx, id_, catalog_, records, &saved));
  std::size_t at = 0;
  for (IngestWrite* write : writes) {
    for (std::size_t place = 0; place < write->records().size(); ++place)
      if (!write->passed_over(place)) write->saved(place, saved[at++]);
    TRY(write->end(tx));
  }
  if (++batches_ % kFoldLook == 0) folder_.wake(id_);
  return {};
}

base::Status Organization::run(store::Transaction& tx, std::span<store::Write* const> writes) {
  const auto run_all = [&]() -> base::Status {
    std::vector<IngestWrite*> saving;
    for (store::Write* each : writes) {
      auto* write = static_cast<IngestWrite*>(each);
      if (TRY(write->begin(tx))) saving.push_back(write);
    }
    return saving.empty() ? base::Status() : save(tx, saving);
  };
  base::Status status = run_all();
  if (!status.ok()) taken_back();
  return status;
}

}  // namespace

struct Ingest::State {
  store::WriteQueue& queue;
  const base::Clock& clock;
  CellFolder folder;
  std::shared_mutex mutex;
  std::unordered_map<model::OrganizationId, std::shared_ptr<Organization>> organizations;

  State(store::WriteQueue& to, const base::Clock& with) : queue(to), clock(with), folder(to) {}

  std::shared_ptr<Organization> organization(model::OrganizationId id) {
    {
      const std::shared_lock lock(mutex);
      if (const auto found = organizations.find(id); found != organizations.end())
        return found->second;
    }
    const std::lock_guard lock(mutex);
    auto& made = organizations[id];
    if (made == nullptr) made = std::make_shared<Organization>(queue.database(), clock, folder, id);
    return made;
  }
  void remove(model::OrganizationId id) {
    const std::lock_guard lock(mutex);
    organizations.erase(id);
  }
};

Ingest::Ingest(store::WriteQueue& queue, const base::Clock& clock)
    : state_(new State(queue, clock)) {}
Ingest::~Ingest() = default;

base::Result<std::shared_ptr<const KnownOrganization>> Ingest::known(
    model::OrganizationId organization) {
  auto known = state_->organization(organization)->known();
  if (!known.ok() && known.error().code == base::ErrorCode::kNotFound) state_->remove(organization);
  return known;
}

void Ingest::submit(IngestRequest request) {
  std::shared_ptr<Organization> organization = state_->organization(request.organization);
  auto known = this->known(request.organization);
  if (!known.ok()) {
    request.done(std::move(known).error());
    return;
  }
  auto write = std::make_unique<IngestWrite>(std::move(organization), std::move(request));
  write->prepare(**known, state_->clock.now());
  if (write->anything_to_do()) {
    state_->queue.submit(std::move(write));
  } else {
    write->answer();
  }
}

base::Result<IngestResults> Ingest::save(IngestRequest request) {
  std::mutex mutex;
  std::condition_variable answered;
  std::optional<base::Result<IngestResults>> results;
  request.done = [&](base::Result<IngestResults> result) {
    const std::lock_guard lock(mutex);
    results = std::move(result);
    answered.notify_one();
  };
  submit(std::move(request));
  std::unique_lock lock(mutex);
  answered.wait(lock, [&] { return results.has_value(); });
  return *std::move(results);
}

void Ingest::forget(model::OrganizationId organization) {
  const std::shared_lock lock(state_->mutex);
  const auto found = state_->organizations.find(organization);
  if (found != state_->organizations.end()) found->second->forget();
}

}  // namespace laurel::app
