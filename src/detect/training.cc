#include "detect/training.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "detect/linear.h"
#include "detect/network_training.h"
#include "detect/plain_scorer.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

// One text read once, with everything the fits need.
struct Prepared {
  const LabelledText* label = nullptr;
  Reading reading;
  std::vector<std::vector<Feature>> mentions;
  std::vector<Feature> text;
  std::vector<bool> entity_praised;
  enum class Use : std::uint8_t { kPraised, kNot, kUnsure };
  std::vector<Use> uses;                           // per mention
  std::vector<std::optional<Strength>> strengths;  // per entity
  NetworkLesson lesson;
};

constexpr std::uint32_t kDenseFrom = 1U << kMentionBits;  // after the hashed features

struct Words {  // stage 1
  HashedWeights mention;
  std::array<float, kDenseMention> mention_dense{};
  Network network;
  HashedWeights text;
  HashedWeights traits;
  std::array<TraitLogits, kDimensions> traits_dense{};
  TraitLogits trait_thresholds{};
};
struct Tops {  // stage 2
  std::array<float, kEntityFeatures> entity{};
  std::array<float, kTextTopFeatures> text_top{};
};
using Indices = std::vector<std::size_t>;

std::pair<std::size_t, std::size_t> find_evidence(const LabelledText& label,
                                                  const std::string& evidence) {
  std::size_t at = label.text.find(evidence);
  if (at == std::string::npos && evidence.size() > 30)  // copied with a slip: its start will do
    at = label.text.find(evidence.substr(0, 30));
  if (evidence.empty() || at == std::string::npos) return {0, 0};
  return {at, at + evidence.size()};
}

void mark(const LabelledText& label, Prepared& prepared) {
  const Reading& reading = prepared.reading;
  const auto& tokens = reading.document.tokens;
  prepared.entity_praised.assign(reading.entities.size(), false);
  prepared.strengths.assign(reading.entities.size(), std::nullopt);
  prepared.uses.assign(reading.mentions.size(), Prepared::Use::kNot);
  for (const LabelledTarget& target : label.targets) {
    const auto [from, to] = find_evidence(label, target.evidence);
    // The entities that this label names; when several do, those inside its evidence.
    std::set<std::uint32_t> named, in_evidence;
    for (const Mention& mention : reading.mentions) {
      const bool person = reading.entities[mention.entity].kind == TargetKind::kPerson;
      if (person != (target.kind == TargetKind::kPerson) && target.kind == TargetKind::kPerson &&
          mention.form == Form::kPronoun)
        continue;
      if (!same_target(reading.document.words(mention.begin, mention.end), target.text)) continue;
      named.insert(mention.entity);
      const text::Token& head = tokens[mention.head];
      if (head.begin >= from && head.begin < to) in_evidence.insert(mention.entity);
    }
    const std::set<std::uint32_t>& chosen = in_evidence.empty() ? named : in_evidence;
    for (const std::uint32_t e : chosen) {
      prepared.entity_praised[e] = true;
      prepared.strengths[e] = target.strength;
      bool any = false;
      for (std::size_t m = 0; m < reading.mentions.size(); ++m) {
        const Mention& mention = reading.mentions[m];
        if (mention.entity != e) continue;
        const text::Sentence s = reading.document.sentences[mention.sentence];
        const bool inside = tokens[s.begin].begin < to && tokens[s.end - 1].end > from;
        if (inside) prepared.uses[m] = Prepared::Use::kPraised;
        if (!inside && prepared.uses[m] == Prepared::Use::kNot)
          prepared.uses[m] = Prepared::Use::kUnsure;
        any = any || inside;
      }
      for (std::size_t m = 0; m < reading.mentions.size() && !any; ++m)
        if (reading.mentions[m].entity == e) prepared.uses[m] = Prepared::Use::kPraised;
    }
  }
}

std::vector<Stretch> stretches_of(const Reading& reading, std::uint32_t entity, auto counts) {
  std::vector<Stretch> stretches;
  for (std::size_t m = 0; m < reading.mentions.size(); ++m) {
    if (reading.mentions[m].entity != entity || !counts(m)) continue;
    const Stretch stretch = evidence_of(reading, reading.mentions[m]);
    if (std::ranges::find(stretches, stretch) == stretches.end()) stretches.push_back(stretch);
  }
  return stretches;
}

// Calls work(0 … count-1), each once, on as many threads as there are cores, at most four. What
// they write must not overlap; the result does not depend on their order.
template <typename Work>
void in_parallel(std::size_t count, Work work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> threads;
  for (unsigned t = 1; t < std::min(4U, std::thread::hardware_concurrency()); ++t)
    threads.emplace_back(run);
  run();
}

class Trainer {
 public:
  Trainer(std::span<const LabelledText> texts, const WordTable& words,
          const TrainingOptions& options)
      : options_(options), words_(words) {
    const RosterIndex no_roster({});
    prepared_.resize(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      Prepared& p = prepared_[i];
      p.label = &texts[i];
      read_words(texts[i].text, words, no_roster, p.reading);
      find_mentions(no_roster, p.reading);
      sum_vectors(words, p.reading);
      std::array<float, kDenseMention> dense;
      CollectingSink mention_sink(kMentionBits);
      for (const Mention& mention : p.reading.mentions) {
        mention_features(p.reading, mention, mention_sink);
        p.mentions.push_back(mention_sink.take(kMentionScales));
        dense_mention_features(p.reading, mention, dense);
        for (std::uint32_t d = 0; d < kDenseMention; ++d)
          p.mentions.back().push_back({kDenseFrom + d, dense[d]});
      }
      CollectingSink text_sink(kTextBits);
      text_features(p.reading, text_sink);
      p.text = text_sink.take(kTextScales);
      mark(texts[i], p);
      p.lesson = {&p.reading, {}, texts[i].commendation, texts[i].weight};
      for (const Prepared::Use use : p.uses)
        p.lesson.praised.push_back(use == Prepared::Use::kUnsure    ? -1
                                   : use == Prepared::Use::kPraised ? 1
                                                                    : 0);
      if (texts[i].fold != kTrainOnly) folds_.insert(texts[i].fold);
    }
  }

  const std::set<int>& folds() const { return folds_; }
  const Prepared& at(std::size_t i) const { return prepared_[i]; }
  std::size_t size() const { return prepared_.size(); }

  Indices outside(int fold, const Indices& among) const { return select(fold, among, false); }
  Indices inside(int fold, const Indices& among) const { return select(fold, among, true); }
  Indices scored_only(const Indices& among) const { return select(kTrainOnly, among, false); }
  Indices everything() const {
    Indices all(size());
    for (std::size_t i = 0; i < size(); ++i) all[i] = i;
    return all;
  }

  Words fit_words(const Indices& on, bool with_traits) {
    Words words;
    std::vector<Example> examples;
    for (const std::size_t i : on) {
      const Prepared& p = prepared_[i];
      for (std::size_t m = 0; m < p.mentions.size(); ++m)
        if (p.uses[m] != Prepared::Use::kUnsure)
          examples.push_back({p.mentions[m], p.uses[m] == Prepared::Use::kPraised, weight_of(p)});
    }
    std::vector<float> weights =
        fit_logistic(examples, kDenseFrom + kDenseMention, {.l2 = options_.mention_l2});
    std::copy_n(weights.begin() + kDenseFrom, kDenseMention, words.mention_dense.begin());
    weights.resize(kDenseFrom);
    words.mention = HashedWeights::quantise(weights);
    examples.clear();
    for (const std::size_t i : on)
      examples.push_back(
          {prepared_[i].text, prepared_[i].label->commendation, weight_of(prepared_[i])});
    words.text =
        HashedWeights::quantise(fit_logistic(examples, 1U << kTextBits, {.l2 = options_.text_l2}));
    std::vector<const NetworkLesson*> lessons;
    for (const std::size_t i : on) lessons.push_back(&prepared_[i].lesson);
    words.network = fit_network(lessons, words_);
    if (with_traits) fit_traits(on, words);
    step();
    return words;
  }

  // For each fold, the scores of the other folds' texts by stage 1 fitted without either: a fit
  // without two folds serves both.
  std::map<int, std::vector<Scores>> cross_score() {
    std::map<int, std::vector<Scores>> inner;
    for (const int fold : folds_) inner[fold].resize(size());
    const Indices all = everything();
    std::vector<std::pair<int, int>> pairs;
    for (const int a : folds_)
      for (const int b : folds_)
        if (a < b) pairs.emplace_back(a, b);
    in_parallel(pairs.size(), [&](std::size_t pair) {
      const auto [a, b] = pairs[pair];
      const Words words = fit_words(outside(b, outside(a, all)), false);
      for (const std::size_t i : inside(b, all)) score_with(words, i, inner.at(a)[i]);
      for (const std::size_t i : inside(a, all)) score_with(words, i, inner.at(b)[i]);
    });
    return inner;
  }

  void score_with(const Words& words, std::size_t i, Scores& scores) const {
    scores.mentions.clear();
    const Prepared& p = prepared_[i];
    for (const auto& features : p.mentions) {
      float hashed = 0;
      float dense = 0;
      for (const Feature& f : features) {
        if (f.index < kDenseFrom) {
          hashed += f.value * static_cast<float>(words.mention.weights[f.index]);
        } else {
          dense += f.value * words.mention_dense[f.index - kDenseFrom];
        }
      }
      scores.mentions.push_back(hashed * words.mention.scale + dense);
    }
    float total = 0;
    for (const Feature& f : p.text)
      total += f.value * static_cast<float>(words.text.weights[f.index]);
    scores.text_logit = total * words.text.scale;
    words.network.add_scores(p.reading, scores.channels, scores.mentions, scores.text_logit);
    clamp_logits(scores);
  }

  // REQUIRES: scores of stage 1 that have not seen their own text.
  Tops fit_tops(const Indices& on, std::vector<Scores>& scores) const {
    Tops tops;
    std::vector<std::vector<Feature>> features;
    std::vector<Example> examples;
    for (const std::size_t i : on)
      for (std::uint32_t e = 0; e < prepared_[i].reading.entities.size(); ++e) {
        features.push_back(dense(entity_features(prepared_[i].reading, e, scores[i])));
        examples.push_back({{}, prepared_[i].entity_praised[e], 1});
      }
    for (std::size_t i = 0; i < examples.size(); ++i) examples[i].features = features[i];
    copy(fit_logistic(examples, kEntityFeatures, {.l2 = 1, .iterations = 200, .unpenalised = 1}),
         tops.entity);
    features.clear();
    examples.clear();
    Model model;
    model.entity = tops.entity;
    for (const std::size_t i : on) {
      if (prepared_[i].reading.entities.empty()) continue;
      combine(model, prepared_[i].reading, scores[i]);
      features.push_back(dense(text_top_features(prepared_[i].reading, scores[i])));
      examples.push_back({{}, prepared_[i].label->commendation, 1});
    }
    for (std::size_t i = 0; i < examples.size(); ++i) examples[i].features = features[i];
    copy(fit_logistic(examples, kTextTopFeatures, {.l2 = 1, .iterations = 200, .unpenalised = 1}),
         tops.text_top);
    return tops;
  }

  static void finish(const Tops& tops, const Reading& reading, Scores& scores) {
    Model model;
    model.entity = tops.entity;
    model.text_top = tops.text_top;
    combine(model, reading, scores);
  }

  Prediction predict(const Words& words, std::size_t i, const Scores& scores, float flag) const {
    const Reading& reading = prepared_[i].reading;
    Prediction out;
    out.probability = scores.text;
    const Model model = traits_of(words);
    std::vector<Stretch> stretches;
    for (std::uint32_t e = 0; e < reading.entities.size(); ++e) {
      if (scores.entities[e] < flag || told_by_name(reading, e, scores, flag)) continue;
      const Entity& entity = reading.entities[e];
      const Mention& mention = reading.mentions[entity.fullest];
      out.targets.push_back({std::string(reading.document.words(mention.begin, mention.end)),
                             entity.kind, scores.entities[e]});
      praised_stretches(reading, e, scores, stretches);
      const TraitLogits traits = score_traits_plainly(model, reading, entity.kind, stretches);
      out.targets.back().strength = strength_of(model, traits);
      out.behaviours = static_cast<BehaviourSet>(out.behaviours | behaviours_of(model, traits));
    }
    return out;
  }

  // The logits of exemplary praise of the targets that are found and labelled, and their labels.
  void collect_strengths(const Words& words, std::size_t i, const Scores& scores, float flag,
                         std::vector<float>& logits, std::vector<bool>& exemplary) const {
    const Prepared& p = prepared_[i];
    const Model model = traits_of(words);
    std::vector<Stretch> stretches;
    for (std::uint32_t e = 0; e < p.reading.entities.size(); ++e) {
      if (!p.strengths[e] || scores.entities[e] < flag) continue;
      praised_stretches(p.reading, e, scores, stretches);
      logits.push_back(score_traits_plainly(model, p.reading, p.reading.entities[e].kind,
                                            stretches)[kExemplaryTrait]);
      exemplary.push_back(*p.strengths[e] == Strength::kExemplary);
    }
  }
  void expect_steps(int steps) { steps_due_ = steps; }

 private:
  static Model traits_of(const Words& words) {
    Model model;
    model.traits = words.traits;
    model.traits_dense = words.traits_dense;
    model.trait_thresholds = words.trait_thresholds;
    return model;
  }
  float weight_of(const Prepared& p) const { return p.label->weight; }
  Indices select(int fold, const Indices& among, bool equal) const {
    Indices out;
    for (const std::size_t i : among)
      if ((prepared_[i].label->fold == fold) == equal) out.push_back(i);
    return out;
  }
  template <std::size_t n>
  static std::vector<Feature> dense(const std::array<float, n>& values) {
    std::vector<Feature> features;
    for (std::uint32_t i = 0; i < n; ++i)
      if (values[i] != 0) features.push_back({i, values[i]});
    return features;
  }
  template <std::size_t n>
  static void copy(const std::vector<float>& from, std::array<float, n>& to) {
    std::copy_n(from.begin(), n, to.begin());
  }
  void step() {
    const std::lock_guard lock(steps_mutex_);
    ++steps_;
    if (options_.progress && steps_due_ > 0)
      options_.progress(std::min(1.0, static_cast<double>(steps_) / steps_due_));
  }

  std::vector<Feature> trait_example(const Prepared& p, TargetKind kind,
                                     const std::vector<Stretch>& stretches) const {
    CollectingSink sink(kTraitBits);
    trait_features(p.reading, kind, stretches, sink);
    whole_trait_features(p.reading, sink);
    std::vector<Feature> features = sink.take(kTraitScales);
    std::array<float, kDimensions> dense;
    dense_trait_features(p.reading, stretches, dense);
    for (std::uint32_t d = 0; d < kDimensions; ++d)
      features.push_back({(1U << kTraitBits) + d, dense[d]});
    return features;
  }

  // Behaviours are labelled for a text, the strength for each target.
  void fit_traits(const Indices& on, Words& words) const {
    std::vector<std::vector<Feature>> texts, targets;
    std::vector<Example> exemplary;
    std::vector<BehaviourSet> due;
    std::vector<float> weights;
    for (const std::size_t i : on) {
      const Prepared& p = prepared_[i];
      const auto praised = [&](std::size_t m) { return p.uses[m] == Prepared::Use::kPraised; };
      std::vector<Stretch> together;
      TargetKind kind = TargetKind::kTeam;
      for (std::uint32_t e = 0; e < p.reading.entities.size(); ++e) {
        if (!p.entity_praised[e]) continue;
        const auto stretches = stretches_of(p.reading, e, praised);
        for (const Stretch& s : stretches)
          if (std::ranges::find(together, s) == together.end()) together.push_back(s);
        kind = std::min(kind, p.reading.entities[e].kind);
        if (!p.strengths[e]) continue;
        targets.push_back(trait_example(p, p.reading.entities[e].kind, stretches));
        exemplary.push_back({{}, *p.strengths[e] == Strength::kExemplary, weight_of(p)});
      }
      if (together.empty()) continue;
      texts.push_back(trait_example(p, kind, together));
      due.push_back(p.label->behaviours);
      weights.push_back(weight_of(p));
    }
    constexpr std::size_t kHashed = std::size_t{1} << kTraitBits;
    std::vector<float> side_by_side(kHashed * kTraitCount);
    for (std::size_t t = 0; t < kTraitCount; ++t) {
      std::vector<Example> examples = t == kExemplaryTrait ? exemplary : std::vector<Example>();
      for (std::size_t i = 0; i < examples.size(); ++i) examples[i].features = targets[i];
      for (std::size_t i = 0; i < texts.size() && t != kExemplaryTrait; ++i)
        examples.push_back({texts[i], (due[i] >> t & 1) != 0, weights[i]});
      const double l2 = t == kExemplaryTrait ? options_.exemplary_l2 : options_.trait_l2;
      const auto fitted = fit_logistic(examples, kHashed + kDimensions, {.l2 = l2});
      for (std::size_t i = 0; i < kHashed; ++i) side_by_side[i * kTraitCount + t] = fitted[i];
      for (std::size_t d = 0; d < kDimensions; ++d) words.traits_dense[d][t] = fitted[kHashed + d];
      words.trait_thresholds[t] = options_.trait_threshold;
    }
    words.traits = HashedWeights::quantise(side_by_side);
  }

  const TrainingOptions& options_;
  const WordTable& words_;
  std::vector<Prepared> prepared_;
  std::set<int> folds_;
  std::mutex steps_mutex_;
  int steps_ = 0;
  int steps_due_ = 0;
};

}  // namespace

base::Result<Trained> train(std::span<const LabelledText> texts, WordKnowledge words,
                            const TrainingOptions& options) {
  auto model = std::make_shared<Model>();
  model->words = WordTable(std::move(words));
  Trainer trainer(texts, model->words, options);
  const auto praised = std::ranges::count_if(texts, &LabelledText::commendation);
  if (trainer.folds().size() < 3 || praised == 0 ||
      praised == static_cast<std::ptrdiff_t>(texts.size()))
    return base::invalid_input(
        "Training needs texts with and without praise in at least three folds; label more texts.");
  const auto folds = static_cast<int>(trainer.folds().size());
  trainer.expect_steps(folds * (folds + 1) / 2 + 1);

  const Indices all = trainer.everything();
  std::vector<Scores> outer(texts.size());
  std::vector<std::pair<std::size_t, std::size_t>> tested;  // text, fold number
  auto inner = trainer.cross_score();
  const std::vector<int> folds_in_order(trainer.folds().begin(), trainer.folds().end());
  std::vector<Words> fold_words(folds_in_order.size() + 1);  // the last is fitted on everything
  in_parallel(fold_words.size(), [&](std::size_t f) {
    const bool last = f == folds_in_order.size();
    fold_words[f] = trainer.fit_words(last ? all : trainer.outside(folds_in_order[f], all), true);
  });
  for (std::size_t f = 0; f < folds_in_order.size(); ++f) {
    const int fold = folds_in_order[f];
    const Tops tops =
        trainer.fit_tops(trainer.scored_only(trainer.outside(fold, all)), inner.at(fold));
    for (const std::size_t i : trainer.inside(fold, all)) {
      trainer.score_with(fold_words[f], i, outer[i]);
      Trainer::finish(tops, trainer.at(i).reading, outer[i]);
      tested.emplace_back(i, f);
    }
  }
  std::vector<float> probabilities;
  std::vector<bool> commendations;
  Indices scored;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].fold == kTrainOnly) continue;
    scored.push_back(i);
    probabilities.push_back(outer[i].text);
    commendations.push_back(texts[i].commendation);
  }
  Trained out;
  out.thresholds.flag = threshold_for_f1(probabilities, commendations);
  out.thresholds.send = std::max(out.thresholds.flag,
                                 threshold_for_false_positives(probabilities, commendations,
                                                               options.send_false_positive_rate));
  out.thresholds.review = std::min(options.review_threshold, out.thresholds.flag);
  std::vector<float> strengths;
  std::vector<bool> exemplary;
  for (const auto& [i, fold] : tested)
    trainer.collect_strengths(fold_words[fold], i, outer[i], out.thresholds.flag, strengths,
                              exemplary);
  if (std::ranges::count(exemplary, true) > 0)
    for (Words& fitted : fold_words)
      fitted.trait_thresholds[kExemplaryTrait] = threshold_for_f1(strengths, exemplary);
  out.out_of_fold.resize(texts.size());
  for (const auto& [i, fold] : tested)
    out.out_of_fold[i] = trainer.predict(fold_words[fold], i, outer[i], out.thresholds.flag);
  std::vector<LabelledText> scored_labels;
  std::vector<Prediction> scored_predictions;
  for (const std::size_t i : scored) {
    if (!texts[i].reported) continue;
    scored_labels.push_back(texts[i]);
    scored_predictions.push_back(out.out_of_fold[i]);
  }
  out.cross_validated = evaluate(scored_labels, scored_predictions, out.thresholds);

  // The model itself: stage 2 on the out-of-fold scores, stage 1 on everything.
  const Tops tops = trainer.fit_tops(scored, outer);
  const Words& final_words = fold_words.back();
  model->mention = final_words.mention;
  model->mention_dense = final_words.mention_dense;
  model->network = final_words.network;
  model->text = final_words.text;
  model->traits = final_words.traits;
  model->traits_dense = final_words.traits_dense;
  model->trait_thresholds = final_words.trait_thresholds;
  model->entity = tops.entity;
  model->text_top = tops.text_top;
  model->thresholds = out.thresholds;
  auto parsed = Model::parse(model->serialise());
  if (!parsed) return parsed.error();
  out.model = std::move(parsed).value();
  return out;
}

}  // namespace laurel::detect
