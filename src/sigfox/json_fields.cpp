// A JSON reader for bodies that people typed: keeps the text of numbers, forgives bare words.
#include "sigfox/fields.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace mysigfox::sigfox {
namespace {

constexpr int kMaxDepth = 16;

bool is_blank_byte(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// What a number, true, null, N/A, NaN or an unquoted device identifier is made of.
bool is_bare_byte(char c) noexcept
{
    constexpr std::string_view kSigns = "+-._/#";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kSigns.find(c) != std::string_view::npos;
}

class Reader {
public:
    Reader(std::string_view text, Fields& fields) noexcept : text_(text), fields_(fields) {}

    Result<void> read()
    {
        const bool is_whole = read_value(Field{.key = {}, .value = {}, .parent = {}, .depth = 0}) &&
                              (is_at_end() || fail("the end of the body"));
        if (!is_whole) return make_error(Errc::malformed_callback, std::move(problem_));
        return {};
    }

private:
    /// `at` says where the value stands; its value is filled in here.
    bool read_value(Field at)
    {
        skip_blanks();
        if (peek() == '"') return read_string(at.value) && add(at);
        if (peek() == '[') return read_array(at);
        if (peek() == '{' && placeholder_size() == 0) return read_object(at);
        at.value = take_bare();
        return add(at);
    }

    bool read_object(Field at)
    {
        if (!enter(at)) return false;
        Field member{.key = {}, .value = {}, .parent = at.key};
        member.depth = static_cast<std::uint8_t>(at.depth + 1);
        member.is_in_array = at.is_in_array;
        while (!take('}')) {
            if (!read_string(member.key)) return false;
            if (!take(':')) return fail("':'");
            if (!read_value(member)) return false;
            if (!take(',') && peek() != '}') return fail("',' or '}'");
        }
        return true;
    }

    bool read_array(Field at)
    {
        if (!enter(at)) return false;
        Field element = at;
        element.depth = static_cast<std::uint8_t>(at.depth + 1);
        element.is_in_array = true;
        while (!take(']')) {
            if (!read_value(element)) return false;
            if (!take(',') && peek() != ']') return fail("',' or ']'");
        }
        return true;
    }

    bool enter(Field at)
    {
        if (at.depth == kMaxDepth) return fail("at most 16 levels");
        ++position_;
        at.is_container = true;
        return at.depth == 0 || add(at);
    }

    bool read_string(std::string_view& into)
    {
        skip_blanks();
        if (peek() != '"') return fail("'\"'");
        const std::size_t begin = position_ + 1;
        bool has_escapes = false;
        for (++position_; peek() != '"'; ++position_) {
            if (position_ >= text_.size()) return fail("'\"'");
            if (peek() != '\\') continue;
            has_escapes = true;
            ++position_;
        }
        into = text_.substr(begin, position_ - begin);
        ++position_;
        return !has_escapes || unescape(into);
    }

    bool unescape(std::string_view& text)
    {
        const auto value = nlohmann::json::parse('"' + std::string{text} + '"', nullptr, false);
        if (!value.is_string()) return fail("a well-formed string before it");
        text = fields_.keep(value.get<std::string>());
        return true;
    }

    /// Empty where a variable left nothing: `"snr": ,`.
    std::string_view take_bare() noexcept
    {
        const std::size_t begin = position_;
        while (true) {
            const std::size_t size = is_bare_byte(peek()) ? 1 : placeholder_size();
            if (size == 0) return text_.substr(begin, position_ - begin);
            position_ += size;
        }
    }

    /// Of the `{variable}` that stands here, braces included; 0 if there is none.
    std::size_t placeholder_size() const noexcept
    {
        if (peek() != '{') return 0;
        std::size_t end = position_ + 1;
        while (end < text_.size() && is_bare_byte(text_[end])) ++end;
        const bool is_whole = end > position_ + 1 && end < text_.size() && text_[end] == '}';
        return is_whole ? end + 1 - position_ : 0;
    }

    bool add(const Field& field)
    {
        return fields_.add(field) || fail(fmt::format("at most {} fields", Fields::kMaxCount));
    }

    bool take(char c) noexcept
    {
        skip_blanks();
        if (peek() != c) return false;
        ++position_;
        return true;
    }

    void skip_blanks() noexcept
    {
        while (position_ < text_.size() && is_blank_byte(text_[position_])) ++position_;
    }

    char peek() const noexcept { return position_ < text_.size() ? text_[position_] : '\0'; }

    bool is_at_end() noexcept
    {
        skip_blanks();
        return position_ == text_.size();
    }

    bool fail(std::string_view expected)
    {
        const std::size_t at = std::min(position_, text_.size());
        const std::string found = at == text_.size() ? "the end" : quoted(text_.substr(at, 1));
        problem_ = fmt::format("body: JSON at byte {}: found {}, expected {}", at, found, expected);
        return false;
    }

    std::string_view text_;
    Fields& fields_;
    std::size_t position_ = 0;
    std::string problem_;
};

}  // namespace

Result<void> read_json(std::string_view text, Fields& fields)
{
    return Reader{text, fields}.read();
}

}  // namespace mysigfox::sigfox
