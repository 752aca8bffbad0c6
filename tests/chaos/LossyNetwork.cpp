// SPDX-License-Identifier: Apache-2.0
#include "tests/chaos/LossyNetwork.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Runs a command; what it printed, and whether it succeeded.
std::pair<QString, bool> run(const QString &program, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool isDone = process.waitForFinished(10'000) && process.exitCode() == 0;
    return {QString::fromUtf8(process.readAll()), isDone};
}

QString problemOf(const QString &what, const std::pair<QString, bool> &outcome)
{
    return outcome.second ? QString() : what + u": "_s + outcome.first;
}

} // namespace

QString raiseLoopback()
{
    return problemOf(u"ip link set lo up"_s, run(u"ip"_s, {u"link"_s, u"set"_s, u"lo"_s, u"up"_s}));
}

QString setLoss(int percent, quint16 port, quint16 spared)
{
    const QString fate = percent < 100 ? u"numgen random mod 100 < %1"_s.arg(percent) : QString();
    // A packet over loopback leaves once and arrives once, whichever way it goes: dropping where it arrives is enough.
    const QString rules = u"table inet chaos%2 {\n"
                          " counter seen { }\n counter dropped { }\n"
                          " chain fate { counter name seen\n"
                          "  %1 counter name dropped drop\n }\n"
                          " chain arriving { type filter hook input priority 0;\n"
                          "  tcp dport %2 tcp sport != %3 jump fate\n"
                          "  tcp sport %2 tcp dport != %3 jump fate\n }\n}\n"_s.arg(fate).arg(port).arg(spared);
    return problemOf(u"nft"_s, run(u"nft"_s, {u"-f"_s, u"-"_s}, rules.toUtf8()));
}

QString cutConnections(quint16 port)
{
    QFile table(u"/proc/self/net/tcp"_s); // "  0: 0100007F:0C1C 0100007F:D2F0 01 …": ours, theirs, 01 is established.
    if (!table.open(QIODevice::ReadOnly))
        return table.errorString();
    QStringList ports;
    const QList<QByteArray> lines = table.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> words = line.simplified().split(' ');
        const bool isOurs = words.size() > 3 && words.at(3) == "01" && words.at(1).endsWith(':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0'));
        if (isOurs)
            ports.append(QString::number(words.at(2).split(':').last().toUShort(nullptr, 16)));
    }
    if (ports.isEmpty())
        return u"nobody is connected to port %1"_s.arg(port);
    const QString rules = u"table inet chaos%1 {\n chain arriving { type filter hook input priority 0;\n"
                          "  tcp dport %1 tcp sport { %2 } drop\n"
                          "  tcp sport %1 tcp dport { %2 } drop\n }\n}\n"_s.arg(port).arg(ports.join(u','));
    return problemOf(u"nft"_s, run(u"nft"_s, {u"-f"_s, u"-"_s}, rules.toUtf8()));
}

LossCount lossSoFar(quint16 port)
{
    const auto count = [port](const QString &name) {
        static const QRegularExpression number(u"packets (\\d+)"_s);
        const QString text = run(u"nft"_s, {u"list"_s, u"counter"_s, u"inet"_s, u"chaos%1"_s.arg(port), name}).first;
        return number.match(text).captured(1).toLongLong();
    };
    return {count(u"seen"_s), count(u"dropped"_s)};
}

QString clearLoss(quint16 port)
{
    return problemOf(u"nft"_s, run(u"nft"_s, {u"delete"_s, u"table"_s, u"inet"_s, u"chaos%1"_s.arg(port)}));
}

} // namespace muster
