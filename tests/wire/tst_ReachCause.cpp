// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ReachCause.h"

#include <QSet>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_ReachCause final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failuresAreToldApartAndSayWhatToDo()
    {
        const QList<Error> all{reachcause::lookup(reachcause::Lookup::Unknown),
                               reachcause::connection(QAbstractSocket::ConnectionRefusedError),
                               reachcause::connection(QAbstractSocket::NetworkError),
                               reachcause::connection(QAbstractSocket::UnknownSocketError),
                               reachcause::connectTimeout(),
                               reachcause::answerTimeout(),
                               reachcause::nonsense({}),
                               reachcause::nonsense("\x15\x03\x03\x00\x02\x02\x50"),
                               reachcause::nonsense("SSH-2.0-OpenSSH_9.2\r\n")};
        QSet<QString> codes;
        QSet<QString> texts;
        for (const Error &one : all) {
            codes.insert(one.code);
            texts.insert(one.what);
        }

        QCOMPARE(codes, (QSet<QString>{u"unknown-host"_s, u"connection-refused"_s, u"no-route"_s, u"no-connection"_s,
                                       u"connect-timeout"_s, u"no-answer"_s, u"closed"_s, u"speaks-tls"_s, u"not-a-node"_s}));
        QCOMPARE(texts.size(), all.size());
    }

    void whatTookTooLongIsATimeout()
    {
        QCOMPARE(reachcause::lookup(reachcause::Lookup::Late).kind, ErrorKind::Timeout);
        QCOMPARE(reachcause::connectTimeout().kind, ErrorKind::Timeout);
        QCOMPARE(reachcause::answerTimeout().kind, ErrorKind::Timeout);
        QCOMPARE(reachcause::notAllowed().kind, ErrorKind::Refused);
    }
};

QTEST_GUILESS_MAIN(tst_ReachCause)
#include "tst_ReachCause.moc"
