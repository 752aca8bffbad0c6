// SPDX-License-Identifier: Apache-2.0
#pragma once
// What nearly every file of the tree includes, compiled once a target.
#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
