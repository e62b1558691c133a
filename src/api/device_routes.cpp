// Where each of the customer's pages is found.
#include "mysigfox/api/device_routes.hpp"

#include "api/answers.hpp"
#include "api/device_deeds.hpp"
#include "api/device_door.hpp"
#include "api/device_keys.hpp"
#include "api/device_order.hpp"
#include "api/device_show.hpp"
#include "api/preferences.hpp"

namespace mysigfox::api {
namespace {

/// The door, the list of all devices, or the one device: whatever he may see.
Task<http::Response> begin(const DeviceDesk& desk, Language language, const http::Request& request)
{
    const Visitor visitor = desk.visitor(request.head, language);
    const Form query = http::parse_form(request.head.query);
    const pages::Notice notice = notice_in(query);
    if (!visitor.in) {
        pages::SignInView view;
        view.notice = notice;
        co_return desk.sign_in(visitor, view);
    }
    if (visitor.in->device) {
        co_return desk.to(language, "/show/" + visitor.in->device->str(), notice.note);
    }
    co_return fleet_response(desk, visitor, query, notice);
}

Task<http::Response> go_to_language(const http::Request& request)
{
    const Language language = language_of(request.head);
    co_return redirect(302, '/' + std::string{to_string(language)} + "/device");
}

}  // namespace

void add_device_routes(http::Router& router, const DeviceRooms& rooms)
{
    const auto desk = std::make_shared<DeviceDesk>(rooms);
    for (const Language language : {Language::cs, Language::en}) {
        http::Route route;
        route.path = '/' + std::string{to_string(language)} + "/device";
        route.methods = {"GET"};
        route.handle = [desk, language](const http::Request& request) {
            return begin(*desk, language, request);
        };
        router.add(std::move(route));
        add_door_routes(router, desk, language);
        add_show_routes(router, desk, language);
        add_deed_routes(router, desk, language);
        add_key_routes(router, desk, language);
    }
    http::Route route;
    route.path = "/device";
    route.methods = {"GET"};
    route.handle = go_to_language;
    router.add(std::move(route));
}

}  // namespace mysigfox::api
