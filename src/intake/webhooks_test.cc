#include "intake/webhooks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/secret.h"
#include "intake/base64.h"

namespace laurel::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const base::Timestamp kNow = *base::Timestamp::parse("2026-11-20T09:30:00Z");

struct Headers {
  std::map<std::string, std::string, std::less<>> values;
  WebhookRequest with(std::string_view body) const {
    return {body, [this](std::string_view name) {
              const auto found = values.find(name);
              return found == values.end() ? std::string_view() : std::string_view(found->second);
            }};
  }
};

std::string signed_with(std::string_view key, std::string_view message) {
  const base::Digest digest = base::hmac_sha256(key, message);
  return base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

WebhookMapping mapped(const std::vector<std::string>& lines) {
  const auto mapping = parse_webhook_mapping(lines);
  EXPECT_TRUE(mapping.ok());
  return *mapping;
}

IncomingResponse one(WebhookKind kind, const std::vector<std::string>& lines,
                     std::string_view body) {
  const auto responses = map_webhook(kind, mapped(lines), body);
  EXPECT_TRUE(responses.ok()) << (responses.ok() ? "" : responses.error().message);
  if (!responses.ok() || responses->size() != 1) return {};
  return responses->front();
}

std::string answer(const IncomingResponse& response, std::string_view question) {
  for (const IncomingAnswer& each : response.answers) {
    if (each.question != question) continue;
    if (const auto* text = std::get_if<std::string>(&each.value)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&each.value)) return std::to_string(*whole);
    if (const auto* truth = std::get_if<bool>(&each.value)) return *truth ? "true" : "false";
    return "a number";
  }
  return "none";
}

// The expected signatures were made with Python's hmac module.
TEST(Webhooks, VerifyTypeform) {
  const std::string body = R"({"event_id":"e1","event_type":"form_response","form_response":{}})";
  Headers headers{{{"typeform-signature", "sha256=+v4hjvlLQExItyqnTFqCSopypDnbQTo1cPr9LHd/KbQ="}}};
  const auto event =
      verify_webhook(WebhookKind::kTypeform, "a secret of the form", headers.with(body), kNow);
  ASSERT_TRUE(event.ok()) << event.error().message;
  EXPECT_EQ(event->id, "e1");
  EXPECT_TRUE(event->wanted);
  const auto changed = verify_webhook(WebhookKind::kTypeform, "a secret of the form",
                                      headers.with(body + " "), kNow);
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.error().code, base::ErrorCode::kUnauthenticated);
  EXPECT_FALSE(
      verify_webhook(WebhookKind::kTypeform, "another secret..", headers.with(body), kNow).ok());
  EXPECT_FALSE(
      verify_webhook(WebhookKind::kTypeform, "a secret of the form", Headers().with(body), kNow)
          .ok());
  EXPECT_FALSE(verify_webhook(WebhookKind::kTypeform, "", headers.with(body), kNow).ok());
}

TEST(Webhooks, VerifyStandardWebhooks) {
  constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const std::string body = R"({"test": 2432232314})";
  Headers headers{
      {{"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"},
       {"webhook-timestamp", "1614265330"},
       {"webhook-signature", "v1,AAAA v1a,x v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}}};
  const base::Timestamp then{std::int64_t{1'614'265'330} * 1'000'000};
  const auto verify = [&](base::Timestamp now) {
    return verify_webhook(WebhookKind::kGeneric, kSecret, headers.with(body), now);
  };
  ASSERT_TRUE(verify(then).ok()) << verify(then).error().message;
  EXPECT_EQ(verify(then)->id, "msg_p5jXN8AQM9LWM0D4loKWxJek");
  EXPECT_TRUE(verify(then)->wanted);
  // The secret may come without its prefix.
  EXPECT_TRUE(
      verify_webhook(WebhookKind::kGeneric, kSecret.substr(6), headers.with(body), then).ok());
  constexpr std::int64_t kMinute = 60'000'000;
  EXPECT_TRUE(verify({then.micros + 5 * kMinute}).ok());
  EXPECT_TRUE(verify({then.micros - 5 * kMinute}).ok());
  EXPECT_THAT(verify({then.micros + 5 * kMinute + 1}).error().message,
              HasSubstr("more than five minutes"));
  EXPECT_FALSE(verify({then.micros - 5 * kMinute - 1}).ok());
  headers.values["webhook-id"] = "msg_other";
  EXPECT_FALSE(verify(then).ok());
}

TEST(Webhooks, RefuseATimestampThatIsNone) {
  const std::string secret = "whsec_" + base64("0123456789abcdef");
  for (const char* timestamp :
       {"", "soon", "12x", "-5", "99999999999999999999", "999999999999999"}) {
    Headers headers{{{"webhook-id", "m1"}, {"webhook-timestamp", timestamp}}};
    headers.values["webhook-signature"] =
        "v1," + signed_with("0123456789abcdef", "m1." + std::string(timestamp) + ".{}");
    const auto event = verify_webhook(WebhookKind::kGeneric, secret, headers.with("{}"), kNow);
    ASSERT_FALSE(event.ok()) << timestamp;
    EXPECT_EQ(event.error().code, base::ErrorCode::kUnauthenticated);
  }
}

TEST(Webhooks, VerifyZendesk) {
  const std::string body = R"({"id":"z1","type":"zen:event-type:ticket.csat_received"})";
  Headers headers{{{"x-zendesk-webhook-signature", "vZtIf1WrKoRZZ1iDhRW659YczkmzMT7vpWAEsFVmt2o="},
                   {"x-zendesk-webhook-signature-timestamp", "2026-11-20T09:30:00Z"}}};
  const auto event =
      verify_webhook(WebhookKind::kZendesk, "dGhpc19zZWNyZXQ", headers.with(body), kNow);
  ASSERT_TRUE(event.ok()) << event.error().message;
  EXPECT_EQ(event->id, "z1");
  EXPECT_TRUE(event->wanted);
  const base::Timestamp later{kNow.micros + 301 * std::int64_t{1'000'000}};
  EXPECT_FALSE(
      verify_webhook(WebhookKind::kZendesk, "dGhpc19zZWNyZXQ", headers.with(body), later).ok());
}

TEST(Webhooks, PassOverEventsOfOtherTypes) {
  const auto wanted = [](const std::string& body) {
    Headers headers{{{"typeform-signature", "sha256=" + signed_with("0123456789abcdef", body)}}};
    const auto event =
        verify_webhook(WebhookKind::kTypeform, "0123456789abcdef", headers.with(body), kNow);
    return event.ok() ? (event->wanted ? "wanted" : "passed over") : event.error().message;
  };
  EXPECT_EQ(wanted(R"({"event_id":"e","event_type":"form_response"})"), "wanted");
  EXPECT_EQ(wanted(R"({"event_id":"e","event_type":"form_response_partial"})"), "passed over");
  EXPECT_EQ(wanted(R"({"event_id":7})"), "passed over");
  EXPECT_THAT(wanted(R"({"event_type":"form_response"})"), HasSubstr("has no id"));
  EXPECT_THAT(wanted(R"({"event_id":"a b"})"), HasSubstr("has no id"));
  EXPECT_THAT(wanted("[]"), HasSubstr("not a JSON object"));
  EXPECT_THAT(wanted("{"), HasSubstr("not JSON"));
}

TEST(Webhooks, MapTypeform) {
  const IncomingResponse response =
      one(WebhookKind::kTypeform,
          {"nps=q_nps", "back=f3", "color=q_color", "liked=q_liked", "comment=q_words",
           "unit=hidden:site", "contact_email=q_mail", "date=q_day", "paid=q_paid", "not_there=q9"},
          R"({"event_id":"e1","event_type":"form_response","form_response":{
        "form_id":"f","token":"t-1","submitted_at":"2026-11-20T08:00:00Z","hidden":{"site":"Leeds"},
        "definition":{"fields":[]},"answers":[
        {"type":"number","number":9,"field":{"id":"f1","type":"opinion_scale","ref":"q_nps"}},
        {"type":"boolean","boolean":true,"field":{"id":"f3","type":"yes_no","ref":"x"}},
        {"type":"choice","choice":{"label":"Blue"},"field":{"id":"f4","ref":"q_color"}},
        {"type":"choices","choices":{"labels":["Speed","Care"],"other":"Tea"},"field":{"id":"f5","ref":"q_liked"}},
        {"type":"text","text":"Maria stayed late.","field":{"id":"f6","ref":"q_words"}},
        {"type":"email","email":"ann@example.com","field":{"id":"f7","ref":"q_mail"}},
        {"type":"date","date":"2026-11-19","field":{"id":"f8","ref":"q_day"}},
        {"type":"payment","payment":{"amount":"12.50","last4":"1234"},"field":{"id":"f9","ref":"q_paid"}}]}})");
  EXPECT_EQ(response.external_id, "t-1");
  EXPECT_EQ(response.received_at->to_string(), "2026-11-20T08:00:00Z");
  EXPECT_EQ(response.date->to_string(), "2026-11-19");
  EXPECT_EQ(response.unit, "Leeds");
  EXPECT_EQ(response.contact_email, "ann@example.com");
  EXPECT_EQ(answer(response, "nps"), "9");
  EXPECT_EQ(answer(response, "back"), "true");
  EXPECT_EQ(answer(response, "color"), "Blue");
  EXPECT_EQ(answer(response, "liked"), "Speed; Care; Tea");
  EXPECT_EQ(answer(response, "comment"), "Maria stayed late.");
  EXPECT_EQ(answer(response, "paid"), "12.50");
  EXPECT_EQ(answer(response, "not_there"), "none");
}

TEST(Webhooks, MapFormbricks) {
  const IncomingResponse response = one(
      WebhookKind::kFormbricks,
      {"nps=q1", "comment=q.2", "channel=meta.source", "contact_email=contact.attributes.email",
       "served_by=q3"},
      R"({"webhookId":"w","event":"responseFinished","data":{"id":"r-1","surveyId":"s","finished":true,
        "createdAt":"2026-11-20T07:00:00.000Z","language":"en","meta":{"source":"link"},
        "contact":{"id":"c","attributes":{"email":"bo@example.com"}},
        "data":{"q1":10,"q.2":"Good.","q3":["E7","E9"],"q4":null}}})");
  EXPECT_EQ(response.external_id, "r-1");
  EXPECT_EQ(response.language, "en");
  EXPECT_EQ(response.received_at->to_string(), "2026-11-20T07:00:00Z");
  EXPECT_EQ(response.channel, "link");
  EXPECT_EQ(response.contact_email, "bo@example.com");
  EXPECT_THAT(response.served_by, ElementsAre("E7", "E9"));
  EXPECT_EQ(answer(response, "nps"), "10");
  EXPECT_EQ(answer(response, "comment"), "Good.");
}

TEST(Webhooks, MapZendesk) {
  const IncomingResponse response =
      one(WebhookKind::kZendesk,
          {"solved=score", "comment=comment", "served_by=assignee_id", "channel=via.channel"},
          R"({"id":"z1","type":"zen:event-type:ticket.csat_received","time":"2026-11-20T06:00:00Z",
        "detail":{"id":"35436","assignee_id":8447388090494,"via":{"channel":"web"}},
        "event":{"current":{"score":"good","comment":"Quick."}}})");
  EXPECT_EQ(response.external_id, "35436");
  EXPECT_EQ(response.received_at->to_string(), "2026-11-20T06:00:00Z");
  EXPECT_EQ(response.channel, "web");
  EXPECT_THAT(response.served_by, ElementsAre("8447388090494"));
  EXPECT_EQ(answer(response, "solved"), "good");
  EXPECT_EQ(answer(response, "comment"), "Quick.");
}

TEST(Webhooks, MapGenericOnes) {
  EXPECT_EQ(answer(one(WebhookKind::kGeneric, {}, R"({"answers":{"nps":3}})"), "nps"), "3");
  const auto several =
      map_webhook(WebhookKind::kGeneric, {}, R"([{"answers":{"nps":3}},{"answers":{"nps":4}}])");
  ASSERT_TRUE(several.ok());
  EXPECT_THAT(*several, SizeIs(2));
  const auto wrong = map_webhook(WebhookKind::kGeneric, {}, R"([{"answers":{"nps":3}},{"x":1}])");
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, base::ErrorCode::kInvalidInput);
  EXPECT_FALSE(map_webhook(WebhookKind::kGeneric, {}, "7").ok());
}

TEST(Webhooks, SayWhatIsMissing) {
  const auto refused = [](WebhookKind kind, const std::vector<std::string>& lines,
                          std::string_view body) {
    const auto responses = map_webhook(kind, mapped(lines), body);
    return responses.ok() ? "mapped" : responses.error().message;
  };
  EXPECT_THAT(refused(WebhookKind::kTypeform, {"nps=a"}, R"({"form_response":{"token":"t"}})"),
              HasSubstr("No answer of the webhook is mapped"));
  EXPECT_THAT(refused(WebhookKind::kFormbricks, {"nps=a"}, R"({"data":{"data":{"a":1}}})"),
              HasSubstr("data.id is missing"));
  EXPECT_THAT(refused(WebhookKind::kFormbricks, {"nps=a", "date=b"},
                      R"({"data":{"id":"r","data":{"a":1,"b":"03/04/2025"}}})"),
              HasSubstr("The field b can be read as day/month or month/day"));
  EXPECT_THAT(refused(WebhookKind::kZendesk, {}, "[1]"), HasSubstr("not a JSON object"));
}

TEST(Webhooks, RefuseAMappingThatIsNone) {
  const auto refused = [](std::vector<std::string> lines) {
    const auto mapping = parse_webhook_mapping(lines);
    return mapping.ok() ? "read" : mapping.error().message;
  };
  EXPECT_EQ(refused({"nps = a", "served_by=b", "served_by=c", "x=hidden:y=z"}), "read");
  EXPECT_THAT(refused({"nps=a", "nps"}), HasSubstr("Line 2 of the mapping is not MEANING=FIELD"));
  EXPECT_THAT(refused({"=a"}), HasSubstr("Line 1"));
  EXPECT_THAT(refused({"nps="}), HasSubstr("Line 1"));
  EXPECT_EQ(refused({"nps=a", "nps=b"}), "The mapping says twice what nps is. Say it once.");
  EXPECT_EQ(refused(std::vector<std::string>(201, "a=b")), "A mapping has at most 200 lines.");
}

TEST(Webhooks, MakeAndCheckSecrets) {
  const std::string random(32, '\x7f');
  for (const auto kind : {WebhookKind::kTypeform, WebhookKind::kFormbricks, WebhookKind::kZendesk,
                          WebhookKind::kGeneric}) {
    EXPECT_TRUE(check_webhook_secret(kind, webhook_secret(kind, random)).ok());
    EXPECT_FALSE(check_webhook_secret(kind, "short").ok());
    EXPECT_EQ(webhook_kind_named(name(kind)), kind);
  }
  EXPECT_TRUE(webhook_secret(WebhookKind::kGeneric, random).starts_with("whsec_"));
  EXPECT_FALSE(check_webhook_secret(WebhookKind::kGeneric, "whsec_not base64 at all!").ok());
  EXPECT_FALSE(webhook_kind_named("fax"));
}

TEST(Base64, RoundsTripAndFollowsTheStandard) {
  // RFC 4648, section 10.
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes.push_back(static_cast<char>(i));
    EXPECT_EQ(unbase64(base64(bytes)), bytes);
  }
  EXPECT_EQ(unbase64("Zg"), "f");
  EXPECT_FALSE(unbase64("Z"));
  EXPECT_FALSE(unbase64("Zm9v-"));
}

}  // namespace
}  // namespace laurel::intake
