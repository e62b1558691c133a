// Which route answers a method and a path.
#include "mysigfox/http/router.hpp"

#include <gtest/gtest.h>

namespace mysigfox::http {
namespace {

class RouterTest : public testing::Test {
protected:
    RouterTest()
    {
        add("/inbox/*", {"POST"});
        add("/inbox/*", {"GET"});
        add("/inbox/new", {"PUT"});
        add("/", {"GET"});
        add("/form", {"GET", "POST"});
        add("/box/*/letters", {"GET"});
    }

    void add(std::string path, std::vector<std::string> methods)
    {
        Route route;
        route.path = std::move(path);
        route.methods = std::move(methods);
        router_.add(std::move(route));
    }

    std::string found(std::string_view method, std::string_view path) const
    {
        const Router::Found found = router_.find(method, path);
        if (found.route == nullptr) return std::to_string(found.status) + " " + found.allow;
        return found.route->methods[0] + " " + found.route->path;
    }

    Router router_;
};

TEST_F(RouterTest, FindsTheRouteOfAPathAndMethod)
{
    EXPECT_EQ(found("GET", "/"), "GET /");
    EXPECT_EQ(found("POST", "/form"), "GET /form");
    EXPECT_EQ(found("POST", "/inbox/abc"), "POST /inbox/*");
    EXPECT_EQ(found("GET", "/inbox/abc"), "GET /inbox/*");
}

TEST_F(RouterTest, AnswersHeadWhereItAnswersGet)
{
    EXPECT_EQ(found("HEAD", "/form"), "GET /form");
    EXPECT_EQ(found("HEAD", "/inbox/new"), "GET /inbox/*");
}

TEST_F(RouterTest, ANamedPathComesBeforeAStarWhateverTheOrder)
{
    EXPECT_EQ(found("PUT", "/inbox/new"), "PUT /inbox/new");
}

TEST(PathSegment, IsCountedFromTheFirst)
{
    EXPECT_EQ(segment("/box/7/letters", 0), "box");
    EXPECT_EQ(segment("/box/7/letters", 1), "7");
    EXPECT_EQ(segment("/box/7/letters", 2), "letters");
    EXPECT_EQ(segment("/box/7/letters", 3), "");
    EXPECT_EQ(segment("/", 0), "");
}

TEST_F(RouterTest, AStarIsExactlyOneSegment)
{
    EXPECT_EQ(found("GET", "/box/7/letters"), "GET /box/*/letters");
    EXPECT_EQ(found("GET", "/box//letters"), "404 ");
    EXPECT_EQ(found("GET", "/box/7/8/letters"), "404 ");
    EXPECT_EQ(found("GET", "/box/7/letters/"), "404 ");
    EXPECT_EQ(found("GET", "/inbox/"), "404 ");
    EXPECT_EQ(found("GET", "/inbox"), "404 ");
    EXPECT_EQ(found("GET", "/inbox/a/b"), "404 ");
    EXPECT_EQ(found("GET", "/inbox/a/"), "404 ");
}

TEST_F(RouterTest, PathsAreComparedByteForByte)
{
    for (const char* path : {"/Form", "/form/", "//form", "/%66orm", "/form/..", ""}) {
        EXPECT_EQ(found("GET", path), "404 ") << path;
    }
}

TEST_F(RouterTest, NamesTheMethodsOfAllRoutesOfThePathWhenNoneTakesIt)
{
    EXPECT_EQ(found("DELETE", "/form"), "405 GET, HEAD, POST");
    EXPECT_EQ(found("DELETE", "/inbox/abc"), "405 POST, GET, HEAD");
    EXPECT_EQ(found("get", "/"), "405 GET, HEAD");
}

TEST_F(RouterTest, NamesNoHeadWhereARouteRefusesIt)
{
    Route route;
    route.path = "/uplink";
    route.methods = {"GET", "POST"};
    route.has_head = false;
    router_.add(std::move(route));
    EXPECT_EQ(found("DELETE", "/uplink"), "405 GET, POST");
}

TEST_F(RouterTest, RefusalsAreWordedForAPathAndAllBelowIt)
{
    const auto shout = [](int status, std::string_view why) {
        return plain_response(status, "NO " + std::string{why});
    };
    EXPECT_EQ(router_.refusal("/box", 404).body, "404 Not Found\n");
    router_.word_refusals("/box", shout);
    EXPECT_EQ(router_.refusal("/box", 404).body, "NO ");
    EXPECT_EQ(router_.refusal("/box/7", 413, "too long").body, "NO too long");
    EXPECT_EQ(router_.refusal("/boxes", 413, "too long").body, "too long\n");
    EXPECT_EQ(router_.refusal("", 404).status, 404);
}

TEST(LastSegment, IsWhatAStarStandsFor)
{
    EXPECT_EQ(last_segment("/inbox/abc"), "abc");
    EXPECT_EQ(last_segment("abc"), "abc");
    EXPECT_EQ(last_segment("/inbox/"), "");
}

}  // namespace
}  // namespace mysigfox::http
