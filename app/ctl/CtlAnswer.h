// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one verb came to: what goes to standard output, and how the program ends.

#include "app/shared/ExitCode.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace muster {

struct CtlAnswer {
    QByteArray output;                             //!< For standard output, whole lines; of a backup its bytes.
    ExitCode code = ExitCode::Ok;                  //!< Not Ok: an answer all the same, "not reachable" for one.
    std::optional<Error> complaint = std::nullopt; //!< For standard error besides.
};

} // namespace muster
