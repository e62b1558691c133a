// The little of HTTP that a receiver needs to understand our relay.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace mysigfox::benchmark {

struct Request {
    std::string_view path;
    std::string_view body;
};

/// Nothing until it is whole. Our relay sends one at a time, and always its length.
inline std::optional<Request> read_request(std::string_view text)
{
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string_view::npos) return std::nullopt;
    constexpr std::string_view kLength = "\r\nContent-Length: ";
    const std::size_t length = text.substr(0, head).find(kLength);
    std::size_t size = 0;
    if (length != std::string_view::npos) {
        std::from_chars(text.data() + length + kLength.size(), text.data() + head, size);
    }
    const std::string_view body = text.substr(head + 4);
    if (body.size() < size) return std::nullopt;
    const std::size_t path = text.find(' ') + 1;
    return Request{text.substr(path, text.find(' ', path) - path), body.substr(0, size)};
}

}  // namespace mysigfox::benchmark
