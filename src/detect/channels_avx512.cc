// The only file compiled with AVX-512 (CMakeLists.txt), so nothing in it runs before the question
// whether the processor has it.
#include "detect/channel_loops.h"

namespace laurel::detect {

#ifdef __AVX512BW__

namespace {
struct Avx512 {
  static constexpr std::size_t kVectors = 1;
  typedef std::int16_t Wide __attribute__((vector_size(64)));
  typedef std::uint16_t Sums __attribute__((vector_size(64)));
  typedef std::int8_t Narrow __attribute__((vector_size(32)));
  // Weighed as with AVX2, so that both round alike.
  typedef std::uint16_t HalfSums __attribute__((vector_size(16)));
  typedef std::int16_t Half __attribute__((vector_size(16)));
  typedef std::int32_t Whole __attribute__((vector_size(32)));
  typedef float Floats __attribute__((vector_size(32)));
};
}  // namespace

const ChannelLoops* avx512_channel_loops() {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
             ? &LoopsOf<Avx512>::kLoops
             : nullptr;
}

#else

const ChannelLoops* avx512_channel_loops() { return nullptr; }

#endif

}  // namespace laurel::detect
