#include "detect/adaptation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "base/random.h"
#include "detect/evaluation.h"
#include "detect/linear.h"
#include "detect/plain_scorer.h"
#include "detect/roster_index.h"

namespace laurel::detect {

bool DecidedText::commendation() const {
  return std::ranges::any_of(mentions, [](const DecidedMention& mention) {
    return mention.verdict == DecidedMention::Verdict::kPraised;
  });
}

namespace {

using Verdict = DecidedMention::Verdict;
using Indices = std::vector<std::size_t>;

constexpr std::uint32_t kDenseFrom = 1U << kMentionBits;  // after the hashed features

// Of all features of a model, those that occur in the texts, by small numbers.
class Vocabulary {
 public:
  void number(std::vector<Feature>& features) {
    for (Feature& feature : features) {
      const auto [at, added] =
          numbers_.try_emplace(feature.index, static_cast<std::uint32_t>(known_.size()));
      if (added) known_.push_back(feature.index);
      feature.index = at->second;
    }
  }
  std::size_t size() const { return known_.size(); }
  std::uint32_t feature(std::size_t number) const { return known_[number]; }

 private:
  std::unordered_map<std::uint32_t, std::uint32_t> numbers_;
  std::vector<std::uint32_t> known_;
};

// One text read once.
struct Lesson {
  Reading reading;
  Scores scores;                               // by the model as it is
  std::vector<std::vector<Feature>> mentions;  // numbered by the vocabulary
  std::vector<Feature> text;
  std::vector<Verdict> uses;      // of each mention
  std::vector<Verdict> entities;  // of each entity
  bool commendation = false;
  int fold = 0;
};

std::uint32_t shared(Span a, Span b) {
  const std::uint32_t from = std::max(a.start, b.start);
  const std::uint32_t to = std::min(a.end, b.end);
  return to > from ? to - from : 0;
}

// The entity whose mention shares most with the words that were decided about.
std::uint32_t entity_at(const Reading& reading, Span words) {
  std::uint32_t best = 0;
  std::uint32_t entity = kNoIndex;
  for (const Mention& mention : reading.mentions) {
    const auto& tokens = reading.document.tokens;
    const Span span{tokens[mention.begin].code_begin, tokens[mention.end - 1].code_end};
    const std::uint32_t common = shared(span, words);
    if (common <= best) continue;
    best = common;
    entity = mention.entity;
  }
  return entity;
}

// An entity is praised where its evidence is; its mentions elsewhere say nothing either way.
void mark_praised(Lesson& lesson, std::uint32_t entity, Span evidence) {
  const Reading& reading = lesson.reading;
  const auto& tokens = reading.document.tokens;
  lesson.entities[entity] = Verdict::kPraised;
  bool any = false;
  for (std::size_t m = 0; m < reading.mentions.size(); ++m) {
    if (reading.mentions[m].entity != entity) continue;
    const text::Sentence s = reading.document.sentences[reading.mentions[m].sentence];
    const Span sentence{tokens[s.begin].code_begin, tokens[s.end - 1].code_end};
    const bool inside = shared(sentence, evidence) > 0;
    if (inside || lesson.uses[m] == Verdict::kPraised) {
      lesson.uses[m] = Verdict::kPraised;
      any = true;
    } else {
      lesson.uses[m] = Verdict::kOpen;
    }
  }
  for (std::size_t m = 0; m < reading.mentions.size() && !any; ++m)
    if (reading.mentions[m].entity == entity) lesson.uses[m] = Verdict::kPraised;
}

void mark(const DecidedText& text, Lesson& lesson) {
  const Reading& reading = lesson.reading;
  lesson.commendation = text.commendation();
  lesson.uses.assign(reading.mentions.size(), Verdict::kNot);
  lesson.entities.assign(reading.entities.size(), Verdict::kNot);
  for (const DecidedMention& decided : text.mentions) {
    if (decided.verdict != Verdict::kOpen) continue;
    const std::uint32_t entity = entity_at(reading, decided.mention);
    if (entity == kNoIndex) continue;
    lesson.entities[entity] = Verdict::kOpen;
    for (std::size_t m = 0; m < reading.mentions.size(); ++m)
      if (reading.mentions[m].entity == entity) lesson.uses[m] = Verdict::kOpen;
  }
  for (const DecidedMention& decided : text.mentions) {
    if (decided.verdict != Verdict::kPraised) continue;
    const std::uint32_t entity = entity_at(reading, decided.mention);
    if (entity != kNoIndex) mark_praised(lesson, entity, decided.evidence);
  }
}

template <std::size_t n>
float dot(const std::array<float, n>& a, const std::array<float, n>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
}

// What one of the joining regressions learns from.
class TopExamples {
 public:
  // `due`: how likely the answer is yes; 0 or 1 where it is known.
  template <std::size_t n>
  void add(const std::array<float, n>& values, float logit, float due, float weight) {
    std::vector<Feature>& features = features_.emplace_back();
    for (std::uint32_t i = 0; i < n; ++i) features.push_back({i, values[i]});
    for (const bool positive : {true, false}) {
      const float share = weight * (positive ? due : 1 - due);
      if (share > 0) examples_.push_back({features_.size() - 1, {{}, positive, share, logit}});
    }
  }
  // Adds to the weights what fits, and begins anew.
  template <std::size_t n>
  void fit(std::array<float, n>& weights, double l2) {
    std::vector<Example> examples;
    for (auto& [place, example] : examples_) {
      example.features = features_[place];
      examples.push_back(example);
    }
    const auto added = fit_logistic(examples, n, {.l2 = l2, .iterations = 200});
    for (std::size_t i = 0; i < n; ++i) weights[i] += added[i];
    features_.clear();
    examples_.clear();
  }

 private:
  std::vector<std::vector<Feature>> features_;
  std::vector<std::pair<std::size_t, Example>> examples_;
};

// Weights with something added to some of them. As long as the largest still fits, all others keep
// their exact value.
HashedWeights with_added(const HashedWeights& weights,
                         const std::vector<std::pair<std::uint32_t, float>>& added) {
  float largest = weights.scale * 127;
  std::vector<std::pair<std::uint32_t, float>> changed = added;
  for (auto& [index, value] : changed) {
    value += weights.scale * static_cast<float>(weights.weights[index]);
    largest = std::max(largest, std::abs(value));
  }
  HashedWeights out = weights;
  if (largest > weights.scale * 127) {
    out.scale = largest / 127;
    for (std::int8_t& weight : out.weights)
      weight = static_cast<std::int8_t>(
          std::lround(static_cast<float>(weight) * weights.scale / out.scale));
  }
  for (const auto& [index, value] : changed)
    out.weights[index] =
        static_cast<std::int8_t>(std::clamp(std::lround(value / out.scale), -127L, 127L));
  return out;
}

class Adapter {
 public:
  Adapter(const Model& model, std::span<const DecidedText> texts, std::span<const std::string> kept,
          std::span<const RosterEntry> roster, const AdaptationOptions& options)
      : model_(model),
        options_(options),
        index_(roster),
        lessons_(texts.size()),
        kept_(kept.size()) {
    std::vector<int> folds(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i)
      folds[i] = static_cast<int>(i % static_cast<std::size_t>(options.folds));
    base::Random(options.seed).shuffle(folds);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      lessons_[i].fold = folds[i];
      read(texts[i].text, lessons_[i]);
      mark(texts[i], lessons_[i]);
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
      read(kept[i], kept_[i]);
      combine(model_, kept_[i].reading, kept_[i].scores);
    }
  }

  base::Result<std::shared_ptr<const Model>> adapted() {
    std::vector<Scores> unseen(lessons_.size());
    for (int fold = 0; fold < options_.folds; ++fold) {
      Indices learned;
      for (std::size_t i = 0; i < lessons_.size(); ++i)
        if (lessons_[i].fold != fold) learned.push_back(i);
      const Additions additions = fit(learned);
      for (std::size_t i = 0; i < lessons_.size(); ++i)
        if (lessons_[i].fold == fold) unseen[i] = scored(additions, lessons_[i]);
    }
    Indices all(lessons_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    auto out = std::make_shared<Model>();
    out->name = model_.name.find('+') == std::string::npos ? model_.name + "+own" : model_.name;
    out->network = model_.network;
    out->traits = model_.traits;
    out->traits_dense = model_.traits_dense;
    out->trait_thresholds = model_.trait_thresholds;
    out->words = WordTable(model_.words.knowledge());
    const Additions additions = fit(all);
    add_words(additions, *out);
    fit_tops(additions, unseen, *out);
    out->thresholds = model_.thresholds;
    out->thresholds.send = send_threshold(unseen);
    return Model::parse(out->serialise());
  }

 private:
  struct Additions {  // by the numbers of the vocabularies
    std::vector<float> mention, text;
  };

  void read(const std::string& text, Lesson& lesson) {
    Reading& reading = lesson.reading;
    read_words(text, model_.words, index_, reading);
    find_mentions(index_, reading);
    sum_vectors(model_.words, reading);
    CollectingSink mention_sink(kMentionBits);
    std::array<float, kDenseMention> dense;
    for (const Mention& mention : reading.mentions) {
      mention_features(reading, mention, mention_sink);
      std::vector<Feature>& features = lesson.mentions.emplace_back();
      features = mention_sink.take(kMentionScales);
      dense_mention_features(reading, mention, dense);
      for (std::uint32_t d = 0; d < kDenseMention; ++d)
        features.push_back({kDenseFrom + d, dense[d]});
      mention_words_.number(features);
    }
    CollectingSink text_sink(kTextBits);
    text_features(reading, text_sink);
    lesson.text = text_sink.take(kTextScales);
    text_words_.number(lesson.text);
    score_words_plainly(model_, reading, lesson.scores);
    reading.vectors = {};
    reading.near = {};
  }

  Additions fit(const Indices& on) const {
    std::vector<Example> examples;
    for (const std::size_t i : on) {
      const Lesson& lesson = lessons_[i];
      for (std::size_t m = 0; m < lesson.mentions.size(); ++m)
        if (lesson.uses[m] != Verdict::kOpen)
          examples.push_back({lesson.mentions[m], lesson.uses[m] == Verdict::kPraised, 1,
                              lesson.scores.mentions[m]});
    }
    for (const Lesson& lesson : kept_)
      for (std::size_t m = 0; m < lesson.mentions.size(); ++m)
        keep(lesson.mentions[m], lesson.scores.mentions[m], lesson.scores.mentions[m], examples);
    Additions out;
    out.mention = fit_logistic(examples, mention_words_.size(), {.l2 = options_.mention_l2});
    examples.clear();
    for (const Lesson& lesson : kept_)
      keep(lesson.text, lesson.scores.text_logit, lesson.scores.text_logit, examples);
    for (const std::size_t i : on)
      examples.push_back(
          {lessons_[i].text, lessons_[i].commendation, 1, lessons_[i].scores.text_logit});
    out.text = fit_logistic(examples, text_words_.size(), {.l2 = options_.text_l2});
    return out;
  }

  // Adds what holds an answer where it was: both answers, each as likely as it was.
  void keep(std::span<const Feature> features, float was, float offset,
            std::vector<Example>& examples) const {
    const float probability = sigmoid(was);
    examples.push_back({features, true, options_.kept_weight * probability, offset});
    examples.push_back({features, false, options_.kept_weight * (1 - probability), offset});
  }

  static Scores scored(const Additions& additions, const Lesson& lesson) {
    Scores scores = lesson.scores;
    for (std::size_t m = 0; m < lesson.mentions.size(); ++m)
      scores.mentions[m] += score(additions.mention, lesson.mentions[m]);
    scores.text_logit += score(additions.text, lesson.text);
    clamp_logits(scores);
    return scores;
  }

  void add_words(const Additions& additions, Model& out) const {
    std::vector<std::pair<std::uint32_t, float>> hashed;
    out.mention_dense = model_.mention_dense;
    for (std::size_t i = 0; i < additions.mention.size(); ++i) {
      const std::uint32_t feature = mention_words_.feature(i);
      if (feature < kDenseFrom) {
        hashed.emplace_back(feature, additions.mention[i]);
      } else {
        out.mention_dense[feature - kDenseFrom] += additions.mention[i];
      }
    }
    out.mention = with_added(model_.mention, hashed);
    hashed.clear();
    for (std::size_t i = 0; i < additions.text.size(); ++i)
      hashed.emplace_back(text_words_.feature(i), additions.text[i]);
    out.text = with_added(model_.text, hashed);
  }

  // The regressions that join: fitted on scores that haven't seen their own text, and held where
  // they were on the texts that are kept. Leaves the finished scores in `unseen`.
  void fit_tops(const Additions& additions, std::vector<Scores>& unseen, Model& out) const {
    out.entity = model_.entity;
    out.text_top = model_.text_top;
    std::vector<Scores> kept;
    for (const Lesson& lesson : kept_) kept.push_back(scored(additions, lesson));
    TopExamples examples;
    for (std::size_t i = 0; i < lessons_.size(); ++i) {
      const Lesson& lesson = lessons_[i];
      combine(model_, lesson.reading, unseen[i]);
      for (std::uint32_t e = 0; e < lesson.entities.size(); ++e)
        if (lesson.entities[e] != Verdict::kOpen)
          examples.add(entity_features(lesson.reading, e, unseen[i]), unseen[i].logits[e],
                       lesson.entities[e] == Verdict::kPraised ? 1 : 0, 1);
    }
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      combine(model_, kept_[i].reading, kept[i]);
      for (std::uint32_t e = 0; e < kept[i].logits.size(); ++e)
        examples.add(entity_features(kept_[i].reading, e, kept[i]), kept[i].logits[e],
                     sigmoid(kept_[i].scores.logits[e]), options_.kept_weight);
    }
    examples.fit(out.entity, options_.top_l2);
    const auto add = [&](const Reading& reading, Scores& scores, float due, float weight) {
      if (reading.entities.empty()) return;
      combine(out, reading, scores);
      const auto top = text_top_features(reading, scores);
      examples.add(top, dot(model_.text_top, top), due, weight);
    };
    for (std::size_t i = 0; i < lessons_.size(); ++i)
      add(lessons_[i].reading, unseen[i], lessons_[i].commendation ? 1 : 0, 1);
    for (std::size_t i = 0; i < kept_.size(); ++i)
      add(kept_[i].reading, kept[i], kept_[i].scores.text, options_.kept_weight);
    examples.fit(out.text_top, options_.top_l2);
    for (std::size_t i = 0; i < lessons_.size(); ++i) combine(out, lessons_[i].reading, unseen[i]);
  }

  // Raised as long as the texts say, beyond chance, that more than the promised share of texts
  // without praise is above it.
  float send_threshold(const std::vector<Scores>& unseen) const {
    std::vector<float> without;
    for (std::size_t i = 0; i < lessons_.size(); ++i)
      if (!lessons_[i].commendation) without.push_back(unseen[i].text);
    std::ranges::sort(without);
    float send = model_.thresholds.send;
    for (auto at = std::ranges::lower_bound(without, send); at != without.end(); ++at) {
      const auto above = static_cast<int>(without.end() - at);
      if (wilson(above, static_cast<int>(without.size())).low <= options_.send_false_positive_rate)
        break;
      send = std::min(1.0F, std::nextafter(*at, 2.0F));
    }
    return send;
  }

  const Model& model_;
  const AdaptationOptions& options_;
  const RosterIndex index_;
  std::vector<Lesson> lessons_;
  std::vector<Lesson> kept_;  // decided by nobody
  Vocabulary mention_words_, text_words_;
};

}  // namespace

base::Result<std::shared_ptr<const Model>> adapt(const Model& model,
                                                 std::span<const DecidedText> texts,
                                                 std::span<const std::string> kept,
                                                 std::span<const RosterEntry> roster,
                                                 const AdaptationOptions& options) {
  const auto praised =
      static_cast<std::size_t>(std::ranges::count_if(texts, &DecidedText::commendation));
  if (praised < kLeastDecidedOfEachKind || texts.size() - praised < kLeastDecidedOfEachKind) {
    return base::invalid_input(fmt::format(
        "Learning needs at least {0} decided texts with praise and {0} without; there are {1} and "
        "{2}. Decide more in the review queue.",
        kLeastDecidedOfEachKind, praised, texts.size() - praised));
  }
  return Adapter(model, texts, kept, roster, options).adapted();
}

}  // namespace laurel::detect
