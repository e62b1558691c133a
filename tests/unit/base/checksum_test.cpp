// SHA-256, by the examples of its standard.
#include "mysigfox/base/checksum.hpp"

#include <gtest/gtest.h>

namespace mysigfox {
namespace {

TEST(ChecksumTest, IsThatOfTheStandard)
{
    Checksum checksum;
    checksum.add("abc");
    EXPECT_EQ(checksum.finish(),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ChecksumTest, IsTheSameInWhateverPiecesTheBytesCome)
{
    Checksum whole, pieces;
    whole.add("a message and another one");
    for (const char* piece : {"a mess", "", "age and another", " one"}) pieces.add(piece);
    EXPECT_EQ(whole.finish(), pieces.finish());
}

}  // namespace
}  // namespace mysigfox
