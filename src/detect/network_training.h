// Learns a Network from labelled mentions and texts: stochastic gradient descent with Adam (Kingma
// & Ba 2015) on the logistic loss of mentions and texts together; channels and words are left out
// at random while learning (dropout, Srivastava et al. 2014). A word's row is its vector times
// shared weights plus what is learned about the word itself, so that rare words act like words used
// alike. Deterministic for a seed. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "detect/network.h"
#include "detect/word_table.h"

namespace laurel::detect {

// A text with what is said about it; the reading must outlive the lesson.
struct NetworkLesson {
  const Reading* reading = nullptr;
  std::vector<std::int8_t> praised;  // of each mention: 1, 0, or -1 when not known
  bool commendation = false;
  float weight = 1;
};

struct NetworkOptions {
  int epochs = 8;
  std::size_t batch = 16;  // texts
  float rate = 0.003F;     // falls to a twentieth of it
  float decay = 0.01F;     // of shared weights, by step and rate
  float channel_dropout = 0.2F;
  float word_dropout = 0.05F;
  float text_weight = 0.5F;  // of a text beside a mention
  std::uint64_t seed = 1;
};

// An empty network if `words` knows no vectors or there are no lessons.
Network fit_network(std::span<const NetworkLesson* const> lessons, const WordTable& words,
                    const NetworkOptions& options = {});

}  // namespace laurel::detect
