#include "report/praise.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "model/response.h"
#include "report/words.h"

namespace laurel::report {
namespace {

constexpr std::size_t kFewestCharacters = 50;  // less says little
constexpr std::size_t kMostCharacters = 280;   // more is not read at once
constexpr std::size_t kMostAround = 320;       // what is quoted when the whole is longer

bool has(detect::BehaviourSet set, detect::Behaviour behaviour) {
  return (set >> static_cast<int>(behaviour) & 1) != 0;
}

// Where a code point begins.
std::size_t byte_of(std::string_view text, std::uint32_t code_point) {
  std::size_t at = 0;
  for (std::uint32_t n = 0; at < text.size(); ++at) {
    if ((text[at] & 0xc0) == 0x80) continue;
    if (n++ == code_point) break;
  }
  return at;
}

bool is_upper_or_quote(std::string_view text) {
  return !text.empty() &&
         ((text[0] >= 'A' && text[0] <= 'Z') || text[0] == '"' || (text[0] & 0x80));
}

bool ends_a_sentence(std::string_view text, std::size_t at) {
  return text[at] == '.' || text[at] == '!' || text[at] == '?' || text[at] == '\n';
}

// From the beginning of the sentence the praise is in, to the end of the one it ends in.
std::pair<std::size_t, std::size_t> sentences_around(std::string_view text, std::size_t begin,
                                                     std::size_t end) {
  while (begin > 0 && !ends_a_sentence(text, begin - 1)) --begin;
  while (begin < end && text[begin] == ' ') ++begin;
  while (end < text.size() && !ends_a_sentence(text, end)) ++end;
  if (end < text.size()) ++end;
  return {begin, end};
}

std::string unit_name(const std::vector<model::Unit>& units, model::UnitId id) {
  const auto unit =
      std::find_if(units.begin(), units.end(), [&](const model::Unit& u) { return u.id == id; });
  if (unit == units.end()) return {};
  return unit->name.empty() ? unit->code : unit->name;
}

Quote quote_of(const store::PraisedWords& praised, const std::vector<model::Unit>& units) {
  const std::string_view text = praised.words;
  const std::size_t begin = byte_of(text, praised.evidence.start);
  const std::size_t end = std::max(begin, byte_of(text, praised.evidence.end));
  std::size_t from = 0, to = text.size();
  if (text.size() > kMostAround) std::tie(from, to) = sentences_around(text, begin, end);
  Quote quote;
  quote.before = (from > 0 ? "… " : "") + std::string(text.substr(from, begin - from));
  quote.praised = text.substr(begin, end - begin);
  quote.after = std::string(text.substr(end, to - end)) + (to < text.size() ? " …" : "");
  quote.person = praised.name;
  for (const std::string& part : {praised.title, unit_name(units, praised.unit)}) {
    if (!part.empty()) quote.place += (quote.place.empty() ? "" : ", ") + part;
  }
  if (praised.day) quote.month = base::Month::of(*praised.day);
  return quote;
}

}  // namespace

std::vector<Quote> choose_quotes(std::span<const store::PraisedWords> praised,
                                 const std::vector<model::Unit>& units, std::size_t most) {
  std::vector<const store::PraisedWords*> ranked;
  for (const store::PraisedWords& one : praised) ranked.push_back(&one);
  const auto merit = [](const store::PraisedWords* one) {
    int points = has(one->behaviours, detect::Behaviour::kExtraMile) ? 2 : 0;
    points += has(one->behaviours, detect::Behaviour::kResolution) ||
                      has(one->behaviours, detect::Behaviour::kCare)
                  ? 1
                  : 0;
    const std::size_t length = one->words.size();
    points += length >= kFewestCharacters && length <= kMostCharacters ? 2 : 0;
    points += is_upper_or_quote(one->words) ? 1 : 0;  // written to be read
    const std::size_t praise =
        std::max(one->evidence.end, one->evidence.start) - one->evidence.start;
    points += 2 * praise >= length ? 1 : 0;  // about little else
    return points;
  };
  std::stable_sort(ranked.begin(), ranked.end(), [&](const auto* a, const auto* b) {
    return std::tuple(-merit(a), -a->probability) < std::tuple(-merit(b), -b->probability);
  });
  std::vector<Quote> quotes;
  std::set<std::int32_t> people, places;
  for (const bool other_units : {true, false}) {
    for (const store::PraisedWords* one : ranked) {
      if (quotes.size() >= most) return quotes;
      if (people.contains(one->employee.value)) continue;
      if (other_units && one->unit.known() && places.contains(one->unit.value)) continue;
      people.insert(one->employee.value);
      places.insert(one->unit.value);
      quotes.push_back(quote_of(*one, units));
    }
  }
  return quotes;
}

std::vector<Quote> praise_of(const ReportInput& input) {
  if (input.options.show_people == ShowPeople::kNone || input.settings.works_council) return {};
  const std::vector<model::UnitId> silent =
      model::units_without_people(input.settings, input.units);
  std::set<std::int32_t> protected_people;
  for (const model::Employee& employee : input.employees) {
    if (std::binary_search(silent.begin(), silent.end(), employee.unit)) {
      protected_people.insert(employee.id.value);
    }
  }
  std::vector<store::PraisedWords> praised;
  for (const store::PraisedWords& one : input.praised) {
    if (!protected_people.contains(one.employee.value)) praised.push_back(one);
  }
  return choose_quotes(praised, input.units, input.options.quotes);
}

}  // namespace laurel::report
