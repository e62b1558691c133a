// What the gates for heads and for bodies have in common.
#pragma once

#include <cstddef>

namespace mysigfox::http {

struct HeadLimits {
    std::size_t bytes = 8UL * 1024;
    std::size_t fields = 100;
};

/// What to tell the client; status 0 means that nobody is there to be told.
struct Refusal {
    int status = 0;
    const char* why = "";
};

enum class GateState { need_more, complete, refused };

/// How the body is delimited, as far as the head can say.
enum class Framing { none, length, chunked };

}  // namespace mysigfox::http
