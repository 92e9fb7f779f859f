// The API: operations declared once, with what they read, what they answer and what one must be
// allowed. The declaration checks permission and input before the handler runs, and is what the
// OpenAPI document is made of. Not thread-safe while operations are added; read-only afterwards.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/router.h"
#include "model/access.h"
#include "schema/document.h"
#include "web/problem.h"
#include "web/visit.h"

namespace laurel::web {

inline constexpr std::string_view kApiPrefix = "/api/v1";

// What comes back: the shape of the body, if it has one.
struct Answer {
  int status = 200;
  std::string_view description;
  std::function<boost::json::object(schema::Definitions&)> body = {};
  std::string_view media_type = "application/json";
};

template <typename T>
Answer answer(int status, std::string_view description, schema::ObjectType<T> body) {
  return {status, description,
          [body](schema::Definitions& definitions) { return body->describe(definitions); }};
}

struct Operation {
  http::Method method = http::Method::kGet;
  std::string_view path;  // after /api/v1: "/responses/{id}"
  std::string_view id;    // "listResponses": a name for the functions of generated clients
  std::string_view tag;   // the resource: "Responses"
  std::string_view summary;
  std::string_view description = {};
  model::Permission needs = model::Permission::kSeeResponses;
  std::vector<std::pair<std::string_view, std::string_view>> path_parameters = {};  // and what of
  std::vector<Answer> answers = {};  // errors every operation has are added
  http::RouteOptions route = {};

  // Set by what is declared.
  bool takes_idempotency_key = false;  // all that write but streams
  struct Parameter {
    std::string name, description;
    bool required = false;
    boost::json::object type;
  };
  std::function<std::vector<Parameter>(schema::Definitions&)> query = {};
  std::vector<std::pair<std::string, Answer>> bodies = {};  // by media type
};

class Api {
 public:
  Api(http::Router& router, const Services& services) : router_(router), services_(services) {}

  // Reads nothing but the path. What writes answers with written() (web/written.h), or takes the
  // idempotency key in another way.
  void add(Operation operation, std::function<http::Reply(const Visit&)> handle);

  // Takes its body block by block.
  void add_stream(Operation operation, std::function<http::StreamReply(const Visit&)> handle);

  // Reads the query. It can only be what is declared.
  template <typename Query>
  void add(Operation operation, schema::ObjectType<Query> query,
           std::function<http::Reply(const Visit&, Query)> handle) {
    operation.query = parameters_of(query);
    add(std::move(operation),
        [query, handle = std::move(handle)](const Visit& visit) -> http::Reply {
          auto read = schema::read_fields(*query, visit.request.query_pairs());
          if (!read) return problem(visit.request, read.problems);
          return handle(visit, std::move(*read.value));
        });
  }

  // Reads a JSON body.
  template <typename Body>
  void add_with_body(Operation operation, schema::ObjectType<Body> body,
                     std::function<http::Reply(const Visit&, Body)> handle) {
    declare_body(operation, "application/json",
                 [body](schema::Definitions& definitions) { return body->describe(definitions); });
    add(std::move(operation),
        [body, handle = std::move(handle)](const Visit& visit) -> http::Reply {
          if (auto refusal = refuse_unless_json(visit.request)) return std::move(*refusal);
          auto read = schema::read_json(*body, visit.request.body);
          if (!read) return problem(visit.request, read.problems);
          return handle(visit, std::move(*read.value));
        });
  }

  static void declare_body(Operation& operation, std::string media_type,
                           std::function<boost::json::object(schema::Definitions&)> describe);
  // 415 if the body is said to be something else.
  static std::optional<http::Response> refuse_unless_json(const http::Request& request);

  // OpenAPI 3.1, of everything added.
  std::string describe() const;
  const std::vector<Operation>& operations() const { return operations_; }

 private:
  base::Result<Visit> admit(const http::Request& request, model::Permission needs) const;

  template <typename Query>
  static std::function<std::vector<Operation::Parameter>(schema::Definitions&)> parameters_of(
      schema::ObjectType<Query> query) {
    return [query](schema::Definitions& definitions) {
      std::vector<Operation::Parameter> parameters;
      for (const auto& member : query->members()) {
        parameters.push_back({std::string(member.name()), std::string(member.description()),
                              member.presence() == schema::Presence::kRequired,
                              member.describe(definitions)});
      }
      return parameters;
    };
  }

  http::Router& router_;
  const Services& services_;
  std::vector<Operation> operations_;
};

// A value as the body of an answer.
template <typename T>
http::Response json_answer(const schema::Declared<T>& type, const T& value, int status = 200) {
  return http::Response::json(schema::to_json(type, value), status);
}

}  // namespace laurel::web
