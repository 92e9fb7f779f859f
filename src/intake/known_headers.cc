#include "intake/known_headers.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

namespace laurel::intake {
namespace {

using Words = std::initializer_list<std::string_view>;

struct Entry {
  Field field;
  std::string_view names;  // best first, separated by '|'
};

constexpr std::array kEntries = {
    Entry{Field::kExternalId,
          "external id|response id|responseid|review id|reviewid|submission id|"
          "respondent id|respondent|interview id|survey id|feedback id|record id|case id|"
          "uuid|id|ticket id|no|nr|number"},
    Entry{Field::kDate,
          "date of service|service date|visit date|date of visit|interview date|"
          "date of interview|occurred on|date of experience|date|stay date|purchase date|"
          "survey date|review date|recorded date|recordeddate|submitdate|submit date utc|"
          "submitted at|collected at|completed at|created at|createtime|date created|"
          "response date|datum|fecha|enddate|end date|timestamp|date submitted|startdate|"
          "start date|start date utc|datestamp|stage date utc|date modified|updated at|"
          "updatetime|month"},
    Entry{Field::kReceivedAt, "received at|received"},
    Entry{Field::kMarket,
          "market|market segment|segment|airline|brand|business line|country|region|"
          "division|markt|land|pays|marche"},
    Entry{Field::kUnit,
          "unit|unit id|unit name|location|branch|site|store|office|dealership|dealer|"
          "hotel|property|shop|store name|branch name|location name|restaurant|clinic|"
          "department|team|group id|magasin|agence|filiale|standort|tienda"},
    Entry{Field::kChannel,
          "channel|distributionchannel|distribution channel|survey channel|contact channel|"
          "medium|canal|kanal"},
    Entry{Field::kAccount,
          "account|account id|account code|account name|company|company name|client|"
          "client id|customer id|customer|organisation|organization|kunde|entreprise"},
    Entry{Field::kContactEmail,
          "email|e mail|contact email|email address|contact email address|recipientemail|"
          "recipient email|customer email|emailaddress|requester email|mail"},
    Entry{Field::kContactName,
          "contact name|customer name|full name|name|contact|respondent name|"
          "recipientfirstname|recipientlastname|first name|last name|requester name|"
          "reviewer|reviewer displayname"},
    Entry{Field::kServedBy,
          "served by|served by ids|employee id|employee|agent|agent name|agent id|"
          "agent email|assignee id|assignee|advisor|adviser|consultant|representative|rep|"
          "salesperson|sales person|technician|csr|handled by|staff id|employee email|"
          "mitarbeiter|conseiller"},
    Entry{Field::kLanguage,
          "language|lang|userlanguage|user language|startlanguage|locale|langue|sprache|"
          "idioma"},
};

struct Ignored {
  std::string_view reason;
  std::string_view names;
};
constexpr std::array kIgnored = {
    Ignored{"written by Laurel beside a rejected row",
            "reject line|reject column|reject reason|reject text"},
    Ignored{"a computer's address; not needed",
            "ipaddress|ip address|ipaddr|ip|user agent|browser|operating system|resolution|"
            "screen resolution|referer|refurl|metadata ip"},
    Ignored{"a place on the map; not needed",
            "locationlatitude|locationlongitude|latitude|longitude|lat|lon|lng"},
    Ignored{"the survey tool's own bookkeeping",
            "seed|token|lastpage|network id|tags|ending|response type|progress|"
            "duration in seconds|finished|collector id|responseset|externaldatareference|"
            "externalreference|reason id|reason code|requester id|custom data 1|custom 1|"
            "score group|status|survey status|interviewtime"},
    Ignored{"a link or phone number; not needed",
            "url|link|link to the conversation|phone|phone number|contact phone number|"
            "profilephotourl"},
    Ignored{"a note about the response, not the customer's words", "review notes|internal notes"},
};

// Which of the alternatives separated by '|' is `words`.
std::optional<int> place_in(std::string_view names, std::string_view words) {
  for (int place = 0;; ++place) {
    const std::size_t bar = names.find('|');
    if (names.substr(0, bar) == words) return place;
    if (bar == std::string_view::npos) return std::nullopt;
    names.remove_prefix(bar + 1);
  }
}

// Whether one of `phrases` occurs at the beginning of a word of `words`.
bool has_any(std::string_view words, Words phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    for (std::size_t at = words.find(phrase); at != std::string_view::npos;
         at = words.find(phrase, at + 1)) {
      if (at == 0 || words[at - 1] == ' ') return true;
    }
    return false;
  });
}
bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string_view::npos;
       at = words.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' '))
      return true;
  }
  return false;
}

// Scores 1 … 5, alternatives separated by '|'.
using Family = std::array<std::string_view, 5>;
constexpr std::array<Family, kLikertFamilies - 1> kFamilies = {{
    {"much worse than expected|much worse|far below my expectations|far below expectations",
     "worse than expected|worse|somewhat worse than expected|below my expectations|below "
     "expectations",
     "as expected|about as expected|same as expected|met my expectations|met expectations|met",
     "better than expected|better|somewhat better than expected|above my expectations|exceeded "
     "expectations|exceeded my expectations|above expectations",
     "much better than expected|much better|far above my expectations|far exceeded "
     "expectations|far "
     "above expectations"},
    {"very dissatisfied|extremely dissatisfied|very unsatisfied",
     "dissatisfied|somewhat dissatisfied|unsatisfied",
     "neither satisfied nor dissatisfied|neutral|neither", "satisfied|somewhat satisfied",
     "very satisfied|extremely satisfied"},
    {"strongly disagree", "disagree|somewhat disagree",
     "neither agree nor disagree|neutral|undecided|neither", "agree|somewhat agree",
     "strongly agree"},
    {"very unlikely|extremely unlikely", "unlikely|somewhat unlikely",
     "neither likely nor unlikely|neutral|neither", "likely|somewhat likely",
     "very likely|extremely likely"},
    {"very poor|very bad|terrible|awful", "poor|bad", "fair|average|ok|okay|neutral", "good",
     "very good|excellent|great"},
}};

}  // namespace

std::optional<KnownHeader> known_header(std::string_view words) {
  for (const Entry& entry : kEntries) {
    if (const auto place = place_in(entry.names, words))
      return KnownHeader{entry.field, *place, {}};
  }
  for (const Ignored& ignored : kIgnored) {
    if (place_in(ignored.names, words)) return KnownHeader{Field::kIgnore, 0, ignored.reason};
  }
  if (words.ends_with("nps group")) {
    return KnownHeader{Field::kIgnore, 0, "computed from the score beside it"};
  }
  return std::nullopt;
}

bool says_nps(std::string_view words) {
  return has_word(words, "nps") || has_any(words, {"net promoter"});
}
bool says_recommend(std::string_view words) {
  return has_any(words, {"recommend", "recommand", "empfehl", "weiterempf", "recomend", "raccomand",
                         "aanbevel"});
}
bool says_rating(std::string_view words) {
  return has_any(words, {"rating", "rate", "score", "satisf", "stars", "note", "zufried", "quality",
                         "overall", "bewertung", "csat", "ces", "valoraci", "easy", "effort"});
}
bool says_count(std::string_view words) {
  return has_any(words, {"count", "number of", "how many", "visits", "purchases", "orders",
                         "nights", "times", "nombre", "anzahl", "trips", "calls", "contacts",
                         "told others", "deed cost"}) &&
         !has_any(words, {"country", "counter", "account"});
}
bool says_comment(std::string_view words) {
  return has_any(
      words,
      {"comment",        "verbatim",    "feedback",      "review",     "remark",     "text",
       "tell us",        "why",         "what did",      "what could", "what can",   "what was",
       "please explain", "describe",    "anything else", "reason for", "suggest",    "message",
       "kommentar",      "commentaire", "pourquoi",      "warum",      "comentario", "opinion",
       "avis",           "body",        "content"});
}
bool says_date(std::string_view words) {
  return has_any(words, {"date", "datum", "fecha", "day", "time", "month", "when"});
}

model::QuestionRole role_said(std::string_view words) {
  using enum model::QuestionRole;
  if (has_any(words, {"referred", "referral", "refer ", "have you recommended",
                      "actually recommended", "did you recommend"}))
    return kReferred;
  if (has_any(words, {"expectation", "expected", "attentes", "erwart"})) return kExpectation;
  if (has_any(words, {"feeling", "felt", "feel ", "emotion"}) || has_word(words, "feel"))
    return kFeeling;
  if (has_any(words,
              {"told others", "people have you told", "people did you tell", "told how many"}))
    return kToldOthers;
  if (has_any(words, {"heard through", "hear about", "heard about", "heard of us", "find us",
                      "found us", "how did you come"}))
    return kHeardThrough;
  if (has_any(words, {"price tolerance", "higher price", "price increase", "pay more", "cost more",
                      "more expensive"}))
    return kPriceTolerance;
  if (has_any(words, {"deed cost", "cost of the deed"})) return kDeedCost;
  if (has_word(words, "return") ||
      has_any(words, {"return intention", "come back", "buy again", "stay again", "visit again",
                      "use us again", "choose us again", "repurchase", "revenir", "renew"}))
    return kReturn;
  return kNone;
}

std::optional<int> likert_score(int family, std::string_view words) {
  if (family == kLikertFamilies - 1) {
    if (words == "not at all likely" || words == "extremely unlikely") return 0;
    if (words == "extremely likely") return 10;
    return std::nullopt;
  }
  const Family& names = kFamilies[static_cast<std::size_t>(family)];
  for (std::size_t score = 0; score < names.size(); ++score) {
    if (place_in(names[score], words)) return static_cast<int>(score) + 1;
  }
  return std::nullopt;
}

}  // namespace laurel::intake
