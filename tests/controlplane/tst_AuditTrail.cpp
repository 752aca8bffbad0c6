// SPDX-License-Identifier: Apache-2.0
#include "tests/controlplane/PlaneStage.h"

#include "core/store/SqlConnection.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

//! Who did what: what a control plane writes down, and what it notices of its own log.
class tst_AuditTrail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"muster.*=false"_s); }

    void pinsAreWrittenDownWithBeforeAndAfter()
    {
        PlaneStage stage;
        stage.join(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        QVERIFY_RESULT(stage.pin(u"hello"_s, u"w1"_s, AssignmentMode::Strict));
        QVERIFY_RESULT(stage.pin(u"hello"_s, {}, AssignmentMode::Strict));

        const QList<AuditEntry> entries = newest(stage);

        QCOMPARE(verbsOf(entries), (QStringList{u"cluster.assignment.delete"_s, u"cluster.assignment.set"_s, u"entity.save"_s}));
        const AuditEntry &set = entries[1];
        QCOMPARE(set.number, 2);
        QCOMPARE(set.actor, u"kim"_s);
        QCOMPARE(set.source, u"10.0.0.7"_s);
        QCOMPARE(set.target, u"agent/hello"_s);
        QCOMPARE(set.outcome, u"ok"_s);
        QVERIFY(set.before.isNull());
        QCOMPARE(set.after[u"node"_s].toString(), u"w1"_s);
        QCOMPARE(set.after[u"mode"_s].toString(), u"strict"_s);
        QCOMPARE(entries[0].before, set.after);
        QVERIFY(entries[0].after.isNull());
        QVERIFY(entries[2].before.isNull());
        QCOMPARE(entries[2].after[u"id"_s].toString(), u"hello"_s);
        QVERIFY(outcomeOf(stage.plane->verifyAudit())->isWhole);
        QVERIFY(stage.plane->features().testFlag(Feature::Audit));
    }

    void racingEditorsAreToldApart()
    {
        PlaneStage stage;
        stage.join(u"w1"_s);
        stage.join(u"w2"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        QList<Future<EntityState>> pins;
        for (int i = 0; i < 20; ++i)
            pins.append(stage.plane->assign({.entity = agentCalled(u"hello"_s).ref, .node = NodeId(i % 2 ? u"w1"_s : u"w2"_s)}, stage.kim));
        for (const Future<EntityState> &one : pins)
            QVERIFY_RESULT(outcomeOf(one));
        const QList<AuditEntry> entries = newest(stage);
        for (int i = 0; i < 19; ++i)
            QCOMPARE(entries[i].before, entries[i + 1].after);
    }

    void changesOfNodesJobsQueuesAndTokens()
    {
        PlaneStage stage;
        stage.join(u"w1"_s);
        QVERIFY_RESULT(stage.save(u"hello"_s));
        const JobId job = stage.submit(u"hello"_s);
        const NodeId w1(u"w1"_s);
        ControlPlane &plane = *stage.plane;
        QVERIFY_RESULT(outcomeOf(plane.cordon(w1, true, u"new disk"_s, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.drain(w1, {.note = u"kernel update"_s}, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.stopDrain(w1, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.cordon(w1, false, {}, stage.kim)));
        QVERIFY(!outcomeOf(plane.restartAgents(w1, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.pauseQueue(u"agent"_s, true, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.pauseQueue(u"agent"_s, false, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.cancelJob(job, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.retryJob(job, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.cancelJob(job, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.discardJob(job, stage.kim)));
        const Result<IssuedToken> token = outcomeOf(plane.createToken(tokenRequest()));
        QVERIFY_RESULT(token);
        QVERIFY_RESULT(outcomeOf(plane.revokeToken(token->facts.id, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.removeEntity(agentCalled(u"hello"_s).ref, u"unused"_s, stage.kim)));
        QVERIFY_RESULT(outcomeOf(plane.remove(w1, stage.kim)));

        QList<AuditEntry> entries = newest(stage);
        std::ranges::reverse(entries);

        QCOMPARE(verbsOf(entries),
                 (QStringList{u"entity.save"_s, u"node.cordon"_s, u"node.drain"_s, u"node.stop-drain"_s, u"node.uncordon"_s,
                              u"node.restart"_s, u"queue.pause"_s, u"queue.resume"_s, u"job.cancel"_s, u"job.retry"_s, u"job.cancel"_s,
                              u"job.discard"_s, u"token.create"_s, u"token.revoke"_s, u"entity.remove"_s, u"node.remove"_s}));
        for (const AuditEntry &entry : std::as_const(entries))
            QCOMPARE(entry.actor, u"kim"_s);
        QCOMPARE(entries[1].note, u"new disk"_s);
        QVERIFY(!entries[1].before[u"cordoned"_s].toBool() && entries[1].after[u"cordoned"_s].toBool());
        QCOMPARE(entries[2].note, u"kernel update"_s);
        QVERIFY(entries[2].after[u"drain"_s].isObject() && entries[3].after[u"drain"_s].isNull());
        QCOMPARE(entries[5].outcome, u"unreachable"_s);
        QCOMPARE(entries[12].target, u"token/"_s + token->facts.id.text());
        QCOMPARE(entries[14].before[u"id"_s].toString(), u"hello"_s);
    }

    //! T-23.
    void noSecretIsWrittenDown()
    {
        PlaneStage stage;
        EntityRequest request{.entity = agentCalled(u"hello"_s)};
        request.entity.settings.insert(u"env"_s, QJsonObject{{u"API_TOKEN"_s, u"canary-1"_s}, {u"MODE"_s, u"fast"_s}});
        request.secrets.insert(u"KEY"_s, Secret("canary-2"));
        QVERIFY_RESULT(outcomeOf(stage.plane->saveEntity(request, stage.kim)));
        const Result<IssuedToken> token = outcomeOf(stage.plane->createToken(tokenRequest()));
        QVERIFY_RESULT(token);
        QString all;
        for (const AuditEntry &entry : newest(stage))
            all += QString::fromUtf8(QJsonDocument(QJsonArray{entry.before, entry.after}).toJson());
        QVERIFY(all.contains(u"fast"_s));
        QVERIFY(all.contains(u"\"KEY\""_s)); // Its name.
        QVERIFY(!all.contains(u"canary"_s));
        QVERIFY(!all.contains(QString::fromUtf8(token->token.reveal().split('.').constLast())));
    }

    void failedAttemptsAreWrittenDownWithinBounds()
    {
        PlaneStage stage;
        const NodeId nobody(u"nobody"_s);
        for (int i = 0; i < limits::kAuditRefusalsPerMinute + 10; ++i)
            QCOMPARE(outcomeOf(stage.plane->cordon(nobody, true, {}, stage.kim)).error().kind, ErrorKind::NotFound);
        QCOMPARE(newest(stage).size(), limits::kAuditRefusalsPerMinute);
        QCOMPARE(newest(stage)[0].outcome, u"not-found"_s);
        for (int i = 0; i < limits::kAuditRefusalsPerMinute + 10; ++i)
            stage.plane->noteRefusal({u"eve"_s, u"DELETE /api/v1/nodes/w1"_s, u"10.0.0.9"_s, u"needs the tier admin"_s});
        stage.plane->noteRefusal({{}, u"GET /"_s, u"10.0.0.9"_s, {}}); // Nobody knows who that is.
        QTRY_COMPARE(newest(stage).size(), 2 * limits::kAuditRefusalsPerMinute);
        QCOMPARE(newest(stage)[0].verb, u"access.denied"_s);
        QCOMPARE(newest(stage)[0].actor, u"eve"_s);
        QCOMPARE(newest(stage)[0].outcome, u"refused"_s);
        stage.clock.advance(1min);
        stage.plane->noteRefusal({u"eve"_s, u"DELETE /api/v1/nodes/w1"_s, u"10.0.0.9"_s, u"needs the tier admin"_s});
        QTRY_VERIFY(newest(stage)[0].note.contains(u"10 more"_s));
    }

    void theLogOutlivesARestart()
    {
        PlaneStage stage;
        QVERIFY_RESULT(stage.save(u"one"_s));
        stage.restart();
        QVERIFY_RESULT(stage.save(u"two"_s));
        QCOMPARE(newest(stage).size(), 2);
        const AuditProof proof = outcomeOf(stage.plane->verifyAudit()).value();
        QVERIFY2(proof.isWhole, qPrintable(proof.text));
        QCOMPARE(proof.entries, 2);
    }

    void whatWasCutOffStaysKnown()
    {
        PlaneStage stage;
        QVERIFY_RESULT(stage.save(u"one"_s));
        QVERIFY_RESULT(stage.save(u"two"_s));
        stage.restart();
        QVERIFY_RESULT(stage.save(u"three"_s));
        QTRY_VERIFY(headOf(stage).startsWith("3 "));
        stage.close();
        {
            const auto db = std::move(*SqlConnection::open(stage.folder.filePath(u"muster.sqlite"_s)));
            QVERIFY_RESULT(db->run(u"DROP TRIGGER audit_loses_none"_s));
            QVERIFY_RESULT(db->run(u"DELETE FROM audit WHERE number > 1"_s));
        }
        stage.open();
        QVERIFY_RESULT(stage.save(u"four"_s)); // Its head replaces the one that told.
        const AuditProof proof = outcomeOf(stage.plane->verifyAudit()).value();
        QVERIFY(!proof.isWhole);
        QCOMPARE(proof.firstBroken, 2);
        QCOMPARE(newest(stage)[1].verb, kAuditGap);
        QCOMPARE(newest(stage)[1].before[u"number"_s].toInt(), 3);
    }

private:
    static TokenRequest tokenRequest()
    {
        TokenRequest request;
        request.name = u"ci"_s;
        request.createdBy = u"kim"_s;
        return request;
    }
    static QList<AuditEntry> newest(const PlaneStage &stage) { return outcomeOf(stage.plane->audit({.most = 1000})).value().entries; }
    static QStringList verbsOf(const QList<AuditEntry> &entries)
    {
        QStringList verbs;
        for (const AuditEntry &entry : entries)
            verbs << entry.verb;
        return verbs;
    }
    static QByteArray headOf(const PlaneStage &stage)
    {
        QFile file(stage.folder.filePath(u"audit.head"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AuditTrail)
#include "tst_AuditTrail.moc"
