// One thread that reads and writes for its share of the connections, with what they share: the
// event loop, mail from other threads, deadlines, the date, request ids, a scratch buffer. Only
// post() may be called from other threads.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/random.h"
#include "http/deadline_queue.h"

namespace laurel::http {

class Connection;

// Something another thread has for a connection: an answer.
class Mail {
 public:
  virtual ~Mail() = default;
  virtual void arrive() = 0;  // on the network thread; frees itself if it has to
};

class NetworkThread {
 public:
  // Looks at deadlines every `tick` while there are any.
  explicit NetworkThread(std::chrono::milliseconds tick);
  ~NetworkThread();
  NetworkThread(const NetworkThread&) = delete;
  NetworkThread& operator=(const NetworkThread&) = delete;

  void start();
  // Ends the loop when nothing is left to do. REQUIRES: no connection is left or will be added.
  void finish();

  boost::asio::io_context& context() { return context_; }

  // Wakes the thread only if no other mail waits: one wake-up for a batch of answers.
  void post(Mail& mail);

  void set_deadline(DeadlineQueue::Entry& entry, Stage stage, std::chrono::milliseconds in);
  void lift_deadline(DeadlineQueue::Entry& entry) { deadlines_.lift(entry); }

  // As an IMF-fixdate (RFC 9110 5.6.7); made anew once a second.
  std::string_view date();
  void new_request_id(std::string& out);
  // For whoever does not suspend while using it.
  std::string& scratch() { return scratch_; }

  // Connections that live, so that a stop can reach them.
  std::vector<Connection*>& connections() { return connections_; }

 private:
  void deliver();
  void arm();

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>,
                                    boost::asio::io_context::executor_type>
      timer_;
  const std::chrono::milliseconds tick_;
  bool armed_ = false;
  DeadlineQueue deadlines_;

  std::mutex mail_mutex_;
  std::vector<Mail*> mail_, delivering_;
  std::atomic<int> posting_{0};  // threads inside post(), which a finish waits for

  base::Random random_;
  std::int64_t date_second_ = -1;
  std::string date_, scratch_;
  std::vector<Connection*> connections_;
  std::thread thread_;
};

}  // namespace laurel::http
