// The report as HTML, piece by piece, for the self-contained file (report/html.cc) and for pages
// that show it among other things. Tables stand open and charts are hidden, until web/static/
// report.js draws the charts and folds the tables. Pure, thread-safe.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "html/html.h"
#include "report/section.h"

namespace laurel::report {

// Where a number leads: the address of the list of the responses it counts; empty: nowhere.
using AddressOf = std::function<std::string(const store::ResponseFilter&)>;

// Room for everything but the longest lists, where a page scrolls.
inline constexpr Room kPageRoom{.most_places = 60, .most_rows = 60, .most_support = 60};

// "October 2024 to September 2026"; empty when there are no responses.
std::string period_words(const Report& report);

// The first sentences, the very first as the lead.
std::vector<html::Html> headline_view(const Report& report);
// The few numbers that come first, each with its interval.
html::Html key_figures_view(const Report& report);
html::Html contents_view(std::span<const Section> sections);
html::Html quotes_view(std::span<const Quote> quotes);
html::Html section_view(const Section& section, const AddressOf& address_of = {});
// What must be known when reading, and what all of this shows and doesn't.
html::Html notes_view(const Report& report);
html::Html meaning_view(const Report& report);

}  // namespace laurel::report
