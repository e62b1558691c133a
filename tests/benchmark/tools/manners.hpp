// How a webhook of the receiver behaves; its path says so: /ok/…, /hang/30/…, /drip/…
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace mysigfox::benchmark {

enum class Manner : std::uint8_t {
    ok,       ///< takes it at once, and its time is measured
    aside,    ///< takes it at once, not measured
    hang,     ///< /hang/N: answers after N seconds
    fail,     ///< 503
    drip,     ///< one byte a second, for ever
    headers,  ///< header fields without end
    huge,     ///< 10 GB
    bomb,     ///< a small gzip body that would become a large one
};

constexpr std::array<std::string_view, 8> kManners{"ok",   "aside",   "hang", "fail",
                                                   "drip", "headers", "huge", "bomb"};

constexpr bool takes_messages(Manner manner) noexcept
{
    return manner == Manner::ok || manner == Manner::aside;
}

struct Behaviour {
    Manner manner = Manner::ok;
    int seconds = 0;
};

/// Of a path such as "/hang/30/17"; what it does not know is ok.
inline Behaviour behaviour_of(std::string_view path)
{
    const auto piece = [&path] {
        path.remove_prefix(path.empty() ? 0 : 1);
        const std::string_view found = path.substr(0, path.find('/'));
        path.remove_prefix(found.size());
        return found;
    };
    Behaviour behaviour;
    const std::string_view name = piece();
    for (std::size_t i = 0; i < kManners.size(); ++i) {
        if (name == kManners[i]) behaviour.manner = static_cast<Manner>(i);
    }
    const std::string_view number = piece();
    std::from_chars(number.data(), number.data() + number.size(), behaviour.seconds);
    return behaviour;
}

/// What is sent at once.
inline std::string first_words(Manner manner, const std::string& bomb)
{
    switch (manner) {
        case Manner::ok:
        case Manner::aside:
            return "HTTP/1.1 204 No Content\r\n\r\n";
        case Manner::fail:
            return "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        case Manner::hang:
            return {};
        case Manner::drip:
            return "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
        case Manner::headers:
            return "HTTP/1.1 200 OK\r\n";
        case Manner::huge:
            return "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n";
        case Manner::bomb:
            return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                   std::to_string(bomb.size()) + "\r\n\r\n" + bomb;
    }
    return {};
}

/// What is sent whenever there is room, for ever.
inline std::string endless_words(Manner manner)
{
    if (manner == Manner::headers) return "X-Filler: " + std::string(1'000, 'x') + "\r\n";
    if (manner == Manner::huge) return std::string(std::size_t{64} << 10, '\0');
    return {};
}

}  // namespace mysigfox::benchmark
