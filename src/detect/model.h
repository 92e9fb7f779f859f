// Model: the weights of the detector and the file they live in.
//
// File, little-endian: "LAURELPM", u32 format version, u32 CRC-32 of everything after it, then the
// blocks in the order of the members below; a vector is u32 count, then its elements. Hashed
// weights are one signed byte each with one scale per block. Immutable; shared between detectors
// and threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/detector.h"
#include "detect/features.h"
#include "detect/network.h"
#include "detect/projections.h"
#include "detect/word_table.h"

namespace laurel::detect {

inline constexpr std::uint32_t kModelFormat = 4;
inline constexpr std::uint32_t kMentionBits = 18;
inline constexpr std::uint32_t kTextBits = 17;
inline constexpr std::uint32_t kTraitBits = 14;

// How much a group of features counts as a whole.
using GroupScales = std::array<float, kGroups>;
//                                        attr  place beside around neigh relat pattern whole
inline constexpr GroupScales kMentionScales = {1.5F, 2.0F, 2.0F, 1.0F, 1.0F, 2.0F, 1.5F, 0.0F};
inline constexpr GroupScales kTextScales = {1.0F, 0.0F, 1.5F, 1.5F, 0.7F, 1.5F, 0.7F, 2.0F};
inline constexpr GroupScales kTraitScales = {1.0F, 0.5F, 1.5F, 1.0F, 1.5F, 1.0F, 0.7F, 2.0F};

// Weights of hashed features, `outputs` side by side for each feature.
struct HashedWeights {
  float scale = 0;
  std::vector<std::int8_t> weights;

  static HashedWeights quantise(const std::vector<float>& weights);
};

inline constexpr std::size_t kEntityFeatures = 18;
inline constexpr std::size_t kTextTopFeatures = 9;

class Model {
 public:
  // The weights embedded in the program.
  static std::shared_ptr<const Model> embedded();
  // Reads the bytes of a model file; refuses a damaged file or another format version.
  static base::Result<std::shared_ptr<const Model>> parse(std::string_view bytes);
  std::string serialise() const;
  // Names the weights: "laurel-en-1 (3f2a9c1d)".
  std::string version() const;

  std::string name = "laurel-en";
  Thresholds thresholds{};
  HashedWeights mention;  // 1 << kMentionBits
  std::array<float, kDenseMention> mention_dense{};
  Network network;
  HashedWeights text;    // 1 << kTextBits
  HashedWeights traits;  // (1 << kTraitBits) × kTraitCount
  std::array<TraitLogits, kDimensions> traits_dense{};
  std::array<float, kEntityFeatures> entity{};
  std::array<float, kTextTopFeatures> text_top{};
  TraitLogits trait_thresholds{};
  WordTable words;
  Projections projections;  // of the vectors of `words`; not in the file

 private:
  std::uint32_t checksum_ = 0;
};

}  // namespace laurel::detect
