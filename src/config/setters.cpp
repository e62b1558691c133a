#include "config/setters.hpp"

#include "config/address_text.hpp"

namespace mysigfox::config {
namespace {

/// Judges each text of a list by `parse`, which returns an optional.
template <typename T, typename Parse>
std::optional<Complaint> read_texts(const Value& value, const Parse& parse,
                                    const std::string& expected, std::vector<T>& into)
{
    if (value.list() == nullptr) return Complaint{&value, "a list, each " + expected};
    std::vector<T> all;
    for (const Value& element : *value.list()) {
        if (element.text() == nullptr) return Complaint{&element, expected};
        auto parsed = parse(*element.text());
        if (!parsed) return Complaint{&element, expected};
        all.push_back(std::move(*parsed));
    }
    into = std::move(all);
    return std::nullopt;
}

std::optional<std::string> non_empty(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

bool contains(Range range, std::int64_t number)
{
    return range.least <= number && number <= range.most;
}

template <typename Duration>
std::optional<Complaint> duration_in(const Value& value, Range range, const char* expected,
                                     Duration& into)
{
    const Complaint complaint{&value, expected};
    if (value.text() == nullptr) return complaint;
    const auto parsed = parse_duration(*value.text());
    if (!parsed || !contains(range, parsed->count())) return complaint;
    const auto rounded = std::chrono::floor<Duration>(*parsed);
    if (rounded != *parsed) return complaint;
    into = rounded;
    return std::nullopt;
}

}  // namespace

std::optional<Complaint> read(const Value& value, std::string& into)
{
    if (value.text() == nullptr) return Complaint{&value, "a text"};
    into = *value.text();
    return std::nullopt;
}

std::optional<Complaint> read(const Value& value, std::filesystem::path& into)
{
    if (value.text() == nullptr) return Complaint{&value, "a path"};
    into = *value.text();
    return std::nullopt;
}

std::optional<Complaint> read(const Value& value, std::vector<std::string>& into)
{
    return read_texts(value, non_empty, "a non-empty text", into);
}

std::optional<Complaint> read(const Value& value, std::vector<std::filesystem::path>& into)
{
    return read_texts(value, non_empty, "a path", into);
}

std::optional<Complaint> read(const Value& value, std::vector<Cidr>& into)
{
    return read_texts(value, Cidr::parse, "a block of addresses such as \"185.110.96.0/22\"", into);
}

std::optional<Complaint> read(const Value& value, std::vector<ListenAddress>& into)
{
    return read_texts(value, parse_listen_address, "an address such as \"127.0.0.1:8080\"", into);
}

std::optional<Complaint> read(const Value& value, std::vector<std::uint16_t>& into)
{
    if (value.list() == nullptr)
        return Complaint{&value, "a list, each a port number from 1 to 65535"};
    std::vector<std::uint16_t> ports;
    for (const Value& element : *value.list()) {
        if (element.number() == nullptr || !contains({1, 65'535}, *element.number())) {
            return Complaint{&element, "a port number from 1 to 65535"};
        }
        ports.push_back(static_cast<std::uint16_t>(*element.number()));
    }
    into = std::move(ports);
    return std::nullopt;
}

std::optional<Complaint> read_one_or_more(const Value& value,
                                          std::vector<std::filesystem::path>& into)
{
    if (value.list() != nullptr) return read(value, into);
    if (value.text() == nullptr) return Complaint{&value, "a path, or a list of them"};
    into.clear();
    if (!value.text()->empty()) into.emplace_back(*value.text());
    return std::nullopt;
}

std::optional<Complaint> read_number(const Value& value, Range range, std::size_t& into)
{
    if (value.number() == nullptr || !contains(range, *value.number())) {
        return Complaint{&value, "a whole number from " + std::to_string(range.least) + " to " +
                                     std::to_string(range.most)};
    }
    into = static_cast<std::size_t>(*value.number());
    return std::nullopt;
}

std::optional<Complaint> read_duration(const Value& value, Range range,
                                       std::chrono::milliseconds& into)
{
    return duration_in(value, range, "a duration such as \"90s\", \"15m\", \"76h\" or \"30d\"",
                       into);
}

std::optional<Complaint> read_duration(const Value& value, Range range, std::chrono::hours& into)
{
    return duration_in(value, range, "whole hours or days, such as \"76h\" or \"30d\"", into);
}

std::optional<Complaint> read_size(const Value& value, Range range, std::uint64_t& into)
{
    const auto parsed = value.text() ? parse_size(*value.text()) : std::nullopt;
    if (!parsed) return Complaint{&value, "a size such as \"64KiB\", \"256MiB\" or \"10GiB\""};
    if (!contains(range, static_cast<std::int64_t>(*parsed))) {
        return Complaint{&value, "at least " + std::to_string(range.least >> 10) + "KiB"};
    }
    into = *parsed;
    return std::nullopt;
}

std::optional<Complaint> read_level(const Value& value, std::string& into)
{
    if (value.text() == nullptr || !is_log_level(*value.text())) {
        return Complaint{&value, R"(one of "trace", "debug", "info", "warn", "error", "off")"};
    }
    into = *value.text();
    return std::nullopt;
}

std::optional<Complaint> read_public_url(const Value& value, std::string& into)
{
    if (value.text() == nullptr || !is_origin(*value.text())) {
        return Complaint{&value,
                         "http:// or https://, a host, perhaps a port, and no path, such as "
                         "\"https://mysigfox.example\""};
    }
    into = *value.text();
    if (into.ends_with('/')) into.pop_back();
    return std::nullopt;
}

std::optional<Complaint> read_optional_address(const Value& value,
                                               std::optional<ListenAddress>& into)
{
    const std::string* text = value.text();
    into = text == nullptr ? std::nullopt : parse_listen_address(*text);
    const bool is_none = text != nullptr && text->empty();
    if (into || is_none) return std::nullopt;
    return Complaint{&value, "an address such as \"127.0.0.1:9090\", or \"\" for none"};
}

std::optional<Complaint> read_name(const Value& value, std::string& into)
{
    if (value.text() == nullptr || value.text()->empty()) {
        return Complaint{&value, "a name of at least one letter"};
    }
    into = *value.text();
    return std::nullopt;
}

std::optional<Complaint> read_addresses(const Value& value, std::vector<std::string>& into)
{
    const auto parse = [](const std::string& text) -> std::optional<std::string> {
        if (!parse_listen_address(text)) return std::nullopt;
        return text;
    };
    return read_texts(value, parse, "an address such as \"192.0.2.53:53\"", into);
}

}  // namespace mysigfox::config
