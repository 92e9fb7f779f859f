#include "app/model_work.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "app/learn_from_decisions.h"
#include "app/rescan.h"

namespace laurel::app {

struct ModelWork::State {
  State(store::Database& db, AuditTrail& trail, const base::Clock& with)
      : database(db), audit(trail), clock(with), worker([this] { work(); }) {}
  ~State() {
    {
      const std::scoped_lock lock(mutex);
      stopping = true;
    }
    wake.notify_all();
    worker.join();
  }

  struct Asked {
    Caller by;
    ModelTask task = ModelTask::kLearn;
  };

  void work() {
    for (;;) {
      Asked next;
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [this] { return stopping || !waiting.empty(); });
        if (stopping) return;
        next = std::move(waiting.front());
        waiting.pop_front();
      }
      ModelTaskStanding done;
      const base::Status status = run(next, done);
      const std::scoped_lock lock(mutex);
      ModelTaskStanding& standing = standings[next.by.organization.id];
      standing.ended_at = clock.now();
      standing.share = 1;
      standing.failed = !status.ok();
      standing.outcome = status.ok() ? done.outcome : status.error().message;
      standing.refused = done.refused;
      standing.changed = done.changed;
    }
  }

  // Whether to go on.
  bool is_at(model::OrganizationId organization, double share) {
    const std::scoped_lock lock(mutex);
    standings[organization].share = share;
    return !stopping;
  }

  base::Status run(const Asked& asked, ModelTaskStanding& done) {
    const model::OrganizationId organization = asked.by.organization.id;
    const RescanProgress progress = [&](double share) { return is_at(organization, share); };
    switch (asked.task) {
      case ModelTask::kLearn:
      case ModelTask::kLearnEvenIfWorse: {
        LearningOptions options;
        options.even_if_worse = asked.task == ModelTask::kLearnEvenIfWorse;
        const Learned learned =
            TRY(learn_from_decisions(database, audit, clock, asked.by, options));
        done.refused = !learned.installed();
        done.outcome = learned.card;
        return {};
      }
      case ModelTask::kPreviewRescan: {
        const RescanChanges changes = TRY(preview_rescan(database, clock, asked.by, progress));
        done.changed = changes.changed;
        done.outcome = rescan_words(changes);
        return {};
      }
      case ModelTask::kRescan:
        done.outcome = rescan_words(TRY(apply_rescan(database, audit, clock, asked.by, progress)));
        return {};
    }
    return {};
  }

  store::Database& database;
  AuditTrail& audit;
  const base::Clock& clock;
  mutable std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;
  std::deque<Asked> waiting;
  std::unordered_map<model::OrganizationId, ModelTaskStanding> standings;
  std::thread worker;  // last: it uses the others
};

std::string_view name(ModelTask task) {
  switch (task) {
    case ModelTask::kLearn:
      return "learn";
    case ModelTask::kLearnEvenIfWorse:
      return "learn-even-if-worse";
    case ModelTask::kPreviewRescan:
      return "preview-rescan";
    case ModelTask::kRescan:
      break;
  }
  return "rescan";
}

ModelWork::ModelWork(store::Database& database, AuditTrail& audit, const base::Clock& clock)
    : state_(std::make_unique<State>(database, audit, clock)) {}
ModelWork::~ModelWork() = default;

base::Status ModelWork::begin(const Caller& by, ModelTask task) {
  TRY(by.require(model::Permission::kEditProgramme));
  {
    const std::scoped_lock lock(state_->mutex);
    const auto last = state_->standings.find(by.organization.id);
    if (last != state_->standings.end() && !last->second.ended_at) {
      if (last->second.task == task) return {};
      return base::conflict("Something else is being done with the model just now. Wait for it.");
    }
    ModelTaskStanding standing;
    standing.task = task;
    standing.by = by.actor.name;
    standing.asked_at = state_->clock.now();
    state_->standings[by.organization.id] = std::move(standing);
    state_->waiting.push_back({by, task});
  }
  state_->wake.notify_all();
  return {};
}

std::optional<ModelTaskStanding> ModelWork::standing(model::OrganizationId organization) const {
  const std::scoped_lock lock(state_->mutex);
  const auto last = state_->standings.find(organization);
  if (last == state_->standings.end()) return std::nullopt;
  return last->second;
}

}  // namespace laurel::app
