// Path and query of a target.
#include "http/target.hpp"

#include <gtest/gtest.h>

namespace mysigfox::http {
namespace {

TEST(Target, SplitsAtTheFirstQuestionMarkAndDropsTheHost)
{
    struct Case {
        const char* target;
        const char* path;
        const char* query;
    };
    const Case cases[] = {
        {"/", "/", ""},
        {"/a/b?c=d?e", "/a/b", "c=d?e"},
        {"/a?", "/a", ""},
        {"/%2e?a=http://b/", "/%2e", "a=http://b/"},
        {"*", "*", ""},
        {"http://a", "/", ""},
        {"http://a?b=c/d", "/", "b=c/d"},
        {"HTTPS://a:1/b/c?d", "/b/c", "d"},
        {"//a/b", "//a/b", ""},
    };
    for (const Case& c : cases) {
        const Target target = split_target(c.target);
        EXPECT_EQ(target.path, c.path) << c.target;
        EXPECT_EQ(target.query, c.query) << c.target;
    }
}

}  // namespace
}  // namespace mysigfox::http
