// Who stands before the desk, and what all pages behind it do alike.
#pragma once

#include "mysigfox/api/device_routes.hpp"
#include "mysigfox/pages/device.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mysigfox::api {

using Form = std::vector<std::pair<std::string, std::string>>;

/// Read before the first suspension.
struct Visitor {
    Language language = Language::cs;
    std::string source;  ///< what tries are counted by
    std::string cookie;
    std::optional<SignedIn> in;  ///< nothing unless that still holds
};

/// Confined to its loop.
class DeviceDesk {
public:
    explicit DeviceDesk(const DeviceRooms& rooms) : rooms_(rooms) {}

    const DeviceRooms& rooms() const noexcept { return rooms_; }
    Timestamp now() const { return rooms_.rooms.clock.now(); }
    const std::string& public_url() const { return url_; }

    /// Refuses what comes from another site, or is no form.
    std::optional<http::Response> admit(const http::RequestHead& head, Language language);
    Visitor visitor(const http::RequestHead& head, Language language) const;
    /// Nothing unless that still holds.
    std::optional<SignedIn> signed_in(const std::string& cookie) const;
    /// He has that token still, and it is his device; or he is a customer still.
    bool still_holds(const SignedIn& in) const;
    /// His, at this moment.
    bool may_see(const Visitor& visitor, DeviceId device) const;
    /// Signed in, and the form is one that we made for him.
    bool is_genuine(const Visitor& visitor, const Form& form) const;
    pages::Signed signed_view(const Visitor& visitor, const pages::Notice& notice) const;

    http::Response sign_in(const Visitor& visitor, pages::SignInView view, int status = 200) const;
    /// Back to the door, saying why.
    http::Response to_door(Language language, pages::Note note) const;
    http::Response to(Language language, std::string_view rest, pages::Note note,
                      std::size_t count = 0) const;
    /// Lets him in: the cookie, and where he goes. Back to the door if that could not be stored.
    Task<http::Response> let_in(SignedIn who, Language language, std::string rest) const;
    void forget_cookie(http::Response& response) const;

    /// False: he has tried too often. Whoever was right gives his tries back.
    bool may_guess(const Visitor& visitor, DeviceId device) const;
    void was_no_guess(const Visitor& visitor, DeviceId device) const;

    void write(const storage::CustomerRecord& to, mail::Occasion occasion,
               std::vector<std::pair<std::string, std::string>> facts) const;

private:
    std::string cookie(std::string_view value, std::chrono::seconds life) const;

    const DeviceRooms& rooms_;
    std::string url_ = rooms_.rooms.rules()->policy.public_url;  // a reload does not change it
};

/// Something that only who has the cookie can get from us: stands in his forms.
std::string seal_of(std::string_view cookie);
/// The address that is asked to confirm that it gets the letters of these; empty: none.
std::string waiting_email(const DeviceDesk& desk, const storage::Fleet& fleet);
/// What a query says is to be shown.
pages::Notice notice_in(const Form& query);
std::optional<DeviceId> device_in_path(std::string_view path);
/// "j…@example.org".
std::string hint_at(std::string_view email);

}  // namespace mysigfox::api
