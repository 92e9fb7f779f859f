// Listing responses by day, the newest or the oldest first, and everything about one of them.
//
// A page is found by walking an index from its cursor on; what an index can't tell (voice, score,
// open decisions) is looked at row by row, up to a number of rows, so that a page takes bounded
// time: it may then be short, or empty, and still have a cursor to go on from.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/cells.h"
#include "model/organization.h"
#include "model/response.h"
#include "store/database.h"
#include "store/list_order.h"

namespace laurel::store {

// What of an organization's responses somebody may see.
struct ResponseScope {
  enum class Kind : std::uint8_t {
    kEverything,
    // Responses of these units, and those in which one of these people is praised or served: a
    // leader's own part.
    kUnitsAndPeople,
    // Responses that praise one of these people: an employee's own praise.
    kPraiseOf,
  };
  Kind kind = Kind::kEverything;
  std::vector<model::UnitId> units = {};  // with all that are below them
  std::vector<model::EmployeeId> people = {};
};

enum class NpsBand : std::uint8_t { kDetractor, kPassive, kPromoter };
// Pending ones spoke or commend too.
enum class VoiceGroup : std::uint8_t {
  kSilent,
  kUnread,
  kSpoke,
  kRead,  // spoke or commended: words that could be read
  kCommended,
  kKind,       // commended, with kind words only
  kExemplary,  // commended, above and beyond
  kPending
};

struct ResponseFilter {
  std::optional<base::Date> from = {}, to = {};  // day of service, inclusive
  model::MarketId market = {};                   // unknown: any
  model::UnitId unit = {};                       // with those below it, unless `unit_itself`
  model::ChannelId channel = {};
  bool unit_itself = false;
  bool without_market = false, without_unit = false, without_channel = false;  // none is named
  std::string source = {};                                                     // empty: any
  model::EmployeeId credited = {};  // praised, accepted or not yet rejected
  std::optional<VoiceGroup> voice = {};
  std::optional<NpsBand> nps = {};         // of the organization's first question of kind nps
  bool undecided = false;                  // a review could change what is praised in it
  model::QuestionId question = {};         // answered, also a derived one
  std::optional<std::int32_t> value = {};  // the answer to `question`, as cells count it
  // Of responses with words, by those words: looked at only where all else fits. Null: any.
  std::shared_ptr<const std::function<bool(const model::Response&)>> says = {};

  friend bool operator==(const ResponseFilter&, const ResponseFilter&) = default;
};

struct ResponsePage {
  std::vector<model::ResponseRecord> responses;
  std::optional<std::string> next;  // where the next page begins; absent at the end
};

inline constexpr std::int64_t kMostInPage = 1'000;

// `after` empty begins. kInvalidInput for a cursor that is none. `limit` is at most kMostInPage.
// Responses without a day count as the oldest.
base::Result<ResponsePage> list_responses(Transaction& tx, model::OrganizationId organization,
                                          const ResponseFilter& filter, const ResponseScope& scope,
                                          const std::string& after, std::int64_t limit,
                                          ListOrder order = ListOrder::kNewestFirst);

// How many responses the filter has, where the cells know it: whole months, everything in scope,
// and nothing of source, words and open decisions. Nothing otherwise.
base::Result<std::optional<std::int64_t>> count_listed(Transaction& tx,
                                                       model::OrganizationId organization,
                                                       const ResponseFilter& filter,
                                                       const ResponseScope& scope);

// What happened to a response, the first first.
struct ResponseEvent {
  enum class What : std::uint8_t { kReceived, kChanged, kAccepted, kRejected };
  base::Timestamp at;
  What what = What::kReceived;
  std::string by;                      // who decided; for kReceived the source
  std::vector<std::string> changed;    // kChanged: "words", "answers", "served_by", …
  model::CommendationId commendation;  // of decisions
};

struct ResponseDetails {
  model::ResponseRecord record;
  std::string market, unit, channel;  // names, empty when unknown
  model::Account account;             // id unknown when there is none
  model::Contact contact;
  std::vector<model::Employee> people;  // all that the record names, by id
  std::vector<ResponseEvent> history;
};

// Nothing when there is none of that id, or not in that scope.
base::Result<std::optional<ResponseDetails>> find_response_details(
    Transaction& tx, model::OrganizationId organization, model::ResponseId id,
    const ResponseScope& scope);

}  // namespace laurel::store
