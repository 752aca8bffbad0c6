// SPDX-License-Identifier: Apache-2.0
#include "app/shared/NodeFolder.h"

#include <QStandardPaths>

namespace muster {

using namespace Qt::StringLiterals;

QString defaultNodeFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/muster/node"_s;
}

} // namespace muster
