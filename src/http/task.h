// The three coroutine pieces that connections are made of. All of it stays on one network thread.
//
// g++ 12 has bugs that decide how these are used: no co_await within a statement expression (so no
// TRY), no aggregate temporaries as arguments of an awaited call, no `c ? co_await a : b`. Named
// variables avoid them.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "base/check.h"

namespace laurel::http {

// A coroutine that nobody awaits; it frees itself at its end.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }  // its body catches what may come
  };
};

// A coroutine that starts when it is awaited, once, and gives a T.
template <typename T>
class [[nodiscard]] Task {
 public:
  struct promise_type {
    std::coroutine_handle<> awaiter;
    std::optional<T> value;
    std::exception_ptr exception;

    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct ToAwaiter {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept {
          return self.promise().awaiter;
        }
        void await_resume() noexcept {}
      };
      return ToAwaiter{};
    }
    void return_value(T result) { value = std::move(result); }
    void unhandled_exception() { exception = std::current_exception(); }
  };

  Task(Task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (coroutine_) coroutine_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
    coroutine_.promise().awaiter = awaiter;
    return coroutine_;
  }
  T await_resume() {
    promise_type& promise = coroutine_.promise();
    if (promise.exception) std::rethrow_exception(promise.exception);
    CHECK(promise.value.has_value());
    return std::move(*promise.value);
  }

 private:
  explicit Task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}

  std::coroutine_handle<promise_type> coroutine_;
};

// Something may have happened: one coroutine waits, any callback of the same thread signals.
// Signals before the wait are kept, several count as one.
class Event {
 public:
  void signal() {
    set_ = true;
    if (waiter_) std::exchange(waiter_, nullptr).resume();
  }
  bool await_ready() const noexcept { return set_; }
  void await_suspend(std::coroutine_handle<> waiter) noexcept { waiter_ = waiter; }
  void await_resume() noexcept { set_ = false; }

 private:
  bool set_ = false;
  std::coroutine_handle<> waiter_;
};

}  // namespace laurel::http
