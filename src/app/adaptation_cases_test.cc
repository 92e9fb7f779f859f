// Whether a model learns from what people decide about the words of another industry, and what it
// forgets: cross-validated on industries that the program's own model has never seen. The figures
// of all four are in docs/detection.md; the test that prints them takes a minute and is run by
// hand:
//
//   app_test --gtest_also_run_disabled_tests --gtest_filter='*AllIndustries*'
#include <fmt/format.h>

#include <cstdlib>
#include <unordered_set>

#include "app/learning_testing.h"
#include "app/model_comparison.h"

namespace laurel::app {
namespace {

const std::vector<std::string> kUnseen = {"equipment-dealers", "hotels", "schools-training",
                                          "utilities-telecoms"};

std::shared_ptr<const detect::Model> learned_from(const std::vector<detect::LabelledText>& labels,
                                                  const detect::Detector& detector,
                                                  std::size_t& decided) {
  const std::vector<detect::DecidedText> texts = reviewed(detector, labels);
  std::unordered_set<std::string> ids;
  for (const detect::DecidedText& text : texts) ids.insert(text.id);
  std::vector<std::string> kept;
  for (const detect::LabelledText& label : labels)
    if (!ids.contains(label.id)) kept.push_back(label.text);
  decided += texts.size();
  const auto model = detect::adapt(*detect::Model::embedded(), texts, kept, {});
  CHECK(model.ok());
  return *model;
}

// Before and after, text by text.
struct Outcome {
  Score before, after;

  void add(const detect::Model& model, const std::vector<detect::LabelledText>& texts) {
    const auto old_one = detect::Model::embedded();
    before.add(*old_one, *detect::Detector::create({}), texts);
    const auto shared = detect::Model::parse(model.serialise());
    after.add(model, *detect::Detector::create({}, *shared), texts);
  }
  ModelComparison comparison() const {
    std::vector<JudgedText> judged;
    for (std::size_t i = 0; i < before.labels.size(); ++i)
      judged.push_back(
          {before.labels[i].commendation, static_cast<double>(before.predictions[i].probability),
           static_cast<double>(after.predictions[i].probability),
           !before.predictions[i].targets.empty(), !after.predictions[i].targets.empty()});
    return compare_models(judged);
  }
};

// Learns from three quarters of an industry's texts and judges the last, four times.
Outcome cross_validated(const std::vector<detect::LabelledText>& labels, std::size_t folds_done,
                        std::size_t& decided) {
  const auto detector = *detect::Detector::create({});
  Outcome out;
  for (std::size_t fold = 0; fold < folds_done; ++fold) {
    const auto model = learned_from(fold_of(labels, fold, 4, false), detector, decided);
    out.add(*model, fold_of(labels, fold, 4, true));
  }
  return out;
}

std::vector<detect::LabelledText> cases_of_all(const std::vector<std::string>& industries) {
  std::vector<detect::LabelledText> out;
  for (const std::string& industry : industries)
    for (detect::LabelledText& label : cases_of(industry)) out.push_back(std::move(label));
  return out;
}

TEST(AdaptationToCases, LearnsAnIndustryItHasNotSeen) {
  std::size_t decided = 0;
  const Outcome outcome = cross_validated(cases_of_all(kUnseen), 2, decided);
  const ModelComparison c = outcome.comparison();
  EXPECT_EQ(c.finding, ModelComparison::Finding::kBetter) << comparison_words(c);
  EXPECT_GT(outcome.after.evaluation().commendation.f1.value,
            outcome.before.evaluation().commendation.f1.value + 0.02);
}

TEST(AdaptationToCases, DoesNotForgetOtherIndustries) {
  const auto detector = *detect::Detector::create({});
  std::size_t decided = 0;
  const auto model = learned_from(cases_of("hotels"), detector, decided);
  Outcome others;
  others.add(*model, cases_of_all({"equipment-dealers", "schools-training", "utilities-telecoms"}));
  // Neither fewer rightly judged nor farther from the labels, beyond what chance would make.
  const ModelComparison c = others.comparison();
  EXPECT_GT(*c.interval.hi, 0) << comparison_words(c);
  EXPECT_GE(others.after.evaluation().commendation.f1.value,
            others.before.evaluation().commendation.f1.value - 0.01);
  // And what it had learned from: cases of industries in its training.
  Outcome known;
  known.add(*model, cases_of("retail"));
  EXPECT_GE(known.after.evaluation().commendation.f1.value,
            known.before.evaluation().commendation.f1.value - 0.05);
}

std::string line(const std::string& what, const Outcome& outcome, std::size_t decided) {
  const detect::Evaluation before = outcome.before.evaluation();
  const detect::Evaluation after = outcome.after.evaluation();
  const ModelComparison c = outcome.comparison();
  return fmt::format(
      "{:<20} decided {:>4}  texts {:>5}  F1 {:.3f} [{:.3f}, {:.3f}] → {:.3f} [{:.3f}, {:.3f}]  "
      "Brier {:.4f} → {:.4f} (nearer by {:.4f} [{:.4f}, {:.4f}])  persons {:.3f} → {:.3f}  groups "
      "{:.3f} → {:.3f}  send: false positives {:.4f} → {:.4f}, recall {:.3f} → {:.3f}\n",
      what, decided, before.texts, before.commendation.f1.value, before.commendation.f1.low,
      before.commendation.f1.high, after.commendation.f1.value, after.commendation.f1.low,
      after.commendation.f1.high, before.brier, after.brier, *c.gain, *c.interval.lo,
      *c.interval.hi, before.persons.f1.value, after.persons.f1.value, before.groups.f1.value,
      after.groups.f1.value, before.send_false_positive_rate.value,
      after.send_false_positive_rate.value, before.send_recall.value, after.send_recall.value);
}

TEST(AdaptationToCases, DISABLED_AllIndustries) {
  const char* output = std::getenv("LAUREL_FIGURES");
  ASSERT_NE(output, nullptr);
  std::string figures;
  std::vector<detect::LabelledText> real;
  if (const char* path = std::getenv("LAUREL_LABELS")) {
    const auto content = base::read_file(path);
    ASSERT_TRUE(content.ok());
    real = *wire::parse_labels(*content);
  }
  const auto detector = *detect::Detector::create({});
  for (const std::string& industry : kUnseen) {
    std::size_t decided = 0;
    const Outcome own = cross_validated(cases_of(industry), 4, decided);
    figures += line(industry, own, decided / 4);
    std::vector<std::string> rest = kUnseen;
    std::erase(rest, industry);
    decided = 0;
    const auto model = learned_from(cases_of(industry), detector, decided);
    Outcome others;
    others.add(*model, cases_of_all(rest));
    figures += line("  the other three", others, decided);
    if (real.empty()) continue;
    Outcome labelled;
    labelled.add(*model, real);
    figures += line("  labelled file", labelled, decided);
  }
  std::size_t decided = 0;
  const Outcome together = cross_validated(cases_of_all(kUnseen), 4, decided);
  figures += line("all four together", together, decided / 4);
  ASSERT_TRUE(base::write_file(output, figures).ok());
}

}  // namespace
}  // namespace laurel::app
