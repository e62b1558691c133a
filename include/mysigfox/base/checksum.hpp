// SHA-256 of bytes that come in pieces.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace mysigfox {

/// Tells whether bytes are still what they were; no key, so it proves nothing about who wrote them.
class Checksum {
public:
    Checksum();

    void add(std::string_view bytes);
    /// 64 lower-case hexadecimal digits of all that was added; the last call.
    std::string finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace mysigfox
