// A mail's text, byte for byte.
#include "mail/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mysigfox::mail {
namespace {

using testing::HasSubstr;
using testing::Not;

Headers headers()
{
    Headers made;
    made.from = "MySigfox <relay@relay.example>";
    made.to = "jana@example.cz";
    made.subject = "Device 21DF4E is registered";
    made.id = "7.abc";
    made.date = from_milliseconds(1'501'568'895'000);
    made.unsubscribe_url = "https://relay.example/unsubscribe/xyz";
    return made;
}

TEST(MailMessage, IsWrittenAsServersReadIt)
{
    EXPECT_EQ(message_text(headers(), "Hello,\n\nit works = well.\n"),
              "Date: Tue, 01 Aug 2017 06:28:15 +0000\r\n"
              "From: MySigfox <relay@relay.example>\r\n"
              "To: jana@example.cz\r\n"
              "Subject: Device 21DF4E is registered\r\n"
              "Message-ID: <7.abc@relay.example>\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "X-Auto-Response-Suppress: All\r\n"
              "List-Unsubscribe: <https://relay.example/unsubscribe/xyz>\r\n"
              "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n"
              "\r\n"
              "Hello,\r\n\r\nit works =3D well.\r\n");
    Headers plain = headers();
    plain.unsubscribe_url.clear();
    EXPECT_THAT(message_text(plain, ""), Not(HasSubstr("List-Unsubscribe")));
}

TEST(MailMessage, NoValueBeginsAFieldOfItsOwn)
{
    Headers hostile = headers();
    hostile.subject = "a\r\nBcc: all@example.com";
    hostile.to = "a@b.cz\nX: 1";
    hostile.id = "1\r\n\r\nbody";
    hostile.unsubscribe_url = "https://a/\r\nY: 2";
    const std::string text = message_text(hostile, "x");

    for (const char* line : {"\nBcc", "\nX: 1", "\nbody", "\nY: 2"}) {
        EXPECT_THAT(text, Not(HasSubstr(line)));
    }
}

TEST(EncodedWords, FollowTheTable)
{
    struct Case {
        const char* text;
        const char* encoded;
    };
    const Case cases[] = {
        {"plain text", "plain text"},
        {"Zařízení", "=?UTF-8?B?WmHFmcOtemVuw60=?="},
        {"=?UTF-8?B?eA==?=", "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?="},
        {"", ""},
    };
    for (const Case& c : cases) EXPECT_EQ(encoded_words(c.text), c.encoded);
}

TEST(EncodedWords, AreShortAndBreakNoCharacter)
{
    std::string subject;
    for (int i = 0; i < 60; ++i) subject += "ž€";
    std::string words = encoded_words(subject);
    std::size_t lines = 0;
    for (std::size_t end = 0; !words.empty(); ++lines) {
        end = std::min(words.find("\r\n "), words.size());
        const std::string word = words.substr(0, end);
        words.erase(0, end == words.size() ? end : end + 3);
        EXPECT_LE(word.size(), 75U);
        ASSERT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
    }
    EXPECT_GT(lines, 5U);
}

TEST(QuotedPrintable, FollowsTheTable)
{
    EXPECT_EQ(quoted_printable("ž\n"), "=C5=BE\r\n");
    EXPECT_EQ(quoted_printable("end \nx"), "end=20\r\nx");
    EXPECT_EQ(quoted_printable("a\r\nb"), "a\r\nb");
    const std::string long_line = quoted_printable(std::string(200, 'x'));
    EXPECT_EQ(long_line.substr(75, 3), "=\r\n");
    EXPECT_EQ(long_line.size(), 200U + 2 * 3);
}

}  // namespace
}  // namespace mysigfox::mail
