#include "html/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace laurel::html {
namespace {

using namespace tags;
using testing::HasSubstr;
using testing::Not;

TEST(Html, EscapesTextWhereverItStands) {
  const std::string name = "<script>alert('1')</script> & \"Co\"";
  const std::string safe = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;Co&quot;";
  EXPECT_EQ(p(name).markup(), "<p>" + safe + "</p>");
  EXPECT_EQ(p(name.c_str()).markup(), "<p>" + safe + "</p>");
  EXPECT_EQ(p(std::string_view(name)).markup(), "<p>" + safe + "</p>");
  EXPECT_EQ(Html(name).markup(), safe);
  EXPECT_EQ(title(name).markup(), "<title>" + safe + "</title>");
}

TEST(Html, EscapesAttributes) {
  EXPECT_EQ(p(class_("a\" onclick=\"x"), aria_label("<&'>")).markup(),
            "<p class=\"a&quot; onclick=&quot;x\" aria-label=\"&lt;&amp;&#39;&gt;\"></p>");
  EXPECT_EQ(td(data("data-value", "\">")).markup(), "<td data-value=\"&quot;&gt;\"></td>");
}

TEST(Html, EscapesOnceHoweverDeep) {
  const Html inner = em("a & b");
  EXPECT_EQ(div(p(inner), inner).markup(),
            "<div><p><em>a &amp; b</em></p><em>a &amp; b</em></div>");
}

TEST(Html, ReplacesControlCharactersAndKeepsUnicode) {
  EXPECT_EQ(Html(std::string("a\0b\x1b\x7f\t\n", 7)).markup(),
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd\xef\xbf\xbd\t\n");
  EXPECT_EQ(Html("Zürich 日本 🌿").markup(), "Zürich 日本 🌿");
}

TEST(Html, TakesChildrenOfEveryKindInOrder) {
  const std::vector<Html> items = {li("a"), li("b")};
  EXPECT_EQ(ul(id("l"), items, li(3), class_("x")).markup(),
            "<ul id=\"l\" class=\"x\"><li>a</li><li>b</li><li>3</li></ul>");
  Html both = p("1");
  both += p("2");
  EXPECT_EQ(both.markup(), "<p>1</p><p>2</p>");
}

TEST(Html, WritesFlagsBareOrNotAtAll) {
  EXPECT_EQ(details(open()).markup(), "<details open></details>");
  EXPECT_EQ(details(open(false)).markup(), "<details></details>");
  EXPECT_EQ(td(when(false, class_("x"))).markup(), "<td></td>");
}

TEST(Html, GivesVoidElementsNoEndTag) {
  EXPECT_EQ(br().markup(), "<br>");
  EXPECT_EQ(img(src(Url("a.png")), alt("A & B")).markup(), "<img src=\"a.png\" alt=\"A &amp; B\">");
}

template <typename E, typename... Parts>
concept Takes = requires(const E& element, const Parts&... parts) {
  element(parts...);
};

// What must not compile, does not.
static_assert(!Takes<VoidElement, std::string>, "void elements have no children");
static_assert(Takes<VoidElement, Attribute>);
static_assert(!Takes<UrlAttributeName, std::string>, "an address is a Url");
static_assert(!Takes<Element, Trusted>, "trusted markup is made Html explicitly");
static_assert(!Takes<AttributeName, bool>, "a flag is a FlagName");
static_assert(!Takes<Element, bool>);
static_assert(!std::is_convertible_v<Trusted, Html>);
static_assert(!std::is_convertible_v<std::string, Trusted>);

TEST(Url, KeepsAddressesThatMayBeFollowed) {
  for (const char* address : {"https://example.com/a?b=c:d", "http://x", "mailto:a@b.c", "tel:+123",
                              "/page", "page/1", "?q=a:b", "#part", "", "a/b:c", "HTTPS://x"}) {
    EXPECT_EQ(Url(address).text(), address);
  }
}

TEST(Url, MakesDangerousAddressesDead) {
  for (const char* address :
       {"javascript:alert(1)", "JavaScript:alert(1)", " javascript:x", "java\nscript:x",
        "\tjavascript:x", "java\tscript\t:x", "data:text/html,<script>", "vbscript:x",
        "file:///etc/passwd", "blob:x", "\x01javascript:x", ":x"}) {
    EXPECT_EQ(Url(address).text(), "#") << address;
  }
}

TEST(Url, EncodesFragmentsAndImages) {
  EXPECT_EQ(Url::fragment("a\"b<").text(), "#a%22b%3C");
  EXPECT_EQ(Url::data_image("image/svg+xml", "<svg a='#'>").text(),
            "data:image/svg+xml,%3Csvg a=%27%23%27%3E");
}

TEST(JsonScript, CannotBeEndedFromWithin) {
  const std::string markup =
      json_script("a\"b", R"({"name":"</script><script>alert(1)</script><!--"})").markup();
  EXPECT_EQ(markup,
            "<script type=\"application/json\" id=\"a&quot;b\">"
            R"({"name":"\u003c/script>\u003cscript>alert(1)\u003c/script>\u003c!--"})"
            "</script>");
}

TEST(InlineScript, KeepsItsSourceByteForByte) {
  EXPECT_EQ(inline_script(Trusted("if (a < b && c) {}")).markup(),
            "<script>if (a < b && c) {}</script>");
  EXPECT_EQ(inline_style(Trusted("a > b {}")).markup(), "<style>a > b {}</style>");
}

TEST(InlineScriptDeathTest, RefusesToEndItsOwnElement) {
  EXPECT_DEATH(inline_script(Trusted("'</SCRIPT>'")), "");
  EXPECT_DEATH(inline_script(Trusted("'<!--'")), "");
  EXPECT_DEATH(inline_style(Trusted("</style>")), "");
}

TEST(Document, StandsInStandardsModeWithItsLanguage) {
  const std::string page = document("en", head(title("T")), body(p("x")));
  EXPECT_THAT(page, testing::StartsWith("<!doctype html>\n<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("<head><title>T</title></head>"));
}

// Whatever the bytes, text leaves no character that could begin markup or end an attribute.
TEST(Html, LeavesNothingToBreakOutWith) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string text = {static_cast<char>(a), static_cast<char>(b)};
      const std::string out = escaped(text);
      ASSERT_EQ(out.find_first_of("<>\"'"), std::string::npos) << a << ' ' << b;
    }
  }
}

}  // namespace
}  // namespace laurel::html
