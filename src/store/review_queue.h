// The queue of commendations that wait for a person, the most useful first:
//
//   unsure  below the send threshold: nearest to the flag threshold first (in steps of a twentieth
//           of probability), since there a decision tells most, to the figures and to the model
//   who     sure, but several people can be meant: nobody is thanked until somebody says who. They
//           come right after the nearest step
//   audit   a share of the sure ones, which would go out unread: whether the model is as good as it
//           says. Chosen by the id, so always the same ones. They come last
//
// Within each the oldest first. A page takes bounded time: it may be short and still have a cursor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/response.h"
#include "store/database.h"
#include "store/response_list.h"

namespace laurel::store {

enum class ReviewReason : std::uint8_t { kUnsure, kWho, kAudit };
std::string_view name(ReviewReason reason);  // "unsure", "who", "audit"

// The share of sure commendations that is looked at, and whether one is among them.
inline constexpr double kAuditShare = 0.02;
bool is_audited(model::CommendationId id, double share = kAuditShare);

struct ReviewFilter {
  std::optional<ReviewReason> reason = {};
  std::optional<base::Date> from = {}, to = {};  // day of service, inclusive
  model::MarketId market = {};                   // unknown: any
  model::UnitId unit = {};                       // with those below it
  model::ChannelId channel = {};
  std::string source = {};         // empty: any
  model::EmployeeId praised = {};  // linked to this one, or a candidate
};

struct ReviewItem {
  model::ResponseRecord record;  // the whole response
  model::CommendationId id;
  std::int32_t version = 0;  // for store/decisions.h
  ReviewReason reason = ReviewReason::kUnsure;

  // REQUIRES: it is in the record.
  const model::Commendation& commendation() const;
};

struct ReviewPage {
  std::vector<ReviewItem> items;
  std::optional<std::string> next;  // where the next page begins; absent at the end
};

inline constexpr std::int64_t kMostReviews = 200;

// `flag` is the flag threshold of the model in use. `after` empty begins; kInvalidInput for a
// cursor that is none. `limit` is at most kMostReviews.
base::Result<ReviewPage> list_reviews(Transaction& tx, model::OrganizationId organization,
                                      const ReviewFilter& filter, const ResponseScope& scope,
                                      float flag, const std::string& after, std::int64_t limit);

// How many wait, counted up to kMostCounted of each reason; with a filter or a scope, among the
// first kMostCounted of the queue.
inline constexpr std::int64_t kMostCounted = 10'000;
struct ReviewCounts {
  std::int64_t unsure = 0, who = 0, audit = 0;
  bool at_least = false;  // there are more than were counted

  std::int64_t all() const { return unsure + who + audit; }
};
base::Result<ReviewCounts> count_reviews(Transaction& tx, model::OrganizationId organization,
                                         const ReviewFilter& filter, const ResponseScope& scope);

}  // namespace laurel::store
