// What happens to a device's messages, as a stream of events.
#pragma once

#include "api/device_desk.hpp"
#include "mysigfox/api/seats.hpp"
#include "mysigfox/base/bell.hpp"
#include "mysigfox/http/message.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mysigfox::api {

/// Looks at the newest messages and the state of the webhook whenever the bell rings, then, not too
/// often, at the month, and sends the parts of the page that became different: nothing is kept for
/// a client that is slow. Ends with the sign-in, and after an hour at the latest, when the client
/// comes back.
class DeviceFeed final : public http::Feed {
public:
    struct Watch {
        Visitor visitor;
        DeviceId device = DeviceId::from_value(0);
        Timestamp seen;  ///< parts that changed later are news to him
    };
    DeviceFeed(std::shared_ptr<const DeviceDesk> desk, Watch watch,
               std::unique_ptr<Seats::Seat> seat, const Executor& home);

    Task<std::optional<std::string>> next(std::chrono::milliseconds limit) override;
    void cancel() override;

private:
    using Timer = boost::asio::basic_waitable_timer<
        std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

    /// False: nothing has happened.
    Task<bool> wait(std::chrono::milliseconds limit);
    Task<std::string> unseen();
    /// Those parts that he does not see yet.
    std::string events_of(const std::vector<pages::LivePart>& parts,
                          std::vector<std::size_t>& shown);
    bool is_time_for_month() const;
    bool is_over();

    const std::shared_ptr<const DeviceDesk> desk_;
    Watch watch_;
    const Timestamp end_;
    const std::unique_ptr<Seats::Seat> seat_;
    std::vector<std::size_t> shown_;        // hashes of the parts as he sees them
    std::vector<std::size_t> shown_month_;  // likewise
    bool is_month_old_ = false;
    std::chrono::steady_clock::time_point month_from_{};  // not read again before
    bool is_greeted_ = false;
    bool is_settled_ = false;
    bool is_cancelled_ = false;
    Timer pause_;
    Bell::Listener listener_;
};

}  // namespace mysigfox::api
