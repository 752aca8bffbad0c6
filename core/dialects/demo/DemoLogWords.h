// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the agents and jobs of the demo print, from tables: the same line for the same entity and number.

#include "core/domain/LogLine.h"

namespace muster {

//! One line of output.
struct DemoLogText {
    QString text;
    LogStream stream = LogStream::Output;
};

//! The \a number-th line that the resident \a entity says of itself.
DemoLogText demoChatter(const EntityRef &entity, quint64 number);
//! The \a number-th line of a job of \a entity with the payload's \a figure.
DemoLogText demoWorkText(const EntityRef &entity, int figure, quint64 number);

} // namespace muster
