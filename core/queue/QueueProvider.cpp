// SPDX-License-Identifier: Apache-2.0
#include "core/queue/QueueProvider.h"

namespace muster {

QueueProvider::QueueProvider(QObject *parent) : QObject(parent) {}
QueueProvider::~QueueProvider() = default;

QString laneOf(const EntityRef &entity)
{
    return entity.text();
}

} // namespace muster
