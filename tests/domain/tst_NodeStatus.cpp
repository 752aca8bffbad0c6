// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeRole.h"
#include "core/domain/NodeStatus.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

//! The words of statuses and roles, as interface.md fixes them.
class tst_NodeStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusesHaveTheirWords()
    {
        QStringList words;
        for (const NodeStatus status : kNodeStatuses) {
            words << wordOf(status);
            QCOMPARE(nodeStatusOf(wordOf(status), u"status"_s).value(), status);
        }

        QCOMPARE(words.join(u' '), u"online degraded draining drained offline unknown joining failed"_s);
    }

    void rolesHaveTheirWords()
    {
        for (const NodeRole role : {NodeRole::Main, NodeRole::Worker, NodeRole::All})
            QCOMPARE(nodeRoleOf(wordOf(role), u"role"_s).value(), role);

        QCOMPARE(wordOf(NodeRole::All), u"all"_s);
    }

    void otherWordsAreRefusedByField()
    {
        for (const QString &word : {u""_s, u"Online"_s, u"fine"_s, QString(10'000, u'x')}) {
            const auto status = nodeStatusOf(word, u"status"_s);
            const auto role = nodeRoleOf(word, u"role"_s);
            QVERIFY(!status && !role);
            QCOMPARE(status.error().field, u"status"_s);
            QCOMPARE(role.error().field, u"role"_s);
            QVERIFY(status.error().what.size() < 200);
        }
    }
};

QTEST_GUILESS_MAIN(tst_NodeStatus)
#include "tst_NodeStatus.moc"
