// What arrives in an inbox, as a stream of events.
#pragma once

#include "mysigfox/api/seats.hpp"
#include "mysigfox/base/bell.hpp"
#include "mysigfox/base/clock.hpp"
#include "mysigfox/domain/language.hpp"
#include "mysigfox/http/message.hpp"
#include "mysigfox/pages/pages.hpp"
#include "mysigfox/storage/inbox_store.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace mysigfox::api {

pages::ShownRequest shown(storage::InboxRequest request);

/// Reads what follows the last one it sent whenever the bell rings: nothing is kept for a client
/// that is slow. Ends after an hour, and the client comes back.
class InboxFeed final : public http::Feed {
public:
    struct Source {
        storage::InboxStore::Reader& reader;  ///< of this loop
        const Clock& clock;
        Bell& bell;
        Executor home;
    };
    InboxFeed(const Source& source, const storage::InboxNames& names, Language language,
              std::int64_t after, std::unique_ptr<Seats::Seat> seat);

    Task<std::optional<std::string>> next(std::chrono::milliseconds limit) override;
    void cancel() override;

private:
    std::string unseen();

    storage::InboxStore::Reader& reader_;
    const Clock& clock_;
    const std::string read_name_;
    const Language language_;
    const Timestamp end_;
    const std::unique_ptr<Seats::Seat> seat_;
    std::int64_t seen_;
    bool is_greeted_ = false;
    bool is_cancelled_ = false;
    Bell::Listener listener_;
};

}  // namespace mysigfox::api
