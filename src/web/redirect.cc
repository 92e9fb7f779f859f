#include "web/redirect.h"

#include <array>

#include "base/check.h"

namespace laurel::web {
namespace {

struct Sentence {
  std::string_view name, words;
};
constexpr std::array kSentences = {
    Sentence{"import-removed", "The file is removed."},
    Sentence{"invitation-accepted", "Welcome: the invitation is accepted."},
    Sentence{"member-changed", "The role is changed."},
    Sentence{"member-removed", "The membership is removed."},
    Sentence{"model-chosen", "That model is in use from now on."},
    Sentence{"name-changed", "Your name is changed."},
    Sentence{"organization-changed", "The organization's settings are changed."},
    Sentence{"password-changed", "Your password is changed, and other sessions are ended."},
    Sentence{"person-saved", "The person is saved."},
    Sentence{"question-saved", "The question is saved."},
    Sentence{"praise-added", "The praise is added."},
    Sentence{"praise-decided", "Your decision is kept."},
    Sentence{"praise-taken-back", "The last decision about it is taken back."},
    Sentence{"retried", "It is being processed again."},
    Sentence{"roster-applied", "The file is applied to the roster."},
    Sentence{"session-ended", "The session is ended."},
    Sentence{"sessions-ended", "All other sessions are ended."},
    Sentence{"signed-out", "You are signed out."},
    Sentence{"source-changed", "The webhook is changed."},
    Sentence{"view-deleted", "The view is deleted."},
    Sentence{"view-kept", "The view is kept."},
    Sentence{"token-revoked", "The token is revoked; it stops working at once."},
    Sentence{"unit-saved", "The unit is saved."},
};

}  // namespace

std::string done_sentence(std::string_view name) {
  for (const Sentence& sentence : kSentences) {
    if (sentence.name == name) return std::string(sentence.words);
  }
  return {};
}

http::Response done(std::string_view path, std::string_view name) {
  CHECK(!done_sentence(name).empty());
  std::string where(path);
  where += where.find('?') == std::string::npos ? '?' : '&';
  return http::Response::redirect(where + "done=" + std::string(name));
}

std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~' || c == '/';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::string local_or_start(std::string_view next) {
  const bool good = http::is_local_path(next) && !next.starts_with("/sign-") &&
                    !next.starts_with("/link/") && next.size() < 2000;
  return good ? std::string(next) : "/";
}

}  // namespace laurel::web
