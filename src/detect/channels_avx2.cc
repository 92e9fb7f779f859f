// The only file compiled with AVX2 (CMakeLists.txt), so nothing in it runs before the question
// whether the processor has it.
#include "detect/channel_loops.h"

namespace laurel::detect {

#ifdef __AVX2__

namespace {
struct Avx2 {
  static constexpr std::size_t kVectors = 2;
  typedef std::int16_t Wide __attribute__((vector_size(32)));
  typedef std::uint16_t Sums __attribute__((vector_size(32)));
  typedef std::int8_t Narrow __attribute__((vector_size(16)));
  typedef std::uint16_t HalfSums __attribute__((vector_size(16)));
  typedef std::int16_t Half __attribute__((vector_size(16)));
  typedef std::int32_t Whole __attribute__((vector_size(32)));
  typedef float Floats __attribute__((vector_size(32)));
};
}  // namespace

const ChannelLoops* avx2_channel_loops() {
  return __builtin_cpu_supports("avx2") ? &LoopsOf<Avx2>::kLoops : nullptr;
}

#else

const ChannelLoops* avx2_channel_loops() { return nullptr; }

#endif

}  // namespace laurel::detect
