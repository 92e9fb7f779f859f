#include "app/accuracy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/wording.h"
#include "store/decisions.h"
#include "store/review_queue.h"

namespace laurel::app {
namespace {

constexpr std::size_t kBins = 10;

// Adds up one detector's.
class Tally {
 public:
  void add(const DecidedPraise& one) {
    ++figures_.decided;
    figures_.added += one.added ? 1 : 0;
    figures_.agreed += {one.flagged == one.accepted ? 1 : 0, 1};
    if (one.accepted) figures_.recall += {one.flagged ? 1 : 0, 1};
    if (one.added) return;
    if (one.flagged) figures_.precision += {one.accepted ? 1 : 0, 1};
    if (one.audited) figures_.audited += {one.accepted ? 1 : 0, 1};
    if (one.accepted && one.found_link == detect::LinkState::kLinked)
      figures_.linked += {one.same_person ? 1 : 0, 1};
    if (one.accepted && one.found_link == detect::LinkState::kAmbiguous && !one.same_person)
      ++figures_.resolved;
    const double gap = one.probability - (one.accepted ? 1 : 0);
    squares_ += gap * gap;
    ++scored_;
    const auto bin = std::min(
        kBins - 1, static_cast<std::size_t>(std::max(0.0, one.probability) * double{kBins}));
    said_[bin] += one.probability;
    right_[bin] += {one.accepted ? 1 : 0, 1};
  }

  AccuracyFigures take(std::string detector) {
    figures_.detector = std::move(detector);
    figures_.brier = scored_ > 0 ? stats::Estimate(squares_ / static_cast<double>(scored_))
                                 : stats::Estimate(stats::Undefined{"nothing was decided yet"});
    for (std::size_t i = 0; i < kBins; ++i) {
      if (right_[i].n == 0) continue;
      figures_.calibration.push_back({static_cast<double>(i) / kBins,
                                      static_cast<double>(i + 1) / kBins,
                                      said_[i] / static_cast<double>(right_[i].n), right_[i],
                                      stats::wilson_interval(right_[i])});
    }
    return std::move(figures_);
  }

 private:
  AccuracyFigures figures_;
  double squares_ = 0;
  std::int64_t scored_ = 0;
  std::array<double, kBins> said_{};
  std::array<stats::Proportion, kBins> right_{};
};

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

// "45 of 50 (90 %; 79 to 96 % fits)"
std::string share(const stats::Proportion& p) {
  const stats::Interval interval = stats::wilson_interval(p);
  return fmt::format("{} of {} ({}; {:.0f} to {:.0f} % fits)", base::grouped(p.yes),
                     base::grouped(p.n), percent(*p.rate()), 100 * *interval.lo,
                     100 * *interval.hi);
}

std::string figures_words(const AccuracyFigures& f) {
  std::string out = fmt::format("  People and detection agreed on {}.\n", share(f.agreed));
  if (f.precision.n > 0)
    out += fmt::format("  Of what it took for praise, {} was accepted.\n", share(f.precision));
  if (f.recall.n > 0) {
    out += fmt::format(
        "  Of the praise that people found in what they read, it had marked {}{}.\n",
        share(f.recall),
        f.added > 0 ? fmt::format("; {} added by hand", base::count_of(f.added, "was", "were"))
                    : "");
  }
  out += f.audited.n > 0
             ? fmt::format(
                   "  Of those so sure that nobody would have looked, audited by chance, {} "
                   "was praise.\n",
                   share(f.audited))
             : "  None of those so sure that nobody would have looked has been audited yet.\n";
  if (f.linked.n > 0)
    out +=
        fmt::format("  Where it said who was meant, {} was the right person.\n", share(f.linked));
  if (f.resolved > 0)
    out += fmt::format("  Where several could be meant, a person chose in {}.\n",
                       base::count_of(f.resolved, "case", "cases"));
  return out;
}

}  // namespace

Accuracy accuracy_of(std::span<const DecidedPraise> decided) {
  Tally all;
  std::map<std::string, Tally> by_detector;
  for (const DecidedPraise& one : decided) {
    all.add(one);
    if (!one.added) by_detector[one.detector].add(one);
  }
  Accuracy out;
  out.all = all.take({});
  for (auto& [detector, tally] : by_detector) out.by_detector.push_back(tally.take(detector));
  std::ranges::stable_sort(out.by_detector, std::ranges::greater(), &AccuracyFigures::decided);
  return out;
}

base::Result<Accuracy> read_accuracy(store::Database& database, const Caller& by) {
  TRY(by.require(model::Permission::kDecide));
  if (!by.scope.is_everything())
    return base::forbidden("Accuracy is of the whole organization, and you see a part of it.");
  std::vector<DecidedPraise> decided;
  auto tx = TRY(database.begin_read());
  const auto take = [&](const store::DecidedResponse& response) -> base::Status {
    for (const store::DecidedCommendation& one : response.decided) {
      const auto found =
          std::ranges::find(response.record.commendations, one.id, &model::Commendation::id);
      const model::Commendation& now = *found;
      DecidedPraise praise;
      praise.detector = now.detector;
      praise.probability = static_cast<double>(now.probability);
      praise.flagged = now.flagged;
      praise.sure = now.sure;
      praise.audited =
          now.sure && one.found.link != detect::LinkState::kAmbiguous && store::is_audited(now.id);
      praise.added = one.added;
      praise.accepted = now.decision == model::Decision::kAccepted;
      praise.found_link = one.found.link;
      praise.same_person = now.link == one.found.link && now.employee == one.found.employee;
      decided.push_back(std::move(praise));
    }
    return {};
  };
  TRY(store::for_each_decided(tx, by.organization.id, take));
  return accuracy_of(decided);
}

std::string accuracy_words(const Accuracy& accuracy) {
  if (accuracy.all.decided == 0) {
    return "Nothing has been decided yet. `laurel review` lists what waits, the most useful "
           "first.\n";
  }
  std::string out = fmt::format(
      "{} decided.\n",
      base::count_of(accuracy.all.decided, "piece of praise was", "pieces of praise were"));
  out += figures_words(accuracy.all);
  if (accuracy.all.brier.defined() && !accuracy.all.calibration.empty()) {
    out += "\nWhen it says a probability, how often it is praise:\n";
    for (const CalibrationBin& bin : accuracy.all.calibration)
      out += fmt::format("  {:>3.0f} to {:>3.0f} %   it said {} on average, people accepted {}\n",
                         100 * bin.from, 100 * bin.to, percent(bin.said), share(bin.right));
  }
  if (accuracy.by_detector.size() > 1) {
    for (const AccuracyFigures& figures : accuracy.by_detector)
      out += fmt::format("\n{}, {} decided:\n", figures.detector, base::grouped(figures.decided)) +
             figures_words(figures);
  }
  return out +
         "\nPeople mostly read what detection is unsure of, so these shares are lower than they "
         "are\n"
         "over everything; the audited ones are a fair sample of what would go out unread.\n";
}

}  // namespace laurel::app
