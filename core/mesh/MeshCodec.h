// SPDX-License-Identifier: Apache-2.0
#pragma once
// Mesh messages as the JSON text of a WebSocket frame; pure. Frames: README.md here.

#include "core/mesh/MeshMessage.h"

namespace muster {

//! {"type":"run", …}, at most limits::kWsMessageBytes for what respects the bounds of Limits.h and the parts of MeshParts.h.
QByteArray encoded(const MeshMessage &message);
//! Bytes of \a resident within a frame.
qsizetype encodedSize(const MeshResident &resident);

//! Reads encoded(). Protocol blames the field; unknown fields are dropped. Unsupported for a type that is not known here: a
//! newer peer says more, and the line goes on.
Result<MeshMessage> meshMessageOf(const QByteArray &text);

} // namespace muster
