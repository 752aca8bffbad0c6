// SPDX-License-Identifier: Apache-2.0
// What viewers read of a refused request; never a secret that somebody put into its path.
#include "app/shared/RefusalText.h"
#include "core/wire/HttpRequest.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_RefusalText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhoAskedForWhatFromWhere()
    {
        HttpRequest request = asked({u"api"_s, u"v1"_s, u"nodes"_s, u"w-1"_s});
        request.caller.name = u"kim"_s;
        request.peer = QHostAddress(u"::ffff:10.0.0.7"_s);

        const AccessRefused told = refusalOf(request, refused(u"this token may not do this"_s));

        QCOMPARE(told, (AccessRefused{u"kim"_s, u"DELETE /api/v1/nodes/w-1"_s, u"10.0.0.7"_s, u"this token may not do this"_s}));
    }

    void secretsAreCut_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("segment");
        QTest::addColumn<QString>("told");
        const QString secret = u"Zm9vYmFyYmF6cXV4LWZvb19iYXItYmF6cXV4MTIzNDU"_s;
        const QString id = u"0123456789abcdef"_s;
        QTest::newRow("id") << u"tokens"_s << id << id;
        QTest::newRow("token") << u"tokens"_s << QString(id + u'.' + secret) << QString(id + u".***"_s);
        QTest::newRow("half a secret") << u"tokens"_s << QString(id + u".Zm9v"_s) << QString(id + u".***"_s);
        QTest::newRow("two dots") << u"tokens"_s << QString(id + u".Zm9v.bar"_s) << QString(id + u".***"_s);
        QTest::newRow("no id") << u"tokens"_s << QString(u'.' + secret) << u".***"_s;
        QTest::newRow("too long for a token") << u"tokens"_s << QString(id + u'.' + secret.repeated(9)) << QString(id + u".***"_s);
        QTest::newRow("elsewhere") << u"nodes"_s << QString(id + u'.' + secret) << QString(id + u".***"_s);
        QTest::newRow("elsewhere, with more") << u"nodes"_s << QString(id + u'.' + secret + u".x"_s) << QString(id + u".***"_s);
        QTest::newRow("a node's name") << u"nodes"_s << u"build-7.rack-2.example.org"_s << u"build-7.rack-2.example.org"_s;
    }
    void secretsAreCut()
    {
        QFETCH(QString, before);
        QFETCH(QString, segment);
        QFETCH(QString, told);
        QCOMPARE(refusalOf(asked({before, segment}), {}).what, QString(u"DELETE /"_s + before + u'/' + told));
    }

private:
    static HttpRequest asked(const QStringList &segments)
    {
        HttpRequest request;
        request.method = HttpMethod::Delete;
        request.segments = segments;
        return request;
    }
};

QTEST_GUILESS_MAIN(tst_RefusalText)
#include "tst_RefusalText.moc"
