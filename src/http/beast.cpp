// Beast compiled once for the whole program, instead of in every source that uses it.
#include <boost/beast/src.hpp>
