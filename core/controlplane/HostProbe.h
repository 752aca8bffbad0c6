// SPDX-License-Identifier: Apache-2.0
#pragma once
// How this host is: measured by LocalNode at every beat. One implementation file per platform.

#include "core/domain/Load.h"

#include <QString>

#include <memory>

namespace muster {

//! What does not change while the host runs. Empty text and nullopt mean unknown.
struct HostFacts {
    QString hostname;
    QString platform; //!< "Debian GNU/Linux 12 (bookworm)".
    QString arch;     //!< "x86_64".
    std::optional<int> cores; //!< That this process may use.
};

//! Measures. One thread; does not block beyond reading a few virtual files.
class HostProbe
{
public:
    virtual ~HostProbe() = default;
    virtual HostFacts facts() = 0;
    //! The load now; cpu is the share since the call before (for the first call: since construction), unknown when that
    //! was too short ago to mean anything.
    virtual Load sample() = 0;
};

//! The probe of this platform.
std::unique_ptr<HostProbe> systemHostProbe();

} // namespace muster
