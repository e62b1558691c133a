#include "client/exchange.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace mysigfox::client {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr int kMostInterimAnswers = 10;
constexpr std::size_t kReadSize = 4'096;
constexpr unsigned kNoStatus = 0;  // until a whole status line came
constexpr std::size_t kRetryAfterSize = 64;
/// Beast 1.81 asserts that the last chunk does not come in smaller pieces. Whatever is left of
/// a chunked body, it never has fewer bytes.
constexpr std::size_t kLeastChunkedPiece = 5;

struct KeptBytes {
    std::string text;
    std::size_t most = 0;
};

/// A body whose first bytes are kept, for people to see. Never decoded: a bomb stays small.
struct StartOfBody {
    using value_type = KeptBytes;
    struct reader {  // NOLINT(readability-identifier-naming): Beast's word
        template <bool IsRequest, class Fields>
        reader(http::header<IsRequest, Fields>&, value_type& kept_) : kept(kept_)
        {
        }
        void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& error)
        {
            error = {};
            const std::size_t before = kept.text.size();
            const std::size_t more = std::min(asio::buffer_size(buffers), kept.most - before);
            kept.text.resize(before + more);
            asio::buffer_copy(asio::buffer(kept.text.data() + before, more), buffers);
            return asio::buffer_size(buffers);
        }
        void finish(error_code& error) { error = {}; }

        value_type& kept;
    };
};

using Parser = http::response_parser<StartOfBody>;

/// Reads one answer off a connection, interim answers (1xx) skipped.
class AnswerReader {
public:
    AnswerReader(Connection& connection, const ClientLimits& limits, net::Limit& phase)
        : connection_(connection), limits_(limits), phase_(phase), buffer_(limits.header_bytes)
    {
    }

    Task<void> read_head(Exchange& exchange);

    /// True if the answer was whole and the connection may serve another request.
    Task<bool> read_body();

    /// The first bytes of the body, taken out.
    std::string start_of_body() { return std::move(parser_->get().body().text); }

private:
    Task<void> read_one_head(Exchange& exchange);
    /// False if the connection ended, or the buffer is full.
    Task<bool> read_more();
    void note_first_byte(Exchange& exchange);
    void note_head(Exchange& exchange) const;
    void note_garbled(Exchange& exchange, const error_code& error);
    /// False if what came is no HTTP.
    bool parse(error_code& error);
    bool has_status_line();
    std::size_t least_piece() const;

    Connection& connection_;
    const ClientLimits& limits_;
    net::Limit& phase_;
    boost::beast::flat_buffer buffer_;
    std::size_t received_ = 0;
    std::optional<Parser> parser_;  // anew for each interim answer
    bool is_garbled_ = false;       // nothing behind the status is to be trusted
};

Task<void> AnswerReader::read_head(Exchange& exchange)
{
    for (int skipped = 0; skipped <= kMostInterimAnswers; ++skipped) {
        co_await read_one_head(exchange);
        if (exchange.ending != Ending::answered) co_return;
        if (exchange.answer.status / 100 != 1) co_return;
    }
    exchange.ending = Ending::bad;
    exchange.what = "one interim answer after the other";
}

Task<void> AnswerReader::read_one_head(Exchange& exchange)
{
    parser_.emplace();
    parser_->get().result(kNoStatus);
    parser_->get().body().most = limits_.kept_answer;
    parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    parser_->body_limit(boost::none);  // counted by read_body()
    for (;;) {
        error_code error;
        if (has_status_line() && !parse(error)) {
            note_garbled(exchange, error);
            co_return;
        }
        if (parser_->is_header_done()) break;
        if (received_ >= limits_.header_bytes) {
            exchange.ending = Ending::bad;
            exchange.what =
                "a header of more than " + std::to_string(limits_.header_bytes) + " bytes";
            co_return;
        }
        const bool is_first = received_ == 0;
        const bool more = co_await read_more();
        if (more && is_first) note_first_byte(exchange);
        if (more) continue;
        exchange.ending = received_ == 0 ? Ending::silent : Ending::broken;
        exchange.was_late = phase_.was_late();
        co_return;
    }
    note_head(exchange);
}

/// Taken before the body: Beast would let fields after it (trailers) speak as well.
void AnswerReader::note_head(Exchange& exchange) const
{
    const auto& head = parser_->get();
    exchange.ending = Ending::answered;
    exchange.answer.status = static_cast<int>(head.result_int());
    exchange.answer.location = head[http::field::location];
    const std::string_view retry_after = head[http::field::retry_after];
    if (!retry_after.empty()) exchange.answer.retry_after = retry_after.substr(0, kRetryAfterSize);
    if (exchange.answer.status >= 100 && exchange.answer.status != 101) return;
    exchange.ending = Ending::bad;
    exchange.what = "status " + std::to_string(exchange.answer.status);
}

/// A status that could be read counts, whatever follows it: the receiver has the message, and
/// sending it again would be a copy.
void AnswerReader::note_garbled(Exchange& exchange, const error_code& error)
{
    const unsigned status = parser_->get().result_int();
    const bool is_final = status / 100 > 1;
    is_garbled_ = is_final && error != http::error::header_limit;
    if (is_garbled_) return note_head(exchange);
    exchange.ending = Ending::bad;
    exchange.what = error.message();
}

Task<bool> AnswerReader::read_body()
{
    if (is_garbled_) co_return false;
    parser_->eager(true);
    const std::size_t head = received_ - buffer_.size();
    while (!parser_->is_done()) {
        error_code error;
        if (buffer_.size() >= least_piece() && !parse(error)) co_return false;
        if (parser_->is_done()) break;
        if (received_ - head > limits_.body_bytes) co_return false;
        const bool more = co_await read_more();
        if (!more) co_return false;
    }
    co_return parser_->keep_alive() && buffer_.size() == 0;
}

Task<bool> AnswerReader::read_more()
{
    const std::size_t room = std::min(kReadSize, buffer_.max_size() - buffer_.size());
    if (room == 0) co_return false;
    const IoResult read = co_await connection_.read_some(buffer_.prepare(room));
    if (read.error) co_return false;
    buffer_.commit(read.size);
    received_ += read.size;
    co_return true;
}

void AnswerReader::note_first_byte(Exchange& exchange)
{
    exchange.first_byte = SteadyClock::now();
    phase_.clear();
}

/// Small servers leave out the space before a missing reason, on which Beast insists: it is put in.
bool AnswerReader::has_status_line()
{
    constexpr std::size_t kSpace = std::string_view{"HTTP/1.1 200"}.size();
    if (parser_->got_some()) return buffer_.size() > 0;
    if (buffer_.size() <= kSpace) return false;
    auto* const bytes = static_cast<char*>(buffer_.data().data());
    if (bytes[kSpace] != '\r' || buffer_.size() == buffer_.max_size()) return true;
    const std::string rest{bytes + kSpace, buffer_.size() - kSpace};
    buffer_.prepare(1);
    buffer_.commit(1);
    auto* const longer = static_cast<char*>(buffer_.data().data());
    longer[kSpace] = ' ';
    std::copy(rest.begin(), rest.end(), longer + kSpace + 1);
    return true;
}

bool AnswerReader::parse(error_code& error)
{
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == http::error::need_more) error = {};
    return !error;
}

std::size_t AnswerReader::least_piece() const
{
    return parser_->chunked() ? kLeastChunkedPiece : 1;
}

}  // namespace

Task<void> exchange(Connection& connection, const std::string& request, const ClientLimits& limits,
                    net::Limit& phase, Exchange& done)
{
    done.begun = SteadyClock::now();
    phase.set(limits.first_byte);
    const IoResult written = co_await connection.write_all(asio::buffer(request));
    done.sent = !written.error;
    // A receiver may answer, and even hang up, before it has read everything: so listen anyway.
    AnswerReader reader{connection, limits, phase};
    co_await reader.read_head(done);
    if (done.ending != Ending::answered) co_return;
    phase.set(limits.drain);
    const bool is_whole = co_await reader.read_body();
    phase.clear();
    done.answer.body = reader.start_of_body();
    done.is_reusable = is_whole && done.sent;
}

}  // namespace mysigfox::client
