// The OpenAPI 3.1 document of the API, made of the declarations that check what is sent.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/check.h"
#include "web/api.h"

namespace laurel::web {
namespace {

namespace json = boost::json;

json::object content(std::string_view media_type, json::object schema) {
  return {{media_type, json::object{{"schema", std::move(schema)}}}};
}

json::object parameter(std::string_view place, const Operation::Parameter& parameter) {
  json::object described{{"name", parameter.name}, {"in", place}};
  if (!parameter.description.empty()) described["description"] = parameter.description;
  described["required"] = parameter.required;
  described["schema"] = parameter.type;
  if (const auto* type = parameter.type.if_contains("type");
      type != nullptr && type->is_string() && type->get_string() == "array") {
    described["style"] = "form";
    described["explode"] = true;
  }
  return described;
}

json::object problem_schema() {
  return {
      {"type", "object"},
      {"description", "Problem details (RFC 9457)."},
      {"properties",
       json::object{
           {"type", json::object{{"type", "string"}}},
           {"title", json::object{{"type", "string"}}},
           {"status", json::object{{"type", "integer"}}},
           {"detail",
            json::object{{"type", "string"}, {"description", "A sentence that says what to do."}}},
           {"errors",
            json::object{
                {"type", "array"},
                {"items", json::object{{"type", "object"},
                                       {"properties",
                                        json::object{{"pointer",
                                                      json::object{{"type", "string"},
                                                                   {"description",
                                                                    "JSON Pointer to the value"}}},
                                                     {"detail", json::object{{"type", "string"}}}}},
                                       {"required", json::array{"pointer", "detail"}}}}}},
           {"request", json::object{{"type", "string"},
                                    {"description", "The id under which the server logged it."}}}}},
      {"required", json::array{"type", "title", "status", "detail"}}};
}

void add_problem(json::object& responses, int status, std::string_view description) {
  responses[std::to_string(status)] = json::object{
      {"description", description},
      {"content", content("application/problem+json", {{"$ref", "#/components/schemas/Problem"}})}};
}

json::object described(const Operation& operation, schema::Definitions& definitions) {
  json::object out{{"operationId", operation.id}, {"summary", operation.summary}};
  std::string description(operation.description);
  if (!description.empty()) description += "\n\n";
  description += "Needs the permission to " + std::string(model::words(operation.needs)) + ".";
  out["description"] = description;
  out["tags"] = json::array{operation.tag};

  json::array parameters;
  for (const auto& [name, what] : operation.path_parameters) {
    parameters.push_back(
        parameter("path", {std::string(name), std::string(what), true, {{"type", "string"}}}));
  }
  if (operation.query) {
    for (const auto& declared : operation.query(definitions))
      parameters.push_back(parameter("query", declared));
  }
  if (operation.takes_idempotency_key) {
    parameters.push_back(
        parameter("header", {"Idempotency-Key",
                             "The same request with the same key is done once and answered alike "
                             "for 24 hours.",
                             false,
                             {{"type", "string"}, {"maxLength", 255}}}));
  }
  if (!parameters.empty()) out["parameters"] = std::move(parameters);

  if (!operation.bodies.empty()) {
    json::object bodies;
    for (const auto& [media_type, body] : operation.bodies)
      bodies[media_type] = json::object{{"schema", body.body(definitions)}};
    out["requestBody"] = json::object{{"required", true}, {"content", std::move(bodies)}};
  }

  json::object responses;
  for (const Answer& answer : operation.answers) {
    json::object response{{"description", answer.description}};
    if (answer.body) response["content"] = content(answer.media_type, answer.body(definitions));
    responses[std::to_string(answer.status)] = std::move(response);
  }
  add_problem(responses, 401, "No token, or one that is not good (any longer).");
  add_problem(responses, 403, "The token may not do this.");
  if (operation.path.find('{') != std::string_view::npos)
    add_problem(responses, 404, "There is no such thing.");
  if (operation.query || !operation.bodies.empty())
    add_problem(responses, 422, "What was sent can't be used; `errors` says where and why.");
  if (operation.takes_idempotency_key)
    add_problem(responses, 409, "It contradicts what is stored.");
  add_problem(responses, 503, "The server has too much to do just now; try again.");
  out["responses"] = std::move(responses);
  return out;
}

// What the resources are that operations belong to.
struct Tag {
  std::string_view name, description;
};
constexpr std::array kTags = {
    Tag{"Responses", "What customers said and scored, with the praise found in their words."},
    Tag{"Review", "What detection is unsure of, and what people decide about it."},
    Tag{"Report", "Figures over many responses, each with its interval and source."},
    Tag{"Outcomes", "What customers did: bought, renewed, came back, sent somebody, left."},
    Tag{"Roster", "The people who serve customers, and the units they work in."},
    Tag{"Questions", "What customers are asked, and how answers are counted."},
    Tag{"Webhooks in", "Surveys and help desks that send responses by themselves."},
    Tag{"Audit", "Who changed what, and who looked at customers' data."},
};

json::array described_tags(const std::vector<Operation>& operations) {
  json::array tags;
  for (const Tag& tag : kTags) {
    tags.push_back(json::object{{"name", tag.name}, {"description", tag.description}});
  }
  for (const Operation& operation : operations) {
    CHECK(std::any_of(kTags.begin(), kTags.end(),
                      [&](const Tag& tag) { return tag.name == operation.tag; }));
  }
  return tags;
}

std::string method_name(http::Method method) {
  std::string name(http::to_string(method));
  for (char& c : name) c = static_cast<char>(c | 0x20);
  return name;
}

}  // namespace

std::string Api::describe() const {
  schema::Definitions definitions;
  definitions["Problem"] = problem_schema();
  json::object paths;
  for (const Operation& operation : operations_) {
    json::value& path = paths[operation.path];
    if (!path.is_object()) path.emplace_object();
    path.get_object()[method_name(operation.method)] = described(operation, definitions);
  }
  json::object schemas;
  for (const auto& [name, schema] : definitions) schemas[name] = schema;
  const json::object document{
      {"openapi", "3.1.0"},
      {"info",
       json::object{
           {"title", "Laurel"},
           {"version", "1"},
           {"summary", "What customers say about service, and whom they praise."},
           {"description",
            "Errors are problem details (RFC 9457). Lists are read page by page: `next` of "
            "an answer is the `after` of the request that follows."},
           {"license", json::object{{"name", "MIT"}, {"identifier", "MIT"}}}}},
      {"servers", json::array{json::object{{"url", kApiPrefix}}}},
      {"security", json::array{json::object{{"token", json::array()}}}},
      {"tags", described_tags(operations_)},
      {"paths", std::move(paths)},
      {"components",
       json::object{{"securitySchemes",
                     json::object{{"token", json::object{{"type", "http"},
                                                         {"scheme", "bearer"},
                                                         {"description",
                                                          "A token of the organization, made under "
                                                          "Settings or with `laurel token`."}}}}},
                    {"schemas", std::move(schemas)}}}};
  return json::serialize(document);
}

}  // namespace laurel::web
