#include "app/webhooks.h"

#include <future>
#include <map>
#include <thread>

#include "app/ingest_testing.h"
#include "base/secret.h"
#include "intake/base64.h"

namespace laurel::app {
namespace {

using store::Engine;
using store::InboxState;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Webhooks : public IngestTest {
 protected:
  const base::SecretBox secrets_ = base::SecretBox::with_new_key();

  void SetUp() override {
    IngestTest::SetUp();
    store::WebhookSource source;
    source.name = "form";
    source.kind = "typeform";
    source.mapping = {"nps=a", "why=b"};
    write([&](store::Transaction& tx) {
      source_ = VALUE(create_webhook_source(tx, clock_, secrets_, organization_, source));
    });
  }

  static std::string event(const std::string& id, const std::string& answers) {
    return R"({"event_id":")" + id +
           R"(","event_type":"form_response","form_response":{"token":"t-)" + id +
           R"(","submitted_at":"2026-11-20T08:00:00Z","answers":[)" + answers + "]}}";
  }
  static std::string nps(const std::string& score) {
    return R"({"type":"number","number":)" + score + R"(,"field":{"ref":"a"}})";
  }
  base::Result<Received> send(const std::string& body, InboxWorker* worker = nullptr) {
    return send_signed(body, source_.secret, worker);
  }
  base::Result<Received> send_signed(const std::string& body, const std::string& secret,
                                     InboxWorker* worker = nullptr) {
    const base::Digest digest = base::hmac_sha256(secret, body);
    const std::string signature =
        "sha256=" + intake::base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
    const intake::WebhookRequest request{
        body, [&](std::string_view name) {
          return name == "typeform-signature" ? std::string_view(signature) : std::string_view();
        }};
    std::promise<base::Result<Received>> promise;
    receive_webhook(*queue_, clock_, secrets_, worker, organization_, source_.id, request,
                    [&](base::Result<Received> received) { promise.set_value(received); });
    return promise.get_future().get();
  }
  std::int64_t process() {
    return VALUE(process_inbox(*queue_, *ingest_, clock_, organization_, {}));
  }
  std::vector<store::InboxItem> inbox() {
    return read([&](store::Transaction& tx) {
      return VALUE(store::list_inbox(tx, organization_, {}, {}, 100));
    });
  }

  NewWebhookSource source_;
};

TEST_P(Webhooks, AreKeptBeforeTheyAreProcessed) {
  EXPECT_EQ(VALUE(send(event("e1", nps("9")))), Received::kStored);
  EXPECT_EQ(count(), 0);
  ASSERT_THAT(inbox(), SizeIs(1));
  EXPECT_EQ(inbox()[0].body, event("e1", nps("9")));
  EXPECT_EQ(process(), 1);
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(inbox()[0].state, InboxState::kProcessed);
  EXPECT_EQ(process(), 0);
  expect_counted(1);
}

TEST_P(Webhooks, ThatComeTwiceAreStoredOnce) {
  EXPECT_EQ(VALUE(send(event("e1", nps("9")))), Received::kStored);
  EXPECT_EQ(VALUE(send(event("e1", nps("9")))), Received::kKnown);
  process();
  EXPECT_EQ(VALUE(send(event("e1", nps("9")))), Received::kKnown);
  EXPECT_EQ(process(), 0);
  EXPECT_EQ(count(), 1);
}

TEST_P(Webhooks, ThatAreNotGenuineAreRefused) {
  const auto forged = send_signed(event("e1", nps("9")), "another secret of it");
  ASSERT_FALSE(forged.ok());
  EXPECT_EQ(forged.error().code, base::ErrorCode::kUnauthenticated);
  EXPECT_THAT(inbox(), SizeIs(0));
}

TEST_P(Webhooks, OfAnotherTypeArePassedOver) {
  EXPECT_EQ(VALUE(send(R"({"event_id":"e","event_type":"form_response_partial"})")),
            Received::kPassedOver);
  EXPECT_THAT(inbox(), SizeIs(0));
}

TEST_P(Webhooks, GoToKnownSourcesThatAreEnabled) {
  const NewWebhookSource known = source_;
  source_.id = {store::new_id()};
  EXPECT_EQ(send(event("e1", nps("9"))).error().code, base::ErrorCode::kNotFound);
  source_ = known;
  write([&](store::Transaction& tx) {
    auto found = VALUE(store::find_webhook_source(tx, organization_, source_.id));
    found->source.enabled = false;
    EXPECT_OK(store::update_webhook_source(tx, organization_, found->source));
  });
  EXPECT_EQ(send(event("e1", nps("9"))).error().code, base::ErrorCode::kNotFound);
}

TEST_P(Webhooks, ThatCannotBeUsedWaitForAPerson) {
  EXPECT_OK(send(event("bad", nps("11"))));
  EXPECT_OK(send(event("unmapped", "")));
  EXPECT_OK(send(event("good", nps("9"))));
  EXPECT_EQ(process(), 3);
  EXPECT_EQ(count(), 1);
  const auto items = inbox();
  EXPECT_EQ(items.at(2).state, InboxState::kFailed);
  EXPECT_THAT(items.at(2).error, HasSubstr("answers.nps"));
  EXPECT_EQ(items.at(1).state, InboxState::kFailed);
  EXPECT_THAT(items.at(1).error, HasSubstr("No answer of the webhook is mapped"));
  EXPECT_EQ(items.at(0).state, InboxState::kProcessed);
  // Mended, it goes through.
  write([&](store::Transaction& tx) {
    auto found = VALUE(store::find_webhook_source(tx, organization_, source_.id));
    found->source.mapping = {"spent=a"};
    EXPECT_OK(store::update_webhook_source(tx, organization_, found->source));
    EXPECT_OK(store::retry(tx, organization_, items.at(2).id, clock_.now()));
  });
  EXPECT_EQ(process(), 1);
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(inbox().at(2).state, InboxState::kProcessed);
}

// The worker died after it had stored everything but before it heard so; or two have the same item.
TEST_P(Webhooks, AreProcessedOnceByTwoWorkers) {
  EXPECT_OK(send(event("e1", nps("9"))));
  write([&](store::Transaction& tx) {  // another worker has it, for no time at all
    EXPECT_THAT(VALUE(store::claim(tx, organization_, clock_.now(), 0, 10)), SizeIs(1));
  });
  EXPECT_EQ(process(), 1);
  EXPECT_EQ(process(), 0);
  EXPECT_EQ(count(), 1);
  expect_counted(1);
}

TEST_P(Webhooks, AreForgottenAMonthAfterTheyWereProcessed) {
  EXPECT_OK(send(event("old", nps("9"))));
  EXPECT_OK(send(event("bad", nps("11"))));
  process();
  clock_.advance(std::chrono::hours(24 * 30) + std::chrono::seconds(1));
  EXPECT_OK(send(event("new", nps("9"))));
  process();
  std::vector<std::string> kept;
  for (const store::InboxItem& item : inbox()) kept.push_back(item.event_id);
  EXPECT_THAT(kept, ::testing::ElementsAre("new", "bad"));
  EXPECT_EQ(count(), 2);
}

TEST_P(Webhooks, ThatEndTheProgramEachTimeAreGivenUp) {
  EXPECT_OK(send(event("e1", nps("9"))));
  for (std::int32_t i = 0; i < store::kMostAttempts; ++i) {
    write([&](store::Transaction& tx) {
      EXPECT_THAT(VALUE(store::claim(tx, organization_, clock_.now(), 0, 10)), SizeIs(1));
    });
  }
  EXPECT_EQ(process(), 1);
  EXPECT_EQ(inbox().at(0).state, InboxState::kFailed);
  EXPECT_EQ(count(), 0);
}

TEST_P(Webhooks, AreTakenUpByAWorker) {
  EXPECT_OK(send(event("before", nps("9"))));  // received while no worker ran
  InboxWorker worker(*queue_, *ingest_, clock_);
  for (int i = 0; i < 20; ++i) EXPECT_OK(send(event("e" + std::to_string(i), nps("9")), &worker));
  for (int i = 0; i < 2'000 && count() < 21; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(count(), 21);
}

TEST_P(Webhooks, OfAGenericSourceBringSeveral) {
  store::WebhookSource source;
  source.name = "crm";
  source.kind = "generic";
  NewWebhookSource crm;
  write([&](store::Transaction& tx) {
    crm = VALUE(create_webhook_source(tx, clock_, secrets_, organization_, source,
                                      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  });
  EXPECT_EQ(crm.secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const auto deliver = [&](const std::string& id, const std::string& body) {
    const std::string time = std::to_string(clock_.now().micros / 1'000'000);
    const base::Digest digest = base::hmac_sha256(
        *intake::unbase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), id + "." + time + "." + body);
    const std::map<std::string, std::string, std::less<>> headers = {
        {"webhook-id", id},
        {"webhook-timestamp", time},
        {"webhook-signature",
         "v1," + intake::base64({reinterpret_cast<const char*>(digest.data()), digest.size()})}};
    const intake::WebhookRequest request{
        body, [&](std::string_view name) {
          const auto found = headers.find(name);
          return found == headers.end() ? std::string_view() : std::string_view(found->second);
        }};
    std::promise<base::Result<Received>> promise;
    receive_webhook(*queue_, clock_, secrets_, nullptr, organization_, crm.id, request,
                    [&](base::Result<Received> received) { promise.set_value(received); });
    return promise.get_future().get();
  };
  EXPECT_OK(deliver(
      "m1",
      R"([{"external_id":"x","answers":{"nps":3}},{"external_id":"y","answers":{"nps":4}}])"));
  // One that can't be used takes the others of its event back.
  EXPECT_OK(deliver("m2", R"([{"external_id":"z","answers":{"nps":3}},{"answers":{"nps":44}}])"));
  EXPECT_OK(deliver("m3", R"({"answers":{"nps":3}})"));
  EXPECT_EQ(process(), 3);
  EXPECT_EQ(count(), 3);
  expect_counted(3);
}

TEST_P(Webhooks, NeedASourceThatMakesSense) {
  write([&](store::Transaction& tx) {
    store::WebhookSource source;
    source.name = "x";
    source.kind = "fax";
    EXPECT_FALSE(create_webhook_source(tx, clock_, secrets_, organization_, source).ok());
    source.kind = "typeform";
    source.mapping = {"nonsense"};
    EXPECT_FALSE(create_webhook_source(tx, clock_, secrets_, organization_, source).ok());
    source.mapping = {};
    EXPECT_FALSE(create_webhook_source(tx, clock_, secrets_, organization_, source, "short").ok());
  });
}

ON_BOTH_ENGINES(Webhooks);

}  // namespace
}  // namespace laurel::app
