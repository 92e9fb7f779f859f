#include "world.h"

#include <future>

#include "app/caller.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/responses.h"

namespace laurel::web {
namespace {

model::Employee employee(std::string code, std::string first, std::string last,
                         model::UnitId unit) {
  model::Employee person;
  person.code = std::move(code);
  person.first_name = std::move(first);
  person.last_name = std::move(last);
  person.unit = unit;
  return person;
}

intake::IncomingResponse response_of(std::string id, std::string unit, std::int64_t nps,
                                     std::string comment) {
  intake::IncomingResponse response;
  response.external_id = std::move(id);
  response.source = "survey";
  response.date = *base::Date::parse("2026-02-10");
  response.unit = std::move(unit);
  response.contact_email = response.external_id + "@customer.example";
  response.contact_name = "Customer " + response.external_id;
  response.answers = {{"nps", nps}, {"comment", std::move(comment)}};
  return response;
}

}  // namespace

World::World(store::Engine engine) : place_(engine) {
  database_ = VALUE(store::Database::open(place_.url(), store::SchemaPolicy::kCreateIfEmpty));
  make_organizations();
  writes_ = std::make_unique<store::WriteQueue>(*database_);
  ingest_ = std::make_unique<app::Ingest>(*writes_, clock_);
  app::AccessOptions access;
  access.hashing = kCheapHashing;
  access.background = false;
  access_ = std::make_unique<app::Access>(*database_, clock_, access);
  uploads_ =
      std::filesystem::temp_directory_path() / ("laurel-world-" + store::new_id().to_string());
  app::ImportFilesOptions imports;
  imports.folder = uploads_.string();
  imports.background = false;
  imports_ =
      std::make_unique<app::ImportFiles>(*writes_, clock_, access_->audit(), std::move(imports));
  files_ = std::make_unique<http::StaticFiles>(site_files());
  services_ = std::make_unique<Services>(Services{
      *database_, clock_, *writes_, *ingest_, *access_, nullptr, *imports_, *files_, secrets_, {}});
  site_ = std::make_unique<Site>(*services_, metrics_, http::OperationsOptions{});
  let_people_in();
  take_responses();
  take_file();
}

World::~World() {
  imports_->stop();
  writes_->stop();
  std::error_code ignored;
  std::filesystem::remove_all(uploads_, ignored);
}

void World::make_organizations() {
  store::Transaction tx = VALUE(database_->begin_write());
  for (const model::Organization& organization : {acme_, other_}) {
    EXPECT_OK(store::create_organization(tx, organization));
    std::vector<model::Unit> units = {{{}, "leeds", "Leeds", {}}, {{}, "york", "York", {}}};
    EXPECT_OK(store::save_units(tx, organization.id, units));
    // The same ids in both, and other people.
    const bool here = organization.id == acme_.id;
    std::vector<model::Employee> people = {
        employee("E7", here ? "Maria" : "Ines", here ? "Lopez" : "Mora", units[0].id),
        employee("E9", here ? "Robert" : "Otto", here ? "Stone" : "Berg", units[1].id)};
    EXPECT_OK(store::save_employees(tx, organization.id, people));
    model::Question nps;
    nps.key = "nps";
    nps.kind = model::QuestionKind::kNps;
    nps.role = model::QuestionRole::kRecommend;
    nps.label = "How likely are you to recommend us?";
    EXPECT_OK(store::save_question(tx, organization.id, nps));
    model::Question comment;
    comment.key = "comment";
    comment.kind = model::QuestionKind::kText;
    comment.label = "Why?";
    EXPECT_OK(store::save_question(tx, organization.id, comment));
  }
  EXPECT_OK(tx.commit());
}

void World::let_people_in() {
  int joined = 0;
  const auto join = [&](std::string actor, const model::Organization& organization,
                        model::Role role, std::string code = {}, std::string unit = {}) {
    const std::string address = actor + "@" + organization.slug + ".example";
    const app::Invited invited =
        VALUE(access_->invite(app::command_caller(organization),
                              {address, actor, role, std::move(code), std::move(unit)}));
    std::promise<base::Result<app::NewSession>> answer;
    access_->use_link(
        invited.secret->reveal(), base::Secret(kPassword),
        {"198.18.0." + std::to_string(++joined), "Firefox", {}},
        [&](base::Result<app::NewSession> session) { answer.set_value(std::move(session)); });
    const app::NewSession session = VALUE(answer.get_future().get());
    sessions_[actor] = session.secret.reveal();
    users_[actor] = invited.user;
  };
  join("owner", acme_, model::Role::kOwner);
  join("lead", acme_, model::Role::kProgrammeLead);
  join("interviewer", acme_, model::Role::kInterviewer);
  join("leader", acme_, model::Role::kLeader, "E7", "leeds");
  join("employee", acme_, model::Role::kEmployee, "E9");
  join("agency", acme_, model::Role::kAgency);
  join("stranger", other_, model::Role::kOwner);

  for (const model::TokenScope scope : model::kTokenScopes) {
    const app::NewToken token = VALUE(access_->create_token(
        app::command_caller(acme_), {std::string(name(scope)), {scope}, std::nullopt}));
    tokens_["token " + std::string(name(scope))] = token.secret.reveal();
  }
  const app::NewToken token = VALUE(access_->create_token(
      app::command_caller(other_), {"all", {model::TokenScope::kAdmin}, std::nullopt}));
  tokens_["stranger token"] = token.secret.reveal();
}

void World::take_responses() {
  app::IngestRequest request;
  request.organization = acme_.id;
  request.responses = {
      response_of("r1", "Leeds", 10,
                  "Checkout was slow, but Maria Lopez stayed late to sort out our booking."),
      response_of("r2", "York", 9, "Robert Stone went out of his way to help us. Fantastic man."),
      response_of("r3", "York", 3, "Nobody ever called me back."),
      response_of("r4", "Leeds", 7, "<script>alert('x')</script> & \"quotes\" were everywhere."),
  };
  const app::IngestResults results = VALUE(ingest_->save(std::move(request)));
  const char* ids[] = {"r1", "r2", "r3", "r4"};
  for (std::size_t i = 0; i < results.size(); ++i)
    responses_[ids[i]] = VALUE(results[i]).id.value.to_string();
}

void World::take_file() {
  app::Caller owner = app::command_caller(acme_);
  auto upload = VALUE(imports_->begin_upload());
  EXPECT_OK(upload->add("id,date,nps,comment\nf1,2026-02-11,9,Maria <b>stayed</b> late for us\n"));
  import_file_ = VALUE(imports_->keep(*upload, owner, "march.csv")).value.to_string();
  EXPECT_TRUE(imports_->work());
}

http::Response World::ask(std::string_view actor, http::Method method, std::string_view target,
                          std::string_view body, std::string_view type,
                          std::string_view idempotency_key) {
  http::TestRequest request(method, target);
  request.client("192.0.2.7").scheme(http::Scheme::kHttp);
  if (const auto session = sessions_.find(actor); session != sessions_.end()) {
    request.header("Cookie", "laurel=" + session->second);
    request.header("Accept", "text/html");
  }
  if (const auto token = tokens_.find(actor); token != tokens_.end())
    request.header("Authorization", "Bearer " + token->second);
  if (!idempotency_key.empty()) request.header("Idempotency-Key", std::string(idempotency_key));
  if (!body.empty()) request.body(type, std::string(body));
  return request.call(site_->router());
}

http::Response World::send_form(std::string_view actor, std::string_view target,
                                std::string fields) {
  fields += fields.empty() ? "" : "&";
  fields += "form_token=" + form_token_of(actor);
  return ask(actor, http::Method::kPost, target, fields, "application/x-www-form-urlencoded");
}

http::Response World::send_file(std::string_view actor, std::string_view target,
                                std::string_view bytes) {
  const std::string body =
      "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" + form_token_of(actor) +
      "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"april.csv\"\r\n\r\n" +
      std::string(bytes) + "\r\n--x--\r\n";
  return ask(actor, http::Method::kPost, target, body, "multipart/form-data; boundary=x");
}

std::string World::cookie_of(std::string_view actor) const {
  const auto session = sessions_.find(actor);
  return session == sessions_.end() ? "" : session->second;
}

std::string World::form_token_of(std::string_view actor) const {
  return app::Access::form_token(cookie_of(actor));
}

const std::string& World::token_of(std::string_view actor) const {
  return tokens_.find(actor)->second;
}

std::string World::response(std::string_view external_id) const {
  return responses_.find(external_id)->second;
}

std::string World::praise(std::string_view external_id) const {
  store::Transaction tx = VALUE(database_->begin_read());
  const auto record = VALUE(store::find_response(
      tx, acme_.id, model::ResponseId{*base::Uuid::parse(response(external_id))}));
  EXPECT_FALSE(record->commendations.empty());
  return record->commendations.at(0).id.value.to_string();
}

model::UserId World::user(std::string_view actor) const { return users_.find(actor)->second; }

}  // namespace laurel::web
