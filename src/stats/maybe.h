// Maybe<T>: a statistic that has a value, or has none for these counts and says why. Undefined is
// never written as 0, 1 or NaN: whoever shows the figure shows the reason in its place. `Result`
// errors are for input that can't be used at all; Maybe is for usable input without an answer.
#pragma once

#include <cmath>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.h"

namespace laurel::stats {

// Why a statistic has no value: one short clause without a full stop. The text is not copied, so it
// must live as long as the program (a string literal).
struct Undefined {
  std::string_view reason;
};

template <typename T>
class [[nodiscard]] Maybe {
 public:
  using value_type = T;

  Maybe() : state_(Undefined{"was not computed"}) {}
  Maybe(T value) : state_(std::in_place_index<0>, std::move(value)) {  // NOLINT(*-explicit-*)
    // A NaN that slips through arithmetic must not be printed as a figure.
    if constexpr (std::is_floating_point_v<T>) {
      if (std::isnan(*std::get_if<0>(&state_)))
        state_ = Undefined{"is not a number for these values"};
    }
  }
  Maybe(Undefined undefined) : state_(undefined) {}  // NOLINT(*-explicit-*)

  bool defined() const { return state_.index() == 0; }
  explicit operator bool() const { return defined(); }

  // REQUIRES: defined().
  const T& value() const {
    CHECK(defined());
    return *std::get_if<0>(&state_);
  }
  const T& operator*() const { return value(); }
  const T* operator->() const { return &value(); }
  T value_or(T otherwise) const { return defined() ? value() : otherwise; }

  // REQUIRES: !defined().
  std::string_view reason() const {
    CHECK(!defined());
    return std::get_if<1>(&state_)->reason;
  }

 private:
  std::variant<T, Undefined> state_;
};

using Estimate = Maybe<double>;

// Two ends that are defined or undefined together, unless a method says otherwise.
struct Interval {
  Estimate lo, hi;

  static Interval undefined(std::string_view reason) {
    return {Undefined{reason}, Undefined{reason}};
  }
  bool defined() const { return lo.defined() && hi.defined(); }
  // Whether `x` lies strictly outside; false when undefined.
  bool excludes(double x) const { return defined() && (x < *lo || x > *hi); }
};

}  // namespace laurel::stats
