// Long work that the running daemon does; without one the command line does it.
#include "control/verbs.hpp"

namespace mysigfox::control {

Answer begin_backup(const OperationRooms& rooms, const Json&)
{
    if (!rooms.begin_backup)
        co_return make_error(Errc::unreachable, "backup: no daemon is running");
    co_return rooms.begin_backup();
}

Answer begin_scrub(const OperationRooms& rooms, const Json&)
{
    if (!rooms.begin_scrub) co_return make_error(Errc::unreachable, "scrub: no daemon is running");
    co_return rooms.begin_scrub();
}

Answer tell_backup_progress(const OperationRooms& rooms, const Json&)
{
    if (!rooms.backup_progress) {
        co_return make_error(Errc::unreachable, "backup: no daemon is running");
    }
    co_return rooms.backup_progress();
}

}  // namespace mysigfox::control
