// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodeQuery.h"
#include "core/base/Limits.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_NodeQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsKeysWordsAndChoices()
    {
        using Field = NodeQuery::Field;
        const NodeQuery query = NodeQuery::parse(u" GPU status:Offline,degraded 1.50:3101 cap: role:any "_s);
        const QList<NodeQuery::Term> terms{{Field::Any, {u"gpu"_s}},
                                           {Field::Status, {u"offline"_s, u"degraded"_s}},
                                           {Field::Any, {u"1.50:3101"_s}}}; // An address, not a key.
        QCOMPARE(query.terms, terms);
        QVERIFY(NodeQuery::parse(u"status:"_s).isEmpty()); // Half typed is not "none".
    }

    void wordsAreBounded()
    {
        QCOMPARE(NodeQuery::parse(u"a "_s.repeated(1000)).terms.size(), limits::kQueryTerms);
    }
};

QTEST_GUILESS_MAIN(tst_NodeQuery)
#include "tst_NodeQuery.moc"
