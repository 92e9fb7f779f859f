#include "app/learn_from_decisions.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "app/decided_texts.h"
#include "app/detection.h"
#include "app/organization_model.h"
#include "base/wording.h"
#include "detect/adaptation.h"
#include "detect/training.h"
#include "store/decisions.h"
#include "store/models.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

// What was read of the organization, in one snapshot.
struct Material {
  std::vector<detect::DecidedText> learned, held_out;
  std::vector<std::string> kept;
  std::vector<detect::RosterEntry> roster;
  std::shared_ptr<const detect::Model> in_use;
  std::optional<std::uint64_t> seed_in_use;
  std::int64_t left_out = 0;
};

base::Result<Material> read_material(store::Database& database, model::OrganizationId organization,
                                     const LearningOptions& options) {
  Material out;
  auto tx = TRY(database.begin_read());
  std::unordered_set<base::Uuid> decided;
  const auto take = [&](const store::DecidedResponse& response) -> base::Status {
    const model::ResponseId id = response.record.response.id;
    decided.insert(id.value);
    std::vector<detect::DecidedText> texts = decided_texts(response.record);
    if (texts.empty()) ++out.left_out;
    auto& side = is_held_out(id, options.seed, options.held_out) ? out.held_out : out.learned;
    std::ranges::move(texts, std::back_inserter(side));
    return {};
  };
  TRY(store::for_each_decided(tx, organization, take));
  const auto picked = TRY(
      store::pick_responses(tx, organization, options.seed, options.most_kept + decided.size()));
  for (const model::ResponseRecord& record : picked) {
    if (decided.contains(record.response.id.value)) continue;
    for (const model::Verbatim& verbatim : record.response.verbatims)
      if (out.kept.size() < options.most_kept) out.kept.push_back(verbatim.text);
  }
  std::vector<model::Employee> employees = TRY(store::list_employees(tx, organization));
  std::vector<model::Unit> units = TRY(store::list_units(tx, organization));
  out.roster = People(std::move(employees), std::move(units)).roster();
  out.in_use = TRY(model_in_use(tx, organization));
  for (const store::OrganizationModel& model : TRY(store::list_models(tx, organization)))
    if (model.in_use) out.seed_in_use = model.seed;
  return out;
}

base::Result<std::shared_ptr<const detect::Model>> make_model(const Material& material,
                                                              const LearningOptions& options) {
  const auto base = options.base != nullptr ? options.base : detect::Model::embedded();
  if (options.labels.empty()) {
    return detect::adapt(*base, material.learned, material.kept, material.roster,
                         {.seed = options.seed});
  }
  std::vector<detect::LabelledText> labels = options.labels;
  std::ranges::transform(material.learned, std::back_inserter(labels), as_label);
  detect::TrainingOptions training;
  training.progress = options.progress;
  return TRY(detect::train(labels, base->words.knowledge(), training)).model;
}

base::Result<std::vector<JudgedText>> judge(const Material& material,
                                            std::shared_ptr<const detect::Model> model) {
  const detect::Detector before = TRY(detect::Detector::create(material.roster, material.in_use));
  const detect::Detector after = TRY(detect::Detector::create(material.roster, std::move(model)));
  std::vector<JudgedText> judged;
  detect::Workspace workspace;
  detect::Detection found;
  for (const detect::DecidedText& text : material.held_out) {
    JudgedText one;
    one.praised = text.commendation();
    before.detect(text.text, {}, workspace, found);
    one.before = static_cast<double>(found.probability);
    one.flagged_before = found.commendation;
    after.detect(text.text, {}, workspace, found);
    one.after = static_cast<double>(found.probability);
    one.flagged_after = found.commendation;
    judged.push_back(one);
  }
  return judged;
}

std::string card_of(const Learned& learned, const LearningOptions& options) {
  std::string card = fmt::format(
      "{} learned from {} ({} with praise), {}, seed {}.\n", learned.model->version(),
      base::count_of(learned.texts, "decided text", "decided texts"), learned.praised,
      options.labels.empty()
          ? fmt::format("on top of {}, holding its judgement of {} others",
                        (options.base ? options.base : detect::Model::embedded())->version(),
                        base::grouped(learned.kept))
          : fmt::format("together with {} of files",
                        base::count_of(static_cast<std::int64_t>(options.labels.size()),
                                       "labelled text", "labelled texts")),
      options.seed);
  return card + comparison_words(learned.comparison);
}

}  // namespace

base::Result<Learned> learn_from_decisions(store::Database& database, AuditTrail& audit,
                                           const base::Clock& clock, const Caller& by,
                                           const LearningOptions& options) {
  TRY(by.require(model::Permission::kEditProgramme));
  const model::OrganizationId organization = by.organization.id;
  const Material material = TRY(read_material(database, organization, options));
  Learned out;
  out.model = TRY(make_model(material, options));
  out.texts = static_cast<std::int64_t>(material.learned.size());
  out.praised = std::ranges::count_if(material.learned, &detect::DecidedText::commendation);
  out.left_out = material.left_out;
  out.kept = options.labels.empty() ? static_cast<std::int64_t>(material.kept.size()) : 0;
  out.before_saw_some = material.seed_in_use && *material.seed_in_use != options.seed;
  const auto judged = TRY(judge(material, out.model));
  out.comparison = compare_models(judged);
  out.card = card_of(out, options);
  const bool better = out.comparison.finding == ModelComparison::Finding::kBetter;
  if (!better && !options.even_if_worse) return out;

  auto tx = TRY(database.begin_write());
  store::OrganizationModel made;
  made.version = out.model->version();
  made.card = out.card;
  made.made_at = clock.now();
  made.made_by = by.actor.name;
  made.texts = out.texts;
  made.seed = options.seed;
  made.flag = static_cast<double>(out.model->thresholds.flag);
  const std::int32_t number = TRY(store::add_model(tx, organization, made, out.model->serialise()));
  TRY(use_model(tx, audit, by, number));
  TRY(tx.commit());
  out.number = number;
  return out;
}

}  // namespace laurel::app
