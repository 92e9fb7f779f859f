// Which connection's deadline passes next. A connection has one deadline at a time; most are set
// and lifted without ever passing, so both cost a few pointers: one list for each stage is in order
// by itself, because a stage lasts equally long for everyone (but for large bodies, which look for
// their place from the end). Not thread-safe: one for each network thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace laurel::http {

enum class Stage : std::uint8_t { kIdle, kHead, kBody, kWrite, kLinger };
inline constexpr int kStageCount = 5;

using SteadyTime = std::chrono::steady_clock::time_point;

class DeadlineQueue {
 public:
  class Entry {
   public:
    Entry() = default;
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    // The deadline passed; it is lifted already.
    virtual void expired(Stage stage) = 0;

   protected:
    ~Entry() = default;

   private:
    friend class DeadlineQueue;
    Entry* before_ = nullptr;
    Entry* after_ = nullptr;
    SteadyTime at_;
    Stage stage_ = Stage::kIdle;
    bool set_ = false;
  };

  // Replaces the entry's deadline.
  void set(Entry& entry, Stage stage, SteadyTime at);
  void lift(Entry& entry);
  bool empty() const;

  // Tells every entry whose deadline is not after `now`. Entries may set and lift while told.
  void expire(SteadyTime now);

 private:
  struct List {
    Entry* first = nullptr;
    Entry* last = nullptr;
  };
  std::array<List, kStageCount> lists_;
};

}  // namespace laurel::http
