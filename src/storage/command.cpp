#include "storage/command.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace mysigfox::storage {
namespace {

namespace asio = boost::asio;

/// Resumes coroutines of one loop, on it.
class Return {
public:
    explicit Return(Home home) : home_(std::move(home)) {}

    const Home& home() const noexcept { return home_; }
    void add(std::unique_ptr<Command> command) { commands_.push_back(std::move(command)); }

    /// Asio keeps what a coroutine throws until all this is over, so nobody misses his turn.
    void operator()()
    {
        for (std::unique_ptr<Command>& command : commands_) {
            command->complete();
            command.reset();
        }
    }

private:
    Home home_;
    Commands commands_;
};

}  // namespace

void send_home(Commands& commands)
{
    std::vector<Return> returns;  // as many as there are loops: a few
    for (std::unique_ptr<Command>& command : commands) {
        auto place = std::ranges::find(returns, command->home(), &Return::home);
        if (place == returns.end()) place = returns.emplace(place, command->home());
        place->add(std::move(command));
    }
    commands.clear();
    for (Return& to_one_loop : returns) {
        const Home home = to_one_loop.home();
        asio::post(home, std::move(to_one_loop));
    }
}

}  // namespace mysigfox::storage
