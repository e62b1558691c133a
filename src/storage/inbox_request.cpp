// Cuts requests to size; packs header fields as texts that tell their length, "4:Host9:localhost".
#include "storage/inbox_request.hpp"

#include <algorithm>
#include <charconv>

namespace mysigfox::storage {
namespace {

constexpr std::size_t kMaxBody = std::size_t{64} << 10;
constexpr std::size_t kMaxFields = std::size_t{8} << 10;
constexpr std::size_t kMaxQuery = std::size_t{8} << 10;
constexpr std::size_t kMaxMethod = 32;

/// True if something was lost.
bool cut(std::string& text, std::size_t limit)
{
    if (text.size() <= limit) return false;
    text.resize(limit);
    return true;
}

/// Whole fields only: half a value would mislead.
bool cut(HeaderFields& fields, std::size_t limit)
{
    std::size_t size = 0;
    const auto is_too_much = [&size, limit](const auto& field) {
        size += field.first.size() + field.second.size();
        return size > limit;
    };
    const auto first_lost = std::find_if(fields.begin(), fields.end(), is_too_much);
    const bool is_cut = first_lost != fields.end();
    fields.erase(first_lost, fields.end());
    return is_cut;
}

void append_text(std::string& packed, std::string_view text)
{
    packed += std::to_string(text.size());
    packed += ':';
    packed += text;
}

/// Takes the next text away from the front; empty at the end.
std::string take_text(std::string_view& packed)
{
    std::size_t size = 0;
    const auto [colon, error] = std::from_chars(packed.data(), packed.data() + packed.size(), size);
    const auto start = static_cast<std::size_t>(colon - packed.data()) + 1;
    if (error != std::errc{} || start > packed.size()) {
        packed = {};
        return {};
    }
    const std::string_view text = packed.substr(start, size);
    packed.remove_prefix(start + text.size());
    return std::string{text};
}

}  // namespace

InboxRequest within_limits(InboxRequest request)
{
    // Each is cut, so no short circuit.
    const bool cuts[] = {cut(request.method, kMaxMethod), cut(request.query, kMaxQuery),
                         cut(request.fields, kMaxFields), cut(request.body, kMaxBody)};
    if (std::ranges::find(cuts, true) != std::end(cuts)) request.is_truncated = true;
    return request;
}

std::string pack(const HeaderFields& fields)
{
    std::string packed;
    for (const auto& [name, value] : fields) {
        append_text(packed, name);
        append_text(packed, value);
    }
    return packed;
}

HeaderFields unpack_fields(std::string_view packed)
{
    HeaderFields fields;
    while (!packed.empty()) {
        std::string name = take_text(packed);
        std::string value = take_text(packed);
        fields.emplace_back(std::move(name), std::move(value));
    }
    return fields;
}

}  // namespace mysigfox::storage
