// Result<T>: a value, or the Error that explains why there is none. Errors are returned, not
// thrown; exceptions of third-party libraries stop in the adapter that calls them.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace laurel::base {

enum class ErrorCode {
  kInvalidInput,  // what was given can't be used; the message says what to change
  kNotFound,
  kConflict,     // something else already has this name, key or lock
  kUndefined,    // a statistic that has no value for these counts
  kUnsupported,  // well-formed, but not something Laurel can do
  kUnavailable,  // a file, disk or server can't be used now; trying again later may work
  kInternal,
  kUnauthenticated,  // nobody is signed in, or what was shown as proof is not (any longer) good
  kForbidden,        // whoever asks may not do this
  kThrottled,        // asked too often; see retry_after_seconds
};

// `message` is one sentence for the person using Laurel: no SQL, bound values or secrets.
// `detail` is for logs and may carry the library's own words.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string detail = {};
  int retry_after_seconds = 0;  // when asking again makes sense; 0: nobody knows
};

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(*-explicit-*)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(*-explicit-*)

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok().
  T& value() & {
    CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    CHECK(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  T value_or(T otherwise) && { return ok() ? std::move(*this).value() : std::move(otherwise); }

  // REQUIRES: !ok().
  const Error& error() const& {
    CHECK(!ok());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    CHECK(!ok());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : failed_(true), error_(std::move(error)) {}  // NOLINT(*-explicit-*)

  bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  void value() const { CHECK(ok()); }

  const Error& error() const& {
    CHECK(failed_);
    return error_;
  }
  Error&& error() && {
    CHECK(failed_);
    return std::move(error_);
  }

 private:
  bool failed_ = false;
  Error error_;
};

using Status = Result<void>;

// Shorthands that read well at the point of failure.
inline Error invalid_input(std::string message, std::string detail = {}) {
  return {ErrorCode::kInvalidInput, std::move(message), std::move(detail)};
}
inline Error not_found(std::string message, std::string detail = {}) {
  return {ErrorCode::kNotFound, std::move(message), std::move(detail)};
}
inline Error conflict(std::string message, std::string detail = {}) {
  return {ErrorCode::kConflict, std::move(message), std::move(detail)};
}
inline Error undefined(std::string reason) {
  return {ErrorCode::kUndefined, std::move(reason), {}};
}
inline Error unsupported(std::string message, std::string detail = {}) {
  return {ErrorCode::kUnsupported, std::move(message), std::move(detail)};
}
inline Error unavailable(std::string message, std::string detail = {}) {
  return {ErrorCode::kUnavailable, std::move(message), std::move(detail)};
}
inline Error unauthenticated(std::string message, std::string detail = {}) {
  return {ErrorCode::kUnauthenticated, std::move(message), std::move(detail)};
}
inline Error forbidden(std::string message, std::string detail = {}) {
  return {ErrorCode::kForbidden, std::move(message), std::move(detail)};
}
inline Error throttled(std::string message, int retry_after_seconds) {
  return {ErrorCode::kThrottled, std::move(message), {}, retry_after_seconds};
}

}  // namespace laurel::base

// TRY(expr): the value of a Result (nothing of a Status), or return its error from the enclosing
// function (which returns a Result). A GNU statement expression, so not for use inside coroutines;
// and one to an expression where other parts own memory, which g++ would not free on the way out.
#define TRY(...)                                                  \
  __extension__({                                                 \
    auto try_result_ = (__VA_ARGS__);                             \
    if (!try_result_.ok()) return std::move(try_result_).error(); \
    std::move(try_result_).value();                               \
  })
