// How the pages look on which an organization is run: people and their roles, tokens, webhooks in,
// the audit trail; and everybody's own account. Pure functions from plain structs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "html/html.h"
#include "web/frame.h"

namespace laurel::web {

struct MemberRow {
  std::string id, address, name;
  std::string role, role_words;
  std::string employee, unit;  // codes
  std::string state;           // "", "invited", "no password yet"
  bool may_change = false;
};
struct MembersView {
  std::string address;  // of the page
  std::string form_token;
  std::vector<MemberRow> members;
  std::vector<Option> roles;  // that the visitor may give
  // Of an invitation that was just made and could not be sent.
  std::string link, link_for;
  std::string problem;
  // What was typed, when it had to be said that something is wrong with it.
  std::string typed_address, typed_name, typed_role, typed_employee, typed_unit;
};
html::Html members_view(const MembersView& view);

struct TokenRow {
  std::string id, name, scopes, created, expires, used;  // moments as RFC 3339 or empty
  std::string state;                                     // "", "revoked", "expired"
};
struct TokensView {
  std::string address, form_token;
  std::vector<TokenRow> tokens;
  std::vector<Option> scopes;  // name, what it allows
  std::string secret;          // of one that was just made
  std::string problem, typed_name;
};
html::Html tokens_view(const TokensView& view);

struct AuditRow {
  std::string at, who, what, subject, subject_address, details;
};
struct AuditView {
  std::string address;
  std::vector<AuditRow> events;
  std::string action, next;  // filter; address of older ones
};
html::Html audit_view(const AuditView& view);

struct SourceRow {
  std::string id, name, kind, url, mapping;
  bool enabled = true;
};
struct InboxRow {
  std::string id, source, at, state, error;
};
struct SourcesView {
  std::string address, form_token;
  std::vector<SourceRow> sources;
  std::vector<InboxRow> troubled;
  std::string secret, secret_for;  // of one that was just made
  std::string problem, typed_name, typed_kind, typed_mapping;
};
html::Html sources_view(const SourcesView& view);

struct SessionView {
  std::string id, device, begun, seen;
  bool this_one = false;
};
struct AccountView {
  std::string form_token, address, name;
  std::vector<SessionView> sessions;
  std::string problem;
};
html::Html account_view(const AccountView& view);

}  // namespace laurel::web
