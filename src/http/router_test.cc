#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/testing.h"

namespace laurel::http {
namespace {

using testing::ElementsAre;

Handler named(std::string name) {
  return [name = std::move(name)](const Request& request) {
    std::string out = name;
    for (const PathParameter& parameter : request.parameters)
      out.append(" ").append(parameter.name).append("=").append(parameter.value);
    return Response::text(out);
  };
}

std::string answer(const Router& router, Method method, std::string_view target) {
  return std::string(TestRequest(method, target).call(router).body());
}

TEST(Router, PrefersLiteralsAndGoesBackWhereTheyLeadNowhere) {
  Router router;
  router.add(Method::kGet, "/", named("root"));
  router.add(Method::kGet, "/people", named("list"));
  router.add(Method::kGet, "/people/", named("slash"));
  router.add(Method::kGet, "/people/{id}", named("one"));
  router.add(Method::kGet, "/people/new", named("new"));
  router.add(Method::kGet, "/people/new/draft", named("draft"));
  router.add(Method::kGet, "/people/{id}/edit", named("edit"));
  router.add(Method::kGet, "/files/{path...}", named("files"));
  router.add(Method::kGet, "/files/{folder}/index", named("index"));
  EXPECT_EQ(answer(router, Method::kGet, "/"), "root");
  EXPECT_EQ(answer(router, Method::kGet, "/people"), "list");
  EXPECT_EQ(answer(router, Method::kGet, "/people/"), "slash");
  EXPECT_EQ(answer(router, Method::kGet, "/people/7"), "one id=7");
  EXPECT_EQ(answer(router, Method::kGet, "/people/new"), "new");
  EXPECT_EQ(answer(router, Method::kGet, "/people/n%65w"), "new");
  EXPECT_EQ(answer(router, Method::kGet, "/people/new/edit"), "edit id=new");
  EXPECT_EQ(answer(router, Method::kGet, "/people/a%2Fb"), "one id=a/b");
  EXPECT_EQ(answer(router, Method::kGet, "/files/a/b/c"), "files path=a/b/c");
  EXPECT_EQ(answer(router, Method::kGet, "/files/"), "files path=");
  EXPECT_EQ(answer(router, Method::kGet, "/files/a/index"), "index folder=a");
  EXPECT_EQ(answer(router, Method::kGet, "/files/a/b/index"), "files path=a/b/index");
  for (const char* nowhere : {"/none", "/people/7/", "/people//edit", "//", "/files", "people"})
    EXPECT_EQ(TestRequest(Method::kGet, nowhere).call(router).status(), 404) << nowhere;
}

TEST(Router, TellsMethodsApart) {
  Router router;
  router.add(Method::kGet, "/a/{id}", named("get"));
  router.add(Method::kDelete, "/a/{other}", named("delete"));
  router.add(Method::kPost, "/b", named("post"));
  EXPECT_EQ(answer(router, Method::kGet, "/a/1"), "get id=1");
  EXPECT_EQ(answer(router, Method::kHead, "/a/1"), "get id=1");
  EXPECT_EQ(answer(router, Method::kDelete, "/a/1"), "delete other=1");
  const Response wrong = TestRequest(Method::kPut, "/a/1").call(router);
  EXPECT_EQ(wrong.status(), 405);
  EXPECT_EQ(wrong.header("allow"), "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(TestRequest(Method::kGet, "/b").call(router).header("allow"), "POST, OPTIONS");
}

TEST(Router, ListsItsRoutes) {
  Router router;
  router.add(Method::kPost, "/b", named("b"), {.body_limit = 7});
  router.add(Method::kGet, "/a/{id}", named("a"));
  std::vector<std::string> list;
  for (const auto& route : router.routes())
    list.push_back(std::string(to_string(route->method)) + " " + route->pattern);
  EXPECT_THAT(list, ElementsAre("POST /b", "GET /a/{id}"));
  EXPECT_EQ(router.routes()[0]->options.body_limit, 7U);
  EXPECT_EQ(router.routes()[1]->index, 1U);
}

TEST(RouterDeathTest, RefusesPatternsThatClashOrAreNone) {
  Router router;
  router.add(Method::kGet, "/a/{id}", named("a"));
  EXPECT_DEATH(router.add(Method::kGet, "/a/{name}", named("b")), "internal error");
  EXPECT_DEATH(router.add(Method::kGet, "a", named("b")), "internal error");
  EXPECT_DEATH(router.add(Method::kGet, "/x{id}", named("b")), "internal error");
  EXPECT_DEATH(router.add(Method::kGet, "/{rest...}/a", named("b")), "internal error");
  EXPECT_DEATH(router.add(Method::kHead, "/b", named("b")), "internal error");
}

TEST(TestRequest, AwaitsWhatComesLater) {
  Router router;
  router.add(Method::kPost, "/later", [](const Request& request) {
    return Reply::later(
        [body = std::string(request.body)](Done done) { done(Response::json(body, 201)); });
  });
  router.add(Method::kPost, "/forgets", [](const Request&) { return Reply::later([](Done) {}); });
  const Response later = TestRequest(Method::kPost, "/later").json("[1]").call(router);
  EXPECT_EQ(later.status(), 201);
  EXPECT_EQ(later.body(), "[1]");
  EXPECT_EQ(TestRequest(Method::kPost, "/forgets").call(router).status(), 500);
}

}  // namespace
}  // namespace laurel::http
