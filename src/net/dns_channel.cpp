#include "net/dns_channel.hpp"

#include <ares.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace mysigfox::net {
namespace {

/// How often c-ares is asked to look at its time-outs while a question is open.
constexpr std::chrono::milliseconds kTick{50};
constexpr int kTries = 2;

void check(int status, const std::string& what)
{
    if (status != ARES_SUCCESS) throw std::runtime_error(what + ": " + ares_strerror(status));
}

ResolveProblem problem_of(int status) noexcept
{
    switch (status) {
        case ARES_SUCCESS:  // without an address
        case ARES_ENODATA:
        case ARES_ENOTFOUND:
        case ARES_EBADNAME:
            return ResolveProblem::not_found;
        case ARES_ETIMEOUT:
            return ResolveProblem::timed_out;
        default:
            return ResolveProblem::failed;
    }
}

/// An IPv4-mapped address stays what it is, so that the classifier refuses it.
IpAddress address_of(const ares_addrinfo_node& node)
{
    if (node.ai_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, node.ai_addr, sizeof v4);
        return IpAddress::v4(ntohl(v4.sin_addr.s_addr));
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, node.ai_addr, sizeof v6);
    IpAddress::Bytes bytes{};
    std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
    return IpAddress::v6(bytes);
}

DnsAnswer answer_of(int status, const ares_addrinfo* result)
{
    DnsAnswer answer;
    answer.resolution.problem = problem_of(status);
    if (status != ARES_SUCCESS || result == nullptr || result->nodes == nullptr) return answer;
    int ttl = result->nodes->ai_ttl;
    for (const auto* alias = result->cnames; alias != nullptr; alias = alias->next) {
        ttl = std::min(ttl, alias->ttl);
    }
    for (const auto* node = result->nodes; node != nullptr; node = node->ai_next) {
        ttl = std::min(ttl, node->ai_ttl);
        answer.resolution.addresses.push_back(address_of(*node));
    }
    answer.ttl = std::chrono::seconds{std::max(ttl, 0)};
    return answer;
}

}  // namespace

struct DnsChannel::Question {
    DnsChannel& channel;
    Done done;
};

/// A socket of c-ares, borrowed: only c-ares may close it.
struct DnsChannel::Watch {
    Watch(Executor home, int socket_) : socket(socket_), descriptor(home, socket_) {}

    int socket;
    boost::asio::posix::basic_stream_descriptor<Executor> descriptor;
    bool readable = false;  ///< c-ares wants to hear of it
    bool writable = false;
    bool reading = false;  ///< a wait is under way
    bool writing = false;
};

void DnsChannel::Destroy::operator()(ares_channeldata* channel) const noexcept
{
    ares_destroy(channel);
}

DnsChannel::DnsChannel(Executor home, const ResolverOptions& options) : home_(home), ticker_(home)
{
    static const int ready = ares_library_init(ARES_LIB_INIT_ALL);
    check(ready, "c-ares");
    std::string dns_only = "b";
    ares_options settings{};
    settings.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
    settings.tries = kTries;
    // The second try waits twice as long: together a little less than the limit.
    settings.timeout = std::max(1, static_cast<int>(options.limit.count() * 3 / 10));
    settings.ndomains = 0;
    settings.lookups = dns_only.data();
    settings.sock_state_cb = &on_socket_state;
    settings.sock_state_cb_data = this;
    ares_channel channel = nullptr;
    check(ares_init_options(&channel, &settings,
                            ARES_OPT_FLAGS | ARES_OPT_TRIES | ARES_OPT_TIMEOUTMS |
                                ARES_OPT_DOMAINS | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB),
          "c-ares");
    channel_.reset(channel);
    if (options.servers.empty()) return;
    std::string list;
    for (const std::string& server : options.servers) {
        if (!list.empty()) list += ',';
        list += server;
    }
    check(ares_set_servers_ports_csv(channel, list.c_str()), "DNS servers " + list);
}

DnsChannel::~DnsChannel() = default;

void DnsChannel::ask(const std::string& name, Family family, Done done)
{
    const ares_addrinfo_hints hints{ARES_AI_NOSORT, family == Family::v4 ? AF_INET : AF_INET6, 0,
                                    0};
    auto question = std::make_unique<Question>(Question{*this, std::move(done)});
    ++open_;
    // The dot at the end says: this very name, no search domain.
    ares_getaddrinfo(channel_.get(), (name + '.').c_str(), nullptr, &hints, &on_answer,
                     question.release());
    tick();
}

void DnsChannel::stop()
{
    channel_.reset();
    ticker_.cancel();
    for (auto& [done, answer] : std::exchange(answered_, {})) done(std::move(answer));
}

void DnsChannel::on_answer(void* question, int status, int, ares_addrinfo* result) noexcept
{
    const std::unique_ptr<Question> owned{static_cast<Question*>(question)};
    const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> answer{result,
                                                                              &ares_freeaddrinfo};
    DnsChannel& self = owned->channel;
    --self.open_;
    self.answered_.emplace_back(std::move(owned->done), answer_of(status, result));
}

void DnsChannel::on_socket_state(void* self, int socket, int readable, int writable) noexcept
{
    static_cast<DnsChannel*>(self)->watch(socket, readable != 0, writable != 0);
}

void DnsChannel::watch(int socket, bool readable, bool writable)
{
    std::shared_ptr<Watch>& place = watches_[socket];
    if (!place) place = std::make_shared<Watch>(home_, socket);
    const std::shared_ptr<Watch> watch = place;
    watch->readable = readable;
    watch->writable = writable;
    if (readable || writable) {
        arm(watch);
        return;
    }
    watch->descriptor.release();
    watches_.erase(socket);
}

void DnsChannel::arm(const std::shared_ptr<Watch>& watch)
{
    using Descriptor = boost::asio::posix::descriptor_base;
    // A wait may end after the socket, or the channel, is gone: `watch` alone can tell.
    if (watch->readable && !watch->reading) {
        watch->reading = true;
        watch->descriptor.async_wait(Descriptor::wait_read, [this, watch](const auto& ec) {
            watch->reading = false;
            if (ec || !watch->readable) return;
            process(watch->socket, ARES_SOCKET_BAD);
            arm(watch);
        });
    }
    if (watch->writable && !watch->writing) {
        watch->writing = true;
        watch->descriptor.async_wait(Descriptor::wait_write, [this, watch](const auto& ec) {
            watch->writing = false;
            if (ec || !watch->writable) return;
            process(ARES_SOCKET_BAD, watch->socket);
            arm(watch);
        });
    }
}

void DnsChannel::process(int readable, int writable)
{
    if (!channel_) return;
    ares_process_fd(channel_.get(), readable, writable);
    for (auto& [done, answer] : std::exchange(answered_, {})) done(std::move(answer));
}

void DnsChannel::tick()
{
    if (ticking_) return;
    ticking_ = true;
    ticker_.expires_after(kTick);
    ticker_.async_wait([this](const boost::system::error_code& ec) {
        if (ec) return;
        ticking_ = false;
        process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        if (open_ > 0) tick();
    });
}

}  // namespace mysigfox::net
