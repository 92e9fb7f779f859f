// How a connection calls handlers, on its network thread or on the pool, and how answers find back
// to it from whatever thread they are given on.
#include <atomic>
#include <exception>

#include "base/log.h"
#include "http/compression.h"
#include "http/connection.h"
#include "http/connection_stream.h"

namespace laurel::http {
namespace {

// The connection whose coroutine is calling a handler on this thread right now. Its answer needs no
// mail: the coroutine runs and will look.
thread_local const void* calling = nullptr;

constexpr std::string_view kNoAnswer = "Something went wrong here. Try again.";

void log_exception(const Route& route, const char* what) {
  base::log(base::LogLevel::kError, "http.handler_threw",
            {{"route", route.pattern}, {"detail", what}});
}

}  // namespace

struct Connection::AnswerMail final : Mail {
  explicit AnswerMail(Connection& of) : connection(of) {}
  void arrive() override {
    const std::unique_ptr<AnswerMail> self(this);
    connection.answered(std::move(response));
  }
  Connection& connection;
  Response response;
};

// The mail is made with the promise, and whoever takes it out answers: once, without a lock.
class Connection::AnswerPromise final : public Done::Promise {
 public:
  explicit AnswerPromise(Connection& connection) : mail_(new AnswerMail(connection)) {}
  AnswerPromise(const AnswerPromise&) = delete;
  AnswerPromise& operator=(const AnswerPromise&) = delete;
  ~AnswerPromise() override {
    AnswerMail* mail = mail_.exchange(nullptr);
    if (mail == nullptr) return;
    base::log(base::LogLevel::kError, "http.answer_forgotten",
              {{"request", mail->connection.request_.id}});
    mail->response = mail->connection.state_.error(500, &mail->connection.request_, kNoAnswer);
    send(*mail);
  }

  void keep(Response response) override {
    AnswerMail* mail = mail_.exchange(nullptr);
    if (mail == nullptr) {
      base::log(base::LogLevel::kError, "http.answered_twice");
      return;
    }
    mail->response = std::move(response);
    send(*mail);
  }

 private:
  static void send(AnswerMail& mail) {
    if (calling == &mail.connection) {
      mail.arrive();
    } else {
      mail.connection.thread_.post(mail);
    }
  }

  std::atomic<AnswerMail*> mail_;
};

struct Connection::PieceMail final : Mail {
  PieceMail(Connection& of, std::uint64_t position) : connection(of), index(position) {}
  void arrive() override {
    const std::unique_ptr<PieceMail> self(this);
    connection.piece_arrived(index, std::move(piece));
  }
  Connection& connection;
  std::uint64_t index;
  Piece piece;
};

class Connection::PiecePromise final : public PieceDone::Promise {
 public:
  PiecePromise(Connection& connection, std::uint64_t index)
      : mail_(new PieceMail(connection, index)) {}
  PiecePromise(const PiecePromise&) = delete;
  PiecePromise& operator=(const PiecePromise&) = delete;
  ~PiecePromise() override {
    if (mail_.load() != nullptr) keep({"", StreamNext::kStop});
  }

  void keep(Piece piece) override {
    PieceMail* mail = mail_.exchange(nullptr);
    if (mail == nullptr) {
      base::log(base::LogLevel::kError, "http.answered_twice");
      return;
    }
    mail->piece = std::move(piece);
    if (calling == &mail->connection) {
      mail->arrive();
    } else {
      mail->connection.thread_.post(*mail);
    }
  }

 private:
  std::atomic<PieceMail*> mail_;
};

void Connection::dispatch(JobKind kind) {
  job_kind_ = kind;
  job_running_ = true;
  answered_ = false;
  if (route_->options.run == Run::kNetworkThread) {
    calling = this;
    run();
    calling = nullptr;
    return;
  }
  queued_ = std::chrono::steady_clock::now();
  const auto limit = kind == JobKind::kTakeBlock ? Pool::Limit::kIgnore : Pool::Limit::kObserve;
  if (state_.pool->submit(*this, limit)) return;
  Response full = state_.error(503, &request_, "Too many requests are waiting. Try again soon.");
  full.set("Retry-After", "1");
  if (kind == JobKind::kOpenStream) {
    stream_->reply.emplace(std::move(full));
  } else {
    response_ = std::move(full);
  }
  job_running_ = false;
  answered_ = true;
}

void Connection::run() {
  switch (job_kind_) {
    case JobKind::kHandler:
      return call_handler();
    case JobKind::kOpenStream:
      open_stream();
      return end_job();
    case JobKind::kTakeBlock:
      take_block();
      return end_job();
  }
}

// After this the connection belongs to its network thread again.
void Connection::end_job() {
  if (calling == this) {
    job_done();
  } else {
    thread_.post(job_mail_);
  }
}

void Connection::job_done() {
  job_running_ = false;
  if (job_kind_ == JobKind::kHandler) answered_ = true;
  event_.signal();
}

void Connection::give(Response response) {
  response_ = std::move(response);
  end_job();
}

void Connection::answered(Response response) {
  response_ = std::move(response);
  job_running_ = false;
  answered_ = true;
  event_.signal();
}

void Connection::call_handler() {
  if (calling != this &&
      std::chrono::steady_clock::now() - queued_ > state_.options.deadlines.queue) {
    Response late = state_.error(503, &request_, "The server is busy. Try again soon.");
    late.set("Retry-After", "1");
    return give(std::move(late));
  }
  const Route& route = *route_;
  std::optional<Reply> reply;
  try {
    reply.emplace(route.handler(request_));
  } catch (const std::exception& error) {
    log_exception(route, error.what());
  } catch (...) {
    log_exception(route, "not a std::exception");
  }
  if (!reply) return give(state_.error(500, &request_, kNoAnswer));
  if (Response* now = reply->now()) {
    if (calling != this) compress_answer(request_, *now);  // not on a network thread
    return give(std::move(*now));
  }

  // The answer may come before start() returns, and then the connection may be gone: from here on
  // nothing of it is touched. If start() throws, the promise's end answers.
  Done done(std::make_shared<AnswerPromise>(*this));
  try {
    reply->start(std::move(done));
  } catch (const std::exception& error) {
    log_exception(route, error.what());
  } catch (...) {
    log_exception(route, "not a std::exception");
  }
}

void Connection::open_stream() {
  try {
    stream_->reply.emplace(route_->stream_handler(request_));
    return;
  } catch (const std::exception& error) {
    log_exception(*route_, error.what());
  } catch (...) {
    log_exception(*route_, "not a std::exception");
  }
  stream_->reply.emplace(state_.error(500, &request_, kNoAnswer));
}

void Connection::take_block() {
  StreamState& stream = *stream_;
  PieceDone done(std::make_shared<PiecePromise>(*this, stream.taking_index));
  try {
    stream.stream->take(std::move(stream.taking), stream.taking_last, std::move(done));
  } catch (const std::exception& error) {
    log_exception(*route_, error.what());
  } catch (...) {
    log_exception(*route_, "not a std::exception");
  }
}

}  // namespace laurel::http
