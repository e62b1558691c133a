// The guide says the same in every language, leaves no failure out and points nowhere in vain.
#include "pages/help.hpp"

#include "mysigfox/domain/attempt.hpp"
#include "mysigfox/pages/pages.hpp"
#include "support/languages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace mysigfox::pages {
namespace {

using testing::HasSubstr;
using testing::Not;

using test::kLanguages;
const HelpFacts kFacts{"https://relay.example", true};

std::vector<std::string> all(std::string_view html, const std::string& pattern)
{
    const std::string text{html};
    const std::regex regex{pattern};
    std::vector<std::string> found;
    for (std::sregex_iterator it{text.begin(), text.end(), regex}, end; it != end; ++it) {
        found.push_back((*it)[1]);
    }
    return found;
}

/// Links to the same page in another language are the same link.
std::vector<std::string> links(std::string_view html)
{
    std::vector<std::string> found = all(html, R"rx(href="([^"]+)")rx");
    for (std::string& link : found) {
        link = std::regex_replace(link, std::regex{"^/(cs|en)/|lang=(cs|en)"}, "");
    }
    return found;
}

TEST(Help, CoversEveryHeadingOfTheOriginalAndWhatCameSince)
{
    const char* const kIds[] = {"registration", "change",  "security", "identify",
                                "request",      "device",  "api",      "testing",
                                "signature",    "retries", "failures", "receivers"};
    for (const auto sections : {help_cs(), help_en()}) {
        std::vector<std::string_view> ids;
        for (const HelpSection& section : sections) ids.push_back(section.id);
        EXPECT_THAT(ids, testing::ElementsAreArray(kIds));
    }
}

TEST(Help, SaysTheSameInEveryLanguage)
{
    ASSERT_EQ(help_cs().size(), help_en().size());
    for (std::size_t i = 0; i < help_cs().size(); ++i) {
        const HelpSection& czech = help_cs()[i];
        const HelpSection& english = help_en()[i];
        EXPECT_FALSE(czech.title.empty() || english.title.empty()) << czech.id;
        EXPECT_NE(czech.html, english.html) << "not translated: " << czech.id;
        EXPECT_EQ(links(czech.html), links(english.html)) << czech.id;
        EXPECT_EQ(all(czech.html, "<([a-z]+)"), all(english.html, "<([a-z]+)")) << czech.id;
        EXPECT_EQ(all(czech.html, R"rx( id="([^"]+)")rx"),
                  all(english.html, R"rx( id="([^"]+)")rx"));
        EXPECT_EQ(all(czech.html, "<pre>([^<]*)"), all(english.html, "<pre>([^<]*)")) << czech.id;
    }
}

TEST(Help, ExplainsEveryFailure)
{
    for (const Language language : kLanguages) {
        const std::string page = help_page(language, kFacts);
        for (int i = 0; i <= static_cast<int>(Cause::inbox_gone); ++i) {
            const auto cause = static_cast<Cause>(i);
            const bool is_none = cause == Cause::delivered || cause == Cause::cut;
            const std::string id = "id=\"cause-" + std::string{to_string(cause)} + '"';
            EXPECT_EQ(page.find(id) == std::string::npos, is_none) << id;
        }
    }
}

TEST(Help, PointsOnlyAtWhatIsThere)
{
    for (const Language language : kLanguages) {
        const std::string page = help_page(language, kFacts);
        const auto ids = all(page, R"rx( id="([^"]+)")rx");
        const std::set<std::string> known{ids.begin(), ids.end()};
        EXPECT_EQ(known.size(), ids.size()) << "an id stands twice";
        for (const std::string& id : all(page, R"rx(href="#([^"]+)")rx")) {
            EXPECT_TRUE(known.contains(id)) << id;
        }
        EXPECT_LT(page.size(), 50U * 1'024);
    }
}

TEST(Help, SpeaksOfLettersOnlyWhereSomeAreSent)
{
    for (const Language language : kLanguages) {
        const char* sentence =
            language == Language::cs ? "E-mail ti napíšeme" : "We write an e-mail";
        EXPECT_THAT(help_page(language, kFacts), HasSubstr(sentence));
        const std::string silent = help_page(language, {"https://relay.example", false});
        EXPECT_THAT(silent, Not(HasSubstr(sentence)));
        EXPECT_THAT(silent, HasSubstr("cause-inbox_gone"));
    }
}

}  // namespace
}  // namespace mysigfox::pages
