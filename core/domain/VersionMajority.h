// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which version most nodes run, kept up to date node by node.

#include <QHash>
#include <QString>

namespace muster {

//! Counts versions. Constant time but for the loss of a majority, which looks at each different version once.
class VersionMajority
{
public:
    //! Counts one more node with \a version; the empty version is not counted.
    void add(const QString &version);
    //! Takes back one add().
    void remove(const QString &version);
    //! What more than half of the counted nodes run, or empty.
    const QString &version() const { return m_version; }

private:
    QHash<QString, int> m_counts;
    int m_total = 0;
    QString m_version;
};

} // namespace muster
