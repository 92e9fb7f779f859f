#include "detect/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/check.h"

// The default model's bytes, put into the program by the assembler (embedded_model.S).
extern "C" {
extern const char laurel_default_model[];
extern const char laurel_default_model_end[];
}

namespace laurel::detect {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

namespace {

constexpr std::string_view kMagic = "LAURELPM";

// CRC-32 of ISO 3309, eight bytes at a time (Kounavis and Berry 2005): table k is for a byte that k
// more follow.
constexpr auto kCrcTables = [] {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (0xEDB88320U & (0U - (crc & 1)));
    tables[0][byte] = crc;
  }
  for (std::size_t k = 1; k < 8; ++k)
    for (std::size_t byte = 0; byte < 256; ++byte)
      tables[k][byte] = tables[k - 1][byte] >> 8 ^ tables[0][tables[k - 1][byte] & 0xFF];
  return tables;
}();

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data(), 8);
    eight ^= crc;
    crc = 0;
    for (std::size_t k = 0; k < 8; ++k) crc ^= kCrcTables[7 - k][eight >> 8 * k & 0xFF];
  }
  for (const char c : bytes)
    crc = crc >> 8 ^ kCrcTables[0][(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~crc;
}

class Writer {
 public:
  template <typename T>
  void put(const T& item) {
    bytes_.append(reinterpret_cast<const char*>(&item), sizeof item);
  }
  template <typename T>
  void put_all(const std::vector<T>& items) {
    put(static_cast<std::uint32_t>(items.size()));
    bytes_.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <typename T>
  bool get(T& item) {
    if (bytes_.size() < sizeof item) return false;
    std::memcpy(&item, bytes_.data(), sizeof item);
    bytes_.remove_prefix(sizeof item);
    return true;
  }
  template <typename T>
  bool get_all(std::vector<T>& items) {
    std::uint32_t count = 0;
    if (!get(count) || count > bytes_.size() / sizeof(T)) return false;
    items.resize(count);
    if (count > 0) std::memcpy(items.data(), bytes_.data(), count * sizeof(T));
    bytes_.remove_prefix(count * sizeof(T));
    return true;
  }
  bool done() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

}  // namespace

HashedWeights HashedWeights::quantise(const std::vector<float>& weights) {
  float largest = 0;
  for (const float w : weights) largest = std::max(largest, std::abs(w));
  HashedWeights out;
  out.scale = largest > 0 ? largest / 127 : 1;
  out.weights.reserve(weights.size());
  for (const float w : weights)
    out.weights.push_back(static_cast<std::int8_t>(std::lround(w / out.scale)));
  return out;
}

std::string Model::serialise() const {
  Writer body;
  body.put_all(std::vector<char>(name.begin(), name.end()));
  body.put(thresholds);
  for (const HashedWeights* block : {&mention, &text, &traits}) {
    body.put(block->scale);
    body.put_all(block->weights);
  }
  body.put(entity);
  body.put(text_top);
  body.put(traits_dense);
  body.put(trait_thresholds);
  body.put(mention_dense);
  body.put(network.scale);
  body.put_all(network.rows);
  body.put(network.senses);
  body.put(network.turns);
  body.put(network.gates);
  body.put(network.forms);
  body.put(network.text_sum);
  body.put(network.text_largest);
  body.put(network.text_start);
  const WordKnowledge& knowledge = words.knowledge();
  body.put(static_cast<std::uint32_t>(knowledge.words.size()));
  for (const LearnedWord& w : knowledge.words) {
    body.put(w.key);
    body.put(w.cluster);
    body.put(w.coarse);
    body.put(w.shape);
    body.put(w.vector);
  }
  body.put_all(knowledge.vectors);
  Writer file;
  file.bytes_ = kMagic;
  file.put(kModelFormat);
  file.put(crc32(body.bytes_));
  return file.bytes_ + body.bytes_;
}

base::Result<std::shared_ptr<const Model>> Model::parse(std::string_view bytes) {
  if (!bytes.starts_with(kMagic))
    return base::invalid_input("This is not a Laurel praise model; give a file that train wrote.");
  bytes.remove_prefix(kMagic.size());
  Reader header(bytes.substr(0, 8));
  std::uint32_t format = 0;
  std::uint32_t checksum = 0;
  if (!header.get(format) || !header.get(checksum))
    return base::invalid_input("This model file is cut short; copy it again.");
  if (format != kModelFormat)
    return base::unsupported(
        fmt::format("This model has format {}, this Laurel reads format {}; train it again.",
                    format, kModelFormat));
  bytes.remove_prefix(8);
  if (crc32(bytes) != checksum)
    return base::invalid_input("This model file is damaged; copy it again.");
  auto model = std::make_shared<Model>();
  model->checksum_ = checksum;
  Reader reader(bytes);
  std::vector<char> name;
  bool good = reader.get_all(name) && reader.get(model->thresholds);
  model->name.assign(name.begin(), name.end());
  for (HashedWeights* block : {&model->mention, &model->text, &model->traits})
    good = good && reader.get(block->scale) && reader.get_all(block->weights);
  WordKnowledge knowledge;
  std::uint32_t words = 0;
  good = good && reader.get(model->entity) && reader.get(model->text_top) &&
         reader.get(model->traits_dense) && reader.get(model->trait_thresholds) &&
         reader.get(model->mention_dense);
  Network& network = model->network;
  good = good && reader.get(network.scale) && reader.get_all(network.rows) &&
         reader.get(network.senses) && reader.get(network.turns) && reader.get(network.gates) &&
         reader.get(network.forms) && reader.get(network.text_sum) &&
         reader.get(network.text_largest) && reader.get(network.text_start) && reader.get(words);
  for (std::uint32_t i = 0; i < words && good; ++i) {
    LearnedWord& w = knowledge.words.emplace_back();
    good = reader.get(w.key) && reader.get(w.cluster) && reader.get(w.coarse) &&
           reader.get(w.shape) && reader.get(w.vector);
  }
  good = good && reader.get_all(knowledge.vectors) && reader.done();
  network.vectors = knowledge.vectors.size() / kDimensions;
  for (const LearnedWord& w : knowledge.words)
    good = good && w.vector <= network.vectors &&
           (network.empty() ||
            (network.vectors + w.cluster + 1) * kReachChannels <= network.rows.size());
  good = good && model->mention.weights.size() == std::size_t{1} << kMentionBits &&
         model->text.weights.size() == std::size_t{1} << kTextBits &&
         model->traits.weights.size() == (std::size_t{1} << kTraitBits) * kTraitCount;
  if (!good) return base::invalid_input("This model file is damaged; copy it again.");
  model->words = WordTable(std::move(knowledge));
  model->projections =
      Projections(model->words.knowledge().vectors, model->mention_dense, model->traits_dense);
  return std::shared_ptr<const Model>(std::move(model));
}

std::shared_ptr<const Model> Model::embedded() {
  static const std::shared_ptr<const Model> model = [] {
    const auto size = static_cast<std::size_t>(laurel_default_model_end - laurel_default_model);
    auto parsed = Model::parse({laurel_default_model, size});
    CHECK(parsed.ok());  // the build embeds what train wrote
    return std::move(parsed).value();
  }();
  return model;
}

std::string Model::version() const {
  return fmt::format("{}-{} ({:08x})", name, kModelFormat, checksum_);
}

}  // namespace laurel::detect
