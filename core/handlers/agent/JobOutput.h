// SPDX-License-Identifier: Apache-2.0
#pragma once
// The result of a job of an agent: what it wrote to standard output, bounded.

#include <QByteArray>

namespace muster {

//! Keeps the first limits::kJobOutputBytes.
class JobOutput
{
public:
    void take(QByteArrayView bytes);
    //! {"exitStatus":n,"output":"…"}, with "truncated":true when something is missing. What is no UTF-8 becomes U+FFFD. At most
    //! limits::kJobResultBytes.
    QByteArray result(int exitStatus) const;

private:
    QByteArray m_bytes;
    bool m_isCut = false;
};

} // namespace muster
