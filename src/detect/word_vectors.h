// Word vectors and clusters learned from unlabelled text: the knowledge of words that a small
// labelled set lacks. Skip-gram with negative sampling (Mikolov et al. 2013), single-threaded so
// that the same text and seed give the same vectors; then spherical k-means. Used when a model is
// made, never when text is read. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace laurel::detect {

struct WordVectorOptions {
  int dimensions = 48;
  int window = 4;
  int negatives = 5;
  int epochs = 3;
  std::uint32_t min_count = 8;
  std::uint64_t seed = 1;
};

struct WordVectors {
  int dimensions = 0;
  std::vector<std::uint64_t> hashes;  // text::Token::hash, by falling count
  std::vector<std::uint32_t> counts;
  std::vector<std::uint32_t> capitals;  // how often capitalised though not opening a sentence
  std::vector<float> values;            // row-major: word × dimension, each row of length 1
};

// `corpus` is one text a line.
WordVectors learn_word_vectors(std::string_view corpus, const WordVectorOptions& options);

// Cluster numbers 0 … clusters-1 in the order of the words.
std::vector<std::uint16_t> cluster_words(const WordVectors& words, int clusters, int rounds,
                                         std::uint64_t seed);

}  // namespace laurel::detect
