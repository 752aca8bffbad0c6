// SPDX-License-Identifier: Apache-2.0
#include "core/domain/Entity.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_Entity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kindsAreReadBack()
    {
        for (const EntityKind kind : kEntityKinds)
            QCOMPARE(*entityKindOf(wordOf(kind), {}), kind);
        QCOMPARE(*entityKindOf(u"js-sandbox"_s, {}), EntityKind::JsRuntime); // Cognipeer's word.
        QCOMPARE(entityKindOf(u"robot"_s, u"kind"_s).error().field, u"kind"_s);
    }

    void referencesAreReadBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written");
        QTest::newRow("default tenant") << u"agent/hello"_s << u"agent/hello"_s;
        QTest::newRow("named default") << u"agent/default:hello"_s << u"agent/hello"_s;
        QTest::newRow("tenant") << u"mcp/acme:crm.sync"_s << u"mcp/acme:crm.sync"_s;
        QTest::newRow("no kind") << u"hello"_s << QString();
        QTest::newRow("no id") << u"agent/"_s << QString();
        QTest::newRow("no tenant") << u"agent/:hello"_s << QString();
        QTest::newRow("shell") << u"agent/a;rm"_s << QString();
        QTest::newRow("path") << u"agent/../x"_s << QString();
        QTest::newRow("too long") << u"agent/"_s + QString(65, u'a') << QString();
    }
    void referencesAreReadBack()
    {
        QFETCH(QString, text);
        QFETCH(QString, written);
        const Result<EntityRef> ref = EntityRef::parse(text, u"entity"_s);
        QCOMPARE(ref.has_value(), !written.isEmpty());
        if (ref)
            QCOMPARE(ref->text(), written);
        else
            QCOMPARE(ref.error().field, u"entity"_s);
    }

    void theTitleIsTheNameOrTheId()
    {
        Entity entity;
        entity.ref = *EntityRef::parse(u"agent/hello"_s, {});
        QCOMPARE(entity.name(), u"hello"_s);
        entity.title = u"Says hello"_s;
        QCOMPARE(entity.name(), u"Says hello"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_Entity)
#include "tst_Entity.moc"
