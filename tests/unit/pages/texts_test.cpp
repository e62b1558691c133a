// Every text stands in every language, once, and sentences are for people.
#include "pages/texts.hpp"

#include "mysigfox/pages/pages.hpp"
#include "support/languages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace mysigfox::pages {
namespace {

using test::kLanguages;
constexpr std::size_t kCount = static_cast<std::size_t>(kLastText) + 1;

std::size_t places(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = text.find("{}"); at != std::string_view::npos;
         at = text.find("{}", at + 1)) {
        ++count;
    }
    return count;
}

TEST(Texts, StandInEveryLanguageOnce)
{
    for (const auto table : {texts_cs(), texts_en()}) {
        std::set<Text> names;
        for (const Entry& entry : table) {
            EXPECT_FALSE(entry.text.empty()) << static_cast<int>(entry.name);
            EXPECT_TRUE(names.insert(entry.name).second) << "twice: " << entry.text;
        }
        for (std::size_t i = 0; i < kCount; ++i) {
            EXPECT_TRUE(names.contains(static_cast<Text>(i))) << "missing: text " << i;
        }
    }
}

TEST(Texts, HaveTheSamePlacesToFillInEveryLanguage)
{
    for (std::size_t i = 0; i < kCount; ++i) {
        const Text name = static_cast<Text>(i);
        EXPECT_EQ(places(text(name, Language::cs)), places(text(name, Language::en)))
            << text(name, Language::en);
        EXPECT_LE(places(text(name, Language::cs)), 1U) << text(name, Language::cs);
    }
}

TEST(Texts, AreFilledInOnePlace)
{
    EXPECT_EQ(filled("a {} b", "x"), "a x b");
    EXPECT_EQ(filled("{}", "{}"), "{}");
    EXPECT_EQ(filled("none", "x"), "none");
}

TEST(Plurals, FollowTheTable)
{
    constexpr PluralTexts kForms{Text::waiting_one, Text::waiting_few, Text::waiting_many};
    struct Case {
        std::size_t count;
        Text czech;
        Text english;
    };
    const Case cases[] = {
        {0, Text::waiting_many, Text::waiting_many},  {1, Text::waiting_one, Text::waiting_one},
        {2, Text::waiting_few, Text::waiting_many},   {4, Text::waiting_few, Text::waiting_many},
        {5, Text::waiting_many, Text::waiting_many},  {11, Text::waiting_many, Text::waiting_many},
        {21, Text::waiting_many, Text::waiting_many}, {102, Text::waiting_many, Text::waiting_many},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(plural(kForms, c.count, Language::cs), c.czech) << c.count;
        EXPECT_EQ(plural(kForms, c.count, Language::en), c.english) << c.count;
    }
}

TEST(Sentences, EveryProblemHasItsOwnInHumanWords)
{
    for (const Language language : kLanguages) {
        std::set<std::string> sentences;
        for (int i = 0; i <= static_cast<int>(UrlProblem::own_address); ++i) {
            sentences.insert(sentence(static_cast<UrlProblem>(i), language));
        }
        for (int i = 0; i <= static_cast<int>(FormMistake::storage); ++i) {
            sentences.insert(sentence(static_cast<FormMistake>(i), language));
        }
        EXPECT_EQ(sentences.size(), 16U + 9U);
        for (const std::string& each : sentences) {
            EXPECT_EQ(each.find("invalid"), std::string::npos) << each;
            EXPECT_EQ(each.find("syntax"), std::string::npos) << each;
            EXPECT_EQ(each.find("neplatn"), std::string::npos) << each;
            EXPECT_TRUE(each.ends_with(".") || each.ends_with("…")) << each;
        }
    }
}

}  // namespace
}  // namespace mysigfox::pages
