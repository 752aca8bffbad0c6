// SPDX-License-Identifier: Apache-2.0
// The cases about who did what.
#include "tests/conformance/ClusterSuite.h"

#include "tests/conformance/WorkParts.h"

namespace muster {

using namespace Qt::StringLiterals;
using namespace suite;

void ClusterSuite::changesAreWrittenDown()
{
    if (!has(Feature::Audit) || !has(Feature::Entities) || !has(Feature::Assign))
        return;
    QVERIFY_RESULT(settle(cluster()));
    QVERIFY_RESULT(outcomeOf(cluster().assign({.entity = helloRef(), .node = NodeId(kId), .note = u"new \"disk\""_s})));
    QVERIFY_RESULT(outcomeOf(cluster().assign({.entity = helloRef(), .node = {}})));
    QVERIFY(!outcomeOf(cluster().assign({.entity = helloRef(), .node = NodeId(u"nobody"_s)})));

    const Result<AuditPage> page = outcomeOf(cluster().audit({.most = 3, .search = u"AGENT/hello"_s}));

    QVERIFY_RESULT(page);
    QCOMPARE(page->entries.size(), 3);
    QVERIFY(page->hasMore);
    const auto &[failed, cleared, pinned] = std::tie(page->entries[0], page->entries[1], page->entries[2]);
    QCOMPARE(failed.outcome, u"not-found"_s);
    QCOMPARE(cleared.verb, u"cluster.assignment.delete"_s);
    QCOMPARE(pinned.verb, u"cluster.assignment.set"_s);
    QCOMPARE(pinned.target, u"agent/hello"_s);
    QCOMPARE(pinned.outcome, u"ok"_s);
    QCOMPARE(pinned.note, u"new \"disk\""_s);
    QCOMPARE(pinned.after[u"node"_s].toString(), kId);
    QCOMPARE(cleared.before, pinned.after);
    QVERIFY(cleared.after.isNull());
    QVERIFY(pinned.at.msSinceEpoch > 0);
    QCOMPARE(pinned.hash.size(), 32);
}

void ClusterSuite::theAuditLogIsReadPageByPageAndProved()
{
    if (!has(Feature::Audit) || !has(Feature::Entities))
        return;
    for (int i = 0; i < 5; ++i)
        QVERIFY_RESULT(outcomeOf(cluster().saveEntity(agent(u"agent/hello-%1"_s.arg(i)))));
    const Result<AuditPage> all = outcomeOf(cluster().audit({.most = limits::kAuditPage}));
    QVERIFY_RESULT(all);
    QVERIFY(!all->hasMore);

    QList<AuditEntry> read;
    AuditPage page{{}, true};
    while (page.hasMore && read.size() <= all->entries.size()) {
        const Result<AuditPage> next = outcomeOf(cluster().audit({.before = read.isEmpty() ? 0 : read.constLast().number, .most = 2}));
        QVERIFY_RESULT(next);
        page = *next;
        read += page.entries;
    }

    QCOMPARE(read, all->entries);
    const Result<AuditProof> proof = outcomeOf(cluster().verifyAudit());
    QVERIFY_RESULT(proof);
    QVERIFY2(proof->isWhole, qPrintable(proof->text));
    QCOMPARE(proof->entries, read.constFirst().number);
    QCOMPARE(proof->head, read.constFirst().hash);
    QCOMPARE(proof->firstBroken, 0);
}

} // namespace muster
