#include "report/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "wire/json_writer.h"

namespace laurel::report {
namespace {

using wire::JsonWriter;

std::string_view colour(Tone tone) {
  switch (tone) {
    case Tone::kPraise:
      return kPraiseColour;
    case Tone::kOthers:
      return kOthersColour;
    case Tone::kExemplary:
      return kExemplaryColour;
    case Tone::kQuiet:
      return kQuietColour;
  }
  return kInkColour;
}

Tone tone_of(const Chart& chart, std::size_t series) {
  constexpr Tone kUsual[] = {Tone::kPraise, Tone::kOthers, Tone::kExemplary, Tone::kQuiet};
  if (series < chart.tones.size()) return chart.tones[series];
  return kUsual[std::min<std::size_t>(series, 3)];
}

// The rows that have something to draw, in the order of the table.
std::vector<std::size_t> drawn_rows(const Table& table, const Chart& chart) {
  std::vector<std::size_t> rows = chart.rows;
  if (rows.empty()) {
    rows.resize(table.rows.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
  }
  if (chart.form == ChartForm::kMonths) return rows;  // also months without answers
  std::erase_if(rows, [&](std::size_t row) {
    return std::none_of(chart.columns.begin(), chart.columns.end(), [&](std::size_t column) {
      return table.rows[row][column].value.has_value();
    });
  });
  return rows;
}

// Names of rows as the axis needs them: one of a name twice would be one place.
std::vector<std::string> labels_of(const Table& table, const std::vector<std::size_t>& rows) {
  std::vector<std::string> labels;
  std::set<std::string> seen;
  for (const std::size_t row : rows) {
    std::string label = table.rows[row][0].text;
    for (int again = 2; !seen.insert(label).second; ++again) {
      label = fmt::format("{} ({})", table.rows[row][0].text, again);
    }
    labels.push_back(std::move(label));
  }
  return labels;
}

class Spec {
 public:
  Spec(const Table& table, const Chart& chart)
      : table_(table),
        chart_(chart),
        rows_(drawn_rows(table, chart)),
        labels_(labels_of(table, rows_)),
        json_(out_) {}

  std::string write() {
    json_.begin_object();
    json_.member("$schema",
                 fmt::format("https://vega.github.io/schema/vega-lite/v{}.json", kVegaLiteVersion));
    json_.member("description", chart_.alt);
    json_.member("width", "container");
    json_.key("autosize").raw(R"({"type":"fit-x","contains":"padding"})");
    json_.member("height", height());
    data();
    switch (chart_.form) {
      case ChartForm::kIntervals:
        intervals();
        break;
      case ChartForm::kMonths:
        months();
        break;
      case ChartForm::kShares:
        shares();
        break;
      case ChartForm::kCurves:
        curves();
        break;
    }
    config();
    json_.end_object();
    return std::move(out_);
  }

 private:
  using Text = std::string_view;

  // A layer of intervals that are none would be drawn on a scale without ends.
  bool any_interval() const {
    return std::any_of(rows_.begin(), rows_.end(), [&](std::size_t row) {
      return std::any_of(chart_.columns.begin(), chart_.columns.end(), [&](std::size_t column) {
        return table_.rows[row][column].lo.has_value();
      });
    });
  }

  void data() {
    json_.key("data").begin_object().member("name", "table").key("values").begin_array();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto& row = table_.rows[rows_[i]];
      for (const std::size_t column : chart_.columns) {
        const TableCell& cell = row[column];
        json_.begin_object();
        json_.member("label", labels_[i]).member("series", table_.header[column]);
        json_.member("value", cell.value).member("lo", cell.lo).member("hi", cell.hi);
        json_.member("shown", cell.text).member("row", rows_[i]);
        if (chart_.note_column) json_.member("note", row[*chart_.note_column].text);
        if (chart_.limits && rows_[i] < chart_.limits->lower.size()) {
          const ChartLimits& limits = *chart_.limits;
          json_.member("lower", limits.lower[rows_[i]]).member("upper", limits.upper[rows_[i]]);
          json_.member("outside", bool(limits.outside[rows_[i]]));
        }
        json_.end_object();
      }
    }
    json_.end_array().end_object();
  }

  // Pixels: steps would be dropped, with a warning, where the width is the container's.
  std::size_t height() const {
    const std::size_t rows = std::max<std::size_t>(rows_.size(), 1);
    switch (chart_.form) {
      case ChartForm::kIntervals:
        return rows * (several_series() ? 36 : 28);
      case ChartForm::kShares:
        return rows * (chart_.columns.size() * 8 + 8);
      case ChartForm::kMonths:
      case ChartForm::kCurves:
        break;
    }
    return 200;
  }

  bool several_series() const { return chart_.columns.size() > 1; }

  void mark(Text type, Text members) {
    json_.key("mark").raw(fmt::format(R"({{"type":"{}","aria":false{}}})", type, members));
  }

  // {"field":"lo","type":"quantitative",…}
  void quantity(Text channel, Text field) {
    json_.key(channel).begin_object().member("field", field).member("type", "quantitative");
    const bool lines = chart_.form == ChartForm::kMonths || chart_.form == ChartForm::kCurves;
    amount_axis(lines ? 5 : 8);
    json_.key("scale").raw(R"({"zero":false,"nice":true})");
    json_.end_object();
  }

  // Few ticks, none dropped or moved: they are read, not counted.
  void amount_axis(int ticks) {
    json_.key("axis").begin_object().member("title", chart_.axis);
    json_.member("tickCount", ticks).member("labelFlush", false);
    // Beside labels a title may be wider than the plot: it ends with it, and reaches to the left.
    if (chart_.form == ChartForm::kIntervals || chart_.form == ChartForm::kShares)
      json_.member("titleAnchor", "end");
    json_.end_object();
  }

  void rows_axis(int limit) {
    json_.key("y").raw(fmt::format(
        R"({{"field":"label","type":"nominal","sort":null,"axis":{{"title":null,"labelLimit":{},"labelPadding":10,"ticks":false,"domain":false,"grid":true}}}})",
        limit));
  }

  // Rows in tones of their own: the label decides.
  void row_colours() {
    json_.key("color").begin_object().member("field", "label").member("type", "nominal");
    json_.key("scale").begin_object().key("domain").value(labels_).key("range").begin_array();
    for (const std::size_t row : rows_) {
      json_.value(colour(row < chart_.row_tones.size() ? chart_.row_tones[row] : Tone::kQuiet));
    }
    json_.end_array().end_object().null_member("legend").end_object();
  }

  void colours() {
    if (!chart_.row_tones.empty() && !several_series()) return row_colours();
    json_.key("color").begin_object().member("field", "series").member("type", "nominal");
    json_.key("scale").begin_object().key("domain").begin_array();
    for (const std::size_t column : chart_.columns) json_.value(table_.header[column]);
    json_.end_array().key("range").begin_array();
    for (std::size_t i = 0; i < chart_.columns.size(); ++i) json_.value(colour(tone_of(chart_, i)));
    json_.end_array().end_object();
    if (several_series()) {
      // Where the plot is narrow, on a phone, one below the other.
      json_.key("legend").raw(fmt::format(
          R"({{"title":null,"orient":"top","symbolType":"circle","columns":{{"expr":"width < {} ? 1 : 0"}}}})",
          110 * chart_.columns.size()));
    } else {
      json_.null_member("legend");
    }
    json_.end_object();
  }

  void tooltip() {
    json_.key("tooltip").begin_array();
    json_.raw(R"({"field":"label","type":"nominal","title":"of"})");
    if (several_series()) json_.raw(R"({"field":"series","type":"nominal","title":"who"})");
    json_.begin_object().member("field", "shown").member("type", "nominal");
    json_.member("title", chart_.axis).end_object();
    if (chart_.note_column) {
      json_.begin_object().member("field", "note").member("type", "nominal");
      json_.member("title", table_.header[*chart_.note_column]).end_object();
    }
    json_.end_array();
  }

  void offset() {
    if (several_series()) {
      json_.key("yOffset").raw(
          R"({"field":"series","type":"nominal","sort":null,"scale":{"paddingInner":0.1,"paddingOuter":0.6}})");
    }
  }

  void reference_layer() {
    if (!chart_.reference) return;
    json_.begin_object();
    mark("rule", R"(,"strokeWidth":1.5)");
    json_.key("encoding").begin_object().key("x").begin_object();
    json_.member("datum", *chart_.reference).end_object();
    json_.key("color").begin_object().member("value", kInkColour).end_object();
    json_.end_object().end_object();
  }

  void intervals() {
    json_.key("layer").begin_array();
    reference_layer();
    // What joins the two of a row.
    if (chart_.columns.size() == 2) {
      json_.begin_object();
      mark("line", R"(,"strokeWidth":2.5,"opacity":0.45)");
      json_.key("encoding").begin_object();
      rows_axis(kLabelLimit);
      offset();
      quantity("x", "value");
      json_.key("detail").raw(R"({"field":"label"})");
      json_.key("color").begin_object().member("value", kQuietColour).end_object();
      json_.end_object().end_object();
    }
    if (any_interval()) {
      json_.begin_object();
      mark("rule", R"(,"strokeWidth":2,"opacity":0.55,"strokeCap":"round")");
      json_.key("encoding").begin_object();
      rows_axis(kLabelLimit);
      offset();
      quantity("x", "lo");
      json_.key("x2").raw(R"({"field":"hi"})");
      colours();
      tooltip();
      json_.end_object().end_object();
    }

    json_.begin_object();
    mark("point", R"(,"filled":true,"opacity":1,"size":80,"shape":"circle")");
    json_.key("encoding").begin_object();
    rows_axis(kLabelLimit);
    offset();
    quantity("x", "value");
    colours();
    tooltip();
    json_.end_object().end_object();
    if (chart_.note_column) notes();
    json_.end_array();
  }

  // In a column of their own, right of the plot.
  void notes() {
    json_.begin_object();
    mark("text", R"(,"align":"left","dx":12,"fontSize":12)");
    json_.key("encoding").begin_object();
    rows_axis(kLabelLimit);
    json_.key("x").raw(R"({"value":"width"})");
    json_.key("text").begin_object().member("field", "note").member("type", "nominal").end_object();
    json_.key("color").begin_object().member("value", kInkColour).end_object();
    json_.end_object().end_object();
    json_.begin_object();  // its heading
    json_.key("data").raw(R"({"values":[{}]})");
    mark("text", R"(,"align":"left","dx":12,"dy":-8,"fontSize":11,"baseline":"bottom")");
    json_.key("encoding").begin_object();
    json_.key("x").raw(R"({"value":"width"})");
    json_.key("y").raw(R"({"value":0})");
    json_.key("text").begin_object().member("value", table_.header[*chart_.note_column]);
    json_.end_object().key("color").begin_object().member("value", kInkColour).end_object();
    json_.end_object().end_object();
  }

  void months() {
    lines(
        R"js([{"calculate":"utc(+substring(datum.label,0,4),+substring(datum.label,5,7)-1,1)","as":"month"}])js",
        fmt::format(
            R"({{"field":"month","type":"temporal","scale":{{"type":"utc"}},"axis":{{"title":null,"format":"%b %Y","grid":false,"labelOverlap":"greedy","tickCount":{{"interval":"month","step":{}}},"labelFlush":true}}}})",
            chart_.months_apart));
  }

  // From the start to the last day, with ticks at quarters of it, or at every 90 days of a year.
  void curves() {
    const double last = rows_.empty() ? 1 : table_.rows[rows_.back()][0].value.value_or(1);
    std::string ticks;
    const double step = last > 180 ? 90 : last / 3;
    for (double day = 0; day < last; day += step) ticks += fmt::format("{:.0f},", day);
    if (last > 180) ticks.resize(ticks.rfind(',', ticks.size() - 2) + 1);  // too near to the last
    lines(
        R"js([{"calculate":"toNumber(datum.label)","as":"day"}])js",
        fmt::format(
            R"({{"field":"day","type":"quantitative","scale":{{"domain":[0,{0:.0f}],"nice":false}},"axis":{{"title":"days","grid":false,"labelFlush":false,"values":[{1}{0:.0f}]}}}})",
            last, ticks));
  }

  // Lines with intervals and limits over what `x` names, made from the labels by `transform`.
  void lines(Text transform, Text x) {
    json_.key("transform").raw(transform);
    json_.key("layer").begin_array();
    const auto along = [&] { json_.key("x").raw(x); };
    const auto drawn = [](const std::optional<double>& limit) { return limit.has_value(); };
    if (chart_.limits &&
        std::any_of(chart_.limits->lower.begin(), chart_.limits->lower.end(), drawn)) {
      json_.begin_object();
      mark("area", R"(,"interpolate":"monotone","opacity":0.35)");
      json_.key("encoding").begin_object();
      along();
      quantity("y", "lower");
      json_.key("y2").raw(R"({"field":"upper"})");
      json_.key("color").begin_object().member("value", kRuleColour).end_object();
      json_.end_object().end_object();
    }
    if (chart_.limits && chart_.limits->centre) {
      json_.begin_object();
      mark("rule", R"(,"strokeWidth":1,"strokeDash":[4,4])");
      json_.key("encoding").begin_object().key("y").begin_object();
      json_.member("datum", *chart_.limits->centre).end_object();
      json_.key("color").begin_object().member("value", kInkColour).end_object();
      json_.end_object().end_object();
    }
    if (any_interval()) {
      // Curves lie close together, where bars would hide each other.
      json_.begin_object();
      if (chart_.form == ChartForm::kCurves) {
        mark("area", R"(,"opacity":0.16)");
      } else {
        mark("rule", R"(,"strokeWidth":1.5,"opacity":0.35)");
      }
      json_.key("encoding").begin_object();
      along();
      quantity("y", "lo");
      json_.key("y2").raw(R"({"field":"hi"})");
      colours();
      json_.end_object().end_object();
    }

    json_.begin_object();
    mark("line", R"(,"strokeWidth":2)");
    json_.key("encoding").begin_object();
    along();
    quantity("y", "value");
    colours();
    json_.end_object().end_object();

    json_.begin_object();
    mark("point", R"(,"filled":true,"opacity":1)");
    json_.key("encoding").begin_object();
    along();
    quantity("y", "value");
    if (chart_.limits) {
      json_.key("size").raw(R"({"condition":{"test":"datum.outside","value":140},"value":40})");
      json_.key("color").begin_object().key("condition").begin_object();
      json_.member("test", "datum.outside").member("value", kExemplaryColour).end_object();
      json_.member("value", colour(tone_of(chart_, 0))).end_object();
    } else {
      colours();
    }
    tooltip();
    json_.end_object().end_object();
    json_.end_array();
  }

  void shares() {
    mark("bar", R"(,"cornerRadiusEnd":2)");
    json_.key("encoding").begin_object();
    rows_axis(kLabelLimit);
    json_.key("yOffset").begin_object().member("field", "series").member("type", "nominal");
    json_.key("sort").begin_array();
    for (const std::size_t column : chart_.columns) json_.value(table_.header[column]);
    json_.end_array().end_object();
    json_.key("x").begin_object().member("field", "value").member("type", "quantitative");
    amount_axis(8);
    json_.end_object();
    colours();
    tooltip();
    json_.end_object();
  }

  void config() {
    json_.key("config").raw(fmt::format(
        R"({{"font":"system-ui, sans-serif","background":null,"view":{{"stroke":null}},)"
        R"("axis":{{"labelColor":"{0}","titleColor":"{0}","tickColor":"{1}","domainColor":"{1}",)"
        R"("gridColor":"{1}","gridOpacity":0.7,"labelFontSize":12,"titleFontSize":12,)"
        R"("titleFontWeight":"normal","titlePadding":10}},)"
        R"("legend":{{"labelColor":"{0}","labelFontSize":12,"symbolSize":90,"symbolOpacity":1}}}})",
        kInkColour, kRuleColour));
  }

  static constexpr int kLabelLimit = 190;

  const Table& table_;
  const Chart& chart_;
  std::vector<std::size_t> rows_;
  std::vector<std::string> labels_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

std::string vega_lite(const Table& table, const Chart& chart) { return Spec(table, chart).write(); }

}  // namespace laurel::report
