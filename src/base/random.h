// Random: a small, fast, seeded generator (xoshiro256**, Blackman & Vigna 2018), the same sequence
// on every machine. For simulation, sampling and ids; never for secrets. Not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace laurel::base {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();
  // Uniform on 0 … bound-1 without bias. REQUIRES: bound > 0.
  std::uint64_t below(std::uint64_t bound);
  // Uniform on [0, 1).
  double uniform();
  // Standard normal (polar method).
  double normal();
  bool chance(double probability) { return uniform() < probability; }

  template <typename Container>
  const auto& pick(const Container& items) {
    return items[static_cast<std::size_t>(below(items.size()))];
  }
  template <typename Container>
  void shuffle(Container& items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[static_cast<std::size_t>(below(i))]);
  }

  // Seeds from the operating system, for ids and salts of tests, not for secrets.
  static std::uint64_t entropy();

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace laurel::base
