// CHECK: a broken invariant is a bug in Laurel, so the program says where and stops, in release
// builds too. Thread-safe.
#pragma once

namespace laurel::base {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace laurel::base

#define CHECK(condition)                                            \
  do {                                                              \
    if (!(condition)) [[unlikely]] {                                \
      ::laurel::base::check_failed(#condition, __FILE__, __LINE__); \
    }                                                               \
  } while (false)
