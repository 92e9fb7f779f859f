// From decisions in the store to a model in use, and what that changes, on both engines.
#include "app/learn_from_decisions.h"

#include <unordered_map>

#include "app/decided_texts.h"
#include "app/detection.h"
#include "app/learning_testing.h"
#include "app/organization_model.h"
#include "app/rescan.h"
#include "detect/training.h"
#include "store/audit.h"
#include "store/decisions.h"
#include "store/test_database.h"

namespace laurel::app {
namespace {

using store::Engine;  // for ON_BOTH_ENGINES
using store::engine_name;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kAccepted = model::Decision::kAccepted;
constexpr auto kRejected = model::Decision::kRejected;

class Learning : public store::StoreTest {
 protected:
  void SetUp() override {
    store::StoreTest::SetUp();
    audit_ = std::make_unique<AuditTrail>(*database_, clock_);
    caller_ = command_caller({organization_, "acme", "Acme"});
  }

  // The cases of some industries as what customers said, read with the model in use.
  void say(const std::vector<std::string>& industries) {
    for (const std::string& industry : industries)
      for (const detect::LabelledText& label : cases_of(industry)) labels_.emplace(label.id, label);
    write([&](store::Transaction& tx) {
      const OrganizationDetector detector = VALUE(detector_for(tx, organization_));
      base::UuidGenerator uuids(clock_, 5);
      ResponseReader reader(detector, uuids);
      std::vector<model::ResponseRecord> records;
      for (const auto& [id, label] : labels_) {
        model::ResponseRecord& record = records.emplace_back();
        record.response.id = {uuids.next()};
        record.response.source = "cases";
        record.response.external_id = id;
        record.response.unit = unit_;
        record.response.answers = {{nps_, 9}};
        record.response.verbatims = {{why_, label.text}};
        reader.read(record, {});
      }
      VALUE(store::save_responses(tx, organization_, questions_, records));
    });
  }
  std::vector<model::ResponseRecord> responses() {
    return read([&](store::Transaction& tx) {
      std::vector<model::ResponseRecord> out;
      EXPECT_OK(
          store::for_each_response(tx, organization_, [&](const model::ResponseRecord& record) {
            out.push_back(record);
            return base::Status();
          }));
      return out;
    });
  }
  // Decides what the queue holds as the labels say.
  std::int64_t decide() {
    const auto all = responses();
    std::int64_t decided = 0;
    write([&](store::Transaction& tx) {
      for (const model::ResponseRecord& record : all) {
        const detect::LabelledText& label = labels_.at(record.response.external_id);
        for (const model::Commendation& c : record.commendations) {
          if (c.sure || c.decision != model::Decision::kUndecided) continue;
          const bool praised = std::ranges::any_of(label.targets, [&](const auto& target) {
            return detect::same_target(target.text, c.target);
          });
          store::Verdict verdict = store::verdict_of(c);
          verdict.decision = praised ? kAccepted : kRejected;
          VALUE(store::decide(tx, organization_, questions_, c.id, {}, verdict,
                              {caller_.actor, clock_.now()}));
          ++decided;
        }
      }
    });
    return decided;
  }
  base::Result<Learned> learn(const LearningOptions& options = {}) {
    return learn_from_decisions(*database_, *audit_, clock_, caller_, options);
  }
  std::string version_in_use() {
    return read([&](store::Transaction& tx) {
      return VALUE(detector_for(tx, organization_)).detector.version();
    });
  }
  std::vector<std::string> actions() {
    return read([&](store::Transaction& tx) {
      std::vector<std::string> out;
      for (const auto& event : VALUE(store::list_audit(tx, organization_, {}, {}, 100)))
        out.push_back(event.action);
      return out;
    });
  }

  base::ManualClock clock_{*base::Timestamp::parse("2026-04-01T09:00:00Z")};
  std::unique_ptr<AuditTrail> audit_;
  Caller caller_;
  std::unordered_map<std::string, detect::LabelledText> labels_;
};

TEST_P(Learning, PutsABetterModelToUseAndRescansWithIt) {
  say({"hotels", "equipment-dealers", "schools-training", "utilities-telecoms"});
  const std::int64_t decisions = decide();
  EXPECT_EQ(recounted().differing, 0);
  const Learned learned = VALUE(learn());
  EXPECT_EQ(learned.comparison.finding, ModelComparison::Finding::kBetter) << learned.card;
  ASSERT_TRUE(learned.installed());
  EXPECT_EQ(learned.number, 1);
  EXPECT_EQ(version_in_use(), learned.model->version());
  EXPECT_GT(learned.texts, 100);
  EXPECT_GT(learned.kept, 100);
  EXPECT_THAT(learned.card, HasSubstr("judged rightly by the new model"));
  EXPECT_THAT(actions(), Contains("model.used"));

  // What is stored stays as it was until somebody wants it otherwise.
  const auto before = responses();
  const RescanChanges preview = VALUE(preview_rescan(*database_, clock_, caller_));
  EXPECT_EQ(preview.detector, learned.model->version());
  EXPECT_EQ(preview.responses, static_cast<std::int64_t>(before.size()));
  EXPECT_EQ(preview.decided, decisions);
  EXPECT_GT(preview.changed, 0);
  EXPECT_FALSE(preview.applied);
  EXPECT_FALSE(preview.examples.empty());
  EXPECT_EQ(recounted().differing, 0);
  for (const model::ResponseRecord& record : responses())
    for (const model::Commendation& c : record.commendations)
      EXPECT_NE(c.detector, learned.model->version());

  const RescanChanges applied = VALUE(apply_rescan(*database_, *audit_, clock_, caller_));
  EXPECT_EQ(applied.changed, preview.changed);
  EXPECT_EQ(applied.praising_after, preview.praising_after);
  EXPECT_EQ(recounted().differing, 0);
  const auto after = responses();
  ASSERT_EQ(after.size(), before.size());
  std::int64_t kept = 0, praising = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    praising += std::ranges::any_of(after[i].commendations, &model::Commendation::counts) ? 1 : 0;
    for (const model::Commendation& then : before[i].commendations) {
      if (then.decision == model::Decision::kUndecided) continue;
      const auto now = std::ranges::find(after[i].commendations, then.id, &model::Commendation::id);
      ASSERT_NE(now, after[i].commendations.end());
      EXPECT_EQ(now->decision, then.decision);
      EXPECT_EQ(now->probability, then.probability);
      EXPECT_EQ(now->detector, then.detector);
      ++kept;
    }
  }
  EXPECT_EQ(kept, decisions);
  EXPECT_EQ(praising, applied.praising_after);
  EXPECT_EQ(VALUE(preview_rescan(*database_, clock_, caller_)).changed, 0);
  EXPECT_THAT(actions(), Contains("responses.rescanned"));

  // Learning once more, with a seed that mixes the sides, says so.
  EXPECT_FALSE(VALUE(learn()).before_saw_some);
  EXPECT_TRUE(VALUE(learn({.seed = 2})).before_saw_some);
}

TEST_P(Learning, RefusesAModelThatIsNotBetter) {
  say({"hotels"});
  decide();
  const std::string before = version_in_use();
  // So firmly kept to what it thought of so few texts that it can't have become better for sure.
  const Learned refused = VALUE(learn());
  ASSERT_NE(refused.comparison.finding, ModelComparison::Finding::kBetter) << refused.card;
  EXPECT_FALSE(refused.installed());
  EXPECT_EQ(version_in_use(), before);
  read([&](store::Transaction& tx) {
    EXPECT_THAT(VALUE(store::list_models(tx, organization_)), IsEmpty());
  });
  const Learned forced = VALUE(learn({.even_if_worse = true}));
  EXPECT_TRUE(forced.installed());
  EXPECT_EQ(forced.model->serialise(), refused.model->serialise());
  EXPECT_EQ(version_in_use(), forced.model->version());
}

TEST_P(Learning, NeedsEnoughDecisionsAndThePermission) {
  say({"hotels"});
  const auto nothing = learn();
  ASSERT_FALSE(nothing.ok());
  EXPECT_THAT(nothing.error().message, HasSubstr("there are 0 and 0"));
  Caller interviewer = caller_;
  interviewer.permissions = model::permissions_of(model::Role::kInterviewer);
  EXPECT_EQ(learn_from_decisions(*database_, *audit_, clock_, interviewer, {}).error().code,
            base::ErrorCode::kForbidden);
  EXPECT_EQ(preview_rescan(*database_, clock_, interviewer).error().code,
            base::ErrorCode::kForbidden);
  EXPECT_EQ(apply_rescan(*database_, *audit_, clock_, interviewer).error().code,
            base::ErrorCode::kForbidden);
}

TEST_P(Learning, FallsBackWhenTheModelIsOfAnotherFormat) {
  write([&](store::Transaction& tx) {
    std::string bytes = detect::Model::embedded()->serialise();
    bytes[8] = static_cast<char>(99);
    VALUE(store::add_model(tx, organization_, {}, bytes));
    EXPECT_EQ(use_model(tx, *audit_, caller_, 1).error().code, base::ErrorCode::kUnsupported);
    EXPECT_OK(store::use_model(tx, organization_, 1));  // as if it had been made before an update
  });
  EXPECT_EQ(version_in_use(), detect::Model::embedded()->version());
  read([&](store::Transaction& tx) {
    EXPECT_THAT(VALUE(model_note(tx, organization_)), HasSubstr("makes it again"));
  });
}

ON_BOTH_ENGINES(Learning);

// Pure parts.

model::Commendation finding(std::uint32_t start, std::uint32_t end, float probability,
                            model::Decision decision = model::Decision::kUndecided) {
  model::Commendation c;
  c.id = {store::new_id()};
  c.question = {1};
  c.mention = c.evidence = {start, end};
  c.probability = probability;
  c.flagged = probability >= 0.4F;
  c.sure = probability >= 0.97F;
  c.decision = decision;
  return c;
}

model::ResponseRecord with(std::vector<model::Commendation> findings) {
  model::ResponseRecord record;
  record.response.id = {store::new_id()};
  record.response.reading = model::Reading::kRead;
  record.response.verbatims = {{{1}, "Maria and Bob were kind to us, and the porter too."}};
  record.commendations = std::move(findings);
  return record;
}

using Verdict = detect::DecidedMention::Verdict;

TEST(DecidedTexts, AreThoseWhosePraiseIsKnown) {
  EXPECT_THAT(decided_texts(with({})), IsEmpty());
  EXPECT_THAT(decided_texts(with({finding(0, 5, 0.9F)})), IsEmpty());
  const auto positive =
      decided_texts(with({finding(0, 5, 0.9F, kAccepted), finding(10, 13, 0.9F)}));
  ASSERT_THAT(positive, SizeIs(1));
  EXPECT_TRUE(positive[0].commendation());
  EXPECT_EQ(positive[0].mentions[1].verdict, Verdict::kOpen);
  // Rejected, with something flagged still open: nobody knows.
  EXPECT_THAT(decided_texts(with({finding(0, 5, 0.9F, kRejected), finding(10, 13, 0.9F)})),
              IsEmpty());
  // What was only possible needs no decision.
  const auto negative =
      decided_texts(with({finding(0, 5, 0.9F, kRejected), finding(10, 13, 0.2F)}));
  ASSERT_THAT(negative, SizeIs(1));
  EXPECT_FALSE(negative[0].commendation());
}

TEST(DecidedTexts, BecomeLabels) {
  const auto texts = decided_texts(with({finding(0, 5, 0.9F, kAccepted), finding(10, 13, 0.2F)}));
  ASSERT_THAT(texts, SizeIs(1));
  const detect::LabelledText label = as_label(texts[0]);
  EXPECT_TRUE(label.commendation);
  EXPECT_EQ(label.fold, detect::kTrainOnly);
  ASSERT_THAT(label.targets, SizeIs(1));
  EXPECT_EQ(label.targets[0].text, "Maria");
}

TEST(DecidedTexts, AreHeldOutByTheirIds) {
  int held_out = 0, both = 0;
  for (int i = 0; i < 2000; ++i) {
    const model::ResponseId id{store::new_id()};
    EXPECT_EQ(is_held_out(id, 1, 0.3), is_held_out(id, 1, 0.3));
    held_out += is_held_out(id, 1, 0.3) ? 1 : 0;
    both += is_held_out(id, 1, 0.3) && is_held_out(id, 2, 0.3) ? 1 : 0;
  }
  EXPECT_NEAR(held_out, 600, 110);
  EXPECT_NEAR(both, 180, 75);
}

TEST(Rescan, CountsWhatChanges) {
  const model::ResponseRecord before = with({finding(0, 5, 0.9F), finding(10, 13, 0.2F)});
  const auto changes = [&](std::vector<model::Commendation> findings) {
    model::ResponseRecord found = with(std::move(findings));
    RescanChanges out;
    compare_findings(before, found, out);
    return out;
  };
  EXPECT_EQ(changes({finding(0, 5, 0.9F), finding(10, 13, 0.2F)}).changed, 0);
  EXPECT_EQ(changes({finding(0, 5, 0.3F), finding(10, 13, 0.2F)}).no_praise, 1);
  EXPECT_EQ(changes({finding(10, 13, 0.2F)}).no_praise, 1);
  EXPECT_EQ(changes({finding(0, 5, 0.9F), finding(10, 13, 0.6F)}).praise, 1);
  EXPECT_EQ(changes({finding(0, 5, 0.98F), finding(10, 13, 0.2F)}).sure, 1);
  EXPECT_EQ(changes({finding(0, 5, 0.9F)}).possible, 1);
  EXPECT_EQ(changes({finding(0, 5, 0.8F), finding(10, 13, 0.2F)}).figures, 1);
  auto linked = finding(0, 5, 0.9F);
  linked.link = detect::LinkState::kLinked;
  linked.employee = {3};
  EXPECT_EQ(changes({linked, finding(10, 13, 0.2F)}).person, 1);
  const RescanChanges none = changes({});
  EXPECT_EQ(none.praising_before, 1);
  EXPECT_EQ(none.praising_after, 0);
  EXPECT_THAT(rescan_words(none),
              HasSubstr("Responses that praise somebody: 1 before, 0 after it"));
}

TEST(Rescan, LeavesDecisionsAlone) {
  const model::ResponseRecord before =
      with({finding(0, 5, 0.9F, kRejected), finding(10, 13, 0.2F, kAccepted)});
  // A longer name at the rejected place, and nothing where a person said that it is praise.
  model::ResponseRecord found = with({finding(0, 9, 0.99F), finding(38, 44, 0.7F)});
  RescanChanges changes;
  compare_findings(before, found, changes);
  ASSERT_THAT(found.commendations, SizeIs(1));
  EXPECT_EQ(found.commendations[0].mention.start, 38U);
  EXPECT_EQ(changes.decided, 2);
  EXPECT_EQ(changes.praise, 1);
  EXPECT_EQ(changes.praising_before, 1);
  EXPECT_EQ(changes.praising_after, 1);
}

TEST(Rescan, ShowsWhatMovesMost) {
  RescanChanges changes;
  for (std::uint32_t i = 0; i < 30; ++i) {
    const model::ResponseRecord before =
        with({finding(0, 5, 0.41F + 0.01F * static_cast<float>(i))});
    model::ResponseRecord found = with({finding(0, 5, 0.1F)});
    compare_findings(before, found, changes);
  }
  ASSERT_THAT(changes.examples, SizeIs(kRescanExamples));
  EXPECT_EQ(changes.examples.front().change, "from 70 % to 10 %: no longer praise");
  EXPECT_GE(changes.examples.front().weight, changes.examples.back().weight);
}

}  // namespace
}  // namespace laurel::app
