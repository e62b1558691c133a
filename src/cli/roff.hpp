// Manual pages as man(7) wants them, piece by piece.
#pragma once

#include <string>
#include <string_view>

namespace mysigfox::cli {

/// A page under construction. Text is taken as it is: whatever would be a command to the
/// formatter is escaped.
class Roff {
public:
    /// "mysigfox", 1, "MySigfox", and one line: "relays …".
    Roff(std::string_view name, int section, std::string_view what);

    void chapter(std::string_view name);
    void section(std::string_view name);
    /// Lines beginning with two spaces are shown as they are, as examples; the rest is a paragraph.
    void text(std::string_view text);
    /// A term, and beside it what it means.
    void term(std::string_view term, std::string_view meaning);

    const std::string& page() const noexcept { return page_; }

private:
    void title(std::string_view command, std::string_view text);
    void paragraph();

    std::string page_;
    bool is_under_title_ = false;
};

}  // namespace mysigfox::cli
