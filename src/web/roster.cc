#include "web/roster.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/memory_file.h"
#include "model/unit_tree.h"
#include "store/revisions.h"
#include "web/written.h"

namespace laurel::web {
namespace {

using app::PersonDraft;
using model::Permission;
using Kept = base::Result<store::KeptReply>;

struct PeopleJson {
  std::vector<PersonDraft> people;
  std::optional<std::string> next;
};
schema::ObjectType<PeopleJson> people_json() {
  using namespace schema;
  static const auto declared = object<PeopleJson>(
      "People", "A page of the roster.",
      required("people", &PeopleJson::people, list(Type<PersonDraft>(person_json()), 500), ""),
      required("next", &PeopleJson::next, nullable(text()), "`after` of the next page."));
  return declared;
}

struct ImportQuery {
  bool dry_run = false;
  intake::DateOrder dates = intake::DateOrder::kUnknown;
};
schema::ObjectType<ImportQuery> import_query() {
  using namespace schema;
  using Order = intake::DateOrder;
  static const auto declared = object<ImportQuery>(
      "RosterImportQuery", "",
      optional("dry_run", &ImportQuery::dry_run, boolean(), "Only say what would change."),
      optional("dates", &ImportQuery::dates,
               one_of<Order>({{"dmy", Order::kDayFirst}, {"mdy", Order::kMonthFirst}}),
               "How dates like 03/04/2026 are meant; not needed for 2026-04-03."));
  return declared;
}

struct ChangeJson {
  std::string change, id, name;
  std::vector<std::string> fields;
};
struct ImportJson {
  std::int64_t added = 0, changed = 0, leaving = 0, unchanged = 0, units_added = 0;
  std::vector<ChangeJson> changes;
  std::vector<std::string> notes;
};

constexpr std::int64_t kManyPeople = 10'000'000;

schema::ObjectType<ImportJson> import_json() {
  using namespace schema;
  using C = ChangeJson;
  using I = ImportJson;
  static const auto change = object<C>(
      "RosterChange", "What the file changes of one person or unit.",
      required(
          "change", &C::change,
          one_of<std::string>({{"added", "added"}, {"changed", "changed"}, {"leaving", "leaving"}}),
          "leaving: the file says their last day."),
      required("id", &C::id, text(), "Employee or unit id."),
      required("name", &C::name, text(), ""),
      required("fields", &C::fields, list(text(), 20), "What changes; empty for added ones."));
  static const auto declared = object<I>(
      "RosterImport", "What a file changed, or would change.",
      required("added", &I::added, whole_number(0, kManyPeople), ""),
      required("changed", &I::changed, whole_number(0, kManyPeople), "Those leaving included."),
      required("leaving", &I::leaving, whole_number(0, kManyPeople), ""),
      required("unchanged", &I::unchanged, whole_number(0, kManyPeople), ""),
      required("units_added", &I::units_added, whole_number(0, kManyPeople), ""),
      required("changes", &I::changes, list(Type<C>(change), 1'000), "The first thousand."),
      required("notes", &I::notes, list(text(), 100), "What a person should know."));
  return declared;
}

ImportJson json_of(const app::RosterResult& result) {
  ImportJson json{result.added,     result.changed,     result.leaving,
                  result.unchanged, result.units_added, {},
                  result.notes};
  for (const app::RosterChange& change : result.changes) {
    if (json.changes.size() == 1'000) break;
    using K = app::RosterChange::Kind;
    json.changes.push_back({change.kind == K::kAdded     ? "added"
                            : change.kind == K::kLeaving ? "leaving"
                                                         : "changed",
                            change.code, change.name, change.fields});
  }
  return json;
}

bool contains(std::string_view text, std::string_view lower) {
  const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::search(text.begin(), text.end(), lower.begin(), lower.end(),
                     [&](char a, char b) { return low(a) == low(b); }) != text.end();
}

http::Reply put_person(const Visit& visit, PersonDraft draft) {
  const std::string code(visit.request.parameter("employee_id"));
  if (const auto same = same_code(draft.code, code); !same)
    return problem(visit.request, same.error());
  draft.code = code;
  return written(visit, [visit, draft](store::Transaction& tx) -> Kept {
    const auto saved =
        TRY(app::save_person(tx, visit.services.access.audit(), visit.caller(), draft));
    return kept(*person_json(), draft, status_for(saved));
  });
}

http::Reply take_file(const Visit& visit, const ImportQuery& query) {
  if (visit.request.media_type() != "text/csv")
    return http::Response::problem(415, "Send CSV, with \"Content-Type: text/csv\".");
  const auto mode = query.dry_run ? app::RosterMode::kDryRun : app::RosterMode::kApply;
  return written(visit, [visit, query, mode](store::Transaction& tx) -> Kept {
    return kept(*import_json(),
                json_of(TRY(import_sent_roster(tx, visit, visit.request.body, query.dates, mode))));
  });
}

void add_people(Api& api, Lists& lists) {
  api.add<PeopleQuery>({.path = "/employees",
                        .id = "listEmployees",
                        .tag = "Roster",
                        .summary = "The people of the roster",
                        .needs = Permission::kSeeRoster,
                        .answers = {answer(200, "A page of them.", people_json())}},
                       people_query(),
                       [&](const Visit& visit, const PeopleQuery& query) -> http::Reply {
                         const auto directory = directory_of(visit, lists);
                         if (!directory) return problem(visit.request, directory.error());
                         const auto page = list_people(**directory, query);
                         if (!page) return problem(visit.request, page.error());
                         PeopleJson out;
                         for (const model::Employee* person : page->people)
                           out.people.push_back(app::draft_of(*person, (*directory)->units(),
                                                              (*directory)->people()));
                         if (!page->next.empty()) out.next = page->next;
                         return json_answer(*people_json(), out);
                       });
  api.add({.path = "/employees/{employee_id}",
           .id = "getEmployee",
           .tag = "Roster",
           .summary = "One person of the roster",
           .needs = Permission::kSeeRoster,
           .path_parameters = {{"employee_id", "As the roster has it."}},
           .answers = {answer(200, "The person.", person_json())}},
          [&](const Visit& visit) -> http::Reply {
            const auto directory = directory_of(visit, lists);
            if (!directory) return problem(visit.request, directory.error());
            const auto* person = (*directory)->person_coded(visit.request.parameter("employee_id"));
            if (person == nullptr) {
              return problem(visit.request,
                             base::not_found("Nobody on the roster has that employee id."));
            }
            return json_answer(*person_json(), app::draft_of(*person, (*directory)->units(),
                                                             (*directory)->people()));
          });
  api.add_with_body<PersonDraft>(
      {.method = http::Method::kPut,
       .path = "/employees/{employee_id}",
       .id = "putEmployee",
       .tag = "Roster",
       .summary = "Add a person, or change one to be just this",
       .description = "What is left out is not known from then on.",
       .needs = Permission::kEditRoster,
       .path_parameters = {{"employee_id", "As the roster has it."}},
       .answers = {answer(200, "Changed, or the same as before.", person_json()),
                   answer(201, "Added.", person_json())}},
      person_json(), put_person);
}

}  // namespace

// The code in the path; what is sent may repeat it, and nothing else.
base::Status same_code(std::string_view sent, std::string_view path) {
  if (sent.empty() || sent == path) return {};
  return base::invalid_input(
      "The id in what was sent is not that of the address. Send it to its "
      "own address.");
}

int status_for(store::Saved saved) { return saved == store::Saved::kAdded ? 201 : 200; }

base::Result<std::shared_ptr<const app::Directory>> directory_of(const Visit& visit, Lists& lists) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  return lists.directories.of(tx, visit.organization());
}

schema::ObjectType<PeopleQuery> people_query() {
  using namespace schema;
  using Q = PeopleQuery;
  static const auto declared = object<Q>(
      "PeopleQuery", "Which people.",
      optional("words", &Q::words, text({.longest = 200}),
               "Part of a name, an address or an employee id."),
      optional("unit", &Q::unit, text({.longest = 200}),
               "Code or name of a unit; those below it are included."),
      optional("employed_on", &Q::employed_on, nullable(date()), "Who worked here on that day."),
      optional("sort", &Q::order,
               one_of<PeopleOrder>({{"name", PeopleOrder::kName},
                                    {"-name", PeopleOrder::kNameBackwards},
                                    {"employee_id", PeopleOrder::kCode},
                                    {"-employee_id", PeopleOrder::kCodeBackwards}}),
               "By name (as without it) or employee id; with - from the last."),
      optional("after", &Q::after, text({.longest = 200}), "`next` of the page before."),
      optional("limit", &Q::limit, whole_number(1, 500), "At most so many; 100."));
  return declared;
}

schema::ObjectType<PersonDraft> person_json() {
  using namespace schema;
  using P = PersonDraft;
  static const Type<std::string> word = text({.longest = 200});
  static const auto declared = object<P>(
      "Person", "Somebody of the roster.",
      optional("employee_id", &P::code, word, "Unique within the organization."),
      optional("first_name", &P::first_name, word, ""),
      optional("last_name", &P::last_name, word, ""),
      optional("preferred_name", &P::preferred_name, word, "The first name that is used."),
      optional("aliases", &P::aliases, list(word, 50), "Nicknames and former names."),
      optional("email", &P::email, text({.longest = 254, .format = "email"}), ""),
      optional("unit", &P::unit, word, "Code of the unit."),
      optional("department", &P::department, word, ""), optional("title", &P::title, word, ""),
      optional("manager_id", &P::leader, word, "Employee id of the leader."),
      optional("start_date", &P::employed_from, nullable(date()), "First day."),
      optional("end_date", &P::employed_until, nullable(date()), "Last day, inclusive."));
  return declared;
}

base::Result<PeoplePage> list_people(const app::Directory& directory, const PeopleQuery& query) {
  std::unordered_set<model::UnitId> units;
  if (!query.unit.empty()) {
    const model::UnitId unit = directory.unit_named(query.unit);
    if (!unit.known()) return base::not_found("There is no unit of that name. Choose another.");
    units = model::with_those_below({&unit, 1}, directory.units());
  }
  struct Entry {
    std::string key;
    const model::Employee* person;
  };
  std::vector<Entry> found;
  const bool by_name =
      query.order == PeopleOrder::kName || query.order == PeopleOrder::kNameBackwards;
  const bool backwards =
      query.order == PeopleOrder::kNameBackwards || query.order == PeopleOrder::kCodeBackwards;
  const auto key_of = [&](const model::Employee& person) {
    return by_name ? model::display_name(person) + '\n' + person.code : person.code;
  };
  for (const model::Employee& person : directory.people()) {
    if (!units.empty() && !units.contains(person.unit)) continue;
    if (query.employed_on &&
        ((person.employed_from && *query.employed_on < *person.employed_from) ||
         (person.employed_until && *person.employed_until < *query.employed_on)))
      continue;
    if (!query.words.empty()) {
      const std::string text =
          fmt::format("{}\n{} {}\n{}\n{}\n{}", model::display_name(person), person.first_name,
                      person.last_name, person.email, person.code, fmt::join(person.aliases, "\n"));
      if (!contains(text, query.words)) continue;
    }
    found.push_back({key_of(person), &person});
  }
  std::sort(found.begin(), found.end(), [&](const Entry& a, const Entry& b) {
    return backwards ? b.key < a.key : a.key < b.key;
  });
  PeoplePage page;
  page.found = std::ssize(found);
  auto at = found.begin();
  if (!query.after.empty()) {
    const model::Employee* last = directory.person_coded(query.after);
    if (last == nullptr)
      return base::invalid_input("This is not a place in a list. Begin at its first page.");
    const std::string key = key_of(*last);
    at = std::find_if(found.begin(), found.end(), [&](const Entry& entry) {
      return backwards ? entry.key < key : key < entry.key;
    });
  }
  for (; at != found.end() && std::ssize(page.people) < query.limit; ++at)
    page.people.push_back(at->person);
  if (at != found.end() && !page.people.empty()) page.next = page.people.back()->code;
  return page;
}

base::Result<app::RosterResult> import_sent_roster(store::Transaction& tx, const Visit& visit,
                                                   std::string_view csv, intake::DateOrder dates,
                                                   app::RosterMode mode,
                                                   std::optional<std::int64_t> expected) {
  TRY(visit.caller().require(Permission::kEditRoster));
  const base::MemoryFile file = TRY(base::MemoryFile::create(csv));
  if (expected && TRY(store::locked_revision(tx, visit.organization())) != *expected) {
    return base::conflict(
        "The roster was changed since this file was compared with it, so nothing was applied. "
        "Compare it again.");
  }
  app::RosterResult result = TRY(app::import_roster(
      tx, visit.organization(), {file.path(), intake::Encoding::kAuto, dates}, mode));
  if (mode == app::RosterMode::kApply && result.added + result.changed > 0) {
    TRY(visit.services.access.audit().append(
        tx, visit.caller(),
        {result.units_only ? "roster.units-imported" : "roster.imported", "roster", "",
         fmt::format("{} added, {} changed, {} of them leaving", result.added, result.changed,
                     result.leaving)}));
  }
  return result;
}

void add_roster(Api& api, Lists& lists) {
  add_people(api, lists);
  Operation import{.method = http::Method::kPost,
                   .path = "/roster/import",
                   .id = "importRoster",
                   .tag = "Roster",
                   .summary = "Take over a roster or a list of units from a CSV file",
                   .description =
                       "All or nothing: with one bad line nothing changes, and the answer names "
                       "the lines. People "
                       "whom the file doesn't name stay as they are.",
                   .needs = Permission::kEditRoster,
                   .answers = {answer(200, "What changed, or would.", import_json())},
                   .route = {.body_limit = kMostRosterBytes}};
  Api::declare_body(import, "text/csv", [](schema::Definitions&) {
    return boost::json::object{{"type", "string"}};
  });
  api.add<ImportQuery>(std::move(import), import_query(), take_file);
}

}  // namespace laurel::web
