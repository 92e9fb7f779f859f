#include "detect/word_vectors.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/random.h"
#include "text/document.h"

namespace laurel::detect {

namespace {

constexpr std::uint32_t kLineEnd = 0xFFFFFFFF;

template <typename Visit>
void for_each_line(std::string_view corpus, Visit visit) {
  text::Document document;
  while (!corpus.empty()) {
    const std::size_t end = std::min(corpus.find('\n'), corpus.size());
    text::analyse(corpus.substr(0, end), document);
    visit(document);
    corpus.remove_prefix(std::min(end + 1, corpus.size()));
  }
}

bool counts_as_word(const text::Token& token) {
  return token.kind != text::TokenKind::kLink && token.kind != text::TokenKind::kOther &&
         token.kind != text::TokenKind::kNumber;
}

struct Count {
  std::uint64_t hash;
  std::uint32_t count;
  std::uint32_t capitals;
};

std::vector<Count> count_words(std::string_view corpus, std::uint32_t min_count) {
  std::unordered_map<std::uint64_t, Count> counts;
  for_each_line(corpus, [&](const text::Document& document) {
    for (const text::Sentence& sentence : document.sentences) {
      for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
        const text::Token& token = document.tokens[i];
        if (!counts_as_word(token)) continue;
        Count& count = counts.try_emplace(token.hash, Count{token.hash, 0, 0}).first->second;
        ++count.count;
        count.capitals += i > sentence.begin && token.has(text::kCapital) &&
                          (!token.has(text::kAllCapitals) || token.end - token.begin < 4);
      }
    }
  });
  std::vector<Count> kept;
  for (const auto& [hash, count] : counts)
    if (count.count >= min_count) kept.push_back(count);
  std::ranges::sort(kept, [](const Count& a, const Count& b) {
    return a.count != b.count ? a.count > b.count : a.hash < b.hash;
  });
  return kept;
}

// A table to draw noise words from, proportional to count^0.75.
std::vector<std::uint32_t> noise_table(const std::vector<Count>& counts) {
  constexpr std::size_t kSize = 1 << 20;
  double total = 0;
  for (const Count& c : counts) total += std::pow(c.count, 0.75);
  std::vector<std::uint32_t> table;
  table.reserve(kSize);
  double so_far = 0;
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    so_far += std::pow(counts[i].count, 0.75) / total;
    while (static_cast<double>(table.size()) < so_far * kSize && table.size() < kSize)
      table.push_back(i);
  }
  while (table.size() < kSize) table.push_back(0);
  return table;
}

void normalise_rows(std::vector<float>& values, int dimensions) {
  const auto width = static_cast<std::size_t>(dimensions);
  for (std::size_t row = 0; row + width <= values.size(); row += width) {
    float square = 0;
    for (std::size_t d = 0; d < width; ++d) square += values[row + d] * values[row + d];
    const float scale = square > 0 ? 1 / std::sqrt(square) : 0;
    for (std::size_t d = 0; d < width; ++d) values[row + d] *= scale;
  }
}

float dot(const float* a, const float* b, std::size_t width) {
  float sum = 0;
  for (std::size_t d = 0; d < width; ++d) sum += a[d] * b[d];
  return sum;
}

}  // namespace

WordVectors learn_word_vectors(std::string_view corpus, const WordVectorOptions& options) {
  const std::vector<Count> counts = count_words(corpus, options.min_count);
  WordVectors out;
  out.dimensions = options.dimensions;
  std::unordered_map<std::uint64_t, std::uint32_t> index;
  for (const Count& c : counts) {
    index.emplace(c.hash, static_cast<std::uint32_t>(out.hashes.size()));
    out.hashes.push_back(c.hash);
    out.counts.push_back(c.count);
    out.capitals.push_back(c.capitals);
  }
  std::vector<std::uint32_t> stream;
  for_each_line(corpus, [&](const text::Document& document) {
    for (const text::Token& token : document.tokens)
      if (const auto at = index.find(token.hash); counts_as_word(token) && at != index.end())
        stream.push_back(at->second);
    stream.push_back(kLineEnd);
  });

  base::Random random(options.seed);
  const auto width = static_cast<std::size_t>(options.dimensions);
  out.values.resize(counts.size() * width);
  for (float& v : out.values)
    v = static_cast<float>((random.uniform() - 0.5) / static_cast<double>(width));
  std::vector<float> context(out.values.size(), 0.0F);
  const std::vector<std::uint32_t> noise = noise_table(counts);
  const double total = static_cast<double>(stream.size());
  std::vector<float> keep(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double share = counts[i].count / total;
    keep[i] = static_cast<float>(std::min(1.0, std::sqrt(5e-4 / share) + 5e-4 / share));
  }

  const double steps = total * options.epochs;
  double done = 0;
  std::vector<float> gradient(width);
  std::vector<std::uint32_t> line;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    for (const std::uint32_t word : stream) {
      if (word != kLineEnd) {
        if (random.uniform() < keep[word]) line.push_back(word);
        continue;
      }
      done += static_cast<double>(line.size()) + 1;
      const auto rate = static_cast<float>(0.03 * std::max(0.02, 1 - done / steps));
      for (std::size_t i = 0; i < line.size(); ++i) {
        const std::size_t reach = 1 + random.below(static_cast<std::uint64_t>(options.window));
        for (std::size_t j = i > reach ? i - reach : 0; j <= i + reach && j < line.size(); ++j) {
          if (j == i) continue;
          float* v = &out.values[line[j] * width];
          std::ranges::fill(gradient, 0.0F);
          for (int n = 0; n <= options.negatives; ++n) {
            const std::uint32_t target = n == 0 ? line[i] : noise[random.below(noise.size())];
            if (n > 0 && target == line[i]) continue;
            float* c = &context[target * width];
            const float score = dot(v, c, width);
            const float g = rate * ((n == 0 ? 1.0F : 0.0F) - 1 / (1 + std::exp(-score)));
            for (std::size_t d = 0; d < width; ++d) {
              gradient[d] += g * c[d];
              c[d] += g * v[d];
            }
          }
          for (std::size_t d = 0; d < width; ++d) v[d] += gradient[d];
        }
      }
      line.clear();
    }
  }
  normalise_rows(out.values, options.dimensions);
  return out;
}

std::vector<std::uint16_t> cluster_words(const WordVectors& words, int clusters, int rounds,
                                         std::uint64_t seed) {
  const auto width = static_cast<std::size_t>(words.dimensions);
  const std::size_t count = words.hashes.size();
  const auto groups = std::min(static_cast<std::size_t>(clusters), count);
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  base::Random random(seed);
  // Start from frequent words, so that common meanings get clusters of their own.
  order.resize(std::min(count, groups * 8));
  random.shuffle(order);
  std::vector<float> centres(groups * width);
  for (std::size_t g = 0; g < groups; ++g)
    std::copy_n(&words.values[order[g] * width], width, &centres[g * width]);
  std::vector<std::uint16_t> member(count);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < count; ++i) {
      float best = -2;
      for (std::size_t g = 0; g < groups; ++g) {
        const float score = dot(&words.values[i * width], &centres[g * width], width);
        if (score > best) {
          best = score;
          member[i] = static_cast<std::uint16_t>(g);
        }
      }
    }
    std::ranges::fill(centres, 0.0F);
    for (std::size_t i = 0; i < count; ++i) {
      const float weight = std::sqrt(static_cast<float>(words.counts[i]));
      for (std::size_t d = 0; d < width; ++d)
        centres[member[i] * width + d] += weight * words.values[i * width + d];
    }
    normalise_rows(centres, words.dimensions);
  }
  return member;
}

}  // namespace laurel::detect
