// A DNS server on loopback that answers from a table, as badly as a test wants.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace mysigfox::test {

/// One answer to a pair of questions (A and AAAA).
struct DnsReply {
    std::vector<std::string> addresses;  ///< of both families
    std::uint32_t ttl = 300;
    int code = 0;  ///< 2: SERVFAIL, 3: NXDOMAIN
    std::chrono::milliseconds delay{0};
    bool is_silent = false;
    bool is_silent_v6 = false;  ///< as some broken name servers are
    bool is_truncated = false;  ///< over UDP: the client has to ask again over TCP
};

inline DnsReply addresses(std::vector<std::string> list)
{
    DnsReply reply;
    reply.addresses = std::move(list);
    return reply;
}

class StubDns {
public:
    StubDns()
        : thread_([this] {
              receive();
              accept();
              io_.run();
          })
    {
    }
    ~StubDns()
    {
        io_.stop();
        thread_.join();
    }

    std::string server() const
    {
        return "127.0.0.1:" + std::to_string(socket_.local_endpoint().port());
    }

    /// The first answer to the first look-up and so on; the last one stays. Unknown names:
    /// NXDOMAIN.
    void set(const std::string& name, std::vector<DnsReply> replies)
    {
        const std::lock_guard lock{mutex_};
        names_[name] = {std::move(replies), {}};
    }
    void set(const std::string& name, DnsReply reply) { set(name, std::vector{std::move(reply)}); }

    /// How often the A record of this name has been asked for.
    std::size_t questions(const std::string& name) const
    {
        const std::lock_guard lock{mutex_};
        const auto found = names_.find(name);
        if (found == names_.end()) return 0;
        const auto asked = found->second.asked.find(kA);
        return asked == found->second.asked.end() ? 0 : asked->second;
    }

private:
    using Udp = boost::asio::ip::udp;
    static constexpr std::uint16_t kA = 1;
    static constexpr std::uint16_t kAaaa = 28;

    struct Name {
        std::vector<DnsReply> replies;
        std::map<std::uint16_t, std::size_t> asked;
    };
    struct Question {
        std::string name;
        std::uint16_t type = 0;
        std::size_t end = 12;  ///< where the question's bytes end
    };

    /// UDP and TCP on one port: what is free in the one may be taken in the other.
    bool bind_both()
    {
        const auto here = boost::asio::ip::make_address("127.0.0.1");
        boost::system::error_code error;
        do {
            socket_ = Udp::socket{io_, Udp::endpoint{here, 0}};
            acceptor_ = boost::asio::ip::tcp::acceptor{io_, boost::asio::ip::tcp::v4()};
            acceptor_.bind({here, socket_.local_endpoint().port()}, error);
        } while (error);
        acceptor_.listen();
        return true;
    }

    void receive()
    {
        socket_.async_receive_from(boost::asio::buffer(packet_), client_,
                                   [this](const auto& error, std::size_t size) {
                                       if (!error && size > 12)
                                           handle(std::string(packet_.data(), size), client_);
                                       receive();
                                   });
    }

    void handle(std::string query, Udp::endpoint client)
    {
        const Question question = parse(query);
        DnsReply reply = next_reply(question);
        if (reply.is_silent || (reply.is_silent_v6 && question.type == kAaaa)) return;
        const auto timer = std::make_shared<boost::asio::steady_timer>(io_, reply.delay);
        if (reply.is_truncated) reply.addresses.clear();
        const std::string bytes = answer(query, question, reply);
        timer->async_wait([this, timer, bytes, client](const auto&) {
            boost::system::error_code ignored;
            socket_.send_to(boost::asio::buffer(bytes), client, 0, ignored);
        });
    }

    void accept()
    {
        acceptor_.async_accept([this](const auto& error, boost::asio::ip::tcp::socket socket) {
            if (!error) serve(std::move(socket));
            accept();
        });
    }

    /// Both questions of one look-up; blocking, for the client has them ready.
    void serve(boost::asio::ip::tcp::socket socket)
    {
        while (serve_one(socket)) {
        }
    }

    bool serve_one(boost::asio::ip::tcp::socket& socket)
    {
        boost::system::error_code error;
        std::array<unsigned char, 2> size{};
        boost::asio::read(socket, boost::asio::buffer(size), error);
        std::string query(static_cast<std::size_t>(size[0]) << 8U | size[1], '\0');
        boost::asio::read(socket, boost::asio::buffer(query), error);
        if (error || query.size() <= 12) return false;
        const Question question = parse(query);
        DnsReply reply = next_reply(question);
        reply.is_truncated = false;
        const std::string bytes = answer(query, question, reply);
        std::string framed;
        append(framed, static_cast<std::uint32_t>(bytes.size()), 2);
        boost::asio::write(socket, boost::asio::buffer(framed + bytes), error);
        return !error;
    }

    static Question parse(const std::string& query)
    {
        Question question;
        while (question.end < query.size() && query[question.end] != 0) {
            const auto size = static_cast<std::size_t>(query[question.end]);
            if (!question.name.empty()) question.name += '.';
            question.name += query.substr(question.end + 1, size);
            question.end += size + 1;
        }
        question.type = static_cast<std::uint8_t>(query.at(question.end + 2));
        question.end += 5;
        return question;
    }

    DnsReply next_reply(const Question& question)
    {
        const std::lock_guard lock{mutex_};
        const auto found = names_.find(question.name);
        if (found == names_.end()) {
            DnsReply unknown;
            unknown.code = 3;
            return unknown;
        }
        const std::size_t turn = found->second.asked[question.type]++;
        return found->second.replies.at(std::min(turn, found->second.replies.size() - 1));
    }

    static void append(std::string& bytes, std::uint32_t value, int size)
    {
        for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(value >> (8 * i));
    }

    static std::string answer(const std::string& query, const Question& question,
                              const DnsReply& reply)
    {
        std::string records;
        std::uint32_t count = 0;
        for (const std::string& text : reply.addresses) {
            const auto address = boost::asio::ip::make_address(text);
            if (address.is_v6() != (question.type == kAaaa)) continue;
            ++count;
            append(records, 0xC00C, 2);
            append(records, question.type, 2);
            append(records, 1, 2);
            append(records, reply.ttl, 4);
            append(records, address.is_v6() ? 16 : 4, 2);
            if (address.is_v6()) {
                for (const auto byte : address.to_v6().to_bytes()) append(records, byte, 1);
            } else {
                append(records, address.to_v4().to_uint(), 4);
            }
        }
        std::string bytes = query.substr(0, 2);
        const std::uint32_t truncated = reply.is_truncated ? 0x0200U : 0;
        append(bytes, 0x8180U | truncated | static_cast<std::uint32_t>(reply.code), 2);
        append(bytes, 1, 2);
        append(bytes, count, 2);
        append(bytes, 0, 4);
        return bytes + query.substr(12, question.end - 12) + records;
    }

    mutable std::mutex mutex_;
    std::map<std::string, Name> names_;
    boost::asio::io_context io_{1};
    Udp::socket socket_{io_};
    boost::asio::ip::tcp::acceptor acceptor_{io_};
    const bool is_bound_ = bind_both();
    std::array<char, 1'500> packet_{};
    Udp::endpoint client_;
    std::thread thread_;  // last: uses all the others
};

}  // namespace mysigfox::test
