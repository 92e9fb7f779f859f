#include "web/ingest.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "app/answer_once.h"
#include "intake/incoming_json.h"
#include "web/line_stream.h"
#include "web/problem.h"
#include "web/written.h"

namespace laurel::web {
namespace {

struct ProblemJson {
  std::string pointer, detail;
};

// What became of one response.
struct ResultJson {
  std::string status;  // added, updated, unchanged or refused
  std::optional<base::Uuid> id;
  std::int64_t praised = 0;
  std::vector<std::string> unknown_people;
  std::vector<ProblemJson> errors;
};
struct ResultsJson {
  std::vector<ResultJson> results;
};

schema::ObjectType<ResultJson> result_json() {
  using namespace schema;
  static const auto problem = object<ProblemJson>(
      "IngestProblem", "What is wrong with a response.",
      required("pointer", &ProblemJson::pointer, text(), "JSON Pointer within the response."),
      required("detail", &ProblemJson::detail, text(), "A sentence that says what to do."));
  static const auto declared = object<ResultJson>(
      "IngestResult", "What became of a response that was sent.",
      required("status", &ResultJson::status,
               one_of<std::string>({{"added", "added"},
                                    {"updated", "updated"},
                                    {"unchanged", "unchanged"},
                                    {"refused", "refused"}}),
               ""),
      required("id", &ResultJson::id, nullable(uuid()), "The id that Laurel gave it."),
      required("praised", &ResultJson::praised, whole_number(0, 10'000),
               "How many people, roles and teams it praises."),
      required("unknown_people", &ResultJson::unknown_people, list(text(), 100),
               "Who served, but isn't on the roster."),
      required("errors", &ResultJson::errors, list(Type<ProblemJson>(problem), 100),
               "Why it was refused."));
  return declared;
}

schema::ObjectType<ResultsJson> results_json() {
  static const auto declared = schema::object<ResultsJson>(
      "IngestResults", "What became of the responses that were sent, in their order.",
      schema::required("results", &ResultsJson::results,
                       schema::list(schema::Type<ResultJson>(result_json()), kMostInRequest), ""));
  return declared;
}

std::string_view word(store::Saved saved) {
  switch (saved) {
    case store::Saved::kAdded:
      return "added";
    case store::Saved::kUpdated:
      return "updated";
    case store::Saved::kUnchanged:
      return "unchanged";
  }
  return "";
}

ResultJson refused(std::string pointer, std::string detail) {
  ResultJson json;
  json.status = "refused";
  json.errors.push_back({std::move(pointer), std::move(detail)});
  return json;
}

ResultJson result_of(const base::Result<app::Ingested>& result) {
  if (!result) return refused("", result.error().message);
  ResultJson json;
  json.status = word(result->saved);
  json.id = result->id.value;
  json.praised = result->praised;
  json.unknown_people = result->unknown_people;
  return json;
}

// The responses that could be read, and what is to be said of the others in their places.
struct Taken {
  std::vector<ResultJson> results;  // of all, in order; those to be saved are still empty
  std::vector<std::size_t> places;  // of `responses` among the results
  std::vector<intake::IncomingResponse> responses;

  void add(schema::Read<intake::IncomingResponse> read) {
    if (read) {
      places.push_back(results.size());
      results.emplace_back();
      responses.push_back(std::move(*read.value));
      return;
    }
    ResultJson& json = results.emplace_back();
    json.status = "refused";
    for (schema::Problem& problem : read.problems)
      json.errors.push_back({std::move(problem.pointer), std::move(problem.message)});
  }
  void fill(const app::IngestResults& saved) {
    for (std::size_t i = 0; i < places.size(); ++i) results[places[i]] = result_of(saved[i]);
  }
};

// 201 when something was added, 200 when nothing is new, 422 when all was refused.
int status_of(const std::vector<ResultJson>& results) {
  const auto is = [](std::string_view status) {
    return [status](const ResultJson& result) { return result.status == status; };
  };
  if (std::any_of(results.begin(), results.end(), is("added"))) return 201;
  return std::all_of(results.begin(), results.end(), is("refused")) ? 422 : 200;
}

store::KeptReply reply_of(bool is_list, Taken& taken, const app::IngestResults& saved) {
  taken.fill(saved);
  const int status = status_of(taken.results);
  return {status, is_list ? schema::to_json(*results_json(), ResultsJson{std::move(taken.results)})
                          : schema::to_json(*result_json(), taken.results.front())};
}

http::Reply take(const Visit& visit) {
  const http::Request& request = visit.request;
  if (auto refusal = Api::refuse_unless_json(request)) return std::move(*refusal);
  auto read = schema::read_one_or_list(*intake::incoming_response(), request.body, kMostInRequest);
  if (!read.problems.empty()) return problem(request, read.problems);
  if (!read.is_list && !read.items.front()) return problem(request, read.items.front().problems);

  auto taken = std::make_shared<Taken>();
  for (auto& item : read.items) taken->add(std::move(item));

  app::IngestRequest ingest;
  ingest.organization = visit.organization();
  ingest.responses = std::move(taken->responses);
  auto key = request_key(request);
  const Services& services = visit.services;
  if (!key) {
    return http::Reply::later([&services, &request, taken, is_list = read.is_list,
                               ingest = std::move(ingest)](http::Done done) mutable {
      ingest.done = [&request, taken, is_list, done](base::Result<app::IngestResults> saved) {
        if (!saved) {
          done(problem(request, saved.error()));
          return;
        }
        done(response_of(reply_of(is_list, *taken, *saved)));
      };
      services.ingest.submit(std::move(ingest));
    });
  }
  return http::Reply::later([&services, &request, taken, is_list = read.is_list,
                             ingest = std::move(ingest),
                             key = *std::move(key)](http::Done done) mutable {
    app::submit_once(
        services.ingest, services.clock, std::move(ingest), std::move(key),
        [taken, is_list](const app::IngestResults& saved) {
          Taken copy = *taken;  // the queue may run it twice
          return reply_of(is_list, copy, saved);
        },
        [&request, done](base::Result<store::KeptReply> reply) {
          done(reply ? response_of(*std::move(reply)) : problem(request, reply.error()));
        });
  });
}

// NDJSON: a response a line in, a result a line out, in the same order and with the line's number.
class Lines final : public LineStream {
 public:
  Lines(const Services& services, std::shared_ptr<const app::Caller> caller)
      : services_(services), caller_(std::move(caller)) {}

 private:
  void take_lines(std::span<const NumberedLine> lines, http::PieceDone done) override {
    auto taken = std::make_shared<Taken>();
    auto numbers = std::make_shared<std::vector<std::int64_t>>();
    for (const NumberedLine& line : lines) {
      numbers->push_back(line.number);
      taken->add(schema::read_json(*intake::incoming_response(), line.text));
    }
    app::IngestRequest request;
    request.organization = caller_->organization.id;
    request.responses = std::move(taken->responses);
    request.done = [taken, numbers, done](base::Result<app::IngestResults> saved) {
      http::Piece piece;
      if (saved) {
        taken->fill(*saved);
      } else {
        // What was refused as a whole is named line by line, so that a client can send it again.
        for (const std::size_t place : taken->places)
          taken->results[place] = refused("", saved.error().message);
      }
      for (std::size_t i = 0; i < numbers->size(); ++i)
        piece.text += result_line((*numbers)[i], taken->results[i]);
      done(std::move(piece));
    };
    if (request.responses.empty()) {
      request.done(app::IngestResults());
      return;
    }
    services_.ingest.submit(std::move(request));
  }
  std::string refused_line(std::int64_t number, std::string_view why) override {
    return result_line(number, refused("", std::string(why)));
  }

  static std::string result_line(std::int64_t line, const ResultJson& result) {
    std::string text = "{\"line\":" + std::to_string(line) + ",";
    text.append(schema::to_json(*result_json(), result), 1);
    return text + "\n";
  }

  const Services& services_;
  std::shared_ptr<const app::Caller> caller_;
};

}  // namespace

void add_ingest(Api& api, const Services& services) {
  Operation one_or_many{
      .method = http::Method::kPost,
      .path = "/responses",
      .id = "createResponses",
      .tag = "Responses",
      .summary = "Take in one response, or a list of them",
      .description =
          "Answered when the data are durable. Of a list the good ones are stored, and the others "
          "are named with what is wrong with them. A response that is sent again with the same "
          "source and external_id is updated in place.",
      .needs = model::Permission::kImportResponses,
      .answers = {{201, "At least one was added.",
                   [](schema::Definitions& definitions) {
                     return boost::json::object{
                         {"oneOf", boost::json::array{result_json()->describe(definitions),
                                                      results_json()->describe(definitions)}}};
                   }},
                  {200, "Nothing is new: they were updated or known.",
                   [](schema::Definitions& definitions) {
                     return boost::json::object{
                         {"oneOf", boost::json::array{result_json()->describe(definitions),
                                                      results_json()->describe(definitions)}}};
                   }}}};
  Api::declare_body(one_or_many, "application/json", [](schema::Definitions& definitions) {
    boost::json::object one = intake::incoming_response()->describe(definitions);
    return boost::json::object{
        {"oneOf", boost::json::array{one, boost::json::object{{"type", "array"},
                                                              {"items", one},
                                                              {"minItems", 1},
                                                              {"maxItems", kMostInRequest}}}}};
  });
  api.add(std::move(one_or_many), take);

  Operation stream{
      .method = http::Method::kPost,
      .path = "/responses/stream",
      .id = "streamResponses",
      .tag = "Responses",
      .summary = "Take in any number of responses, one a line",
      .description =
          "NDJSON: an IncomingResponse a line. The answer has an IngestResult a line, in the same "
          "order, with the number of its line as `line`; it is sent while the rest is read. A "
          "stream "
          "takes no Idempotency-Key: lines with an external_id may be sent again.",
      .needs = model::Permission::kImportResponses,
      .answers = {
          {200, "A result for each line.",
           [](schema::Definitions& definitions) { return result_json()->describe(definitions); },
           "application/x-ndjson"}}};
  Api::declare_body(stream, "application/x-ndjson", [](schema::Definitions& definitions) {
    return intake::incoming_response()->describe(definitions);
  });
  api.add_stream(std::move(stream), [&services](const Visit& visit) -> http::StreamReply {
    http::Response head;
    head.set("Content-Type", "application/x-ndjson");
    return http::OpenStream{std::make_unique<Lines>(services, visit.caller_is), std::move(head)};
  });
}

}  // namespace laurel::web
