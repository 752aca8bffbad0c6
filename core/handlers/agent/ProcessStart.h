// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes a process of a Launch. The one place that forks.

#include "core/handlers/agent/Launch.h"

namespace muster {

//! Our ends of a process that was started, and of its keeper.
struct StartedProcess {
    qint64 pid = 0;    //!< Also its process group and session.
    qint64 keeper = 0; //!< Our child, which stands between: what descends from it is the agent, wherever it went.
    Descriptor handle; //!< A pidfd of the keeper: readable once the agent has ended, with all that it started.
    Descriptor output; //!< It and the others do not block.
    Descriptor error;
    //! To the keeper, in the words of KeeperWords.h. It kills everything once this is closed, also because we died.
    Descriptor line;
};

//! Lets this process have as many descriptors as it may: the usual 1024 are enough for 250 agents. The bound that held before, to
//! be given to agents, as programs of old fail on high numbers.
quint64 raiseOpenFiles();

//! Starts \a launch in a session of its own, with no descriptor of ours but those above, no core files, its memory bounded, and
//! default signals. Blocks until the program and its keeper are loaded, a fraction of a millisecond; our memory is not copied.
//! NotFound as launchOf(); Internal, with code "not-started", when the kernel has no room for it or muster-keeper is missing.
//! \a input is all that it reads; nullopt: nothing. It is a file in memory, whole before the program begins: of a pipe that is fed
//! by us, a program would read half a payload and its end when we are killed meanwhile, and act on that.
Result<StartedProcess> startProcess(const Launch &launch, const std::optional<QByteArray> &input);

} // namespace muster
