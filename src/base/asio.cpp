// Asio compiled once for the whole program, instead of in every source that uses it.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
