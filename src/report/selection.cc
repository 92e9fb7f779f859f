#include "report/selection.h"

#include <utility>

namespace laurel::report {
namespace {

base::Date first_day_of(base::Month month) {
  return *base::Date::from_ymd(month.index / 12, month.index % 12 + 1, 1);
}

}  // namespace

Selection selection_of(const ReportOptions& options) {
  Selection all;
  if (options.from.known()) all.from = first_day_of(options.from);
  if (options.to.known()) all.to = base::Date{first_day_of({options.to.index + 1}).days - 1};
  all.market = options.place.market;
  all.unit = options.place.unit;
  all.channel = options.place.channel;
  return all;
}

Selection selection_of(const ReportOptions& options, Group group) {
  using store::VoiceGroup;
  Selection some = selection_of(options);
  switch (group) {
    case Group::kSilent:
      some.voice = VoiceGroup::kSilent;
      break;
    case Group::kUnread:
      some.voice = VoiceGroup::kUnread;
      break;
    case Group::kSpoke:
      some.voice = VoiceGroup::kSpoke;
      break;
    case Group::kKind:
      some.voice = VoiceGroup::kKind;
      break;
    case Group::kExemplary:
      some.voice = VoiceGroup::kExemplary;
      break;
  }
  return some;
}

Selection praised_selection(const ReportOptions& options) {
  Selection some = selection_of(options);
  some.voice = options.strength == ReportStrength::kAny ? store::VoiceGroup::kCommended
                                                        : store::VoiceGroup::kExemplary;
  return some;
}

Selection answering(Selection responses, model::QuestionId question) {
  responses.question = question;
  return responses;
}

Selection in_month(Selection responses, base::Month month) {
  responses.from = first_day_of(month);
  responses.to = base::Date{first_day_of({month.index + 1}).days - 1};
  return responses;
}

TableCell counting(TableCell cell, const Selection& responses) {
  if (cell.value && (*cell.value != 0 || cell.lo)) cell.responses = responses;
  return cell;
}

}  // namespace laurel::report
