// What a handler returns: a response at once, or one that comes later from any thread. While it is
// awaited the connection's coroutine sleeps and no thread does, so that as many requests may wait
// for one commit as there are connections.
//
//   return Reply::later([this, draft = std::move(draft)](Done done) mutable {
//     queue_.submit(std::move(draft), [done](Status status) { done(answer_to(status)); });
//   });
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "http/message.h"

namespace laurel::http {

// Gives the answer: from any thread, once. Copies are the same promise, cheap, and may be kept in
// std::function; when the last one goes away unused, the answer is 500, so a request never hangs.
// A second call is ignored (and logged). The answer may be given inside the call that handed Done
// over. After the call the Request must not be touched any more.
class Done {
 public:
  // What the server has for each answer awaited. Its destructor runs when no copy is left.
  class Promise {
   public:
    virtual ~Promise() = default;
    virtual void keep(Response response) = 0;
  };

  explicit Done(std::shared_ptr<Promise> promise) : promise_(std::move(promise)) {}
  void operator()(Response response) const { promise_->keep(std::move(response)); }

 private:
  std::shared_ptr<Promise> promise_;
};

class Reply {
 public:
  Reply(Response response) : state_(std::move(response)) {}  // NOLINT: a response is a reply

  // `start` is called once with the Done, after the handler returned and on its thread. It may be
  // move-only and should return soon: it queues work, it does not wait for it.
  template <typename Start>
  static Reply later(Start start) {
    return Reply(std::make_unique<Callable<Start>>(std::move(start)));
  }

  // For the server and for tests.
  Response* now() { return std::get_if<Response>(&state_); }
  // REQUIRES: now() is null; called once.
  void start(Done done) { (*std::get_if<1>(&state_))->call(std::move(done)); }

 private:
  struct Starter {
    virtual ~Starter() = default;
    virtual void call(Done done) = 0;
  };
  template <typename Start>
  struct Callable final : Starter {
    explicit Callable(Start s) : start(std::move(s)) {}
    void call(Done done) override { start(std::move(done)); }
    Start start;
  };
  explicit Reply(std::unique_ptr<Starter> starter) : state_(std::move(starter)) {}

  std::variant<Response, std::unique_ptr<Starter>> state_;
};

// A handler may be called by several threads at once. What it throws is answered 500 and logged.
using Handler = std::function<Reply(const Request&)>;

}  // namespace laurel::http
