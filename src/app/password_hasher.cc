#include "app/password_hasher.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <utility>

#include "base/check.h"

namespace laurel::app {
namespace {

base::Result<std::string> hashed(const base::Secret& password, const HashingOptions& options) {
  CHECK(sodium_init() >= 0);
  const std::string_view text = password.reveal();
  std::array<char, crypto_pwhash_STRBYTES> encoded{};
  if (crypto_pwhash_str_alg(encoded.data(), text.data(), text.size(),
                            static_cast<unsigned long long>(options.passes), options.memory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return base::unavailable("There is not enough memory to check a password. Try again later.");
  }
  return std::string(encoded.data());
}

// What no password fits: the form and cost of a real one, with salt and hash drawn at random.
std::string nobodys_hash(const HashingOptions& options) {
  CHECK(sodium_init() >= 0);
  const auto random_text = [](std::size_t size) {
    constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
    std::string bytes(size, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    std::string text(sodium_base64_ENCODED_LEN(size, kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kVariant);
    text.pop_back();
    return text;
  };
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", options.memory / 1024, options.passes,
                     random_text(16), random_text(32));
}

}  // namespace

PasswordHasher::PasswordHasher(const HashingOptions& options)
    : options_(options), nobodys_(nobodys_hash(options)) {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { run(); });
}

PasswordHasher::~PasswordHasher() { finish(); }

void PasswordHasher::finish() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void PasswordHasher::hash(base::Secret password,
                          std::function<void(base::Result<std::string>)> done) {
  submit([this, password = std::move(password), done] { done(hashed(password, options_)); },
         [&](base::Error error) { done(std::move(error)); });
}

void PasswordHasher::verify(base::Secret password, std::string encoded,
                            std::function<void(base::Result<Match>)> done) {
  const auto work = [this, password = std::move(password), encoded = std::move(encoded), done] {
    const auto passes = static_cast<unsigned long long>(options_.passes);
    const int old = crypto_pwhash_str_needs_rehash(encoded.c_str(), passes, options_.memory);
    const std::string& against = old < 0 ? nobodys_ : encoded;
    const std::string_view text = password.reveal();
    const bool fits = crypto_pwhash_str_verify(against.c_str(), text.data(), text.size()) == 0;
    if (!fits || old < 0) return done(Match::kNo);
    done(old > 0 ? Match::kYesAtOldCost : Match::kYes);
  };
  submit(work, [&](base::Error error) { done(std::move(error)); });
}

base::Result<std::string> PasswordHasher::hash_now(const base::Secret& password,
                                                   const HashingOptions& options) {
  return hashed(password, options);
}

void PasswordHasher::submit(std::function<void()> work,
                            const std::function<void(base::Error)>& refuse) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() < options_.waiting) {
      queue_.push_back(std::move(work));
      changed_.notify_one();
      return;
    }
  }
  base::Error error =
      base::unavailable("Too many people sign in at this moment. Try again in a few seconds.");
  error.retry_after_seconds = 3;
  refuse(std::move(error));
}

void PasswordHasher::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    {
      const std::function<void()> work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      work();
    }  // what it held is gone before the next
    lock.lock();
  }
}

}  // namespace laurel::app
