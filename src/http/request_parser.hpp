// Beast's parser for one request, shown only what the gates have passed.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::http {

class RequestParser {
public:
    RequestParser();

    /// Parses a whole head. False if Beast does not agree with the gate.
    bool put_head(std::string_view head);

    void limit_body(std::uint64_t bytes) { parser_.body_limit(bytes); }

    /// Parses a part of the body. How much of it was used, at most up to the body's end; nothing
    /// if Beast does not agree with the gate.
    std::optional<std::size_t> put(std::string_view bytes);

    bool is_done() const { return parser_.is_done(); }
    std::string take_body() { return std::move(parser_.get().body()); }

    // Of the head. Views stay valid as long as the parser; trailers do not touch them.
    std::string_view method() const;
    std::string_view target() const;
    bool is_http10() const { return parser_.get().version() == 10; }
    bool keep_alive() const { return parser_.keep_alive(); }
    void list_fields(std::vector<std::pair<std::string_view, std::string_view>>& fields) const;

private:
    boost::beast::http::request_parser<boost::beast::http::string_body> parser_;
};

}  // namespace mysigfox::http
