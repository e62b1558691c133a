// Received bytes that nobody has used yet, in memory that never grows.
#pragma once

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace mysigfox::http {

class ReadBuffer {
public:
    explicit ReadBuffer(std::size_t capacity)
        : bytes_(std::make_unique_for_overwrite<char[]>(capacity)), capacity_(capacity)
    {
    }

    std::string_view text() const noexcept { return {bytes_.get() + begin_, size()}; }
    std::size_t size() const noexcept { return end_ - begin_; }
    bool empty() const noexcept { return begin_ == end_; }

    /// Where to receive more. What text() returned is void after that.
    boost::asio::mutable_buffer space() noexcept
    {
        if (begin_ > 0) {
            const std::size_t left = size();
            std::memmove(bytes_.get(), bytes_.get() + begin_, left);
            begin_ = 0;
            end_ = left;
        }
        return {bytes_.get() + end_, capacity_ - end_};
    }

    void commit(std::size_t count) noexcept { end_ += count; }
    void consume(std::size_t count) noexcept { begin_ += count; }
    void clear() noexcept { begin_ = end_ = 0; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace mysigfox::http
