// Choosing the encoding of a callback by what stands in it, and reading the simple ones.
#include "sigfox/fields.hpp"

#include "mysigfox/base/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mysigfox::sigfox {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 10;
constexpr std::size_t kMaxQuoted = 40;
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::array<std::string_view, 5> kNoValue{"null", "n/a", "nan", "none", "undefined"};

Error too_many_fields()
{
    return make_error(Errc::malformed_callback,
                      fmt::format("body: more than {} fields", Fields::kMaxCount));
}

std::string_view decoded(std::string_view text, Fields& fields)
{
    if (text.find_first_of("%+") == std::string_view::npos) return text;
    return fields.keep(decode_form_text(text));
}

/// Takes the text up to the separator off the front of `rest`.
std::string_view take_until(std::string_view& rest, char separator) noexcept
{
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view taken = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return taken;
}

bool contains(std::string_view text, std::string_view part) noexcept
{
    return text.find(part) != std::string_view::npos;
}

bool is_form_type(std::string_view content_type) noexcept
{
    return equals_ignoring_case(trimmed(content_type.substr(0, content_type.find(';'))), kFormType);
}

/// People leave the content type at its default and type JSON, so the text itself decides.
bool is_json(std::string_view body) noexcept
{
    if (body.starts_with('[')) return true;
    if (!body.starts_with('{')) return false;
    const std::string_view inside = trimmed(body.substr(1));
    return inside.empty() || inside.front() == '"' || inside.front() == '}';
}

bool is_form(std::string_view body, std::string_view content_type) noexcept
{
    if (is_form_type(content_type)) return !contains(body, "=>");
    return contains(body, "=") && contains(body, "&") && !contains(body, "\n");
}

std::string find_secret_in(std::string_view pairs)
{
    constexpr std::string_view kKey = "secret=";
    while (!pairs.empty()) {
        const std::string_view pair = take_until(pairs, '&');
        const bool is_secret = pair.starts_with(kKey) && pair.size() > kKey.size();
        if (is_secret) return decode_form_text(pair.substr(kKey.size()));
    }
    return {};
}

}  // namespace

bool is_blank(const Field& field) noexcept
{
    if (field.is_container) return false;
    const std::string_view value = trimmed(field.value);
    if (value.empty() || (value.front() == '{' && value.back() == '}')) return true;
    return std::any_of(kNoValue.begin(), kNoValue.end(),
                       [=](std::string_view word) { return equals_ignoring_case(value, word); });
}

bool Fields::add(const Field& field)
{
    constexpr std::size_t kUsual = 16;
    if (all_.empty()) all_.reserve(kUsual);
    if (all_.size() == kMaxCount) return false;
    all_.push_back(field);
    return true;
}

std::string_view Fields::keep(std::string text)
{
    return kept_.emplace_front(std::move(text));
}

Result<void> read_pairs(std::string_view text, bool is_from_query, Fields& fields)
{
    while (!text.empty()) {
        const std::string_view pair = take_until(text, '&');
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        Field field;
        field.key = decoded(pair.substr(0, equals), fields);
        field.value = decoded(pair.substr(equals + 1), fields);
        field.is_from_query = is_from_query;
        if (!fields.add(field)) return too_many_fields();
    }
    return {};
}

Result<void> read_lines(std::string_view text, Fields& fields)
{
    while (!text.empty()) {
        const std::string_view line = take_until(text, '\n');
        const std::size_t separator = line.find_first_of("=:");
        if (separator == std::string_view::npos) continue;
        const std::size_t length = line.substr(separator).starts_with("=>") ? 2 : 1;
        Field field;
        field.key = trimmed(line.substr(0, separator));
        field.value = trimmed(line.substr(separator + length));
        if (!fields.add(field)) return too_many_fields();
    }
    return {};
}

Result<void> read_fields(const CallbackBytes& bytes, Fields& fields)
{
    std::string_view body = bytes.body;
    if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
    body = trimmed(body);
    if (body.size() > kMaxBytes || bytes.query.size() > kMaxBytes) {
        return make_error(Errc::malformed_callback,
                          fmt::format("body: found {} bytes, expected at most {}",
                                      std::max(body.size(), bytes.query.size()), kMaxBytes));
    }
    Result<void> done;
    if (is_json(body)) {
        done = read_json(body, fields);
    } else if (is_form(body, bytes.content_type)) {
        done = read_pairs(body, false, fields);
    } else {
        done = read_lines(body, fields);
    }
    if (!done) return done;
    return read_pairs(bytes.query, true, fields);
}

bool is_batch_text(std::string_view body) noexcept
{
    body = trimmed(body);
    const std::string_view line = body.substr(0, body.find('\n'));
    return contains(line, ";") && line.find_first_of("=:\"") == std::string_view::npos;
}

std::string find_form_secret(const CallbackBytes& bytes)
{
    std::string secret = find_secret_in(bytes.query);
    const std::string_view body = trimmed(bytes.body);
    if (secret.empty() && !is_json(body) && is_form(body, bytes.content_type)) {
        secret = find_secret_in(body);
    }
    return secret;
}

std::string quoted(std::string_view text)
{
    std::string shown = "\"";
    for (const char c : text.substr(0, kMaxQuoted)) {
        const bool is_plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
        if (is_plain) {
            shown += c;
        } else {
            shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        }
    }
    return shown + (text.size() > kMaxQuoted ? "...\"" : "\"");
}

}  // namespace mysigfox::sigfox
