// SPDX-License-Identifier: Apache-2.0
#pragma once
// How much is measured; small for a test that only wants to see it work.

namespace muster::bench
{

struct BenchOptions {
    int rounds = 5;        //!< Of each side, after one that is thrown away.
    double seconds = 6;    //!< Of each round.
    int nodes = 10'000;    //!< Of row b.
    int connections = 500; //!< Of row b.
    bool isShort = false;  //!< Only to see that it works: the figures mean nothing.
};

} // namespace muster::bench
