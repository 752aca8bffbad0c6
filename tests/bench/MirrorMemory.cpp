// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/MirrorMemory.h"

#include "tests/bench/MirrorUnderTest.h"
#include "tests/bench/ServerProcess.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QJsonObject MemoryPlan::toJson() const
{
    return {{u"snapshot"_s, snapshot}, {u"events"_s, events}, {u"nodes"_s, nodes}, {u"seconds"_s, seconds}};
}

MemoryPlan MemoryPlan::fromJson(const QJsonObject &json)
{
    return {.snapshot = json.value(u"snapshot"_s).toString(),
            .events = json.value(u"events"_s).toString(),
            .nodes = json.value(u"nodes"_s).toInt(),
            .seconds = json.value(u"seconds"_s).toDouble()};
}

double measuredConsoleMb(const MemoryPlan &plan)
{
    const QByteArray text = QJsonDocument(plan.toJson()).toJson(QJsonDocument::Compact);
    const QByteArray printed = outputOf(QCoreApplication::applicationFilePath(),
                                        {u"mirror"_s, u"--console"_s, QString::fromUtf8(text)}, kServerCore);
    bool isNumber = false;
    const double mb = printed.trimmed().toDouble(&isNumber);
    return isNumber ? mb : -1;
}

int runMemoryConsole(const MemoryPlan &plan)
{
    MirrorUnderTest console([path = plan.snapshot] { return contentOf(path); });
    QFile events(plan.events);
    if (console.openMs(plan.nodes) < 0 || !events.open(QIODevice::ReadOnly) || !console.follow(&events, plan.seconds))
        return 1;
    std::printf("%.2f\n", figuresOf(QCoreApplication::applicationPid()).rssMb);
    return 0;
}

} // namespace muster::bench
