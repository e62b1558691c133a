// --name value pairs of a measuring program.
#pragma once

#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>

namespace mysigfox::benchmark {

class Arguments {
public:
    Arguments(int argc, char** argv)
    {
        for (int i = 1; i + 1 < argc; i += 2) given_[argv[i]] = argv[i + 1];
    }

    std::string text(const std::string& name, std::string otherwise = {}) const
    {
        const auto found = given_.find(name);
        return found == given_.end() ? otherwise : found->second;
    }

    double number(const std::string& name, double otherwise) const
    {
        const auto found = given_.find(name);
        return found == given_.end() ? otherwise : std::stod(found->second);
    }

    template <typename Whole>
    Whole whole(const std::string& name, Whole otherwise) const
    {
        return static_cast<Whole>(number(name, static_cast<double>(otherwise)));
    }

private:
    std::map<std::string, std::string> given_;
};

}  // namespace mysigfox::benchmark
