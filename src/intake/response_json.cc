#include "intake/response_json.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <limits>

#include "intake/record.h"

namespace laurel::intake {
namespace {

namespace json = boost::json;
using json::error_code;

constexpr std::size_t kMostPeople = 100;
constexpr std::size_t kMostKeyInMessage = 60;
constexpr std::size_t kMostDepth = 8;

enum class Member : std::uint8_t {
  kNone,
  kSource,
  kExternalId,
  kDate,
  kReceivedAt,
  kMarket,
  kUnit,
  kChannel,
  kAccount,
  kContactEmail,
  kContactName,
  kLanguage,
  kServedBy,
  kAnswers,
};
constexpr std::array<std::string_view, 14> kMembers = {
    "",        "source",  "external_id",   "date",         "received_at", "market",    "unit",
    "channel", "account", "contact_email", "contact_name", "language",    "served_by", "answers"};

Member member_named(std::string_view name) {
  for (std::size_t i = 1; i < kMembers.size(); ++i) {
    if (kMembers[i] == name) return static_cast<Member>(i);
  }
  return Member::kNone;
}

// Where the parser is.
enum class Place : std::uint8_t { kTop, kList, kResponse, kPeople, kAnswers };

// What Boost.JSON's parser calls, piece by piece. Refusing, it keeps the reason and gives the
// parser an error code that only says so.
class Handler {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  std::vector<IncomingResponse> responses;
  std::string reason;  // why it was refused
  bool is_list = false;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }

  bool on_object_begin(error_code& code) {
    if (place_ == Place::kTop || place_ == Place::kList) {
      if (responses.size() == kMostResponses)
        return refuse(code, fmt::format("more than {} responses at once", kMostResponses));
      responses.emplace_back();
      before_ = place_;
      place_ = Place::kResponse;
      return true;
    }
    if (place_ == Place::kResponse && member_ == Member::kAnswers) {
      place_ = Place::kAnswers;
      return true;
    }
    return refuse_value(code, "is an object");
  }
  bool on_object_end(std::size_t, error_code&) {
    place_ = place_ == Place::kAnswers ? Place::kResponse : before_;
    return true;
  }
  bool on_array_begin(error_code& code) {
    if (place_ == Place::kTop) {
      is_list = true;
      place_ = Place::kList;
      return true;
    }
    if (place_ == Place::kResponse && member_ == Member::kServedBy) {
      place_ = Place::kPeople;
      return true;
    }
    return refuse_value(code, "is an array");
  }
  bool on_array_end(std::size_t, error_code&) {
    place_ = place_ == Place::kPeople ? Place::kResponse : Place::kTop;
    return true;
  }

  bool on_key_part(json::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, error_code& code) {
    text_.append(part.data(), part.size());
    if (place_ == Place::kAnswers) {
      key_ = std::move(text_);
      text_.clear();
      return true;
    }
    member_ = member_named(text_);
    if (member_ == Member::kNone) {
      return refuse(code, fmt::format("there is no member {}; a response has {}",
                                      text_.size() <= kMostKeyInMessage ? text_ : "of that name",
                                      fmt::join(kMembers.begin() + 1, kMembers.end(), ", ")));
    }
    text_.clear();
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, error_code& code) {
    text_.append(part.data(), part.size());
    std::string text = std::move(text_);
    text_.clear();
    return take_text(std::move(text), code);
  }
  bool on_number_part(json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, error_code& code) {
    return take(number, "is a number", code);
  }
  bool on_uint64(std::uint64_t number, json::string_view, error_code& code) {
    return take(static_cast<double>(number), "is a number", code);
  }
  bool on_double(double number, json::string_view, error_code& code) {
    return take(number, "is a number", code);
  }
  bool on_bool(bool truth, error_code& code) { return take(truth, "is true or false", code); }
  bool on_null(error_code& code) {
    if (place_ == Place::kResponse || place_ == Place::kAnswers) return true;
    return refuse_value(code, "is null");
  }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

 private:
  bool refuse(error_code& code, std::string why) {
    reason = is_list && !responses.empty()
                 ? fmt::format("In response {} of the array, {}.", responses.size(), why)
                 : fmt::format("In the response, {}.", why);
    code = json::error::exception;
    return false;
  }
  bool refuse_value(error_code& code, std::string_view what) {
    switch (place_) {
      case Place::kTop:
      case Place::kList:
        reason = "Send a response as a JSON object, or several in an array.";
        code = json::error::exception;
        return false;
      case Place::kPeople:
        return refuse(code, fmt::format("served_by {} where a text is due", what));
      case Place::kAnswers:
        return refuse(code, fmt::format("an answer {}, where a number, true or false, or a text "
                                        "is due",
                                        what));
      case Place::kResponse:
        break;
    }
    const std::string_view due = member_ == Member::kAnswers    ? "an object"
                                 : member_ == Member::kServedBy ? "an array of texts"
                                                                : "a text";
    return refuse(code, fmt::format("{} {} where {} is due",
                                    kMembers[static_cast<std::size_t>(member_)], what, due));
  }

  bool take(IncomingValue value, std::string_view what, error_code& code) {
    if (place_ != Place::kAnswers) return refuse_value(code, what);
    auto& answers = responses.back().answers;
    if (answers.size() == kMostAnswers)
      return refuse(code, fmt::format("there are more than {} answers", kMostAnswers));
    if (answers.empty()) answers.reserve(12);
    answers.push_back({std::move(key_), std::move(value)});
    return true;
  }

  bool take_text(std::string text, error_code& code) {
    if (place_ == Place::kAnswers) return take(std::move(text), "", code);
    if (place_ == Place::kPeople) {
      auto& people = responses.back().served_by;
      if (people.size() == kMostPeople)
        return refuse(code, fmt::format("served_by names more than {} people", kMostPeople));
      people.push_back(std::move(text));
      return true;
    }
    if (place_ != Place::kResponse) return refuse_value(code, "is a text");
    IncomingResponse& response = responses.back();
    switch (member_) {
      case Member::kSource:
        response.source = std::move(text);
        return true;
      case Member::kExternalId:
        response.external_id = std::move(text);
        return true;
      case Member::kDate: {
        const auto date = base::Date::parse(text);
        if (!date.ok()) return refuse(code, "date is not a day such as 2026-03-01");
        response.date = *date;
        return true;
      }
      case Member::kReceivedAt: {
        const auto at = base::Timestamp::parse(text);
        if (!at.ok()) return refuse(code, "received_at is not a time such as 2026-03-01T10:00:00Z");
        response.received_at = *at;
        return true;
      }
      case Member::kMarket:
        response.market = std::move(text);
        return true;
      case Member::kUnit:
        response.unit = std::move(text);
        return true;
      case Member::kChannel:
        response.channel = std::move(text);
        return true;
      case Member::kAccount:
        response.account = std::move(text);
        return true;
      case Member::kContactEmail:
        response.contact_email = std::move(text);
        return true;
      case Member::kContactName:
        response.contact_name = std::move(text);
        return true;
      case Member::kLanguage:
        response.language = std::move(text);
        return true;
      case Member::kServedBy:
      case Member::kAnswers:
      case Member::kNone:
        break;
    }
    return refuse_value(code, "is a text");
  }

  Place place_ = Place::kTop;
  Place before_ = Place::kTop;  // where the response stands
  Member member_ = Member::kNone;
  std::string text_;  // of a key or text that comes in parts
  std::string key_;   // of the answer
};

}  // namespace

base::Result<std::vector<IncomingResponse>> parse_responses(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMostDepth;
  json::basic_parser<Handler> parser(options);
  error_code code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  Handler& handler = parser.handler();
  if (!handler.reason.empty()) return base::invalid_input(std::move(handler.reason));
  if (code) {
    return base::invalid_input(
        fmt::format("The body is not JSON from byte {} on. Send UTF-8 JSON.", read),
        code.message());
  }
  if (read != text.size())
    return base::invalid_input(fmt::format(
        "The body goes on after its JSON, at byte {}. Send one object or one array.", read));
  return std::move(handler.responses);
}

base::Result<IncomingResponse> parse_response(std::string_view text) {
  std::vector<IncomingResponse> responses = TRY(parse_responses(text));
  if (responses.size() != 1) return base::invalid_input("Send one response as a JSON object.");
  return std::move(responses.front());
}

}  // namespace laurel::intake
