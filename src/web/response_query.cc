#include "web/response_query.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "app/word_search.h"
#include "web/redirect.h"
#include "web/responses.h"

namespace laurel::web {
namespace {

using Band = store::NpsBand;
using Voice = store::VoiceGroup;

template <typename T>
using Named = std::pair<std::string_view, T>;
constexpr std::array kVoices = {
    Named<Voice>{"silent", Voice::kSilent},       Named<Voice>{"unread", Voice::kUnread},
    Named<Voice>{"spoke", Voice::kSpoke},         Named<Voice>{"read", Voice::kRead},
    Named<Voice>{"commended", Voice::kCommended}, Named<Voice>{"exemplary", Voice::kExemplary},
    Named<Voice>{"kind", Voice::kKind},           Named<Voice>{"pending", Voice::kPending}};
constexpr std::array kBands = {Named<Band>{"detractor", Band::kDetractor},
                               Named<Band>{"passive", Band::kPassive},
                               Named<Band>{"promoter", Band::kPromoter}};
constexpr std::array kUnnamed = {Named<Unnamed>{"market", Unnamed::kMarket},
                                 Named<Unnamed>{"unit", Unnamed::kUnit},
                                 Named<Unnamed>{"channel", Unnamed::kChannel}};

template <typename T, std::size_t kSize>
std::vector<Named<T>> named(const std::array<Named<T>, kSize>& all) {
  return {all.begin(), all.end()};
}

template <typename T, std::size_t kSize>
std::string_view name_in(const std::array<Named<T>, kSize>& all, T value) {
  for (const Named<T>& one : all) {
    if (one.second == value) return one.first;
  }
  return {};
}

std::string code_or_name(const model::Unit& unit) {
  return unit.code.empty() ? unit.name : unit.code;
}

}  // namespace

std::string_view name(store::VoiceGroup group) { return name_in(kVoices, group); }
std::string_view name(store::NpsBand band) { return name_in(kBands, band); }
std::string_view name(Unnamed place) { return name_in(kUnnamed, place); }

schema::ObjectType<ResponseQuery> response_query() {
  using namespace schema;
  using Voice = store::VoiceGroup;
  using Band = store::NpsBand;
  static const auto declared = object<ResponseQuery>(
      "ResponseQuery", "Which responses.",
      optional("from", &ResponseQuery::from, nullable(date()), "First day of service."),
      optional("to", &ResponseQuery::to, nullable(date()), "Last day of service."),
      optional("unit", &ResponseQuery::unit, text({.longest = 200}),
               "Code or name of a unit; those below it are included."),
      optional("market", &ResponseQuery::market, text({.longest = 200}), "Name of a market."),
      optional("channel", &ResponseQuery::channel, text({.longest = 200}), "Name of a channel."),
      optional("source", &ResponseQuery::source, text({.longest = 200}),
               "The programme or file they came from."),
      optional("credited", &ResponseQuery::credited, text({.longest = 200}),
               "Employee id of somebody who is praised."),
      optional("voice", &ResponseQuery::voice, nullable(one_of<Voice>(named(kVoices))),
               "Without words, not read, words without praise, words that were read, praise (above "
               "and beyond, or kind words only), or to be reviewed."),
      optional("nps", &ResponseQuery::nps, nullable(one_of<Band>(named(kBands))),
               "0 to 6, 7 and 8, or 9 and 10."),
      optional("undecided", &ResponseQuery::undecided, boolean(),
               "Only those in which a review could change what is praised."),
      optional("q", &ResponseQuery::q, text({.longest = 200}),
               "Only those that say every word of it, in any order and form of letters; \"words in "
               "quotes\" one after the other, stay* for every word that begins so."),
      optional("question", &ResponseQuery::question, text({.longest = 200}),
               "Key of a question that is answered; key@2 is its second version, a key alone its "
               "newest."),
      optional("value", &ResponseQuery::value, nullable(whole_number(-1'000'000, 1'000'000)),
               "The answer to that question: 0 or 1 of yes/no, the place of a choice from 0 on, "
               "the bin of a number."),
      optional("unit_itself", &ResponseQuery::unit_itself, boolean(),
               "Only the unit itself, without those below it."),
      optional("without", &ResponseQuery::without, nullable(one_of<Unnamed>(named(kUnnamed))),
               "Only those that name no market, unit or channel."),
      optional("after", &ResponseQuery::after, text({.longest = 200}),
               "`next` of the page before."),
      optional("limit", &ResponseQuery::limit, whole_number(1, 200), "At most so many; 50."),
      optional("sort", &ResponseQuery::order,
               one_of<store::ListOrder>({{"-date", store::ListOrder::kNewestFirst},
                                         {"date", store::ListOrder::kOldestFirst}}),
               "By day of service, the newest first (-date, as without it) or the oldest first "
               "(date); those without a day count as the oldest."));
  return declared;
}

base::Result<report::Place> place_named(const app::Directory& directory, const std::string& unit,
                                        const std::string& market, const std::string& channel) {
  report::Place place;
  if (!unit.empty()) place.unit = directory.unit_named(unit);
  if (!market.empty()) place.market = directory.market_named(market);
  if (!channel.empty()) place.channel = directory.channel_named(channel);
  const auto missing = [](std::string_view what) {
    return base::not_found(
        fmt::format("There is no {} of that name. Choose one of the list.", what));
  };
  if (!unit.empty() && !place.unit.known()) return missing("unit");
  if (!market.empty() && !place.market.known()) return missing("market");
  if (!channel.empty() && !place.channel.known()) return missing("channel");
  return place;
}

base::Result<store::ResponseFilter> filter_of(const ResponseQuery& query,
                                              const app::Directory& directory) {
  store::ResponseFilter filter;
  if (const app::WordSearch search(query.q); !search.empty()) {
    filter.says = std::make_shared<const std::function<bool(const model::Response&)>>(
        [search](const model::Response& response) { return search.matches(response); });
  }
  filter.from = query.from;
  filter.to = query.to;
  filter.source = query.source;
  filter.voice = query.voice;
  filter.nps = query.nps;
  filter.undecided = query.undecided;
  filter.unit_itself = query.unit_itself && !query.unit.empty();
  filter.without_market = query.without == Unnamed::kMarket;
  filter.without_unit = query.without == Unnamed::kUnit;
  filter.without_channel = query.without == Unnamed::kChannel;
  if (query.value && query.question.empty())
    return base::invalid_input("Say with question which question has that value.");
  if (!query.question.empty()) {
    const model::Question* question = directory.question_named(query.question);
    if (question == nullptr) return base::not_found("There is no question of that key. Check it.");
    filter.question = question->id;
    if (query.value) filter.value = static_cast<std::int32_t>(*query.value);
  }
  const report::Place place = TRY(place_named(directory, query.unit, query.market, query.channel));
  filter.unit = place.unit;
  filter.market = place.market;
  filter.channel = place.channel;
  if (!query.credited.empty()) {
    const model::Employee* person = directory.person_coded(query.credited);
    if (person == nullptr)
      return base::not_found("Nobody on the roster has that employee id. Check it.");
    filter.credited = person->id;
  }
  return filter;
}

std::vector<std::string> narrowed(const ResponseQuery& query, const app::Directory& directory) {
  std::vector<std::string> out;
  const model::Question* question =
      query.question.empty() ? nullptr : directory.question_named(query.question);
  if (question != nullptr && query.value) {
    out.push_back(fmt::format("Answered “{}” to “{}”.", counted_words(*question, *query.value),
                              question->label));
  } else if (question != nullptr) {
    out.push_back(fmt::format("Answered “{}”.", question->label));
  }
  if (query.unit_itself && !query.unit.empty())
    out.emplace_back("Of the unit itself, without those below it.");
  if (query.without == Unnamed::kMarket) out.emplace_back("No market is named.");
  if (query.without == Unnamed::kUnit) out.emplace_back("No unit is named.");
  if (query.without == Unnamed::kChannel) out.emplace_back("No channel is named.");
  if (!query.credited.empty()) {
    if (const model::Employee* person = directory.person_coded(query.credited))
      out.push_back(fmt::format("Praise of {}.", model::display_name(*person)));
  }
  return out;
}

std::vector<Option> unit_options(const app::Directory& directory) {
  std::vector<Option> options;
  for (const model::Unit& unit : directory.units())
    options.push_back({code_or_name(unit), unit.name});
  return options;
}

std::string chosen_unit(const std::string& text, const app::Directory& directory) {
  const model::UnitId id = directory.unit_named(text);
  for (const model::Unit& unit : directory.units()) {
    if (id.known() && unit.id == id) return code_or_name(unit);
  }
  return text;
}

std::string address_of(const store::ResponseFilter& responses, const app::Directory& directory,
                       std::string_view list) {
  std::string address(list);
  bool known = true;
  const auto add = [&](std::string_view key, std::string_view value) {
    address +=
        fmt::format("{}{}={}", address.size() == list.size() ? '?' : '&', key, encoded(value));
  };
  const auto add_member = [&](std::string_view key, bool asked, std::string_view value) {
    if (!asked) return;
    known = known && !value.empty();
    add(key, value);
  };
  if (responses.from) add("from", responses.from->to_string());
  if (responses.to) add("to", responses.to->to_string());
  std::string unit;
  for (const model::Unit& one : directory.units()) {
    if (responses.unit.known() && one.id == responses.unit) unit = code_or_name(one);
  }
  add_member("unit", responses.unit.known(), unit);
  if (responses.unit_itself && responses.unit.known()) add("unit_itself", "true");
  add_member("market", responses.market.known(), directory.name_of(responses.market));
  add_member("channel", responses.channel.known(), directory.name_of(responses.channel));
  if (responses.without_market) add("without", name(Unnamed::kMarket));
  if (responses.without_unit) add("without", name(Unnamed::kUnit));
  if (responses.without_channel) add("without", name(Unnamed::kChannel));
  add_member("source", !responses.source.empty(), responses.source);
  if (responses.credited.known()) {
    const model::Employee* person = directory.person(responses.credited);
    add_member("credited", true, person != nullptr ? person->code : std::string());
  }
  if (responses.voice) add("voice", name(*responses.voice));
  if (responses.nps) add("nps", name(*responses.nps));
  if (responses.undecided) add("undecided", "true");
  if (responses.question.known()) {
    const model::Question* question = directory.question(responses.question);
    add_member("question", true,
               question != nullptr ? fmt::format("{}@{}", question->key, question->version)
                                   : std::string());
  }
  if (responses.value) add("value", std::to_string(*responses.value));
  return known ? address : std::string();
}

}  // namespace laurel::web
