// The bytes of a callback, made once.
#pragma once

#include "benchmark/tools/stamp.hpp"

#include <fmt/format.h>

#include <ctime>
#include <string>
#include <string_view>

namespace mysigfox::benchmark {

/// A request whose changing parts are overwritten in place.
class CallbackBytes {
public:
    explicit CallbackBytes(const std::string& secret)
    {
        const std::string body =
            R"({"device":"00000000","time":"0000000000","data":"000000000000000000000000",)"
            R"("seqNumber":"0000","snr":"16.21","rssi":"-135.00"})";
        bytes_ = fmt::format(
            "POST /sigfox/uplink HTTP/1.1\r\nHost: mysigfox.example\r\n"
            "Authorization: Bearer {}\r\nContent-Type: application/json\r\n"
            "User-Agent: SIGFOX\r\nContent-Length: {}\r\n\r\n{}",
            secret, body.size(), body);
        device_ = place_of("\"device\":\"");
        time_ = place_of("\"time\":\"");
        data_ = place_of("\"data\":\"");
        number_ = place_of("\"seqNumber\":\"");
    }

    const std::string& about(const Stamp& stamp, std::uint32_t device, std::uint32_t number)
    {
        Stamp::write_hex(bytes_.data() + device_, device, 8);
        write_decimal(time_, static_cast<std::uint64_t>(std::time(nullptr)), 10);
        stamp.write(bytes_.data() + data_);
        write_decimal(number_, number, 4);
        return bytes_;
    }

private:
    std::size_t place_of(std::string_view key) const { return bytes_.find(key) + key.size(); }

    void write_decimal(std::size_t place, std::uint64_t number, std::size_t digits)
    {
        for (std::size_t i = digits; i-- > 0; number /= 10) {
            bytes_[place + i] = static_cast<char>('0' + number % 10);
        }
    }

    std::string bytes_;
    std::size_t device_ = 0;
    std::size_t time_ = 0;
    std::size_t data_ = 0;
    std::size_t number_ = 0;
};

}  // namespace mysigfox::benchmark
