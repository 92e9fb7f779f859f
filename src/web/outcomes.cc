#include "web/outcomes.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <memory>

#include "app/outcomes.h"
#include "web/line_stream.h"
#include "web/written.h"

namespace laurel::web {
namespace {

using app::IncomingOutcome;

constexpr std::size_t kMostInRequest = 1'000;

schema::ObjectType<IncomingOutcome> incoming_outcome() {
  using namespace schema;
  using O = IncomingOutcome;
  using Kind = model::OutcomeKind;
  static const Type<std::string> word = text({.longest = 200});
  static const auto declared = object<O>(
      "IncomingOutcome", "What a customer did, as your own records say it.",
      required("external_id", &O::external_id, text({.shortest = 1, .longest = 200}),
               "Its id where it comes from. Sent again with the same one, it is updated in place."),
      required("kind", &O::kind,
               one_of<Kind>({{"purchase", Kind::kPurchase},
                             {"renewal", Kind::kRenewal},
                             {"visit", Kind::kVisit},
                             {"referral", Kind::kReferral},
                             {"churn", Kind::kChurn}}),
               "Bought, renewed, came back, sent somebody, or left."),
      required("occurred_on", &O::occurred_on, date(), "The day it happened."),
      optional("source", &O::source, word, "The system it comes from; \"api\" if absent."),
      optional("account", &O::account, word,
               "The company that buys, by the id that responses name it with."),
      optional("contact_email", &O::contact_email, text({.longest = 254, .format = "email"}),
               "The customer's address. Give this, or account, or both."),
      optional("amount", &O::amount, nullable(number(-1e12, 1e12)),
               "Money, in the currency's main unit; negative for money given back."),
      optional("currency", &O::currency, text({.longest = 3}), "ISO 4217: EUR."));
  return declared;
}

struct RefusedJson {
  std::int64_t index = 0;
  std::string pointer, detail;
};
struct SavedJson {
  std::int64_t added = 0, updated = 0, unchanged = 0;
  std::vector<RefusedJson> refused;
};

schema::ObjectType<SavedJson> saved_json() {
  using namespace schema;
  using R = RefusedJson;
  using S = SavedJson;
  static const auto refused = object<R>(
      "RefusedOutcome", "Why an outcome was not taken.",
      required("index", &R::index, whole_number(0, kMostInRequest), "Its place in the list."),
      required("pointer", &R::pointer, text(), "JSON Pointer within the outcome."),
      required("detail", &R::detail, text(), "A sentence that says what to do."));
  static const auto declared =
      object<S>("SavedOutcomes", "What became of the outcomes that were sent.",
                required("added", &S::added, whole_number(0, kMostInRequest), ""),
                required("updated", &S::updated, whole_number(0, kMostInRequest), ""),
                required("unchanged", &S::unchanged, whole_number(0, kMostInRequest), ""),
                required("refused", &S::refused, list(Type<R>(refused), kMostInRequest * 20), ""));
  return declared;
}

struct LineJson {
  std::int64_t line = 0;
  std::string status, detail;
};
schema::ObjectType<LineJson> line_json() {
  using namespace schema;
  static const auto declared = object<LineJson>(
      "OutcomeLine", "What became of a line.",
      required("line", &LineJson::line, whole_number(1, std::int64_t{1} << 53), ""),
      required("status", &LineJson::status,
               one_of<std::string>({{"saved", "saved"}, {"refused", "refused"}}), ""),
      required("detail", &LineJson::detail, text(), "Why it was refused; else empty."));
  return declared;
}

// What is wrong with one, as its reading or its content says it.
std::vector<schema::Problem> problems_of(const schema::Read<IncomingOutcome>& read) {
  if (!read) return read.problems;
  const auto usable = app::outcome_of(*read.value);
  return usable ? std::vector<schema::Problem>()
                : std::vector<schema::Problem>{{"", usable.error().message}};
}

http::Reply take(const Visit& visit) {
  const http::Request& request = visit.request;
  if (auto refusal = Api::refuse_unless_json(request)) return std::move(*refusal);
  auto read = schema::read_one_or_list(*incoming_outcome(), request.body, kMostInRequest);
  if (!read.problems.empty()) return problem(request, read.problems);
  SavedJson saved;
  std::vector<IncomingOutcome> good;
  for (std::size_t i = 0; i < read.items.size(); ++i) {
    const auto problems = problems_of(read.items[i]);
    if (problems.empty()) good.push_back(std::move(*read.items[i].value));
    if (!problems.empty() && !read.is_list) return problem(request, problems);
    for (const schema::Problem& each : problems)
      saved.refused.push_back({static_cast<std::int64_t>(i), each.pointer, each.message});
  }
  return written(
      visit,
      [organization = visit.organization(), saved = std::move(saved),
       good = std::move(good)](store::Transaction& tx) -> base::Result<store::KeptReply> {
        SavedJson answer = saved;
        if (!good.empty()) {
          const store::SaveCounts counts = TRY(app::save_incoming(tx, organization, good));
          answer.added = counts.added;
          answer.updated = counts.updated;
          answer.unchanged = counts.unchanged;
        }
        return kept(*saved_json(), answer, answer.added > 0 ? 201 : good.empty() ? 422 : 200);
      });
}

class Lines final : public LineStream {
 public:
  Lines(const Services& services, model::OrganizationId organization)
      : services_(services), organization_(organization) {}

 private:
  void take_lines(std::span<const NumberedLine> lines, http::PieceDone done) override {
    const auto answers = std::make_shared<std::vector<LineJson>>();
    const auto good = std::make_shared<std::vector<IncomingOutcome>>();
    for (const NumberedLine& line : lines) {
      auto read = schema::read_json(*incoming_outcome(), line.text);
      const auto problems = problems_of(read);
      if (problems.empty()) {
        good->push_back(std::move(*read.value));
        answers->push_back({line.number, "saved", ""});
      } else {
        const schema::Problem& first = problems.front();
        answers->push_back(
            {line.number, "refused",
             first.pointer.empty() ? first.message : first.pointer + ": " + first.message});
      }
    }
    const auto answer = [answers, done](const base::Status& status) {
      http::Piece piece;
      for (LineJson& each : *answers) {
        if (!status.ok() && each.status == "saved")
          each = {each.line, "refused", status.error().message};
        piece.text += schema::to_json(*line_json(), each) + "\n";
      }
      done(std::move(piece));
    };
    if (good->empty()) {
      answer({});
      return;
    }
    services_.writes.submit(
        [good, organization = organization_](store::Transaction& tx) -> base::Status {
          TRY(app::save_incoming(tx, organization, *good));
          return {};
        },
        answer);
  }
  std::string refused_line(std::int64_t number, std::string_view why) override {
    return schema::to_json(*line_json(), {number, "refused", std::string(why)}) + "\n";
  }

  const Services& services_;
  const model::OrganizationId organization_;
};

}  // namespace

void add_outcomes(Api& api, const Services& services) {
  Operation one_or_many{.method = http::Method::kPost,
                        .path = "/outcomes",
                        .id = "createOutcomes",
                        .tag = "Outcomes",
                        .summary = "Take in one outcome, or a list of them",
                        .description =
                            "Answered when they are durable. Of a list the good ones are "
                            "stored, and the others are named with what is wrong.",
                        .needs = model::Permission::kImportOutcomes,
                        .answers = {answer(201, "At least one was added.", saved_json()),
                                    answer(200, "Nothing is new.", saved_json())}};
  Api::declare_body(one_or_many, "application/json", [](schema::Definitions& definitions) {
    const boost::json::object one = incoming_outcome()->describe(definitions);
    return boost::json::object{
        {"oneOf", boost::json::array{one, boost::json::object{{"type", "array"},
                                                              {"items", one},
                                                              {"minItems", 1},
                                                              {"maxItems", kMostInRequest}}}}};
  });
  api.add(std::move(one_or_many), take);

  Operation stream{
      .method = http::Method::kPost,
      .path = "/outcomes/stream",
      .id = "streamOutcomes",
      .tag = "Outcomes",
      .summary = "Take in any number of outcomes, one a line",
      .description =
          "NDJSON: an IncomingOutcome a line. The answer has an OutcomeLine a line, in "
          "the same order; it is sent while the rest is read. A stream takes no "
          "Idempotency-Key: its lines may be sent again.",
      .needs = model::Permission::kImportOutcomes,
      .answers = {
          {200, "A result for each line.",
           [](schema::Definitions& definitions) { return line_json()->describe(definitions); },
           "application/x-ndjson"}}};
  Api::declare_body(stream, "application/x-ndjson", [](schema::Definitions& definitions) {
    return incoming_outcome()->describe(definitions);
  });
  api.add_stream(std::move(stream), [&services](const Visit& visit) -> http::StreamReply {
    http::Response head;
    head.set("Content-Type", "application/x-ndjson");
    return http::OpenStream{std::make_unique<Lines>(services, visit.organization()),
                            std::move(head)};
  });
}

}  // namespace laurel::web
