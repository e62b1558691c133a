// Keys and values of a callback, whatever encoding they came in.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/sigfox/callback.hpp"

#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::sigfox {

/// One leaf (or the bare fact that an object or array stands there) of a callback.
struct Field {
    std::string_view key;
    std::string_view value;   ///< as sent: numbers keep their text; empty for containers
    std::string_view parent;  ///< key of the object it stands in; empty at the top
    std::uint8_t depth = 1;   ///< 1: at the top
    bool is_in_array = false;
    bool is_container = false;
    bool is_from_query = false;
};

/// Whether the value stands for nothing: null, "", N/A, or a `{variable}` that nobody replaced.
bool is_blank(const Field& field) noexcept;

/// The fields of one callback, body first. They point into the bytes they were read from, or
/// into texts kept here where those had to be decoded.
class Fields {
public:
    static constexpr std::size_t kMaxCount = 512;

    /// False if there are too many already.
    bool add(const Field& field);
    std::string_view keep(std::string text);

    const std::vector<Field>& all() const noexcept { return all_; }

private:
    std::vector<Field> all_;
    std::forward_list<std::string> kept_;
};

/// One object or array: JSON, but forgiving where an unquoted template leaves N/A, nothing or
/// `{variable}` instead of a value. Fails with malformed_callback.
Result<void> read_json(std::string_view text, Fields& fields);

/// `key=value&key=value`, percent-encoded.
Result<void> read_pairs(std::string_view text, bool is_from_query, Fields& fields);

/// Lines of `key => value`, `key=value` or `key: value`.
Result<void> read_lines(std::string_view text, Fields& fields);

/// Everything in body and query.
Result<void> read_fields(const CallbackBytes& bytes, Fields& fields);

/// Is the body lines of values parted by `;`, as the batch channel sends them?
bool is_batch_text(std::string_view body) noexcept;

/// Printable and short, for an error: cut to 40 characters, anything but ASCII text escaped.
std::string quoted(std::string_view text);

}  // namespace mysigfox::sigfox
