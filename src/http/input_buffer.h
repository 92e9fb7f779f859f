// Bytes that were read and not yet used. Small as long as nobody needs more, so that thousands of
// idle connections cost little. Views into it stay valid until make_room() or shrink().
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

#include "base/check.h"

namespace laurel::http {

class InputBuffer {
 public:
  static constexpr std::size_t kSmall = 4096;

  explicit InputBuffer(std::size_t capacity = kSmall)
      : data_(new char[capacity]), capacity_(capacity) {}

  std::string_view view() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }
  std::size_t size() const { return end_ - begin_; }

  std::span<char> room() { return {data_.get() + end_, capacity_ - end_}; }
  void added(std::size_t n) { end_ += n; }
  void consume(std::size_t n) {
    CHECK(n <= size());
    begin_ += n;
  }
  // Whether `n` bytes from the first unused one fit without moving anything.
  bool holds(std::size_t n) const { return n <= capacity_ - begin_; }

  // Makes some room behind the bytes: by moving them to the front, or by doubling up to `most`.
  // False if they fill `most` already.
  bool make_room(std::size_t most) {
    if (begin_ > 0) {
      std::memmove(data_.get(), data_.get() + begin_, size());
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ < capacity_) return true;
    if (capacity_ >= most) return false;
    resize(std::min(capacity_ * 2, most));
    return true;
  }

  // Back to the small size, and to the front, where that loses nothing.
  void shrink() {
    if (empty()) begin_ = end_ = 0;
    if (capacity_ > kSmall && size() <= kSmall) resize(kSmall);
  }

  void append(std::string_view bytes) {
    while (room().size() < bytes.size()) resize(capacity_ * 2);
    std::memcpy(room().data(), bytes.data(), bytes.size());
    added(bytes.size());
  }

 private:
  void resize(std::size_t capacity) {
    std::unique_ptr<char[]> bigger(new char[capacity]);
    const std::size_t held = size();
    std::memcpy(bigger.get(), data_.get() + begin_, held);
    data_ = std::move(bigger);
    capacity_ = capacity;
    begin_ = 0;
    end_ = held;
  }

  std::unique_ptr<char[]> data_;
  std::size_t capacity_;
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace laurel::http
