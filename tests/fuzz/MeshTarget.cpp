// SPDX-License-Identifier: Apache-2.0
// Frames of the mesh, as a control plane reads them from workers and workers from it.
#include "core/mesh/MeshCodec.h"
#include "tests/fuzz/FuzzTargets.h"

namespace muster {

void fuzzMesh(QByteArrayView input)
{
    const Result<MeshMessage> read = meshMessageOf(input.toByteArray());
    if (!read) {
        promise(read.error().kind == ErrorKind::Protocol || read.error().kind == ErrorKind::Unsupported,
                "a frame is wrong, or of a newer peer");
        promise(read.error().text().size() < 4096, "a refusal is short");
        return;
    }
    if (const auto *hello = std::get_if<MeshHello>(&*read))
        promise(hello->window >= 1 && hello->window <= limits::kMeshWindow, "a window is bounded");
    if (const auto *run = std::get_if<MeshRun>(&*read))
        promise(run->run.payload.size() <= limits::kJobPayloadBytes, "a payload is bounded");
    if (const auto *lines = std::get_if<MeshLines>(&*read))
        promise(lines->lines.size() <= limits::kLogBatch, "a frame of lines is bounded");
    const QByteArray bytes = encoded(*read);
    const Result<MeshMessage> again = meshMessageOf(bytes);
    promise(again.has_value(), "a frame that was read can be sent on");
    promise(again->index() == read->index() && encoded(*again) == bytes, "and says the same then");
}

} // namespace muster
