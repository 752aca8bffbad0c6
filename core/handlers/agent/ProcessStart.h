// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes a process of a Launch. The one place that forks.

#include "core/handlers/agent/Launch.h"

namespace muster {

//! Our ends of a process that was started.
struct StartedProcess {
    qint64 pid = 0;    //!< Also its process group and session.
    Descriptor handle; //!< A pidfd: readable once it has ended.
    Descriptor input;  //!< Its standard input; not open when that is empty. The descriptors do not block.
    Descriptor output;
    Descriptor error;
    //! The kernel kills the whole group once this is closed, also because we died. Held by the process as descriptor 3.
    Descriptor leash;
};

//! Lets this process have as many descriptors as it may: the usual 1024 are enough for 250 agents. The bound that held before, to
//! be given to agents, as programs of old fail on high numbers.
quint64 raiseOpenFiles();

//! What a process reads.
enum class StandardInput { Pipe, Empty };

//! Starts \a launch in a session of its own, with no descriptor of ours but those above, no core files, its memory bounded, and
//! default signals. Blocks until the program is loaded, a tenth of a millisecond; our memory is not copied. The process dies with
//! the calling thread, which must therefore live as long as the process may. NotFound as launchOf(); Internal, with code
//! "not-started", when the kernel has no room for it.
Result<StartedProcess> startProcess(const Launch &launch, StandardInput input);

} // namespace muster
