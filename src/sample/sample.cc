// The writer: one buffer per file, given to its sink whenever it is large.
#include "sample/sample.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/check.h"
#include "base/file.h"
#include "sample/format.h"
#include "sample/outcomes.h"
#include "sample/truth.h"

namespace laurel::sample {
namespace {

constexpr std::size_t kBufferBytes = 1 << 18;
constexpr std::uint64_t kProgressEvery = 1 << 12;

// Blanks of what isn't a question, from the interview's own sequence.
struct Missing {
  bool day, market, branch, account, contact, served;
};

Missing draw_missing(base::Random& random) {
  return {random.chance(0.003), random.chance(0.006), random.chance(0.012),
          random.chance(0.015), random.chance(0.10),  random.chance(0.07)};
}

std::string units_csv(const Company& company) {
  std::string out = "unit_id,name,parent\n";
  const auto row = [&](std::string_view id, std::string_view unit, std::string_view parent) {
    out += id;
    out += ',';
    append_csv(out, unit);
    out += ',';
    out += parent;
    out += '\n';
  };
  for (const Market& market : company.markets()) row(market.unit_id, market.name, "");
  for (const Branch& branch : company.branches())
    row(branch.unit_id, branch.name,
        company.markets()[static_cast<std::size_t>(branch.market)].unit_id);
  return out;
}

std::string roster_csv(const Company& company) {
  std::string out =
      "employee_id,first_name,last_name,preferred_name,aliases,email,manager_email,location,"
      "department,title,start_date,end_date\n";
  const auto employees = company.employees();
  for (const Employee& one : employees) {
    const std::string_view location =
        one.branch >= 0   ? company.branches()[static_cast<std::size_t>(one.branch)].name
        : one.market >= 0 ? company.markets()[static_cast<std::size_t>(one.market)].name
                          : std::string_view();
    const std::string_view manager =
        one.manager < 0 ? std::string_view()
                        : std::string_view(employees[static_cast<std::size_t>(one.manager)].email);
    const std::string start = one.start.to_string(), end = one.left ? one.end.to_string() : "";
    bool first = true;
    for (const std::string_view field :
         {std::string_view(one.id), one.first->name, one.last, one.preferred, one.aliases,
          std::string_view(one.email), manager, location, name(one.department), one.title,
          std::string_view(start), std::string_view(end)}) {
      if (!first) out += ',';
      first = false;
      append_csv(out, field);
    }
    out += '\n';
  }
  return out;
}

std::string interviews_header() {
  std::string out =
      "interview_id,interview_date,market,branch,channel,account_id,account_name,contact_name,"
      "contact_email,served_by";
  for (int q = 0; q < kQuestions; ++q) {
    out += ',';
    out += name(static_cast<Question>(q));
  }
  return out + ",heard_through,deed_cost,comment\n";
}

// Lower-case words of the account's name joined by hyphens, as its address.
void append_domain(std::string& out, const Account& account) {
  out += ascii_of(account.word);
  out += '-';
  out += ascii_of(account.trade);
  out += '-';
  append_integer(out, account.number);
  out += ".example";
}

class Writer {
 public:
  Writer(const Company& company, const Sinks& sinks) : company_(company), sinks_(sinks) {
    for (int day = 0; day < kDays; ++day)
      days_.push_back(base::Date{kFirstDay.days + day}.to_string());
    rows_ = interviews_header();
    outcomes_ = "event_id,account_id,kind,amount,currency,occurred_on\n";
  }

  base::Status add(const Interview& interview, const Missing& missing, const Comment* comment) {
    append_row(interview, missing, comment);
    append_interview_truth(lines_, company_, interview, comment);
    if (rows_.size() >= kBufferBytes) TRY(flush(sinks_.interviews, rows_));
    if (lines_.size() >= kBufferBytes) TRY(flush(sinks_.truth_lines, lines_));
    return {};
  }

  base::Status finish() {
    TRY(flush(sinks_.interviews, rows_));
    TRY(flush(sinks_.truth_lines, lines_));
    TRY(flush(sinks_.outcomes, outcomes_));
    return {};
  }

  void add(const Event& event);
  // After events were added.
  base::Status flush_outcomes() {
    if (outcomes_.size() >= kBufferBytes) TRY(flush(sinks_.outcomes, outcomes_));
    return {};
  }

  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t events() const { return events_; }

 private:
  base::Status flush(Sink& sink, std::string& buffer) {
    if (&buffer == &rows_) bytes_ += buffer.size();
    const base::Status status = sink.write(buffer);
    buffer.clear();
    return status;
  }

  void append_row(const Interview& i, const Missing& missing, const Comment* comment);
  void append_customer(const Interview& i, const Missing& missing);

  const Company& company_;
  const Sinks& sinks_;
  std::vector<std::string> days_;
  std::string rows_, lines_, outcomes_;
  std::uint64_t bytes_ = 0, events_ = 0;
};

void Writer::append_row(const Interview& i, const Missing& missing, const Comment* comment) {
  std::string& out = rows_;
  append_interview_id(out, i.number);
  out += ',';
  if (!missing.day) out += days_[static_cast<std::size_t>(i.day.days - kFirstDay.days)];
  out += ',';
  if (!missing.market) out += company_.markets()[static_cast<std::size_t>(i.market)].name;
  out += ',';
  if (!missing.branch) out += company_.branches()[static_cast<std::size_t>(i.branch)].name;
  out += ',';
  out += name(i.channel);
  out += ',';
  append_customer(i, missing);
  if (!missing.served) {
    out += company_.employees()[static_cast<std::size_t>(i.served[0])].id;
    if (i.served[1] >= 0) {
      out += '|';
      out += company_.employees()[static_cast<std::size_t>(i.served[1])].id;
    }
  }
  for (int q = 0; q < kQuestions; ++q) {
    out += ',';
    if ((i.blank >> q & 1U) != 0) continue;
    const int answer = i.answers[static_cast<std::size_t>(q)];
    const auto question = static_cast<Question>(q);
    if (question == Question::kReferred || question == Question::kReturn ||
        question == Question::kPrice) {
      out += answer == 1 ? "yes" : "no";
    } else {
      append_integer(out, answer);
    }
  }
  out += ',';
  if (i.heard_through >= 0) out += kHeardThrough[static_cast<std::size_t>(i.heard_through)];
  out += ',';
  if (i.deed_cost >= 0) append_integer(out, i.deed_cost);
  out += ',';
  if (comment != nullptr) append_csv(out, comment->text);
  out += '\n';
}

void Writer::add(const Event& event) {
  std::string& out = outcomes_;
  const auto account = [&] {
    out += 'A';
    append_padded(out, event.account + 1, 6);
  };
  account();
  out += '-';
  append_integer(out, event.number);
  out += ',';
  account();
  out += ',';
  out += name(event.kind);
  out += ',';
  if (event.kind == Event::Kind::kPurchase) {
    append_integer(out, event.cents / 100);
    out += '.';
    append_padded(out, static_cast<std::uint64_t>(event.cents % 100), 2);
    out += ',';
    out += kCurrency;
  } else {
    out += ',';
  }
  out += ',';
  out += days_[static_cast<std::size_t>(event.day)];
  out += '\n';
  ++events_;
}

// account_id,account_name,contact_name,contact_email and a comma.
void Writer::append_customer(const Interview& i, const Missing& missing) {
  std::string& out = rows_;
  if (!missing.account) {
    out += 'A';
    append_padded(out, i.account.number + 1, 6);
    out += ',';
    out += i.account.word;
    out += ' ';
    out += i.account.trade;
    out += ' ';
    out += company_.markets()[static_cast<std::size_t>(i.market)].legal_form;
    out += ',';
  } else {
    out += ",,";
  }
  if (!missing.contact) {
    const Contact contact = company_.contact(i.account, i.contact);
    out += contact.first->name;
    out += ' ';
    out += contact.last;
    out += ',';
    out += ascii_of(contact.first->name);
    out += '.';
    out += ascii_of(contact.last);
    out += '@';
    append_domain(out, i.account);
    out += ',';
  } else {
    out += ",,";
  }
}

}  // namespace

base::Result<Summary> make_sample(const Options& options, const Sinks& sinks,
                                  const Progress& progress) {
  CHECK(options.responses >= 1);
  const Company company(options.seed);
  TRY(sinks.units.write(units_csv(company)));
  TRY(sinks.roster.write(roster_csv(company)));
  OutcomeTally tally(company, options.population_draws);
  const Population population = simulate_population(company, options.population_draws, &tally);
  TRY(sinks.truth.write(population_truth(company, population, tally.finish(), options.responses,
                                         options.population_draws)));

  Summary summary;
  Writer writer(company, sinks);
  Teller teller(company);
  Comment comment;
  OutcomeProcess outcomes(company, options.responses,
                          [&](const Event& event) { writer.add(event); });
  for (std::uint64_t number = 0; number < options.responses; ++number) {
    base::Random random(interview_seed(company, number));
    const Interview interview = draw_interview(company, number, options.responses, random);
    const Missing missing = draw_missing(random);
    if (interview.words) {
      teller.tell(interview, random, comment);
      ++summary.scenarios[static_cast<std::size_t>(comment.scenario)];
    }
    TRY(writer.add(interview, missing, interview.words ? &comment : nullptr));
    outcomes.meet(interview);
    TRY(writer.flush_outcomes());
    ++summary.voices[!interview.words ? 0U : interview.praise ? 2U : 1U];
    ++summary.interviews;
    if (progress && summary.interviews % kProgressEvery == 0) progress(summary.interviews);
  }
  outcomes.finish();
  TRY(writer.finish());
  summary.bytes = writer.bytes();
  summary.outcomes = writer.events();
  return summary;
}

base::Result<Summary> make_sample_files(const Options& options, const std::string& directory,
                                        const Progress& progress) {
  std::error_code failure;
  std::filesystem::create_directories(directory, failure);
  if (failure) return base::file_error(directory, "made", failure.value());
  const auto path = [&](std::string_view file) {
    return (std::filesystem::path(directory) / file).string();
  };
  const auto units = TRY(FileSink::create(path("units.csv")));
  const auto roster = TRY(FileSink::create(path("roster.csv")));
  const auto interviews = TRY(FileSink::create(path("interviews.csv")));
  const auto outcomes = TRY(FileSink::create(path("outcomes.csv")));
  const auto truth = TRY(FileSink::create(path("truth.json")));
  const auto truth_lines = TRY(FileSink::create(path("truth.ndjson")));
  const Summary summary = TRY(make_sample(
      options, {*units, *roster, *interviews, *outcomes, *truth, *truth_lines}, progress));
  for (const auto* file : {&units, &roster, &interviews, &outcomes, &truth, &truth_lines})
    TRY((*file)->finish());
  return summary;
}

}  // namespace laurel::sample
