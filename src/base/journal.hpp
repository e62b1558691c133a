// Lines for systemd's journal in its own protocol, without its library.
#pragma once

#include <string>
#include <string_view>

namespace mysigfox {

/// One entry as the journal takes it: PRIORITY, MESSAGE, SYSLOG_IDENTIFIER, and DEVICE_ID,
/// WEBHOOK_ID and MYSIGFOX_MESSAGE_ID where the message names a device ("device 21DF4E"), a webhook
/// ("wh_…") or a message ("msg_…"); of several, the first. A message over 32 KiB is cut, so that an
/// entry has less than 66 KiB and always fits a datagram (208 KiB, unless the machine's
/// net.core.wmem_default says less): the protocol's way for larger ones, a sealed file whose
/// descriptor is passed, is never needed.
/// https://systemd.io/JOURNAL_NATIVE_PROTOCOL
std::string journal_entry(int priority, std::string_view message);

/// Does $JOURNAL_STREAM ("device:inode", or null) name this very descriptor?
bool is_journal_stream(const char* journal_stream, int descriptor);

/// The journal's ear. Not for several threads at once.
class Journal {
public:
    static constexpr const char* kSocket = "/run/systemd/journal/socket";

    /// Need not exist: send() says so then.
    explicit Journal(std::string_view socket_path = kSocket);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Never blocks. False if the journal is not there, or too busy, or takes no entry so large.
    bool send(int priority, std::string_view message);

private:
    int socket_ = -1;
};

}  // namespace mysigfox
