#include "http/network_thread.h"

#include <fmt/format.h>

#include <array>
#include <boost/asio/post.hpp>
#include <ctime>

#include "base/check.h"
#include "base/clock.h"

namespace laurel::http {

NetworkThread::NetworkThread(std::chrono::milliseconds tick)
    : work_(context_.get_executor()),
      timer_(context_.get_executor()),
      tick_(tick),
      random_(base::Random::entropy()) {}

NetworkThread::~NetworkThread() { finish(); }

void NetworkThread::start() {
  thread_ = std::thread([this] { context_.run(); });
}

void NetworkThread::finish() {
  if (!thread_.joinable()) return;
  work_.reset();
  boost::asio::post(context_, [this] { timer_.cancel(); });
  thread_.join();
  while (posting_.load(std::memory_order_acquire) != 0) std::this_thread::yield();
  CHECK(connections_.empty());
}

void NetworkThread::post(Mail& mail) {
  bool first = false;
  {
    const std::lock_guard lock(mail_mutex_);
    first = mail_.empty();
    mail_.push_back(&mail);
    if (first) posting_.fetch_add(1, std::memory_order_relaxed);
  }
  if (!first) return;
  boost::asio::post(context_, [this] { deliver(); });
  posting_.fetch_sub(1, std::memory_order_release);
}

void NetworkThread::deliver() {
  {
    const std::lock_guard lock(mail_mutex_);
    delivering_.swap(mail_);
  }
  for (Mail* mail : delivering_) mail->arrive();
  delivering_.clear();
}

void NetworkThread::set_deadline(DeadlineQueue::Entry& entry, Stage stage,
                                 std::chrono::milliseconds in) {
  deadlines_.set(entry, stage, std::chrono::steady_clock::now() + in);
  if (!armed_) arm();
}

void NetworkThread::arm() {
  armed_ = true;
  timer_.expires_after(tick_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    armed_ = false;
    if (error) return;
    deadlines_.expire(std::chrono::steady_clock::now());
    if (!deadlines_.empty() && !armed_) arm();
  });
}

std::string_view NetworkThread::date() {
  const std::int64_t second = base::SystemClock().now().micros / 1'000'000;
  if (second == date_second_) return date_;
  date_second_ = second;
  const std::time_t time = second;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  date_ = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                      kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                      kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                      parts.tm_hour, parts.tm_min, parts.tm_sec);
  return date_;
}

void NetworkThread::new_request_id(std::string& out) {
  constexpr char kDigits[] = "0123456789abcdef";
  out.resize(16);
  std::uint64_t bits = random_.next();
  for (char& digit : out) {
    digit = kDigits[bits & 15];
    bits >>= 4;
  }
}

}  // namespace laurel::http
