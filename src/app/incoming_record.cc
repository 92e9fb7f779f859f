#include "app/incoming_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "intake/record.h"
#include "intake/values.h"
#include "text/utf8.h"

namespace laurel::app {
namespace {

using intake::IncomingValue;
using model::QuestionKind;

constexpr std::size_t kMostPeople = 100;
constexpr std::size_t kMostKeyInMessage = 60;
constexpr double kLargestWhole = 9007199254740992.0;  // 2⁵³

// Text both engines can keep: UTF-8 without zero bytes.
bool can_be_kept(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == 0) return false;
    if (byte < 0x80) {
      ++at;
      continue;
    }
    const text::Decoded decoded = text::decode(text, at);
    if (decoded.length == 1) return false;  // no sequence beyond ASCII is a single byte
    at += decoded.length;
  }
  return true;
}

base::Error unusable(std::string_view member, std::string_view reason) {
  return base::invalid_input(fmt::format("{} {}.", member, reason));
}

base::Status check_name(std::string_view member, std::string_view value) {
  if (value.size() > intake::kMostNameBytes) {
    return unusable(member, fmt::format("is longer than {} bytes", intake::kMostNameBytes));
  }
  if (!can_be_kept(value)) {
    return unusable(member, "has a zero byte or bytes that are not UTF-8");
  }
  return {};
}

std::string shown(std::string_view key) {
  if (key.size() <= kMostKeyInMessage && can_be_kept(key)) return std::string(key);
  return "a key that is too long or not UTF-8";
}

std::string text_of(const IncomingValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<bool>(value) ? "true" : "false";
}

// The score an answer gives; nothing when it was left blank, an error with the reason when it is
// none.
base::Result<std::optional<std::int64_t>> score_of(const model::Question& question,
                                                   const IncomingValue& value) {
  std::optional<std::int64_t> score;
  const bool whole = question.kind != QuestionKind::kNumber;
  if (const auto* integer = std::get_if<std::int64_t>(&value); integer != nullptr && whole) {
    score = *integer;
  } else if (const auto* number = std::get_if<double>(&value);
             number != nullptr && whole && std::abs(*number) <= kLargestWhole) {
    if (*number != std::floor(*number)) return base::invalid_input("is not a whole number");
    score = static_cast<std::int64_t>(*number);
  } else if (const auto* truth = std::get_if<bool>(&value);
             truth != nullptr && question.kind == QuestionKind::kYesNo) {
    score = *truth ? 1 : 0;
  } else if (std::holds_alternative<bool>(value)) {
    return base::invalid_input("is true or false where a number is asked for");
  } else {
    const std::string text = text_of(value);
    if (intake::is_blank(intake::trim(text))) return score;
    const std::string_view reason = intake::read_value(intake::trim(text), question, score);
    if (!reason.empty()) return base::invalid_input(std::string(reason));
  }
  if (base::Status fits = model::check(question, *score); !fits.ok()) return fits.error();
  return score;
}

// Where the answers of one response go.
struct Answers {
  const KnownOrganization& known;
  IncomingRecord& out;

  base::Status add(const intake::IncomingAnswer& answer) {
    const KnownOrganization::KnownQuestion* asked = known.current(answer.question);
    if (asked == nullptr) {
      const std::string keys = known.some_keys();
      return base::invalid_input(fmt::format(
          "answers: there is no question {}. Declare it with its kind and scale first, or correct "
          "its key; {}.",
          shown(answer.question),
          keys.empty() ? std::string("no question is declared yet") : "declared are: " + keys));
    }
    const model::Question& question = *asked->question;
    if (question.kind == QuestionKind::kText) return add_words(question, answer.value);
    if (question.kind == QuestionKind::kChoice) return add_choice(*asked, answer.value);
    auto score = score_of(question, answer.value);
    if (!score.ok())
      return base::invalid_input(
          fmt::format("answers.{} {}.", question.key, score.error().message));
    if (*score) out.record.response.answers.push_back({question.id, **score});
    return {};
  }

  base::Status add_words(const model::Question& question, const IncomingValue& value) {
    const auto* given = std::get_if<std::string>(&value);
    const std::string member = "answers." + question.key;
    if (given == nullptr) return unusable(member, "takes words");
    const std::string_view words = intake::trim(*given);
    if (words.empty()) return {};
    if (words.size() > intake::kMostTextBytes) return unusable(member, "is longer than 1 MB");
    if (!can_be_kept(words)) return unusable(member, "has a zero byte or bytes that are not UTF-8");
    out.record.response.verbatims.push_back({question.id, std::string(words)});
    return {};
  }

  base::Status add_choice(const KnownOrganization::KnownQuestion& asked,
                          const IncomingValue& value) {
    const auto* given = std::get_if<std::string>(&value);
    const model::Question& question = *asked.question;
    if (given == nullptr) return unusable("answers." + question.key, "takes the words of a choice");
    const std::string_view words = intake::trim(*given);
    if (intake::is_blank(words)) return {};
    TRY(check_name("answers." + question.key, words));
    if (const auto place = asked.choices.find(words); place != asked.choices.end()) {
      out.record.response.answers.push_back({question.id, place->second});
    } else {
      out.names.choices.push_back({question.id, words});
    }
    return {};
  }
};

base::Status check_day(std::string_view member, base::Date day) {
  const int year = static_cast<int>(day.ymd().year());
  if (year >= intake::kEarliestYear && year <= intake::kLatestYear) return {};
  return unusable(member, fmt::format("is outside the years {} to {}", intake::kEarliestYear,
                                      intake::kLatestYear));
}

base::Status add_people(const KnownOrganization& known, IncomingRecord& out) {
  model::Response& response = out.record.response;
  if (out.incoming.served_by.size() > kMostPeople)
    return unusable("served_by", fmt::format("names more than {} people", kMostPeople));
  for (const std::string& person : out.incoming.served_by) {
    TRY(check_name("served_by", person));
    if (intake::is_blank(intake::trim(person))) continue;
    const model::Employee* employee = known.detector().people.called(person);
    if (employee == nullptr) {
      out.unknown_people.push_back(person);
    } else if (std::find(response.served_by.begin(), response.served_by.end(), employee->id) ==
               response.served_by.end()) {
      response.served_by.push_back(employee->id);
    }
  }
  return {};
}

// Ascending by question; false when one occurs twice.
template <typename Item>
bool sort_once(std::vector<Item>& items) {
  const auto before = [](const Item& a, const Item& b) { return a.question < b.question; };
  if (!std::is_sorted(items.begin(), items.end(), before))
    std::sort(items.begin(), items.end(), before);
  return std::adjacent_find(items.begin(), items.end(), [](const Item& a, const Item& b) {
           return a.question == b.question;
         }) == items.end();
}

}  // namespace

base::Status make_record(const KnownOrganization& known, KnownOrganization::Tools& tools,
                         std::string_view source, base::Timestamp now, IncomingRecord& out) {
  const intake::IncomingResponse& in = out.incoming;
  model::Response& response = out.record.response;
  for (const auto& [member, value] : {std::pair<const char*, std::string_view>{"source", in.source},
                                      {"external_id", in.external_id},
                                      {"market", in.market},
                                      {"unit", in.unit},
                                      {"channel", in.channel},
                                      {"account", in.account},
                                      {"contact_email", in.contact_email},
                                      {"contact_name", in.contact_name}}) {
    TRY(check_name(member, value));
  }
  response.id = {tools.uuids.next()};
  response.source = in.source.empty() ? std::string(source) : in.source;
  response.external_id = intake::trim(in.external_id);
  if (response.external_id.empty()) response.external_id = response.id.value.to_string();
  response.received_at = in.received_at.value_or(now);
  // A response without a day of service happened when it came in.
  response.occurred_on = in.date.value_or(base::Date::of(response.received_at));
  TRY(check_day("date", *response.occurred_on));
  TRY(check_day("received_at", base::Date::of(response.received_at)));
  response.language = intake::language_code(in.language);
  const auto named = [](std::string_view value) {
    const std::string_view name = intake::trim(value);
    return intake::is_blank(name) ? std::string_view() : name;
  };
  out.names.market = named(in.market);
  out.names.unit = named(in.unit);
  out.names.channel = named(in.channel);
  out.names.account = named(in.account);
  out.names.contact_email = named(in.contact_email);
  for (char& c : out.names.contact_email)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  out.names.contact_name = named(in.contact_name);
  TRY(add_people(known, out));

  Answers answers{known, out};
  response.answers.reserve(in.answers.size());
  for (const intake::IncomingAnswer& answer : in.answers) TRY(answers.add(answer));
  if (!sort_once(response.answers) || !sort_once(response.verbatims))
    return base::invalid_input("answers has a question twice. Send each once.");
  if (response.answers.empty() && response.verbatims.empty() && out.names.choices.empty())
    return base::invalid_input("answers has neither a score nor words. Send at least one.");
  tools.reader.read(out.record, out.names.unit);
  return {};
}

}  // namespace laurel::app
