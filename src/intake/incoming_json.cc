#include "intake/incoming_json.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace laurel::intake {
namespace {

using schema::Reading;

// {"nps": 9, "comment": "…"}: by the keys of questions.
class Answers final : public schema::Declared<std::vector<IncomingAnswer>> {
 public:
  using Value = std::vector<IncomingAnswer>;

  bool read(const boost::json::value& json, Value& answers, Reading& reading) const override {
    const auto* object = json.if_object();
    if (object == nullptr)
      return reading.say("Give answers as an object: {\"nps\": 9, \"comment\": \"…\"}.");
    if (object->size() > kMostAnswers) return reading.say("Send at most 500 answers a response.");
    bool good = true;
    answers.reserve(object->size());
    for (const auto& member : *object) {
      if (member.value().is_null()) continue;
      const std::string_view key(member.key().data(), member.key().size());
      const Reading::Inside inside(reading, key);
      IncomingAnswer& answer = answers.emplace_back();
      answer.question = key;
      good = value_->read(member.value(), answer.value, reading) && good;
    }
    return good;
  }
  bool read_text(std::string_view, Value&, Reading& reading) const override {
    return reading.say("Send answers as JSON.");
  }
  void write(wire::JsonWriter& json, const Value& answers) const override {
    json.begin_object();
    for (const IncomingAnswer& answer : answers) {
      json.key(answer.question);
      value_->write(json, answer.value);
    }
    json.end_object();
  }
  boost::json::object describe(schema::Definitions& definitions) const override {
    return {{"type", "object"},
            {"additionalProperties", nullable_->describe(definitions)},
            {"maxProperties", kMostAnswers}};
  }

 private:
  schema::Type<schema::Scalar> value_ = schema::scalar();
  schema::Type<std::optional<schema::Scalar>> nullable_ = schema::nullable(value_);
};

}  // namespace

schema::ObjectType<IncomingResponse> incoming_response() {
  using namespace schema;
  using R = IncomingResponse;
  static const Type<std::string> name = text({.longest = 200});
  static const auto declared = object<R>(
      "IncomingResponse", "What one customer said and scored.",
      required(
          "answers", &R::answers, Type<std::vector<IncomingAnswer>>(std::make_shared<Answers>()),
          "By the key of the question: numbers, yes and no, choices by their words, and text."),
      optional("external_id", &R::external_id, name,
               "Its id where it comes from. Sent again with the same one, it is updated in place."),
      optional("source", &R::source, name, "The programme it comes from; \"api\" if absent."),
      optional("date", &R::date, nullable(date()), "Day of service or interview."),
      optional("received_at", &R::received_at, nullable(timestamp()), "Now if absent."),
      optional("market", &R::market, name, "By name; added if it isn't there."),
      optional("unit", &R::unit, name, "By code or name; added if it isn't there."),
      optional("channel", &R::channel, name, "By name; added if it isn't there."),
      optional("account", &R::account, name, "The company that buys, by your id for it."),
      optional("contact_email", &R::contact_email, text({.longest = 254, .format = "email"}),
               "The customer's address."),
      optional("contact_name", &R::contact_name, name, "The customer's name."),
      optional("language", &R::language, text({.longest = 40}),
               "\"en\", \"en-GB\" or \"English\"; found out from the words if absent."),
      optional("served_by", &R::served_by, list(name, 100),
               "Who served: employee ids, addresses or names."));
  return declared;
}

}  // namespace laurel::intake
