// SPDX-License-Identifier: Apache-2.0
#include "app/daemon/DaemonOptions.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

//! What a node can host, and what its owner lets it run.
class tst_HostedOptions : public QObject
{
    Q_OBJECT

    static Result<DaemonOptions> parse(const QStringList &arguments, const QString &variable = {}, const QString &value = {})
    {
        QProcessEnvironment environment;
        if (!variable.isEmpty())
            environment.insert(variable, value);
        return parseDaemonOptions(arguments, environment);
    }

private Q_SLOTS:
    //! decisions.md 16.
    void whatItMayRunIsItsOwnersToSay()
    {
        QVERIFY(!parse({})->node.allowed);
        QVERIFY(parse({u"--allow"_s, u"none"_s})->node.allowed->isEmpty());
        QCOMPARE(*parse({u"--allow=agent,mcp,agent"_s})->node.allowed, (QList{EntityKind::Agent, EntityKind::Mcp}));
        for (const QString &wrong : {u"agent,robot"_s, u"all"_s, u"none,agent"_s})
            QCOMPARE(parse({u"--allow"_s, wrong}).error().field, u"--allow"_s);
    }

    void theDefaultNodeIsTheClustersToName()
    {
        const auto options = parse({}, u"CLUSTER_DEFAULT_NODE_NAME"_s, u"mac-office"_s);
        QCOMPARE(options->node.defaultNode, u"mac-office"_s);
        QVERIFY(options->warnings.isEmpty());
    }

    //! interface.md, musterd.
    void whatJobsLeaveOpenIsItsOwnersToSay()
    {
        QCOMPARE(parse({})->node.jobDefaults.attempts, 3);
        QCOMPARE(parse({})->node.jobDefaults.backoff, milliseconds(1000));
        const auto attempts = parse({}, u"QUEUE_DEFAULT_ATTEMPTS"_s, u"7"_s);
        QCOMPARE(attempts->node.jobDefaults.attempts, 7);
        QVERIFY(attempts->warnings.isEmpty());
        QCOMPARE(parse({}, u"QUEUE_DEFAULT_BACKOFF_MS"_s, u"0"_s)->node.jobDefaults.backoff, milliseconds(0));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_HostedOptions)
#include "tst_HostedOptions.moc"
