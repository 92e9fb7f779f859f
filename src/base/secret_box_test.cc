#include "base/secret_box.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace laurel::base {
namespace {

class SecretBoxTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("laurel-box-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(const char* name) const { return (folder_ / name).string(); }

  std::filesystem::path folder_;
};

TEST_F(SecretBoxTest, OpensWhatItSealed) {
  const SecretBox box = SecretBox::with_new_key();
  for (const std::string& clear : {std::string(), std::string("x"), std::string("whsec_abc="),
                                   std::string(1000, 'y'), std::string("\0\xff", 2)}) {
    const std::string sealed = box.seal(clear);
    EXPECT_TRUE(SecretBox::is_sealed(sealed));
    EXPECT_EQ(*box.open(sealed), clear);
    EXPECT_NE(box.seal(clear), sealed);
    if (clear.size() > 3) {
      EXPECT_EQ(sealed.find(clear), std::string::npos);
    }
  }
}

TEST_F(SecretBoxTest, RefusesAnotherKeyAndWhatWasChanged) {
  const SecretBox box = SecretBox::with_new_key(), other = SecretBox::with_new_key();
  const std::string sealed = box.seal("the secret");
  EXPECT_FALSE(other.open(sealed).ok());
  EXPECT_NE(box.fingerprint(), other.fingerprint());
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(box.open(changed).ok()) << i;
    EXPECT_FALSE(box.open(sealed.substr(0, i)).ok()) << i;
  }
}

TEST_F(SecretBoxTest, KeepsItsKeyInAFileOfItsOwner) {
  const SecretBox box = SecretBox::with_new_key();
  ASSERT_TRUE(box.write(path("key")).ok());
  struct stat info {};
  ASSERT_EQ(::stat(path("key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(*SecretBox::read(path("key"))->open(box.seal("x")), "x");
  EXPECT_EQ(SecretBox::with_new_key().write(path("key")).error().code, ErrorCode::kConflict);
}

TEST_F(SecretBoxTest, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(SecretBox::read(path("none")).error().code, ErrorCode::kNotFound);
  std::ofstream(path("bad")) << "not a key\n";
  EXPECT_EQ(SecretBox::read(path("bad")).error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace laurel::base
