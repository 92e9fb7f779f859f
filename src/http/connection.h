// One client's connection: a coroutine that reads requests, has them answered and writes the
// answers, one after the other. Everything happens on its network thread but the handlers that run
// on the pool; what those leave behind comes back as mail.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/input_buffer.h"
#include "http/network_thread.h"
#include "http/pool.h"
#include "http/request_parser.h"
#include "http/response_head.h"
#include "http/server_state.h"
#include "http/task.h"
#include "http/transport.h"

namespace laurel::http {

// What a connection is for.
enum class Serves : std::uint8_t {
  kRoutes,
  kRefusal,   // too many connections: the first request is answered 503
  kRedirect,  // the plain port beside a TLS one
};

// A connection as it was accepted. `tls` is null for a plain one.
struct Incoming {
  Socket socket;
  std::shared_ptr<boost::asio::ssl::context> tls;
  Address peer;
  Serves serves = Serves::kRoutes;
  std::uint16_t tls_port = 0;  // where kRedirect leads
};

class Connection final : public Job, public DeadlineQueue::Entry {
 public:
  // Counted in state.open already. REQUIRES: on `thread`.
  static void start(ServerState& state, NetworkThread& thread, Incoming incoming);
  ~Connection();

  // While the server stops: ends the connection if it waits for a request and none has come.
  void end_if_idle();
  // Ends reading and writing at once. A handler that runs is waited for all the same.
  void cut();

 private:
  class AnswerPromise;
  class PiecePromise;
  struct AnswerMail;
  struct PieceMail;
  struct StreamState;
  friend struct StreamState;

  // What the pool gives back for a job.
  struct JobMail final : Mail {
    explicit JobMail(Connection& of) : connection(of) {}
    void arrive() override { connection.job_done(); }
    Connection& connection;
  };
  enum class JobKind : std::uint8_t { kHandler, kOpenStream, kTakeBlock };
  enum class BodyState : std::uint8_t {
    kComplete,
    kTooLarge,
    kTooSlow,
    kMalformed,
    kNoRoom,
    kGone
  };

  Connection(ServerState& state, NetworkThread& thread, Incoming incoming);

  // connection.cc: one request after the other
  static Detached serve(std::unique_ptr<Connection> self);
  Task<bool> serve_one();  // false: the connection is over
  Task<bool> serve_matched();
  Task<bool> refuse(int status, std::string_view detail);  // before its head was understood
  Task<bool> answer_without_body();                        // response_ is set, the body unread
  static HeadProblem refusal_of(BodyState state);
  AfterAnswer after_answer() const;
  void begin_request();
  void answer_other_than_routes();
  void finish_request();
  void expired(Stage stage) override;

  // connection_io.cc: bodies, bytes, the end
  Task<BodyState> read_body();
  Task<BodyState> read_chunked_body();
  bool reserve(std::size_t bytes);  // of Limits::bodies, in all for this request
  void release_body();
  Task<bool> send_continue();
  bool send_now(AfterAnswer after);  // false: some is left for flush()
  Task<bool> flush();
  Task<bool> drain_body();
  Task<bool> close_gently();  // always false

  // connection_calls.cc: handlers and their answers
  void run() override;  // on the pool
  void dispatch(JobKind kind);
  void call_handler();
  void open_stream();
  void take_block();
  void give(Response response);
  void job_done();
  void answered(Response response);
  void end_job();

  // connection_stream.cc
  Task<bool> serve_stream();
  Task<bool> answer_stream(bool whole_body);  // response_ is set
  void piece_arrived(std::uint64_t index, Piece piece);
  bool stream_goes_on();  // a deadline passed while it may

  ServerState& state_;
  NetworkThread& thread_;
  Transport transport_;
  const Address peer_;
  const Serves serves_;
  const std::uint16_t tls_port_;
  std::size_t index_;  // in thread_.connections()

  InputBuffer in_;
  Request request_;
  Framing framing_;
  const Route* route_ = nullptr;
  std::string body_;                // one that in_ does not hold
  std::size_t reserved_ = 0;        // for it
  std::size_t body_in_buffer_ = 0;  // of in_, while the request lives
  std::string after_body_;          // read with the body, for the next request
  SteadyTime started_, queued_;
  bool waits_for_request_ = false, expired_ = false;

  Event event_;  // an answer, a job's end, a stream's read or write
  JobMail job_mail_{*this};
  JobKind job_kind_ = JobKind::kHandler;
  bool job_running_ = false, answered_ = false;
  StreamState* stream_ = nullptr;

  Response response_;  // a handler's thread writes it, then the job's mail is posted
  std::string out_;    // of the head, what the socket did not take at once
  std::string_view unsent_body_;
  std::size_t answer_bytes_ = 0;
};

}  // namespace laurel::http
