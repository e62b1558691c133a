// What the pages promise to people and their browsers.
#include "mysigfox/pages/pages.hpp"

#include <gmock/gmock.h>
#include "support/languages.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace mysigfox::pages {
namespace {

using testing::HasSubstr;
using testing::Not;

using test::kLanguages;
constexpr std::size_t kMaxPage = 50 * 1'024;
constexpr std::string_view kHostile = R"("><script>alert('x')</script>&)";

std::vector<std::string> all_matches(const std::string& text, const std::string& pattern)
{
    std::vector<std::string> found;
    const std::regex regex{pattern};
    for (std::sregex_iterator it{text.begin(), text.end(), regex}, end; it != end; ++it) {
        found.push_back((*it)[1]);
    }
    return found;
}

std::set<std::string> ids_of(const std::string& page)
{
    const auto ids = all_matches(page, R"rx( id="([^"]+)")rx");
    const std::set<std::string> unique{ids.begin(), ids.end()};
    EXPECT_EQ(unique.size(), ids.size()) << "an id stands twice";
    return unique;
}

std::string broken_form(Language language)
{
    return form_page(language, {"21DF4E", "jana@", "https://example.cz/"},
                     {{FormField::email, "No e-mail."}, {FormField::whole, "All wrong."}});
}

TEST(Escaping, FollowsTheTable)
{
    EXPECT_EQ(escaped("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c&#39;");
    EXPECT_EQ(escaped("příliš žluťoučký\n\t"), "příliš žluťoučký\n\t");
    EXPECT_EQ(escaped(std::string_view{"\0\x1B\x7F", 3}), "���");
    EXPECT_EQ(escaped("&amp;"), "&amp;amp;");
    EXPECT_EQ(escaped(""), "");
}

TEST(FormPage, HasALabelForEveryInput)
{
    for (const Language language : kLanguages) {
        for (const std::string& page : {form_page(language, {}, {}), broken_form(language)}) {
            const auto labels = all_matches(page, R"rx(<label for="([^"]+)")rx");
            const auto inputs = all_matches(page, R"rx(<input id="([^"]+)")rx");
            EXPECT_EQ(labels, inputs);
            EXPECT_EQ(inputs,
                      (std::vector<std::string>{"device", "token", "email", "webhook_url"}));
        }
    }
}

TEST(FormPage, PointsOnlyAtWhatIsThere)
{
    for (const Language language : kLanguages) {
        const std::string page = broken_form(language);
        const std::set<std::string> ids = ids_of(page);
        auto targets = all_matches(page, R"rx(href="#([^"]+)")rx");
        for (const std::string& list : all_matches(page, R"rx(aria-describedby="([^"]+)")rx")) {
            for (const std::string& id : all_matches(list, "([^ ]+)")) targets.push_back(id);
        }
        EXPECT_GE(targets.size(), 8U);
        for (const std::string& id : targets) EXPECT_TRUE(ids.contains(id)) << id;
    }
}

TEST(FormPage, ListsItsProblemsAndTiesEachToItsField)
{
    const std::string page = broken_form(Language::en);

    EXPECT_THAT(page, HasSubstr(R"(<a href="#email">No e-mail.</a>)"));
    EXPECT_THAT(page, HasSubstr(R"(<a href="#device">All wrong.</a>)"));
    EXPECT_THAT(page,
                HasSubstr(R"(aria-describedby="email-hint email-problem" aria-invalid="true")"));
    EXPECT_EQ(all_matches(page, "(aria-invalid)").size(), 1U);
    EXPECT_THAT(page, HasSubstr("<title>Error: "));
    EXPECT_THAT(form_page(Language::en, {}, {}), Not(HasSubstr("summary-title")));
}

TEST(FormPage, KeepsWhatWasTypedAndHasNoPlaceForTheToken)
{
    const std::string page = broken_form(Language::en);

    EXPECT_THAT(page, HasSubstr(R"(name="device" value="21DF4E")"));
    EXPECT_THAT(page, HasSubstr(R"(name="email" value="jana@")"));
    EXPECT_THAT(page, HasSubstr(R"(name="webhook_url" value="https://example.cz/")"));
    EXPECT_THAT(page, HasSubstr(R"(name="token" value="")"));
}

TEST(FormPage, IsTheOriginalOne)
{
    const std::string page = form_page(Language::cs, {}, {});

    for (const char* text :
         {"<h1>Registrace nového zařízení</h1>", ">ID zařízení</label>", ">Token</label>",
          ">E-mail</label>", ">Webhook URL</label>", ">Zaregistrovat</button>"}) {
        EXPECT_THAT(page, HasSubstr(text));
    }
}

TEST(FormPage, LeadsToTheOtherLanguageAndToAnInbox)
{
    EXPECT_THAT(form_page(Language::cs, {}, {}),
                HasSubstr(R"(formaction="/en/form" name="switch" value="1" lang="en">English<)"));
    EXPECT_THAT(form_page(Language::en, {}, {}),
                HasSubstr(R"(formaction="/cs/form" name="switch" value="1" lang="cs">Čeština<)"));
    EXPECT_THAT(form_page(Language::en, {}, {}), HasSubstr("Create a test inbox"));
}

TEST(Pages, EscapeWhateverIsHostile)
{
    const std::string hostile{kHostile};
    ShownRequest request;
    request.method = hostile;
    request.query = hostile;
    request.fields = {{hostile, hostile}};
    request.body = hostile;
    Confirmation confirmation;
    confirmation.device = hostile;
    confirmation.webhook_url = hostile;
    InboxView inbox{hostile, hostile, {request}};
    for (const Language language : kLanguages) {
        for (const std::string& page :
             {form_page(language, {hostile, hostile, hostile}, {{FormField::email, hostile}}),
              confirmation_page(language, confirmation), inbox_page(language, inbox)}) {
            EXPECT_THAT(page, Not(HasSubstr("<script>")));
            EXPECT_THAT(page, HasSubstr("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)"));
        }
    }
}

TEST(ConfirmationPage, SaysWhatChanged)
{
    struct Case {
        bool is_first, url_changed, email_changed;
        const char* title;
        std::vector<const char*> says;
    };
    const Case cases[] = {
        {true, false, false, "Device 21DF4E is registered", {}},
        {false,
         true,
         false,
         "The details of device 21DF4E are changed",
         {"Webhook URL is changed"}},
        {false,
         false,
         true,
         "The details of device 21DF4E are changed",
         {"e-mail address is changed"}},
        {false,
         true,
         true,
         "The details of device 21DF4E are changed",
         {"Webhook URL is changed", "e-mail address is changed"}},
        {false, false, false, "Nothing changed for device 21DF4E", {"already registered"}},
    };
    for (const Case& c : cases) {
        Confirmation confirmation;
        confirmation.device = "21DF4E";
        confirmation.is_first = c.is_first;
        confirmation.url_changed = c.url_changed;
        confirmation.email_changed = c.email_changed;
        const std::string page = confirmation_page(Language::en, confirmation);
        EXPECT_THAT(page, HasSubstr(c.title));
        for (const char* sentence : c.says) EXPECT_THAT(page, HasSubstr(sentence));
        EXPECT_EQ(page.find("Webhook URL is changed") != std::string::npos, c.url_changed);
        EXPECT_EQ(page.find("e-mail address is changed") != std::string::npos, c.email_changed);
    }
}

TEST(ConfirmationPage, CountsWhatWaitedInGoodCzech)
{
    struct Case {
        std::size_t waiting;
        const char* sentence;
    };
    const Case cases[] = {{1, "Čekala 1 zpráva,"},  {2, "Čekaly 2 zprávy,"},
                          {4, "Čekaly 4 zprávy,"},  {5, "Čekalo 5 zpráv,"},
                          {22, "Čekalo 22 zpráv,"}, {101, "Čekalo 101 zpráv,"}};
    Confirmation confirmation;
    for (const Case& c : cases) {
        confirmation.waiting = c.waiting;
        EXPECT_THAT(confirmation_page(Language::cs, confirmation), HasSubstr(c.sentence));
    }
    confirmation.waiting = 0;
    EXPECT_THAT(confirmation_page(Language::cs, confirmation), Not(HasSubstr("Ček")));
    EXPECT_THAT(confirmation_page(Language::en, confirmation), Not(HasSubstr("waiting")));
}

TEST(ConfirmationPage, WarnsOfPlainHttp)
{
    Confirmation confirmation;
    EXPECT_THAT(confirmation_page(Language::cs, confirmation), Not(HasSubstr("nešifrované")));
    confirmation.is_plain_http = true;
    EXPECT_THAT(confirmation_page(Language::cs, confirmation), HasSubstr("nešifrované"));
}

TEST(InboxPage, ShowsARequestWithAllThatCameWithIt)
{
    ShownRequest request;
    request.received = from_milliseconds(1'501'568'895'000);
    request.method = "POST";
    request.query = "foo=bar";
    request.fields = {{"Content-Type", "application/json"}};
    request.body = R"({"snr": 16.21})";

    const std::string page =
        inbox_page(Language::en, {"https://r/inbox/w", "https://r/inbox/r", {request}});

    for (const char* text :
         {"2017-08-01 06:28:15 UTC", "POST", "foo=bar", "Content-Type: application/json",
          "{&quot;snr&quot;: 16.21}", "https://r/inbox/w", "https://r/inbox/r"}) {
        EXPECT_THAT(page, HasSubstr(text));
    }
}

TEST(InboxPage, ShowsBytesThatAreNoTextInHexadecimal)
{
    ShownRequest request;
    request.body = std::string("\xC0\x80\x00", 3);

    EXPECT_THAT(inbox_page(Language::en, {"w", "r", {request}}), HasSubstr("<pre>c08000</pre>"));
}

TEST(InboxPage, NeverCutsACharacterInTwo)
{
    ShownRequest request;
    request.body = "x";
    for (int i = 0; i < 2'000; ++i) request.body += "ž";

    const std::string page = inbox_page(Language::en, {"w", "r", {request}});

    EXPECT_THAT(page, HasSubstr("ž</pre>"));
    EXPECT_THAT(page, HasSubstr("Shortened."));
}

TEST(Pages, StaySmallWhateverTheyShow)
{
    ShownRequest worst;
    worst.method = "POST";
    worst.query = std::string(8'000, '\'');
    worst.fields.assign(100, {"Name", std::string(80, '"')});
    worst.body = std::string(65'536, '"');
    ShownRequest binary = worst;
    binary.body = std::string(65'536, '\xFF');
    ShownRequest json = worst;
    json.body = "[";
    for (int i = 0; i < 20'000; ++i) json.body += R"("",)";
    json.body += "1]";
    const std::string url = "https://example.cz/" + std::string(2'029, '&');
    for (const Language language : kLanguages) {
        EXPECT_LT(form_page(language, {url, url, url}, {}).size(), kMaxPage);
        EXPECT_LT(front_page(language).size(), kMaxPage);
        for (const ShownRequest& request : {worst, binary, json}) {
            const InboxView one{"w", "r", {request}};
            const InboxView many{"w", "r", std::vector<ShownRequest>(100, request)};
            EXPECT_LT(inbox_page(language, one).size(), kMaxPage);
            EXPECT_LT(inbox_page(language, many).size(), kMaxPage);
            EXPECT_LT(all_matches(inbox_page(language, many), "(<article>)").size(), 5U);
        }
    }
}

TEST(Pages, SayWhatWentWrong)
{
    for (const Language language : kLanguages) {
        std::set<std::string> pages;
        for (const int status : {400, 403, 404, 415, 429, 503}) {
            pages.insert(error_page(language, status));
        }
        EXPECT_EQ(pages.size(), 6U) << "two statuses share their words";
    }
}

TEST(Script, IsSmallAndInsertsNothingOfItsOwn)
{
    EXPECT_LT(live_script().size(), 2'048U);
    EXPECT_EQ(live_script().find("eval"), std::string_view::npos);
    EXPECT_EQ(live_script().find("innerHTML"), std::string_view::npos);
    EXPECT_EQ(live_script().find("://"), std::string_view::npos);
}

TEST(Stylesheet, IsSmallAndFetchesNothing)
{
    EXPECT_LT(stylesheet().size(), 10U * 1'024);
    EXPECT_GT(stylesheet().size(), 1'000U);
    EXPECT_EQ(stylesheet().find("url("), std::string_view::npos);
    EXPECT_EQ(stylesheet().find("@import"), std::string_view::npos);
    EXPECT_NE(stylesheet().find("prefers-color-scheme: dark"), std::string_view::npos);
}

}  // namespace
}  // namespace mysigfox::pages
