// What the journal hears, with a socket of the test's own in its place.
#include "base/journal.hpp"

#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace mysigfox {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Receives what is sent to its path.
class Ear {
public:
    explicit Ear(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_DGRAM, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::ranges::copy(path, static_cast<char*>(address.sun_path));
        ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    }
    ~Ear() { ::close(socket_); }
    Ear(const Ear&) = delete;
    Ear& operator=(const Ear&) = delete;

    std::string hear() const
    {
        std::string heard(128UL * 1024, '\0');
        const ssize_t size = ::recv(socket_, heard.data(), heard.size(), MSG_DONTWAIT);
        heard.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        return heard;
    }

private:
    int socket_;
};

TEST(JournalTest, HearsPriorityTextAndWhoItIsAbout)
{
    const test::TemporaryDirectory directory;
    const Ear ear{directory / "socket"};
    Journal journal{(directory / "socket").string()};

    EXPECT_TRUE(journal.send(4, "device 21DF4E: msg_abc9 waits for wh_k2, not wh_other"));

    EXPECT_EQ(ear.hear(),
              "PRIORITY=4\nSYSLOG_IDENTIFIER=mysigfox\n"
              "MESSAGE=device 21DF4E: msg_abc9 waits for wh_k2, not wh_other\n"
              "DEVICE_ID=21DF4E\nWEBHOOK_ID=wh_k2\nMYSIGFOX_MESSAGE_ID=msg_abc9\n");
}

TEST(JournalTest, AnAttemptIsFoundByItsDeviceToo)
{
    EXPECT_THAT(journal_entry(7, "msg_abc9 of 21DF4E: attempt 1 at https://example.org: delivered"),
                HasSubstr("\nDEVICE_ID=21DF4E\nMYSIGFOX_MESSAGE_ID=msg_abc9\n"));
}

TEST(JournalTest, LinesOfATextAreNotTakenForFields)
{
    const std::string entry = journal_entry(3, "reload refused:\nPRIORITY=0");
    const std::string size{"\x1A\0\0\0\0\0\0\0", 8};
    EXPECT_EQ(entry, "PRIORITY=3\nSYSLOG_IDENTIFIER=mysigfox\nMESSAGE\n" + size +
                         "reload refused:\nPRIORITY=0\n");
}

TEST(JournalTest, WhatOnlyLooksLikeAnIdIsNone)
{
    for (const char* const text :
         {"device addresses", "device 21df4e", "device 123", "device 123456789", "a_msg_1", "wh_",
          "msg_ ", "3 of 1000", "msg_ of 21DF4E"}) {
        const std::string entry = journal_entry(6, text);
        EXPECT_THAT(entry, Not(HasSubstr("_ID="))) << text;
    }
}

TEST(JournalTest, TheLargestEntryThereIsFitsADatagram)
{
    // All of the message that is not cut is said twice: there is no larger one.
    const std::string half(16UL * 1024, 'x');
    const std::string message = "wh_" + half + " msg_" + half + half + half;
    const test::TemporaryDirectory directory;
    const Ear ear{directory / "socket"};
    Journal journal{(directory / "socket").string()};

    EXPECT_TRUE(journal.send(6, message));

    const std::string heard = ear.hear();
    EXPECT_EQ(heard, journal_entry(6, message));
    EXPECT_THAT(heard, HasSubstr("\nMYSIGFOX_MESSAGE_ID=msg_x"));
    EXPECT_GT(heard.size(), 64'000U);
    EXPECT_LT(heard.size(), 66UL * 1024);
}

TEST(JournalTest, WithoutAJournalTheCallerIsTold)
{
    const test::TemporaryDirectory directory;
    EXPECT_FALSE(Journal{(directory / "nobody").string()}.send(6, "text"));
    EXPECT_FALSE(Journal{std::string(200, 'x')}.send(6, "text"));
}

TEST(JournalTest, OneThatDoesNotListenIsNotWaitedFor)
{
    const test::TemporaryDirectory directory;
    const Ear ear{directory / "socket"};
    Journal journal{(directory / "socket").string()};

    int sent = 0;
    while (journal.send(6, "text") && sent < 1'000'000) ++sent;

    EXPECT_GT(sent, 0);
    EXPECT_LT(sent, 1'000'000);  // net.unix.max_dgram_qlen is 10, or 512 with systemd
    EXPECT_THAT(ear.hear(), HasSubstr("MESSAGE=text"));
    EXPECT_TRUE(journal.send(6, "text"));
}

TEST(JournalTest, AStreamIsTheJournalsIfDeviceAndNodeAgree)
{
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    struct stat found = {};
    ::fstat(ends[1], &found);
    const std::string name = std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino);

    EXPECT_TRUE(is_journal_stream(name.c_str(), ends[1]));
    EXPECT_FALSE(is_journal_stream((name + "0").c_str(), ends[1]));
    EXPECT_FALSE(is_journal_stream(nullptr, ends[1]));
    for (const int end : ends) ::close(end);
}

}  // namespace
}  // namespace mysigfox
