// SPDX-License-Identifier: Apache-2.0
// A probe of a server that is not believed yet says which key it saw, and sends nothing (T-13).
#include "core/dialects/native/NativeDialect.h"
#include "core/wire/TlsTrust.h"
#include "tests/support/Outcome.h"
#include "tests/wire/TlsServerBench.h"

using namespace Qt::StringLiterals;

namespace muster {

class tst_NativePins : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProbeSaysWhichKeyItSaw_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("code");
        QTest::newRow("another pin") << QByteArray(32, 'x') << QString(tlscode::kPinDiffers);
        QTest::newRow("no pin yet") << QByteArray() << QString(tlscode::kNotTrusted);
    }
    void theProbeSaysWhichKeyItSaw()
    {
        QFETCH(QByteArray, key);
        QFETCH(QString, code);
        int heard = 0;
        m_tls.bench.router.setRefusalObserver([&heard](const HttpRequest &, const Error &) { ++heard; });
        const ClusterAddress address{.dialect = u"native"_s,
                                     .url = QUrl(m_tls.bench.server->url()),
                                     .pin = key.isEmpty() ? TlsPin() : TlsPin{key}};

        const NativeDialect dialect;
        const auto report = outcomeOf(dialect.probe(address, {.token = Secret("a-secret-of-ours")}, this));

        QCOMPARE(report.error().code, code);
        QCOMPARE(shownPin(report.error()), TlsServerBench::identity().pin());
        QCOMPARE(heard, 0);
        QCOMPARE(m_tls.bench.answered, 0);
    }

private:
    TlsServerBench m_tls;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativePins)
#include "tst_NativePins.moc"
