#include "detect/channels.h"

#include "detect/channel_loops.h"

namespace laurel::detect {

namespace {
struct Portable {
  static constexpr std::size_t kVectors = 2;
  typedef std::int16_t Wide __attribute__((vector_size(16)));
  typedef std::uint16_t Sums __attribute__((vector_size(16)));
  typedef std::int8_t Narrow __attribute__((vector_size(8)));
  typedef std::uint16_t HalfSums __attribute__((vector_size(8)));
  typedef std::int16_t Half __attribute__((vector_size(8)));
  typedef std::int32_t Whole __attribute__((vector_size(16)));
  typedef float Floats __attribute__((vector_size(16)));
};
}  // namespace

const ChannelLoops& portable_channel_loops() { return LoopsOf<Portable>::kLoops; }

const ChannelLoops& channel_loops() {
  static const ChannelLoops& chosen = avx512_channel_loops() != nullptr ? *avx512_channel_loops()
                                      : avx2_channel_loops() != nullptr ? *avx2_channel_loops()
                                                                        : portable_channel_loops();
  return chosen;
}

}  // namespace laurel::detect
