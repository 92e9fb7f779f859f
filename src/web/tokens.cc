#include "web/tokens.h"

#include <fmt/format.h>

#include "schema/document.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/settings_views.h"

namespace laurel::web {
namespace {

using model::Permission;
using model::TokenScope;

struct NewTokenForm {
  std::string name;
  std::vector<TokenScope> scopes;
  std::optional<base::Date> expires;  // the last day it works
};

schema::ObjectType<NewTokenForm> new_token_form() {
  using namespace schema;
  using F = NewTokenForm;
  static const auto scope = [] {
    std::vector<std::pair<std::string_view, TokenScope>> names;
    for (const TokenScope each : model::kTokenScopes) names.emplace_back(name(each), each);
    return one_of<TokenScope>(std::move(names));
  }();
  static const auto declared = object<F>(
      "NewToken", "A token for a program.",
      required("name", &F::name, text({.shortest = 1, .longest = 100}), "What uses it."),
      required("scopes", &F::scopes, list(scope, model::kTokenScopes.size()), "What it may do."),
      optional("expires", &F::expires, nullable(date()), "The last day it works."));
  return declared;
}

std::string_view words_of(TokenScope scope) {
  switch (scope) {
    case TokenScope::kReadResponses:
      return "read responses and praise";
    case TokenScope::kWriteResponses:
      return "send responses";
    case TokenScope::kWriteOutcomes:
      return "send what customers did";
    case TokenScope::kReadReport:
      return "read figures";
    case TokenScope::kReadRoster:
      return "read people and units";
    case TokenScope::kWriteRoster:
      return "change people and units";
    case TokenScope::kReadAudit:
      return "read the audit trail";
    case TokenScope::kAdmin:
      return "all of these, and the programme's settings";
  }
  return "";
}

std::string moment(const std::optional<base::Timestamp>& at) {
  return at ? at->to_string() : std::string();
}

http::Response tokens_page(const Pages& pages, const Visit& visit, TokensView view, int status) {
  const auto tokens = visit.services.access.tokens(visit.caller());
  if (!tokens) return pages.trouble(visit.request, tokens.error());
  view.address = visit.at("/tokens");
  view.form_token = visit.form_token();
  for (const TokenScope scope : model::kTokenScopes) {
    if (visit.caller().permissions.has_all(model::permissions_of(scope)))
      view.scopes.push_back({std::string(name(scope)), std::string(words_of(scope))});
  }
  const base::Timestamp now = visit.services.clock.now();
  for (const store::ApiToken& token : *tokens) {
    std::vector<std::string_view> scopes;
    for (const TokenScope scope : token.scopes) scopes.push_back(name(scope));
    const bool expired = token.expires_at && *token.expires_at <= now;
    view.tokens.push_back({token.id.value.to_string(), token.name,
                           fmt::format("{}", fmt::join(scopes, ", ")), token.created_at.to_string(),
                           moment(token.expires_at), moment(token.used_at),
                           token.revoked_at ? "revoked"
                           : expired        ? "expired"
                                            : ""});
  }
  return pages.page(visit, "Tokens for programs", "/tokens", tokens_view(view), status);
}

http::Reply make(const Pages& pages, const Visit& visit, const http::Form& form) {
  TokensView view;
  view.typed_name = form.value_or("name", "");
  const auto read = schema::read_fields(*new_token_form(), fields_of(form));
  if (!read) {
    view.problem = first_problem(read.problems);
    return tokens_page(pages, visit, std::move(view), 422);
  }
  app::TokenRequest request{read.value->name, read.value->scopes, std::nullopt};
  if (read.value->expires) {
    constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
    request.expires_at = base::Timestamp{(read.value->expires->days + std::int64_t{1}) * kDay};
  }
  const auto made = visit.services.access.create_token(visit.caller(), request);
  if (!made) {
    view.problem = made.error().message;
    return tokens_page(pages, visit, std::move(view), status_of(made.error().code));
  }
  TokensView fresh;
  fresh.secret = made->secret.reveal();
  return tokens_page(pages, visit, std::move(fresh), 200);
}

http::Reply revoke(const Pages& pages, const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return pages.trouble(visit.request, 404, "There is no such token.");
  const auto revoked = visit.services.access.revoke_token(visit.caller(), model::TokenId{*id});
  if (!revoked) return pages.trouble(visit.request, revoked.error());
  return done(visit.at("/tokens"), "token-revoked");
}

}  // namespace

void add_tokens(Pages& pages) {
  constexpr Permission kNeeds = Permission::kManageTokens;
  pages.of_organization("/tokens", kNeeds, [&](const Visit& visit) -> http::Reply {
    return tokens_page(pages, visit, {}, 200);
  });
  pages.organization_form("/tokens", kNeeds, [&](const Visit& visit, const http::Form& form) {
    return make(pages, visit, form);
  });
  pages.organization_form(
      "/tokens/{id}/revoke", kNeeds,
      [&](const Visit& visit, const http::Form&) { return revoke(pages, visit); });
}

}  // namespace laurel::web
