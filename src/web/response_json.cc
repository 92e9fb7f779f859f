#include "web/response_json.h"

#include "model/cells.h"
#include "web/words.h"

namespace laurel::web {
namespace {

std::optional<std::string> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

// An answer as it was given: numbers as numbers, choices and words as text.
schema::Scalar scalar_of(const model::Question& question, std::int64_t value) {
  switch (question.kind) {
    case model::QuestionKind::kYesNo:
      return value != 0;
    case model::QuestionKind::kChoice: {
      const auto place = static_cast<std::size_t>(value);
      if (value >= 0 && place < question.choices.size()) return question.choices[place];
      return value;
    }
    case model::QuestionKind::kNumber: {
      double scaled = static_cast<double>(value);
      for (int i = 0; i < question.decimals; ++i) scaled /= 10;
      return scaled;
    }
    default:
      return value;
  }
}

schema::ObjectType<CommendationJson> commendation_json() {
  using namespace schema;
  using C = CommendationJson;
  static const auto declared = object<C>(
      "Commendation", "Somebody who is, or may be, praised in the words of a response.",
      required("id", &C::id, uuid(), ""),
      required("question", &C::question, text(), "Key of the question whose words these are."),
      required("target", &C::target, text(), "The customer's words for them."),
      required("kind", &C::kind, text(), "person, role or team."),
      required("strength", &C::strength, text(), "kind or exemplary."),
      required("probability", &C::probability, number(0, 1), "How sure detection is."),
      required("counts", &C::counts, boolean(), "Whether the figures count it as praise."),
      required("decision", &C::decision, text(), "undecided, accepted or rejected."),
      required("link", &C::link, text(), "linked, ambiguous or unlisted."),
      required("employee_id", &C::employee_id, nullable(text()), "Who it is, when that is clear."),
      required("evidence", &C::evidence, text({.one_line = false}), "The praising words."),
      required("evidence_start", &C::evidence_start, whole_number(0, 1'000'000),
               "In code points of the words."),
      required("evidence_end", &C::evidence_end, whole_number(0, 1'000'000), "Exclusive."),
      required("behaviours", &C::behaviours, list(text(), 8), "What they are praised for."));
  return declared;
}

}  // namespace

schema::ObjectType<ResponseJson> response_json() {
  using namespace schema;
  using R = ResponseJson;
  static const auto declared = object<R>(
      "Response", "What one customer said and scored, and whom they praise.",
      required("id", &R::id, uuid(), ""),
      required("source", &R::source, text(), "The programme or file it came from."),
      required("external_id", &R::external_id, nullable(text()), "Its id there."),
      required("date", &R::date, nullable(date()), "Day of service or interview."),
      required("received_at", &R::received_at, timestamp(), ""),
      required("market", &R::market, nullable(text()), ""),
      required("unit", &R::unit, nullable(text()), ""),
      required("channel", &R::channel, nullable(text()), ""),
      required("language", &R::language, nullable(text()), "ISO 639-1, if the source said it."),
      required(
          "voice", &R::voice, text(),
          "silent, unread, spoke, commended_kind, commended_exemplary; with pending_ before it "
          "while a review could change it."),
      required("served_by", &R::served_by, list(text(), 100), "Employee ids."),
      required("answers", &R::answers, map(scalar()), "By the key of the question."),
      required("commendations", &R::commendations,
               list(Type<CommendationJson>(commendation_json()), 1000), ""));
  return declared;
}

schema::ObjectType<ResponsePageJson> response_page_json() {
  using namespace schema;
  static const auto declared =
      object<ResponsePageJson>("ResponsePage", "Some responses, and where to go on.",
                               required("responses", &ResponsePageJson::responses,
                                        list(Type<ResponseJson>(response_json()), 1000), ""),
                               required("next", &ResponsePageJson::next, nullable(text()),
                                        "`after` of the next page; null at the end."));
  return declared;
}

ResponseJson response_json_of(const model::ResponseRecord& record,
                              const app::Directory& directory) {
  const model::Response& response = record.response;
  ResponseJson out;
  out.id = response.id.value;
  out.source = response.source;
  out.external_id = unless_empty(response.external_id);
  out.date = response.occurred_on;
  out.received_at = response.received_at;
  out.market = unless_empty(directory.name_of(response.market));
  out.unit = unless_empty(directory.name_of(response.unit));
  out.channel = unless_empty(directory.name_of(response.channel));
  out.language = unless_empty(response.language);
  out.voice = name(model::voice_of(record));
  for (const model::EmployeeId id : response.served_by) {
    if (const model::Employee* person = directory.person(id)) out.served_by.push_back(person->code);
  }
  for (const model::Answer& answer : response.answers) {
    if (const model::Question* question = directory.question(answer.question))
      out.answers.emplace_back(question->key, scalar_of(*question, answer.value));
  }
  for (const model::Verbatim& verbatim : response.verbatims) {
    if (const model::Question* question = directory.question(verbatim.question))
      out.answers.emplace_back(question->key, verbatim.text);
  }
  for (const model::Commendation& commendation : record.commendations) {
    CommendationJson& json = out.commendations.emplace_back();
    json.id = commendation.id.value;
    json.target = commendation.target;
    json.kind = name(commendation.kind);
    json.strength = name(commendation.strength);
    json.probability = static_cast<double>(commendation.probability);
    json.counts = commendation.counts();
    json.decision = name(commendation.decision);
    json.link = name(commendation.link);
    if (const model::Employee* person = directory.person(commendation.employee))
      json.employee_id = person->code;
    if (const model::Question* question = directory.question(commendation.question))
      json.question = question->key;
    json.evidence_start = commendation.evidence.start;
    json.evidence_end = commendation.evidence.end;
    for (const model::Verbatim& verbatim : response.verbatims) {
      if (verbatim.question == commendation.question)
        json.evidence = words_at(verbatim.text, commendation.evidence);
    }
    for (int i = 0; i < detect::kBehaviourCount; ++i) {
      if ((commendation.behaviours >> i & 1) != 0)
        json.behaviours.emplace_back(name(static_cast<detect::Behaviour>(i)));
    }
  }
  return out;
}

}  // namespace laurel::web
