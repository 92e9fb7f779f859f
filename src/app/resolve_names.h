// From names to ids: what files, the API and webhooks call a market, unit, channel, account,
// contact or choice becomes the number the organization has for it, and what isn't there is added.
// The one way from names to ids; used inside the transaction that stores the records.
//
// Remembers what it has found. Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/organization.h"
#include "model/question.h"
#include "model/response.h"
#include "store/database.h"

namespace laurel::app {

// More values than this are no choice.
inline constexpr std::size_t kMostChoices = 200;

// What a record still needs from the store.
struct PendingNames {
  std::size_t row = 0;  // the caller's own
  std::string_view market, unit, channel, account;
  std::string contact_email, contact_name;
  struct Choice {
    model::QuestionId question;
    std::string_view words;
  };
  std::vector<Choice> choices;
};

class NameResolver {
 public:
  explicit NameResolver(model::OrganizationId organization) : organization_(organization) {}

  // Market, unit and channel.
  base::Status resolve_lists(store::Transaction& tx, const PendingNames& names,
                             model::Response& response);

  // Where the ids of a response or an outcome go.
  struct Party {
    const PendingNames* names;
    model::AccountId* account;
    model::ContactId* contact;
  };
  base::Status resolve_parties(store::Transaction& tx, std::span<const Party> parties);

  struct Choosing {
    const PendingNames* names;
    model::Response* response;
  };
  struct TooManyChoices {
    std::size_t place;  // among the given
    model::QuestionId question;
  };
  // Adds an answer for each choice, in the order of questions; one to the same question is
  // replaced. New words become choices at the end of the question's list, as long as there are
  // fewer than kMostChoices; then the response is named in `too_many` and its answer missing. True
  // when a question has grown: the catalogue is to be read anew.
  base::Result<bool> resolve_choices(store::Transaction& tx, std::span<const Choosing> all,
                                     std::vector<TooManyChoices>& too_many);

  // Forgets everything: after a transaction whose additions were taken back, or after others
  // changed the lists.
  void forget();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <typename Id>
  using Cache = std::unordered_map<std::string, Id, Hash, std::equal_to<>>;

  template <typename Id>
  base::Result<Id> member(store::Transaction& tx, Cache<Id>& cache, std::string_view name,
                          base::Result<Id> (*named)(store::Transaction&, model::OrganizationId,
                                                    std::string_view));
  base::Status learn_choices(store::Transaction& tx);

  const model::OrganizationId organization_;
  Cache<model::MarketId> markets_;
  Cache<model::UnitId> units_;
  Cache<model::ChannelId> channels_;
  Cache<model::AccountId> accounts_;
  Cache<model::ContactId> contacts_;
  struct ChoiceQuestion {
    model::Question question;
    Cache<std::int64_t> places;
    bool grown = false;
  };
  std::unordered_map<model::QuestionId, ChoiceQuestion> choices_;
};

}  // namespace laurel::app
