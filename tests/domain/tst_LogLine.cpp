// SPDX-License-Identifier: Apache-2.0
#include "core/domain/LogLine.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_LogLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamsAreReadBack()
    {
        for (const LogStream stream : {LogStream::Output, LogStream::Error, LogStream::Muster})
            QCOMPARE(*logStreamOf(wordOf(stream), {}), stream);
        QVERIFY(!logStreamOf(u"stdout"_s, u"stream"_s));
    }

    void sourcesAreReadBack()
    {
        for (const QString &text : {u"agent/hello"_s, u"mcp/acme:crm"_s, u"job/j-8f31c2"_s})
            QCOMPARE(LogSource::parse(text, {})->text(), text);
        for (const QString &text : {u""_s, u"job/"_s, u"node/w1"_s, u"agent"_s})
            QCOMPARE(LogSource::parse(text, u"source"_s).error().field, u"source"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_LogLine)
#include "tst_LogLine.moc"
