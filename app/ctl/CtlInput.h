// SPDX-License-Identifier: Apache-2.0
#pragma once
// Files and standard input that options name, read as they are.

#include "core/base/Secret.h"

namespace muster {

//! The bytes of the file \a path, or of standard input for "-". Invalid, blaming \a field, when it cannot be read or has more than
//! \a most bytes. Blocks.
Result<QByteArray> readInput(const QString &path, qsizetype most, const QString &field);

//! The payload that --data says: "@FILE", "-" for standard input, or the JSON itself; its bytes exactly. Invalid blames --data:
//! what cannot be read, is too long (limits::kJobPayloadBytes) or is not one JSON value. Source: interface.md, Job.
Result<QByteArray> readPayload(const QString &text);

//! The value of a secret: all of the file but a line end at its end, as UTF-8 without NUL. Invalid blames --secret: also a
//! file that others than its owner can read (T-24), and one longer than limits::kEntitySecretBytes. The error tells \a name and no
//! path that is not there: somebody may have typed the secret itself.
Result<Secret> readSecretValue(const QString &name, const QString &path);

} // namespace muster
