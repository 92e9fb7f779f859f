#include "intake/webhooks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cstdlib>

#include "base/secret.h"
#include "intake/base64.h"
#include "intake/incoming_json.h"
#include "intake/record.h"
#include "intake/values.h"
#include "schema/document.h"

namespace laurel::intake {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> kNames = {"typeform", "formbricks", "zendesk", "generic"};
constexpr std::int64_t kFreshMicros = std::int64_t{5} * 60 * 1'000'000;
constexpr std::size_t kMostIdBytes = 255;
constexpr std::size_t kMostLines = 200;
constexpr std::size_t kMostListed = 50;  // values of one answer
constexpr std::size_t kMostResponses = 5'000;
constexpr std::string_view kSecretPrefix = "whsec_";

constexpr std::array<std::string_view, 11> kFields = {
    "external_id", "date",          "received_at",  "market",    "unit",    "channel",
    "account",     "contact_email", "contact_name", "served_by", "language"};

base::Error not_genuine(std::string message) {
  return {base::ErrorCode::kUnauthenticated, std::move(message), {}};
}

base::Error bad_signature() {
  return not_genuine(
      "The signature doesn't match. Check that the sender has the secret of this webhook source.");
}

std::string signature(std::string_view key, std::string_view message) {
  const base::Digest digest = base::hmac_sha256(key, message);
  return base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

base::Status check_fresh(base::Timestamp sent, base::Timestamp now) {
  if (std::abs(now.micros - sent.micros) <= kFreshMicros) return {};
  return not_genuine(
      "The webhook's timestamp is more than five minutes away from now. Check both clocks.");
}

base::Result<json::value> parse_body(std::string_view body) {
  json::error_code code;
  json::parse_options options;
  options.max_depth = 32;
  json::value value = json::parse({body.data(), body.size()}, code, {}, options);
  if (code) return base::invalid_input("The webhook's body is not JSON in UTF-8.", code.message());
  if (!value.is_object()) return base::invalid_input("The webhook's body is not a JSON object.");
  return value;
}

// The value at a dotted path; null when there is none.
const json::value* at_path(const json::value& from, std::string_view path) {
  const json::value* at = &from;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    const json::object* object = at->if_object();
    at = object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
    if (at == nullptr) return nullptr;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return at;
}

std::string text_at(const json::value& from, std::string_view path) {
  const json::value* value = at_path(from, path);
  if (value == nullptr) return {};
  if (const auto* text = value->if_string()) return {text->data(), text->size()};
  if (const auto* number = value->if_int64()) return std::to_string(*number);
  if (const auto* number = value->if_uint64()) return std::to_string(*number);
  return {};
}

base::Result<WebhookEvent> event_named(std::string id, bool wanted) {
  const bool printable =
      std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (id.empty() || id.size() > kMostIdBytes || !printable)
    return base::invalid_input("The webhook has no id that can be used to tell it from others.");
  return WebhookEvent{std::move(id), wanted};
}

base::Result<WebhookEvent> verify_typeform(std::string_view secret, const WebhookRequest& request) {
  if (!base::same_secret(request.header("typeform-signature"),
                         "sha256=" + signature(secret, request.body)))
    return bad_signature();
  const json::value body = TRY(parse_body(request.body));
  return event_named(text_at(body, "event_id"), text_at(body, "event_type") == "form_response");
}

// Standard Webhooks; gives the id.
base::Result<std::string> verify_standard(std::string_view secret, const WebhookRequest& request,
                                          base::Timestamp now) {
  const std::string_view id = request.header("webhook-id");
  const std::string_view timestamp = request.header("webhook-timestamp");
  std::string_view signatures = request.header("webhook-signature");
  if (secret.starts_with(kSecretPrefix)) secret.remove_prefix(kSecretPrefix.size());
  const auto key = unbase64(secret);
  if (!key || id.empty()) return bad_signature();
  const std::string expected =
      "v1," + signature(*key, fmt::format("{}.{}.{}", id, timestamp, request.body));
  // Several while a secret is being replaced.
  bool matches = false;
  while (!signatures.empty()) {
    const std::size_t space = signatures.find(' ');
    matches = base::same_secret(signatures.substr(0, space), expected) || matches;
    signatures =
        space == std::string_view::npos ? std::string_view() : signatures.substr(space + 1);
  }
  if (!matches) return bad_signature();
  std::int64_t seconds = 0;
  const char* end = timestamp.data() + timestamp.size();
  const auto [stop, error] = std::from_chars(timestamp.data(), end, seconds);
  constexpr std::int64_t kMostSeconds = 253'402'300'800;  // year 10000
  if (error != std::errc() || stop != end || seconds < 0 || seconds > kMostSeconds)
    return not_genuine("The webhook's timestamp is not a number of seconds.");
  TRY(check_fresh({seconds * 1'000'000}, now));
  return std::string(id);
}

base::Result<WebhookEvent> verify_zendesk(std::string_view secret, const WebhookRequest& request,
                                          base::Timestamp now) {
  const std::string_view timestamp = request.header("x-zendesk-webhook-signature-timestamp");
  if (!base::same_secret(request.header("x-zendesk-webhook-signature"),
                         signature(secret, fmt::format("{}{}", timestamp, request.body))))
    return bad_signature();
  const auto sent = base::Timestamp::parse(timestamp);
  if (!sent.ok()) return not_genuine("The webhook's timestamp is not a time.");
  TRY(check_fresh(*sent, now));
  const json::value body = TRY(parse_body(request.body));
  return event_named(text_at(body, "id"),
                     text_at(body, "type") == "zen:event-type:ticket.csat_received");
}

// What a field of the sender holds, as scalars: one, several of a list, or none.
using Values = std::vector<IncomingValue>;

void add_scalars(const json::value& value, Values& values) {
  if (values.size() >= kMostListed) return;
  switch (value.kind()) {
    case json::kind::string:
      values.emplace_back(std::string(value.get_string().data(), value.get_string().size()));
      break;
    case json::kind::int64:
      values.emplace_back(value.get_int64());
      break;
    case json::kind::uint64:
      values.emplace_back(static_cast<double>(value.get_uint64()));
      break;
    case json::kind::double_:
      values.emplace_back(value.get_double());
      break;
    case json::kind::bool_:
      values.emplace_back(value.get_bool());
      break;
    case json::kind::array:
      for (const json::value& each : value.get_array())
        if (!each.is_object() && !each.is_array()) add_scalars(each, values);
      break;
    case json::kind::object:
      // Typeform's choice, choices and payment.
      for (const char* name : {"label", "labels", "other", "amount"}) {
        if (const json::value* inner = value.get_object().if_contains(name);
            inner != nullptr && !inner->is_object())
          add_scalars(*inner, values);
      }
      break;
    case json::kind::null:
      break;
  }
}

std::string text_of(const IncomingValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<bool>(value) ? "true" : "false";
}

std::string joined(const Values& values) {
  std::string out;
  for (const IncomingValue& value : values) out += (out.empty() ? "" : "; ") + text_of(value);
  return out;
}

// A Typeform answer by the ref or id of its field, or a hidden field.
const json::value* typeform_field(const json::value& body, std::string_view field) {
  constexpr std::string_view kHidden = "hidden:";
  const json::value* response = at_path(body, "form_response");
  if (response == nullptr || !response->is_object()) return nullptr;
  if (field.starts_with(kHidden)) {
    const std::string_view name = field.substr(kHidden.size());
    const json::value* hidden = response->get_object().if_contains("hidden");
    if (hidden == nullptr || !hidden->is_object()) return nullptr;
    return hidden->get_object().if_contains({name.data(), name.size()});
  }
  const json::value* answers = response->get_object().if_contains("answers");
  if (answers == nullptr || !answers->is_array()) return nullptr;
  for (const json::value& answer : answers->get_array()) {
    if (text_at(answer, "field.ref") != field && text_at(answer, "field.id") != field) continue;
    return at_path(answer, text_at(answer, "type"));
  }
  return nullptr;
}

const json::value* formbricks_field(const json::value& body, std::string_view field) {
  const json::value* response = at_path(body, "data");
  if (response == nullptr || !response->is_object()) return nullptr;
  // A question's id first: it may have any characters but is no path.
  if (const json::value* answers = response->get_object().if_contains("data");
      answers != nullptr && answers->is_object()) {
    if (const auto* answer = answers->get_object().if_contains({field.data(), field.size()}))
      return answer;
  }
  return at_path(*response, field);
}

const json::value* zendesk_field(const json::value& body, std::string_view field) {
  for (const char* part : {"event", "event.current", "detail"}) {
    const json::value* within = at_path(body, part);
    const json::value* found = within == nullptr ? nullptr : at_path(*within, field);
    if (found != nullptr) return found;
  }
  return at_path(body, field);
}

// What a kind says of itself, before the mapping is asked.
struct Known {
  const json::value* (*field)(const json::value&, std::string_view);
  std::string_view external_id, received_at, language;  // paths
};
Known known_of(WebhookKind kind) {
  switch (kind) {
    case WebhookKind::kTypeform:
      return {typeform_field, "form_response.token", "form_response.submitted_at", ""};
    case WebhookKind::kFormbricks:
      return {formbricks_field, "data.id", "data.createdAt", "data.language"};
    case WebhookKind::kZendesk:
    case WebhookKind::kGeneric:
      break;
  }
  return {zendesk_field, "detail.id", "time", ""};
}

// Sets the field of that name; the reason when the value can't be one.
std::string set_field(IncomingResponse& response, std::string_view name, const Values& values) {
  if (name == "served_by") {
    for (const IncomingValue& value : values) response.served_by.push_back(text_of(value));
    return {};
  }
  std::string text = joined(values);
  if (name == "date" || name == "received_at") {
    ParsedDate day;
    // Days that can be read two ways are not guessed.
    if (std::string reason = read_day(trim(text), DateOrder::kUnknown, day); !reason.empty())
      return reason;
    if (name == "date") {
      response.date = day.date;
    } else {
      response.received_at =
          day.at.value_or(base::Timestamp{std::int64_t{day.date.days} * 86'400'000'000});
    }
    return {};
  }
  const std::array<std::pair<std::string_view, std::string*>, 8> members = {
      {{"external_id", &response.external_id},
       {"market", &response.market},
       {"unit", &response.unit},
       {"channel", &response.channel},
       {"account", &response.account},
       {"contact_email", &response.contact_email},
       {"contact_name", &response.contact_name},
       {"language", &response.language}}};
  for (const auto& [member, to] : members) {
    if (member != name) continue;
    *to = std::move(text);
    break;
  }
  return {};
}

// All of them, or what is wrong with the first that can't be read: a sender that is told so once
// sends all of them again.
base::Result<std::vector<IncomingResponse>> map_generic(std::string_view body) {
  auto read = schema::read_one_or_list(*incoming_response(), body, kMostResponses);
  const auto wrong = [](const std::vector<schema::Problem>& problems) {
    return base::invalid_input(
        problems.front().pointer.empty()
            ? problems.front().message
            : fmt::format("{}: {}", problems.front().pointer, problems.front().message));
  };
  if (!read.problems.empty()) return wrong(read.problems);
  std::vector<IncomingResponse> responses;
  for (auto& item : read.items) {
    if (!item) return wrong(item.problems);
    responses.push_back(*std::move(item.value));
  }
  return responses;
}

bool is_field(std::string_view meaning) {
  return std::find(kFields.begin(), kFields.end(), meaning) != kFields.end();
}

}  // namespace

std::string_view name(WebhookKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<WebhookKind> webhook_kind_named(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<WebhookKind>(i);
  }
  return std::nullopt;
}

base::Result<WebhookEvent> verify_webhook(WebhookKind kind, std::string_view secret,
                                          const WebhookRequest& request, base::Timestamp now) {
  if (secret.empty()) return bad_signature();
  switch (kind) {
    case WebhookKind::kTypeform:
      return verify_typeform(secret, request);
    case WebhookKind::kZendesk:
      return verify_zendesk(secret, request, now);
    case WebhookKind::kFormbricks: {
      std::string id = TRY(verify_standard(secret, request, now));
      const json::value body = TRY(parse_body(request.body));
      return event_named(std::move(id), text_at(body, "event") == "responseFinished");
    }
    case WebhookKind::kGeneric:
      break;
  }
  return event_named(TRY(verify_standard(secret, request, now)), true);
}

std::string webhook_secret(WebhookKind kind, std::string_view random) {
  const std::string text = base64(random);
  const bool standard = kind == WebhookKind::kFormbricks || kind == WebhookKind::kGeneric;
  return standard ? std::string(kSecretPrefix) + text : text;
}

base::Status check_webhook_secret(WebhookKind kind, std::string_view secret) {
  const bool standard = kind == WebhookKind::kFormbricks || kind == WebhookKind::kGeneric;
  constexpr std::size_t kLeast = 16, kMost = 500;
  std::string_view key = secret;
  if (standard && key.starts_with(kSecretPrefix)) key.remove_prefix(kSecretPrefix.size());
  if (key.size() >= kLeast && key.size() <= kMost && (!standard || unbase64(key))) return {};
  return base::invalid_input(
      standard ? "This is not a secret of a webhook. It begins with whsec_ and has at least 16 "
                 "characters of base64 after it."
               : "This is not a secret of a webhook. Give 16 to 500 characters.");
}

base::Result<WebhookMapping> parse_webhook_mapping(std::span<const std::string> lines) {
  WebhookMapping mapping;
  if (lines.size() > kMostLines)
    return base::invalid_input(fmt::format("A mapping has at most {} lines.", kMostLines));
  for (const std::string& line : lines) {
    const std::size_t equals = line.find('=');
    const std::string_view text(line);
    const std::string_view meaning = trim(text.substr(0, equals));
    const std::string_view field =
        equals == std::string::npos ? std::string_view() : trim(text.substr(equals + 1));
    if (meaning.empty() || field.empty() || meaning.size() > kMostNameBytes ||
        field.size() > kMostNameBytes) {
      return base::invalid_input(fmt::format(
          "Line {} of the mapping is not MEANING=FIELD, for example nps=likely_to_recommend.",
          mapping.lines.size() + 1));
    }
    const bool twice =
        std::any_of(mapping.lines.begin(), mapping.lines.end(),
                    [&](const WebhookMapping::Line& before) { return before.meaning == meaning; });
    if (twice && meaning != "served_by") {
      return base::invalid_input(
          fmt::format("The mapping says twice what {} is. Say it once.", meaning));
    }
    mapping.lines.push_back({std::string(meaning), std::string(field)});
  }
  return mapping;
}

base::Result<std::vector<IncomingResponse>> map_webhook(WebhookKind kind,
                                                        const WebhookMapping& mapping,
                                                        std::string_view body) {
  if (kind == WebhookKind::kGeneric) return map_generic(body);
  const json::value value = TRY(parse_body(body));
  const Known known = known_of(kind);
  IncomingResponse response;
  response.external_id = text_at(value, known.external_id);
  if (!known.language.empty()) response.language = text_at(value, known.language);
  if (const std::string at = text_at(value, known.received_at); !at.empty()) {
    if (const auto parsed = base::Timestamp::parse(at); parsed.ok()) response.received_at = *parsed;
  }
  for (const WebhookMapping::Line& line : mapping.lines) {
    const json::value* found = known.field(value, line.field);
    Values values;
    if (found != nullptr) add_scalars(*found, values);
    if (values.empty()) continue;  // not answered
    if (is_field(line.meaning)) {
      if (const std::string reason = set_field(response, line.meaning, values); !reason.empty())
        return base::invalid_input(fmt::format("The field {} {}.", line.field, reason));
    } else if (values.size() == 1) {
      response.answers.push_back({line.meaning, std::move(values.front())});
    } else {
      response.answers.push_back({line.meaning, joined(values)});
    }
  }
  if (response.external_id.empty()) {
    return base::invalid_input(
        fmt::format("The webhook names no response: {} is missing. Map external_id to a field.",
                    known.external_id));
  }
  if (response.answers.empty()) {
    return base::invalid_input(
        "No answer of the webhook is mapped to a question. Add lines such as nps=FIELD to the "
        "source's mapping.");
  }
  return std::vector<IncomingResponse>{std::move(response)};
}

}  // namespace laurel::intake
