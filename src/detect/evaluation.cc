#include "detect/evaluation.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "base/check.h"
#include "base/random.h"
#include "text/document.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

struct Counts {
  int right = 0;
  int wrong = 0;
  int missed = 0;
};

double f1_of(double right, double wrong, double missed) {
  const double total = 2 * right + wrong + missed;
  return total > 0 ? 2 * right / total : 0;
}

constexpr int kResamples = 1000;

// Percentile bootstrap of a statistic of sums over texts.
template <typename Item, typename Statistic>
Estimate bootstrap(const std::vector<Item>& items, std::uint64_t seed, Statistic statistic) {
  std::vector<std::size_t> all(items.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  Estimate estimate;
  estimate.value = statistic(all);
  if (items.empty()) return estimate;
  base::Random random(seed);
  std::vector<double> values;
  std::vector<std::size_t> sample(items.size());
  for (int r = 0; r < kResamples; ++r) {
    for (std::size_t& i : sample) i = static_cast<std::size_t>(random.below(items.size()));
    values.push_back(statistic(sample));
  }
  std::ranges::sort(values);
  estimate.low = values[kResamples * 25 / 1000];
  estimate.high = values[kResamples * 975 / 1000 - 1];
  return estimate;
}

F1 summarise(const std::vector<Counts>& texts, std::uint64_t seed) {
  const auto sum = [&](const std::vector<std::size_t>& sample) {
    Counts total;
    for (const std::size_t i : sample) {
      total.right += texts[i].right;
      total.wrong += texts[i].wrong;
      total.missed += texts[i].missed;
    }
    return total;
  };
  F1 out;
  for (const Counts& c : texts) {
    out.right += c.right;
    out.wrong += c.wrong;
    out.missed += c.missed;
  }
  const double found = out.right + out.wrong;
  const double due = out.right + out.missed;
  out.precision = found > 0 ? out.right / found : 0;
  out.recall = due > 0 ? out.right / due : 0;
  out.f1 = bootstrap(texts, seed, [&](const std::vector<std::size_t>& sample) {
    const Counts c = sum(sample);
    return f1_of(c.right, c.wrong, c.missed);
  });
  return out;
}

std::vector<std::string> folded_words(std::string_view text) {
  text::Document document;
  text::analyse(text, document);
  std::vector<std::string> words;
  for (const text::Token& token : document.tokens)
    if (token.kind == text::TokenKind::kWord || token.kind == text::TokenKind::kNumber)
      words.push_back(text::fold(document.words(token)));
  return words;
}

bool contains(const std::vector<std::string>& whole, const std::vector<std::string>& part) {
  return !part.empty() &&
         std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

// `exemplary` counts the strengths of the pairs.
template <typename Pick>
Counts match(const LabelledText& label, const Prediction& prediction, Pick pick,
             Counts& exemplary) {
  std::vector<const LabelledTarget*> due;
  for (const LabelledTarget& t : label.targets)
    if (pick(t.kind)) due.push_back(&t);
  Counts counts;
  std::vector<const PredictedTarget*> found;
  for (const PredictedTarget& t : prediction.targets)
    if (pick(t.kind)) found.push_back(&t);
  std::vector<bool> used(due.size());
  // Equal words first, so that "crew" does not take the label of "cabin crew" from it.
  std::vector<bool> done(found.size());
  for (const bool exact : {true, false}) {
    for (std::size_t f = 0; f < found.size(); ++f) {
      if (done[f]) continue;
      const auto words = folded_words(found[f]->text);
      for (std::size_t d = 0; d < due.size() && !done[f]; ++d) {
        if (used[d]) continue;
        const auto due_words = folded_words(due[d]->text);
        const bool same = exact ? words == due_words : same_target(found[f]->text, due[d]->text);
        if (!same) continue;
        used[d] = done[f] = true;
        if (!due[d]->strength) continue;
        const bool strong = *due[d]->strength == Strength::kExemplary;
        const bool said = found[f]->strength == Strength::kExemplary;
        exemplary.right += strong && said;
        exemplary.wrong += !strong && said;
        exemplary.missed += strong && !said;
      }
    }
  }
  for (const bool d : done) d ? ++counts.right : ++counts.wrong;
  for (const bool u : used) counts.missed += !u;
  return counts;
}

}  // namespace

Prediction prediction_of(const Detection& detection) {
  Prediction out;
  out.probability = detection.probability;
  for (const Target& target : detection.targets) {
    out.targets.push_back({target.text, target.kind, target.probability, target.strength});
    out.behaviours = static_cast<BehaviourSet>(out.behaviours | target.behaviours);
  }
  return out;
}

bool same_target(std::string_view a, std::string_view b) {
  const auto words_a = folded_words(a);
  const auto words_b = folded_words(b);
  if (words_a.empty() || words_b.empty()) return false;
  return contains(words_a, words_b) || contains(words_b, words_a);
}

Estimate wilson(int hits, int total) {
  if (total <= 0) return {0, 0, 1};
  constexpr double kZ = 1.959963984540054;
  const double n = total;
  const double p = hits / n;
  const double centre = (p + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
  const double half = kZ / (1 + kZ * kZ / n) * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

float threshold_for_false_positives(std::span<const float> probabilities,
                                    const std::vector<bool>& commendations, double rate) {
  CHECK(probabilities.size() == commendations.size());
  std::vector<float> negatives;
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    if (!commendations[i]) negatives.push_back(probabilities[i]);
  if (negatives.empty()) return 1;
  std::ranges::sort(negatives, std::greater<>());
  const auto allowed = static_cast<std::size_t>(rate * static_cast<double>(negatives.size()));
  if (allowed >= negatives.size()) return 0;
  return std::min(1.0F, std::nextafter(negatives[allowed], 2.0F));
}

float threshold_for_f1(std::span<const float> probabilities,
                       const std::vector<bool>& commendations) {
  CHECK(probabilities.size() == commendations.size());
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return probabilities[a] > probabilities[b]; });
  const double due = static_cast<double>(std::ranges::count(commendations, true));
  double right = 0;
  double best = -1;
  float threshold = 0.5F;
  for (std::size_t i = 0; i < order.size(); ++i) {
    right += commendations[order[i]] ? 1 : 0;
    const float here = probabilities[order[i]];
    const float next = i + 1 < order.size() ? probabilities[order[i + 1]] : 0;
    if (here == next) continue;
    const double f1 = f1_of(right, static_cast<double>(i + 1) - right, due - right);
    if (f1 > best) {
      best = f1;
      threshold = 0.5F * (here + next);
    }
  }
  return threshold;
}

Evaluation evaluate(std::span<const LabelledText> labels, std::span<const Prediction> predictions,
                    const Thresholds& thresholds, std::uint64_t seed) {
  CHECK(labels.size() == predictions.size());
  Evaluation out;
  out.texts = static_cast<int>(labels.size());
  std::vector<Counts> commendation, persons, groups, behaviours, exemplary;
  std::vector<double> squares;
  std::vector<std::pair<float, bool>> ranked;
  int sent_right = 0;
  int sent_wrong = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const LabelledText& label = labels[i];
    const Prediction& prediction = predictions[i];
    const bool flagged = !prediction.targets.empty();
    out.commendations += label.commendation;
    commendation.push_back({label.commendation && flagged, !label.commendation && flagged,
                            label.commendation && !flagged});
    const bool sent = prediction.probability >= thresholds.send;
    sent_right += sent && label.commendation;
    sent_wrong += sent && !label.commendation;
    const double gap = static_cast<double>(prediction.probability) - (label.commendation ? 1 : 0);
    squares.push_back(gap * gap);
    ranked.emplace_back(prediction.probability, label.commendation);
    Counts& strong = exemplary.emplace_back();
    const auto person = [](TargetKind kind) { return kind == TargetKind::kPerson; };
    persons.push_back(match(label, prediction, person, strong));
    groups.push_back(match(label, prediction, std::not_fn(person), strong));
    Counts b;
    for (int bit_number = 0; bit_number < kBehaviourCount; ++bit_number) {
      const bool due = (label.behaviours >> bit_number & 1) != 0;
      const bool found = (prediction.behaviours >> bit_number & 1) != 0;
      b.right += due && found;
      b.wrong += !due && found;
      b.missed += due && !found;
    }
    behaviours.push_back(b);
  }
  out.commendation = summarise(commendation, seed);
  out.persons = summarise(persons, seed + 1);
  out.groups = summarise(groups, seed + 2);
  out.behaviours = summarise(behaviours, seed + 3);
  out.exemplary = summarise(exemplary, seed + 5);
  out.brier_interval = bootstrap(squares, seed + 4, [&](const std::vector<std::size_t>& sample) {
    double sum = 0;
    for (const std::size_t i : sample) sum += squares[i];
    return sample.empty() ? 0 : sum / static_cast<double>(sample.size());
  });
  out.brier = out.brier_interval.value;
  std::ranges::stable_sort(ranked, [](const auto& a, const auto& b) { return a.first > b.first; });
  double right = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    right += ranked[i].second;
    if (i + 1 < ranked.size() && ranked[i + 1].first == ranked[i].first) continue;
    if (right / static_cast<double>(i + 1) >= 0.95 && out.commendations > 0)
      out.recall_at_precision_95 = right / out.commendations;
  }
  out.send_false_positive_rate = wilson(sent_wrong, out.texts - out.commendations);
  out.send_recall = wilson(sent_right, out.commendations);
  for (std::size_t i = 0; i < kPrevalences.size(); ++i) {
    const double hits = kPrevalences[i] * out.send_recall.value;
    const double all = hits + (1 - kPrevalences[i]) * out.send_false_positive_rate.value;
    out.send_precision_at[i] = all > 0 ? hits / all : 0;
  }
  return out;
}

std::vector<LinkOutcome> judge_links(std::span<const LabelledLink> labels,
                                     std::span<const LinkedMention> found) {
  std::vector<LinkOutcome> outcomes;
  for (const LabelledLink& label : labels) {
    const LinkedMention* best = nullptr;
    const auto label_words = folded_words(label.text);
    for (const LinkedMention& mention : found) {
      if (!same_target(label.text, mention.text)) continue;
      // An equally worded mention is a better partner than one that merely contains the words.
      if (best == nullptr || folded_words(mention.text) == label_words) best = &mention;
    }
    const bool given = best != nullptr && best->link == LinkState::kLinked;
    const bool due = label.employee_id.has_value() && !label.ambiguous();
    if (due && given) {
      outcomes.push_back(best->employee_id == *label.employee_id ? LinkOutcome::kRight
                                                                 : LinkOutcome::kWrong);
    } else if (due) {
      outcomes.push_back(LinkOutcome::kMissed);
    } else {
      outcomes.push_back(given ? LinkOutcome::kWrong : LinkOutcome::kKept);
    }
  }
  return outcomes;
}

LinkScores summarise_links(std::span<const LinkOutcome> outcomes) {
  const auto share = [&](LinkOutcome outcome) {
    return wilson(static_cast<int>(std::ranges::count(outcomes, outcome)),
                  static_cast<int>(outcomes.size()));
  };
  return {static_cast<int>(outcomes.size()), share(LinkOutcome::kRight), share(LinkOutcome::kKept),
          share(LinkOutcome::kMissed), share(LinkOutcome::kWrong)};
}

}  // namespace laurel::detect
