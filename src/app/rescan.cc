#include "app/rescan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "base/utf8.h"
#include "base/wording.h"
#include "store/cells.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/response_pages.h"
#include "store/responses.h"

namespace laurel::app {
namespace {

constexpr std::int64_t kPage = 500;
constexpr std::int64_t kFoldFrom = 1'000;  // deltas, as an import leaves

using model::Commendation;

bool is_decided(const Commendation& c) { return c.decision != model::Decision::kUndecided; }

bool same_place(const Commendation& a, const Commendation& b) {
  return a.question == b.question && a.mention == b.mention;
}
bool across(const Commendation& a, const Commendation& b) {
  return a.question == b.question && a.mention.start < b.mention.end &&
         b.mention.start < a.mention.end;
}

bool same_answers(const Commendation& a, const Commendation& b) {
  return a.probability == b.probability && a.behaviours == b.behaviours &&
         a.strength == b.strength && a.kind == b.kind && a.evidence == b.evidence &&
         a.candidates == b.candidates && a.target == b.target;
}

bool praises(const model::ResponseRecord& record) {
  return std::ranges::any_of(record.commendations, &Commendation::counts);
}

std::string percent(float probability) {
  return fmt::format("{:.0f} %", 100 * static_cast<double>(probability));
}

// The words around a mention, in one line.
std::string words_around(const model::Response& response, const Commendation& commendation) {
  const auto verbatim =
      std::ranges::find(response.verbatims, commendation.question, &model::Verbatim::question);
  if (verbatim == response.verbatims.end()) return {};
  std::string words(
      base::code_points(verbatim->text, commendation.evidence.start, commendation.evidence.end));
  std::ranges::replace_if(
      words, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return words;
}

// Keeps those that move most.
void keep_example(RescanExample example, RescanChanges& changes) {
  auto& kept = changes.examples;
  const auto place = std::ranges::find_if(
      kept, [&](const RescanExample& other) { return other.weight < example.weight; });
  kept.insert(place, std::move(example));
  if (kept.size() > kRescanExamples) kept.pop_back();
}

// One finding before and after; either may be missing.
bool count_change(const model::Response& response, const Commendation* before,
                  const Commendation* after, RescanChanges& changes) {
  const bool was = before != nullptr && before->flagged;
  const bool is = after != nullptr && after->flagged;
  const bool was_sure = before != nullptr && before->sure;
  const bool is_sure = after != nullptr && after->sure;
  const bool moved = before != nullptr && after != nullptr &&
                     (before->link != after->link || before->employee != after->employee);
  if (was != is) {
    ++(is ? changes.praise : changes.no_praise);
  } else if (was_sure != is_sure) {
    ++(is_sure ? changes.sure : changes.no_longer_sure);
  } else if (moved) {
    ++changes.person;
  } else if (before == nullptr || after == nullptr) {
    ++changes.possible;
  } else if (!same_answers(*before, *after)) {
    ++changes.figures;
  } else {
    return false;
  }
  if (was == is && was_sure == is_sure && !moved) return true;
  const Commendation& shown = after != nullptr ? *after : *before;
  RescanExample example;
  example.response = response.id;
  example.words = words_around(response, shown);
  example.target = shown.target;
  const float from = before != nullptr ? before->probability : 0;
  const float to = after != nullptr ? after->probability : 0;
  example.weight = std::abs(static_cast<double>(to) - static_cast<double>(from));
  example.change = fmt::format(
      "{} to {}: {}", before != nullptr ? "from " + percent(from) : std::string("from nothing"),
      after != nullptr ? percent(to) : std::string("nothing"),
      was != is             ? (is ? "becomes praise" : "no longer praise")
      : was_sure != is_sure ? (is_sure ? "sure enough to go out unread" : "a person looks first")
                            : "another person is meant");
  keep_example(std::move(example), changes);
  return true;
}

base::Status go_on(const RescanProgress& progress, std::int64_t done, std::int64_t total) {
  if (!progress || total <= 0 || progress(static_cast<double>(done) / static_cast<double>(total)))
    return {};
  return base::unavailable("It was cut off before its end. Begin it again.");
}

// What reads an organization's responses again.
struct Rescan {
  OrganizationDetector detector;
  std::unordered_map<model::UnitId, std::string> units;
  std::int64_t total = 0;

  static base::Result<Rescan> create(store::Database& database,
                                     model::OrganizationId organization) {
    auto tx = TRY(database.begin_read());
    OrganizationDetector detector = TRY(detector_for(tx, organization));
    Rescan out{std::move(detector), {}, 0};
    for (const model::Unit& unit : TRY(store::list_units(tx, organization)))
      out.units.emplace(unit.id, unit.name);
    out.total = TRY(store::count_responses(tx, organization));
    return out;
  }

  model::ResponseRecord read(const model::ResponseRecord& stored, ResponseReader& reader) const {
    model::ResponseRecord found = stored;
    const auto unit = units.find(stored.response.unit);
    reader.read(found, unit == units.end() ? std::string_view() : unit->second);
    return found;
  }
};

}  // namespace

void compare_findings(const model::ResponseRecord& before, model::ResponseRecord& found,
                      RescanChanges& changes) {
  std::erase_if(found.commendations, [&](const Commendation& now) {
    return std::ranges::any_of(before.commendations, [&](const Commendation& then) {
      return is_decided(then) && across(then, now) && !same_place(then, now);
    });
  });
  bool changed = before.response.reading != found.response.reading;
  std::vector<bool> matched(found.commendations.size());
  model::ResponseRecord after = found;
  for (const Commendation& then : before.commendations) {
    const auto now = std::ranges::find_if(
        found.commendations, [&](const Commendation& c) { return same_place(then, c); });
    const bool there = now != found.commendations.end();
    const auto place = static_cast<std::size_t>(now - found.commendations.begin());
    if (there) matched[place] = true;
    if (is_decided(then)) {
      ++changes.decided;
      if (there) {
        after.commendations[place] = then;
      } else {
        after.commendations.push_back(then);
      }
      continue;
    }
    changed = count_change(before.response, &then, there ? &*now : nullptr, changes) || changed;
  }
  for (std::size_t i = 0; i < found.commendations.size(); ++i) {
    if (matched[i]) continue;
    changed = count_change(before.response, nullptr, &found.commendations[i], changes) || changed;
  }
  ++changes.responses;
  changes.changed += changed ? 1 : 0;
  changes.praising_before += praises(before) ? 1 : 0;
  changes.praising_after += praises(after) ? 1 : 0;
}

base::Result<RescanChanges> preview_rescan(store::Database& database, const base::Clock& clock,
                                           const Caller& by, const RescanProgress& progress) {
  TRY(by.require(model::Permission::kEditProgramme));
  const Rescan rescan = TRY(Rescan::create(database, by.organization.id));
  base::UuidGenerator uuids(clock, base::Random::entropy());
  ResponseReader reader(rescan.detector, uuids);
  RescanChanges changes;
  changes.detector = rescan.detector.detector.version();
  auto tx = TRY(database.begin_read());
  const auto look = [&](const model::ResponseRecord& stored) -> base::Status {
    model::ResponseRecord found = rescan.read(stored, reader);
    compare_findings(stored, found, changes);
    if (changes.responses % kPage != 0) return {};
    return go_on(progress, changes.responses, rescan.total);
  };
  TRY(store::for_each_response(tx, by.organization.id, look));
  return changes;
}

base::Result<RescanChanges> apply_rescan(store::Database& database, AuditTrail& audit,
                                         const base::Clock& clock, const Caller& by,
                                         const RescanProgress& progress) {
  TRY(by.require(model::Permission::kEditProgramme));
  const model::OrganizationId organization = by.organization.id;
  const Rescan rescan = TRY(Rescan::create(database, organization));
  base::UuidGenerator uuids(clock, base::Random::entropy());
  ResponseReader reader(rescan.detector, uuids);
  RescanChanges changes;
  changes.detector = rescan.detector.detector.version();
  changes.applied = true;
  model::ResponseId last;
  for (bool more = true; more;) {
    auto tx = TRY(database.begin_write());
    const auto page = TRY(store::responses_after(tx, organization, last, kPage));
    more = page.size() == static_cast<std::size_t>(kPage);
    std::vector<model::ResponseRecord> found;
    for (const model::ResponseRecord& stored : page) {
      found.push_back(rescan.read(stored, reader));
      compare_findings(stored, found.back(), changes);
      last = stored.response.id;
    }
    const model::QuestionCatalog questions(TRY(store::list_questions(tx, organization)));
    TRY(store::save_responses(tx, organization, questions, found));
    TRY(store::fold_cells(tx, organization, more ? kFoldFrom : 0));
    if (!more) {
      TRY(audit.append(tx, by,
                       {.action = "responses.rescanned",
                        .subject = "model",
                        .subject_id = changes.detector,
                        .details = fmt::format("{} of {} responses changed", changes.changed,
                                               changes.responses)}));
    }
    TRY(tx.commit());
    if (more) TRY(go_on(progress, changes.responses, rescan.total));
  }
  return changes;
}

std::string rescan_words(const RescanChanges& c) {
  std::string out = fmt::format("{} read again with {}.\n",
                                base::count_of(c.responses, "response", "responses"), c.detector);
  if (c.decided > 0)
    out += fmt::format("{} decided by a person: never touched.\n",
                       base::count_of(c.decided, "finding was", "findings were"));
  if (c.changed == 0) return out + "Nothing changes.\n";
  out += fmt::format("{} {}:\n", base::count_of(c.changed, "response", "responses"),
                     c.applied ? "changed" : "would change");
  const auto line = [&](std::int64_t n, std::string_view words) {
    if (n > 0) out += fmt::format("  {:>9}  {}\n", base::grouped(n), words);
  };
  line(c.praise, "become praise");
  line(c.no_praise, "are no longer praise");
  line(c.sure, "are sure enough to go out unread");
  line(c.no_longer_sure, "are no longer sure enough to go out unread");
  line(c.person, "mean another person, or somebody where nobody was clear");
  line(c.possible, "come or go below the threshold of praise");
  line(c.figures, "only differ in probability, behaviours or strength");
  out += fmt::format("Responses that praise somebody: {} before, {} {}.\n",
                     base::grouped(c.praising_before), base::grouped(c.praising_after),
                     c.applied ? "now" : "after it");
  if (!c.examples.empty()) out += "\nThose that move most:\n";
  for (const RescanExample& example : c.examples)
    out += fmt::format("  {}: {}\n    \"{}\"\n", example.target, example.change, example.words);
  return out;
}

}  // namespace laurel::app
