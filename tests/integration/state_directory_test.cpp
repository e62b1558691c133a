// The state directory: made private, locked by one, owned by its user even when root comes by.
#include "mysigfox/storage/state_directory.hpp"

#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>

namespace mysigfox::storage {
namespace {

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 07777;
}

/// The exit status of a process that does only this.
int in_another_process(const std::function<bool()>& succeeds)
{
    const pid_t child = ::fork();
    if (child == 0) ::_exit(succeeds() ? 0 : 1);
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class StateDirectoryTest : public testing::Test {
protected:
    test::TemporaryDirectory parent_;
    std::filesystem::path state_ = parent_ / "state";
};

TEST_F(StateDirectoryTest, MakesTheDirectoryForItsOwnerAlone)
{
    const auto opened = StateDirectory::open(state_);

    ASSERT_TRUE(opened.has_value()) << opened.error().detail;
    EXPECT_EQ(mode_of(state_), 0700u);
    EXPECT_EQ(mode_of(state_ / "lock"), 0600u);
    EXPECT_EQ(opened->registry_file(), state_ / "registry.db");
}

TEST_F(StateDirectoryTest, ASecondInstanceIsRefusedWithASentence)
{
    const auto first = StateDirectory::open(state_);
    ASSERT_TRUE(first.has_value());

    const auto second = StateDirectory::open(state_);

    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, Errc::conflict);
    EXPECT_THAT(second.error().detail, testing::StartsWith(state_.string() + ": another"));
}

TEST_F(StateDirectoryTest, AnotherProcessIsRefusedUntilTheLockIsReleased)
{
    const auto is_refused = [this] {
        const auto opened = StateDirectory::open(state_);
        return !opened && opened.error().code == Errc::conflict;
    };
    {
        const auto held = StateDirectory::open(state_);
        ASSERT_TRUE(held.has_value());
        EXPECT_EQ(in_another_process(is_refused), 0);
    }
    EXPECT_EQ(in_another_process([&] { return !is_refused(); }), 0);
}

TEST_F(StateDirectoryTest, TheKernelReleasesTheLockOfAProcessThatDies)
{
    in_another_process([this] {
        const auto held = StateDirectory::open(state_);
        ::_exit(0);  // no destructor runs
        return false;
    });

    EXPECT_TRUE(StateDirectory::open(state_).has_value());
}

TEST_F(StateDirectoryTest, MovingKeepsTheLock)
{
    auto opened = StateDirectory::open(state_);
    ASSERT_TRUE(opened.has_value());
    const StateDirectory moved = std::move(*opened);

    EXPECT_FALSE(StateDirectory::open(state_).has_value());
    EXPECT_EQ(moved.path(), state_);
}

TEST_F(StateDirectoryTest, AnUnusableDirectoryIsNamed)
{
    std::ofstream{parent_ / "file"} << "not a directory";
    const struct {
        std::filesystem::path path;
        const char* words;
    } cases[] = {
        {parent_ / "file", "is not a directory"},
        {parent_ / "missing/state", "cannot make the state directory: No such file"},
        {parent_ / "file/state", "cannot make the state directory: Not a directory"},
    };
    for (const auto& [path, words] : cases) {
        const auto opened = StateDirectory::open(path);
        ASSERT_FALSE(opened.has_value()) << path;
        EXPECT_EQ(opened.error().code, Errc::storage_unavailable);
        EXPECT_THAT(opened.error().detail, testing::StartsWith(path.string()));
        EXPECT_THAT(opened.error().detail, testing::HasSubstr(words));
    }
}

TEST_F(StateDirectoryTest, RootBecomesTheOwnerOfAnExistingDirectory)
{
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
    constexpr uid_t kNobody = 65534;
    ASSERT_EQ(::chmod(parent_.path().c_str(), 0755), 0);
    ASSERT_EQ(::mkdir(state_.c_str(), 0700), 0);
    ASSERT_EQ(::chown(state_.c_str(), kNobody, kNobody), 0);

    const int status = in_another_process([this] {
        const auto opened = StateDirectory::open(state_);
        const bool can_return = ::seteuid(0) == 0;
        return opened && ::getuid() == kNobody && ::getegid() != 0 && !can_return;
    });

    EXPECT_EQ(status, 0);
    struct stat lock {};
    ASSERT_EQ(::stat((state_ / "lock").c_str(), &lock), 0);
    EXPECT_EQ(lock.st_uid, kNobody);
}

TEST_F(StateDirectoryTest, TheKeyInItIsForItsOwnerAloneAndStaysTheSame)
{
    const auto directory = StateDirectory::open(state_);
    ASSERT_TRUE(directory.has_value());

    const auto made = SecretKey::open_or_create(directory->key_file());
    const auto read = SecretKey::open_or_create(directory->key_file());

    ASSERT_TRUE(made && read);
    EXPECT_EQ(mode_of(directory->key_file()), 0600u);
    EXPECT_EQ(made->hash("p", "t"), read->hash("p", "t"));
    ASSERT_EQ(::chmod(directory->key_file().c_str(), 0640), 0);
    const auto open_to_others = SecretKey::open_or_create(directory->key_file());
    ASSERT_FALSE(open_to_others.has_value());
    EXPECT_THAT(open_to_others.error().detail, testing::HasSubstr("0640, expected 0600"));
}

}  // namespace
}  // namespace mysigfox::storage
