// Indents JSON and shows bytes as numbers.
#include "pages/payload.hpp"

#include "mysigfox/base/encoding.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>

namespace mysigfox::pages {
namespace {

constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxPayload = 64;
constexpr std::string_view kIndent = "  ";

bool is_space(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Walks over valid JSON once; nothing is parsed into numbers, so nothing is spelt anew.
class Indenter {
public:
    Indenter(std::string_view text, std::size_t limit) : text_(text), limit_(limit) {}

    std::optional<std::string> run()
    {
        while (at_ < text_.size() && out_.size() < limit_) {
            step(text_[at_]);
            if (depth_ > kMaxDepth) return std::nullopt;
        }
        return std::move(out_);
    }

private:
    void step(char c)
    {
        ++at_;
        if (is_in_string_) return in_string(c);
        if (is_space(c)) return;
        if (c == '}' || c == ']') return close(c);
        if (std::exchange(is_fresh_, false)) new_line();
        out_ += c;
        if (c == '"') is_in_string_ = true;
        if (c == '{' || c == '[') open();
        if (c == ',') new_line();
        if (c == ':') out_ += ' ';
    }

    void in_string(char c)
    {
        out_ += c;
        is_in_string_ = is_escaped_ || c != '"';
        is_escaped_ = c == '\\' && !is_escaped_;
    }

    void open()
    {
        ++depth_;
        is_fresh_ = true;
    }

    void close(char c)
    {
        --depth_;
        if (!std::exchange(is_fresh_, false)) new_line();
        out_ += c;
    }

    void new_line()
    {
        out_ += '\n';
        for (std::size_t i = 0; i < depth_; ++i) out_ += kIndent;
    }

    const std::string_view text_;
    const std::size_t limit_;
    std::string out_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    bool is_fresh_ = false;  ///< something was opened, and nothing stands in it yet
    bool is_in_string_ = false;
    bool is_escaped_ = false;
};

std::uint8_t byte_at(std::string_view bytes, std::size_t at) noexcept
{
    return static_cast<std::uint8_t>(bytes[at]);
}

std::string floats(std::string_view payload, bool is_high_first)
{
    std::string shown;
    for (std::size_t at = 0; at + 4 <= payload.size(); at += 4) {
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            bits = bits << 8 | byte_at(payload, is_high_first ? at + i : at + 3 - i);
        }
        if (!shown.empty()) shown += ' ';
        shown += fmt::format("{:.7g}", std::bit_cast<float>(bits));
    }
    return shown;
}

}  // namespace

std::optional<std::string> pretty_json(std::string_view text, std::size_t limit)
{
    if (!nlohmann::json::accept(text)) return std::nullopt;
    return Indenter{text, limit}.run();
}

std::optional<std::string> payload_of(std::string_view body)
{
    const auto json = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return std::nullopt;
    const auto data = json.find("data");
    if (data == json.end() || !data->is_string()) return std::nullopt;
    auto bytes = from_hex(data->get_ref<const std::string&>());
    if (!bytes || bytes->empty() || bytes->size() > kMaxPayload) return std::nullopt;
    return bytes;
}

PayloadViews views_of(std::string_view payload)
{
    PayloadViews views;
    for (std::size_t i = 0; i < payload.size(); ++i) {
        const std::uint8_t byte = byte_at(payload, i);
        const char* space = i == 0 ? "" : " ";
        views.hex += fmt::format("{}{:02x}", space, byte);
        views.unsigned_bytes += fmt::format("{}{}", space, byte);
        views.signed_bytes +=
            fmt::format("{}{}", space, static_cast<int>(std::bit_cast<std::int8_t>(byte)));
        views.text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
    }
    views.floats_big = floats(payload, true);
    views.floats_little = floats(payload, false);
    return views;
}

}  // namespace mysigfox::pages
