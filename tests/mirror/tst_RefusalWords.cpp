// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/RefusalWords.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_RefusalWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreToldInWords_data()
    {
        QTest::addColumn<QString>("request");
        QTest::addColumn<QString>("words");
        QTest::newRow("remove") << u"DELETE /api/v1/nodes/w1"_s << u"remove w1"_s;
        QTest::newRow("restart") << u"POST /api/engine/cluster/nodes/w1/restart"_s << u"restart the agents of w1"_s;
        QTest::newRow("revoke") << u"DELETE /api/v1/tokens/0a1b"_s << u"revoke the token 0a1b"_s;
        QTest::newRow("follow") << u"GET /api/v1/events"_s << u"follow the events"_s;
        QTest::newRow("last events") << u"GET /api/v1/events/e1-5"_s << u"read the last events"_s;
        QTest::newRow("audit") << u"GET /api/v1/audit"_s << u"read the audit log"_s;
        QTest::newRow("log") << u"GET /api/v1/logs"_s << u"read a log"_s;
        QTest::newRow("follow log") << u"GET /api/v1/logs/stream"_s << u"follow a log"_s;
        QTest::newRow("verify") << u"GET /api/v1/audit/verify"_s << u"verify the audit log"_s;
        QTest::newRow("drain") << u"POST /api/v1/nodes/w2/drain"_s << u"drain w2"_s;
        QTest::newRow("stop drain") << u"POST /api/v1/nodes/w2/stop-drain"_s << u"stop the drain of w2"_s;
        QTest::newRow("cordon") << u"POST /api/v1/nodes/w2/cordon"_s << u"cordon w2"_s;
        QTest::newRow("pause") << u"POST /api/v1/queues/agent/pause"_s << u"pause the queue agent"_s;
        QTest::newRow("queues") << u"GET /api/v1/queues"_s << u"list the queues"_s;
        QTest::newRow("register") << u"POST /api/v1/entities"_s << u"register an entity"_s;
        QTest::newRow("remove entity") << u"DELETE /api/v1/entities/agent/acme:crm"_s << u"remove agent/acme:crm"_s;
        QTest::newRow("submit") << u"POST /api/v1/entities/agent/crm/jobs"_s << u"submit a job of agent/crm"_s;
        QTest::newRow("pin") << u"PUT /api/v1/assignments/mcp/crm"_s << u"pin mcp/crm"_s;
        QTest::newRow("unpin") << u"DELETE /api/v1/assignments/mcp/crm"_s << u"unpin mcp/crm"_s;
        QTest::newRow("retry") << u"POST /api/v1/jobs/j-1/retry"_s << u"retry the job j-1"_s;
        QTest::newRow("jobs") << u"GET /api/v1/jobs"_s << u"list the jobs"_s;
        QTest::newRow("a node called jobs") << u"DELETE /api/v1/nodes/jobs"_s << u"remove jobs"_s;
        QTest::newRow("unknown") << u"GET /api/v1/moon"_s << QString();
        QTest::newRow("no request") << u"nonsense"_s << QString();
        QTest::newRow("a place holder of their own") << u"DELETE /api/v1/nodes/%2"_s << u"remove %2"_s;
    }
    void requestsAreToldInWords()
    {
        QFETCH(QString, request);
        QFETCH(QString, words);
        QCOMPARE(requestWords(request).text(), words);
    }
    void refusalsAreSentences()
    {
        QCOMPARE(refusalWords(u"anna %2"_s, u"remove %1"_s, u"10.0.0.7"_s, {}).text(), u"anna %2 asked to remove %1: refused (from 10.0.0.7)"_s);
        QCOMPARE(refusalWords(u"anna"_s, u"list the nodes"_s, {}, {}).text(), u"anna asked to list the nodes: refused"_s);
        QCOMPARE(refusalWords(u"anna"_s, {}, {}, u"7 more were refused in this minute"_s).text(), u"anna: 7 more were refused in this minute"_s);
        QCOMPARE(callersWords(1, u"1"_s, u"10.0.0.9"_s).text(), u"1 request without a valid token from 10.0.0.9 in one minute"_s);
        QCOMPARE(callersWords(1200, u"1,200"_s, otherSources().text()).text(), u"1,200 requests without a valid token from other addresses in one minute"_s);
    }
};

QTEST_GUILESS_MAIN(tst_RefusalWords)
#include "tst_RefusalWords.moc"
