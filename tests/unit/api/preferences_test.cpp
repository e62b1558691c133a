// What a client would rather have, as tables.
#include "api/preferences.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace mysigfox::api {
namespace {

TEST(LanguageChoice, FollowsTheTable)
{
    struct Case {
        std::string_view accept;
        Language language;
    };
    const Case cases[] = {
        {"cs", Language::cs},
        {"cs-CZ,cs;q=0.9,en;q=0.8", Language::cs},
        {"CS-cz", Language::cs},
        {"sk-SK,sk;q=0.9", Language::cs},
        {"en", Language::en},
        {"en-GB,cs;q=0.9", Language::en},
        {"en;q=0.5,cs;q=0.8", Language::cs},
        {"de,sk;q=0.3,en;q=0.2", Language::cs},
        {"cs;q=0,en;q=0.1", Language::en},
        {"cs;q=0", Language::en},
        {"cs;q=nonsense", Language::en},
        {"cs ; q=0.4 , en ; q=0.3", Language::cs},
        {"de", Language::en},
        {"csb", Language::en},
        {"*", Language::en},
        {"", Language::en},
        {",,;;q=,=", Language::en},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(choose_language(c.accept), c.language) << c.accept;
    }
}

TEST(LanguageChoice, OfTheVisitorComesBeforeThatOfHisBrowser)
{
    http::RequestHead head;
    head.fields = {{"Accept-Language", "en"}};
    EXPECT_EQ(language_of(head), Language::en);
    head.query = "lang=cs";
    EXPECT_EQ(language_of(head), Language::cs);
    head.query = "lang=tlh";
    EXPECT_EQ(language_of(head), Language::en);
}

TEST(JsonPreference, FollowsTheTable)
{
    struct Case {
        std::string_view accept;
        bool wants_json;
    };
    const Case cases[] = {
        {"application/json", true},
        {"Application/JSON", true},
        {"application/json, text/plain, */*", true},
        {"application/json;q=0.9, text/html;q=0.8", true},
        {"application/json, text/html", true},
        {"text/html, application/json", false},
        {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false},
        {"text/html;q=0.5, application/json", true},
        {"application/json;q=0.5, */*", false},
        {"application/json;q=0", false},
        {"*/*", false},
        {"", false},
    };
    for (const Case& c : cases) EXPECT_EQ(prefers_json(c.accept), c.wants_json) << c.accept;
}

}  // namespace
}  // namespace mysigfox::api
