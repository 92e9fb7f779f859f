// How home looks: customers' words on top, numbers with their uncertainty below. Pure.
#include "web/home.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

Html latest_praise(const HomeView& view) {
  if (view.praise.empty()) return {};
  std::vector<Html> cards;
  for (const ResponseCard& card : view.praise) cards.push_back(response_card_view(card));
  return section(aria_labelledby("latest"), h2(id("latest"), "What customers praised last"), cards,
                 p(a(href(Url(view.praise_address)), "All of the praise")));
}

Html reward_view(const RewardView& reward) {
  const Html name =
      dt(strong(reward.reward), reward.stated ? span(class_("tag gold"), "main driver") : Html());
  if (!reward.missing.empty())
    return div(class_("measure"), name, dd(class_("missing"), reward.missing));
  return div(class_("measure"), name, dd(class_("big"), reward.value),
             dd(class_("interval"), reward.interval), dd(reward.figure),
             reward.change.empty() ? Html() : dd(class_("change"), reward.change));
}

Html rewards(const HomeView& view) {
  if (view.rewards.empty()) return {};
  std::vector<Html> figures;
  for (const RewardView& reward : view.rewards) figures.push_back(reward_view(reward));
  return section(aria_labelledby("rewards"), h2(id("rewards"), "What it comes to"),
                 p(class_("says"), view.headline), dl(class_("measures"), figures),
                 p(a(href(Url(view.report_address)), "The whole report")));
}

Html waiting(const HomeView& view) {
  if (view.waiting.empty()) return {};
  std::vector<Html> items;
  for (const WaitingView& item : view.waiting)
    items.push_back(li(a(href(Url(item.address)), item.words)));
  return section(aria_labelledby("waiting"), h2(id("waiting"), "What waits for you"), ul(items));
}

Html steps(const HomeView& view) {
  std::vector<Html> items;
  for (const StepView& step : view.steps) {
    const Html title =
        step.address.empty() ? strong(step.title) : strong(a(href(Url(step.address)), step.title));
    items.push_back(li(html::data("data-done", step.done ? "yes" : "no"), title,
                       step.done ? span(class_("tag"), "done") : Html(), p(step.how)));
  }
  return section(ol(class_("steps"), items));
}

}  // namespace

Html home_view(const HomeView& view) {
  if (!view.steps.empty()) {
    return page_heading("Five steps to the first report",
                        "Nothing was said here yet. This is how it begins.") +
           steps(view);
  }
  Html out = h1(class_("unseen"), "Home");
  out += latest_praise(view);
  if (view.praise.empty()) {
    out += p(class_("empty"), "No praise yet. It will be here as soon as a customer says it.");
  }
  out += waiting(view);
  out += rewards(view);
  return div(class_("figures home"), out);
}

}  // namespace laurel::web
