// Responses as programs send them: any bytes are read as JSON and made into records without a
// crash, and what becomes a record can be stored: scores on their scales, questions in order and
// once each, text that both engines can keep.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "app/incoming_record.h"
#include "app/known_organization.h"
#include "base/check.h"
#include "intake/incoming_json.h"
#include "schema/document.h"
#include "store/organizations.h"
#include "store/questions.h"

namespace {

using namespace laurel;

// An organization with a question of every kind, and somebody on the roster.
std::shared_ptr<const app::KnownOrganization> make_known() {
  static const base::SystemClock clock;
  const std::string path = (std::filesystem::temp_directory_path() /
                            ("laurel-fuzz-" + std::to_string(::getpid()) + ".db"))
                               .string();
  auto database = *store::Database::open(path, store::SchemaPolicy::kCreateIfEmpty);
  const model::OrganizationId id{base::UuidGenerator(clock, 7).next()};
  auto tx = *database->begin_write();
  CHECK(store::create_organization(tx, {id, "fuzz", "Fuzz"}).ok());
  for (const auto& [key, kind] : {std::pair("nps", model::QuestionKind::kNps),
                                  {"scale", model::QuestionKind::kScale},
                                  {"yes", model::QuestionKind::kYesNo},
                                  {"choice", model::QuestionKind::kChoice},
                                  {"count", model::QuestionKind::kCount},
                                  {"number", model::QuestionKind::kNumber},
                                  {"why", model::QuestionKind::kText}}) {
    model::Question question;
    question.key = key;
    question.kind = kind;
    if (kind == model::QuestionKind::kChoice) question.choices = {"red", "blue"};
    if (kind == model::QuestionKind::kNumber) question.decimals = 2;
    CHECK(store::save_question(tx, id, question).ok());
  }
  model::Employee maria;
  maria.code = "E7";
  maria.first_name = "Maria";
  maria.last_name = "Lopez";
  CHECK(store::save_employees(tx, id, {&maria, 1}).ok());
  CHECK(tx.commit().ok());
  auto known = [&] {
    auto read = *database->begin_read();
    return *app::KnownOrganization::load(read, id, clock);
  }();
  database.reset();
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  return known;
}

void check_record(const model::Response& r, const app::KnownOrganization& known) {
  for (std::size_t i = 0; i < r.answers.size(); ++i) {
    if (i > 0) CHECK(r.answers[i - 1].question < r.answers[i].question);
    bool found = false;
    for (const char* key : {"nps", "scale", "yes", "choice", "count", "number"}) {
      const model::Question& question = *known.current(key)->question;
      if (question.id != r.answers[i].question) continue;
      found = true;
      CHECK(model::check(question, r.answers[i].value).ok());
    }
    CHECK(found);
  }
  CHECK(r.verbatims.size() <= 1);
  for (const model::Verbatim& verbatim : r.verbatims) {
    CHECK(!verbatim.text.empty());
    CHECK(verbatim.text.find('\0') == std::string::npos);
  }
  CHECK(!r.external_id.empty() && !r.source.empty() && r.occurred_on);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<const app::KnownOrganization> known = make_known();
  auto read = schema::read_one_or_list(*intake::incoming_response(),
                                       {reinterpret_cast<const char*>(data), size}, 100);
  app::KnownOrganization::Lease tools(*known);
  for (auto& item : read.items) {
    if (!item) continue;
    app::IncomingRecord record;
    record.incoming = *std::move(item.value);
    const base::Status made =
        app::make_record(*known, *tools, "api", {std::int64_t{1'700'000'000'000'000}}, record);
    if (made.ok()) {
      check_record(record.record.response, *known);
    } else {
      CHECK(made.error().code == base::ErrorCode::kInvalidInput);
    }
  }
  return 0;
}
