// SPDX-License-Identifier: Apache-2.0
#include "tests/chaos/LossyNetwork.h"

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
    // A packet over loopback leaves once and arrives once, whichever way it goes: dropping where it arrives is enough.
    const QString rules = u"table inet chaos {\n"
                          " counter seen { }\n counter dropped { }\n"
                          " chain fate { counter name seen\n"
                          "  numgen random mod 100 < %1 counter name dropped drop\n }\n"
                          " chain arriving { type filter hook input priority 0;\n"
                          "  tcp dport %2 tcp sport != %3 jump fate\n"
                          "  tcp sport %2 tcp dport != %3 jump fate\n }\n}\n"_s.arg(percent).arg(port).arg(spared);
    return problemOf(u"nft"_s, run(u"nft"_s, {u"-f"_s, u"-"_s}, rules.toUtf8()));
}

LossCount lossSoFar()
{
    const auto count = [](const QString &name) {
        static const QRegularExpression number(u"packets (\\d+)"_s);
        const QString text = run(u"nft"_s, {u"list"_s, u"counter"_s, u"inet"_s, u"chaos"_s, name}).first;
        return number.match(text).captured(1).toLongLong();
    };
    return {count(u"seen"_s), count(u"dropped"_s)};
}

QString clearLoss()
{
    return problemOf(u"nft"_s, run(u"nft"_s, {u"delete"_s, u"table"_s, u"inet"_s, u"chaos"_s}));
}

} // namespace muster
