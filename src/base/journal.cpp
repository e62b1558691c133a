// Datagrams to the journal, and what it shall be able to search by.
#include "base/journal.hpp"

#include "mysigfox/base/ascii.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace mysigfox {
namespace {

constexpr std::size_t kMostMessage = 32UL * 1024;

/// A value with an end of line in it would pass for more fields: its size goes before it.
void append_field(std::string& entry, std::string_view name, std::string_view value)
{
    entry += name;
    if (value.find('\n') == std::string_view::npos) {
        entry += '=';
    } else {
        entry += '\n';
        for (int shift = 0; shift < 64; shift += 8) {
            entry += static_cast<char>(std::uint64_t{value.size()} >> shift & 0xFF);
        }
    }
    entry += value;
    entry += '\n';
}

bool is_word_character(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_upper_hex(char c)
{
    return is_digit(c) || (c >= 'A' && c <= 'F');
}

/// The word that begins at `at`.
std::string_view word_at(std::string_view text, std::size_t at)
{
    const auto* const begin = text.begin() + at;
    const auto* const end = std::find_if_not(begin, text.end(), is_word_character);
    return {begin, static_cast<std::size_t>(end - begin)};
}

/// The first word that begins so and has more to it.
std::string_view word_beginning(std::string_view text, std::string_view prefix)
{
    for (std::size_t at = text.find(prefix); at != std::string_view::npos;
         at = text.find(prefix, at + 1)) {
        const bool is_beginning = at == 0 || !is_word_character(text[at - 1]);
        const std::string_view word = word_at(text, at);
        if (is_beginning && word.size() > prefix.size()) return word;
    }
    return {};
}

bool is_device(std::string_view word)
{
    return word.size() >= 4 && word.size() <= 8 && std::ranges::all_of(word, is_upper_hex);
}

/// The device of "device C0FFEE", or of "msg_… of C0FFEE".
std::string_view device_in(std::string_view text, std::string_view message)
{
    constexpr std::string_view kBefore = "device ";
    for (std::size_t at = text.find(kBefore); at != std::string_view::npos;
         at = text.find(kBefore, at + 1)) {
        const std::string_view word = word_at(text, at + kBefore.size());
        if (is_device(word)) return word;
    }
    constexpr std::string_view kOf = " of ";
    if (message.empty()) return {};
    const auto end = static_cast<std::size_t>(message.end() - text.begin());
    if (!text.substr(end).starts_with(kOf)) return {};
    const std::string_view word = word_at(text, end + kOf.size());
    return is_device(word) ? word : std::string_view{};
}

}  // namespace

std::string journal_entry(int priority, std::string_view message)
{
    message = message.substr(0, kMostMessage);
    std::string entry = fmt::format("PRIORITY={}\nSYSLOG_IDENTIFIER=mysigfox\n", priority);
    append_field(entry, "MESSAGE", message);
    const auto append_known = [&entry](std::string_view name, std::string_view value) {
        if (!value.empty()) append_field(entry, name, value);
    };
    const std::string_view id = word_beginning(message, "msg_");
    append_known("DEVICE_ID", device_in(message, id));
    append_known("WEBHOOK_ID", word_beginning(message, "wh_"));
    append_known("MYSIGFOX_MESSAGE_ID", id);
    return entry;
}

bool is_journal_stream(const char* journal_stream, int descriptor)
{
    struct stat found = {};
    if (journal_stream == nullptr || ::fstat(descriptor, &found) != 0) return false;
    return fmt::format("{}:{}", found.st_dev, found.st_ino) == journal_stream;
}

Journal::Journal(std::string_view socket_path)
{
    sockaddr_un address{};
    if (socket_path.size() >= sizeof(address.sun_path)) return;
    address.sun_family = AF_UNIX;
    std::ranges::copy(socket_path, address.sun_path);
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return;
    const int joined =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    if (joined == 0) return;
    ::close(socket_);
    socket_ = -1;
}

Journal::~Journal()
{
    if (socket_ >= 0) ::close(socket_);
}

bool Journal::send(int priority, std::string_view message)
{
    if (socket_ < 0) return false;
    const std::string entry = journal_entry(priority, message);
    const ssize_t sent = ::send(socket_, entry.data(), entry.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent == static_cast<ssize_t>(entry.size());
}

}  // namespace mysigfox
