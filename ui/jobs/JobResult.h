// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a job gave back, for people: an agent's output as it wrote it, anything else as JSON. Pure.

#include "ui/jobs/JsonText.h"

namespace muster {

struct JobResult {
    QString text;
    bool isOutput = false; //!< Of an agent: {"exitStatus":0,"output":"…"}. Source: interface.md.
    int exitStatus = 0;
};
//! An output is shown as it is: nobody knows what in it is a secret.
JobResult jobResultOf(const QByteArray &result, JsonSecrets secrets);

} // namespace muster
