// The program: the command line, with the deeds that need the whole house.
#include "app/application.hpp"
#include "app/listeners.hpp"
#include "app/sigfox_request.hpp"
#include "app/webhook_trial.hpp"

#include "mysigfox/base/log.hpp"
#include "mysigfox/cli/command_line.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <boost/system/system_error.hpp>

#include <csignal>
#include <exception>

namespace {

using namespace mysigfox;

/// The usual soft limit of 1,024 is for programs that call select(), which nothing here does.
void take_all_descriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int serve(const config::Settings& settings, const config::Source& source)
{
    std::signal(SIGPIPE, SIG_IGN);  // a peer that left is an error code, not the end
    set_up_log(settings.log.level, settings.log.format);
    take_all_descriptors();
    try {
        return app::serve(settings, source);
    } catch (const boost::system::system_error& error) {
        log_last_words(fmt::format("cannot start: {}", error.what()), settings.log.format);
        if (error.code() == Errc::bad_configuration) return cli::kWrongConfiguration;
        return error.code() == Errc::conflict ? cli::kTryAgain : cli::kIoError;
    } catch (const std::exception& error) {
        log_last_words(fmt::format("cannot start: {}", error.what()), settings.log.format);
        return cli::kIoError;
    }
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        return cli::run(argc, argv,
                        cli::Deeds{serve, app::rehearse, app::try_webhook, app::ask_sigfox});
    } catch (const boost::system::system_error& error) {
        log_last_words(error.what(), LogFormat::automatic);
        return error.code() == Errc::bad_configuration ? cli::kWrongConfiguration : cli::kIoError;
    } catch (const std::exception& error) {
        log_last_words(error.what(), LogFormat::automatic);
        return cli::kIoError;
    }
}
