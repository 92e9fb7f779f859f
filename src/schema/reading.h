// What is wrong with a value that is being read, and where. Not thread-safe: one Reading per value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace laurel::schema {

// One thing to change in what was sent.
struct Problem {
  std::string pointer;  // JSON Pointer (RFC 6901) of the value; "" is the whole document
  std::string message;  // a sentence that says what to do

  friend bool operator==(const Problem&, const Problem&) = default;
};

// Collects problems while a value is walked through, so that a caller hears of all of them at once
// (the first twenty).
class Reading {
 public:
  static constexpr std::size_t kMost = 20;

  // The member or element that is read while this lives. A name must outlive it.
  class Inside {
   public:
    Inside(Reading& reading, std::string_view member) : reading_(reading) {
      reading_.place_.emplace_back(member);
    }
    Inside(Reading& reading, std::size_t index) : reading_(reading) {
      reading_.place_.emplace_back(index);
    }
    ~Inside() { reading_.place_.pop_back(); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Reading& reading_;
  };

  // Always false, so that a reader can `return reading.say(…)`.
  bool say(std::string message);

  std::string pointer() const;
  bool ok() const { return problems_.empty(); }
  std::vector<Problem> take() { return std::move(problems_); }

 private:
  std::vector<std::variant<std::string_view, std::size_t>> place_;
  std::vector<Problem> problems_;
};

}  // namespace laurel::schema
