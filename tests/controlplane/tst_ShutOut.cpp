// SPDX-License-Identifier: Apache-2.0
#include "core/store/Backup.h"
#include "tests/controlplane/TokenAsk.h"
#include "tests/support/ControlPlaneRig.h"

#include <QFile>
#include <QLoggingCategory>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! Nodes that were removed or whose credential was revoked, and that do not give up (decisions.md 18).
class tst_ShutOut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLoggingCategory::setFilterRules(u"muster.*=false"_s);
        m_rig = std::make_unique<ControlPlaneRig>();
        m_told.clear();
        connect(&plane(), &Cluster::eventArrived, this, [this](const ClusterEvent &event) {
            if (const auto *refused = std::get_if<AccessRefused>(&event.what))
                m_told << *refused;
        });
    }
    void cleanup() { m_rig.reset(); }

    void aRevokedCredentialIsTheReasonAtOnce()
    {
        const JoinGrant grant = joined(m_id);
        m_rig->join(m_id);

        revoke(grant);

        QCOMPARE(m_rig->reasonsOf(m_id), QStringList{u"credential-revoked"_s});
        QCOMPARE(m_rig->node(m_id).status, NodeStatus::Degraded);
        m_rig->advance(limits::kBeatInterval * 4);
        QCOMPARE(m_rig->node(m_id).status, NodeStatus::Offline);
        QCOMPARE(m_rig->reasonsOf(m_id), (QStringList{u"credential-revoked"_s, u"beats-stopped"_s}));
    }

    void whoStillKnocksIsSaidToAndToldSeldom()
    {
        const JoinGrant grant = joined(m_id);
        m_rig->join(m_id);
        revoke(grant);

        for (int i = 0; i < 100; ++i)
            knock(grant.credential);

        QVERIFY(textOf(m_id).contains(u"still asks"_s));
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told[0].who, u"node vps-02"_s);
        QCOMPARE(m_told[0].source, u"10.0.0.7"_s);
        QVERIFY(m_told[0].text.contains(u"revoked"_s) && m_told[0].text.contains(u"new join token"_s));
        for (int i = 0; i < 25; ++i) {
            m_rig->advance(30s);
            knock(grant.credential);
        }
        QCOMPARE(m_told.size(), 2);
        m_rig->advance(2min); // It has stopped.
        QVERIFY(!textOf(m_id).contains(u"still asks"_s));
        QCOMPARE(m_rig->reasonsOf(m_id).first(), u"credential-revoked"_s);
    }

    void theReasonOutlivesARestart()
    {
        const JoinGrant grant = joined(m_id);
        m_rig->join(m_id);
        m_rig->advance(1s);
        revoke(grant);

        m_rig->restart();

        QCOMPARE(m_rig->reasonsOf(m_id).value(0), u"credential-revoked"_s);
        m_rig->join(m_id); // By join.token of this machine, say.
        QCOMPARE(m_rig->reasonsOf(m_id), QStringList());
        m_rig->advance(limits::kBeatInterval, 1s);
        QVERIFY_RESULT(outcomeOf(plane().beat(beatOf(m_id, 2))));
        m_rig->restart();
        QVERIFY(!m_rig->reasonsOf(m_id).contains(u"credential-revoked"_s)); // It was heard after it was revoked.
    }

    void aRestoredNodeSaysWhatItNeedsAndIsKept()
    {
        m_rig->join(m_id);
        QFile file(m_rig->folder.filePath(u"a.backup"_s));
        const auto bytes = outcomeOf(plane().backup());
        QVERIFY(bytes && file.open(QIODevice::WriteOnly) && file.write(*bytes) == bytes->size());
        file.close();
        m_rig->whileClosed = [this, &file] { return restore(file.fileName(), m_rig->folder.path()).has_value(); };

        m_rig->restart();

        QCOMPARE(m_rig->reasonsOf(m_id).value(0), u"restored-from-backup"_s);
        QVERIFY(textOf(m_id).contains(u"new join token"_s));
        QCOMPARE(m_rig->node(m_id).status, NodeStatus::Unknown);
        m_rig->advance(limits::kBeatInterval * 4); // Offline now, which is written.
        QVERIFY_RESULT(outcomeOf(plane().flush()));
        m_rig->restart();
        QCOMPARE(m_rig->node(m_id).status, NodeStatus::Offline);
        QCOMPARE(m_rig->reasonsOf(m_id).value(0), u"restored-from-backup"_s);
        m_rig->join(m_id);
        QCOMPARE(m_rig->reasonsOf(m_id), QStringList());
        m_rig->restart();
        QVERIFY(!m_rig->reasonsOf(m_id).contains(u"restored-from-backup"_s));
    }

    void aNodeThatWasLetInAgainIsWell()
    {
        const JoinGrant grant = joined(m_id);
        m_rig->join(m_id);
        revoke(grant);
        knock(grant.credential);

        (void)joined(m_id);
        m_rig->join(m_id);

        QCOMPARE(m_rig->node(m_id).status, NodeStatus::Online);
        QCOMPARE(m_rig->reasonsOf(m_id), QStringList());
        knock(grant.credential); // An old key is not its only one.
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_rig->reasonsOf(m_id), QStringList());
    }

    void aRemovedNodeThatStillKnocksIsTold()
    {
        const JoinGrant grant = joined(m_id);
        m_rig->join(m_id);
        QVERIFY_RESULT(outcomeOf(plane().remove(NodeId(m_id), {})));

        knock(Secret(grant.facts.id.text().toLatin1() + ".guessed"));
        QCOMPARE(m_told.size(), 0); // Whoever does not know the secret is nobody.
        knock(grant.credential);

        QCOMPARE(m_told.size(), 1);
        QVERIFY(m_told[0].text.contains(u"was removed"_s));
        QVERIFY(m_told[0].text.contains(u"stop it"_s));
    }

    void beatsOfARemovedNodeAreToldUnlessItComesBack()
    {
        m_rig->join(m_id);
        QVERIFY_RESULT(outcomeOf(plane().remove(NodeId(m_id), {})));
        QVERIFY(!outcomeOf(plane().beat(beatOf(m_id, 2))));
        m_rig->join(m_id); // As Muster's own nodes do.
        QVERIFY_RESULT(outcomeOf(plane().remove(NodeId(m_id), {})));
        QVERIFY(!outcomeOf(plane().beat(beatOf(m_id, 3))));
        QCOMPARE(m_told.size(), 0);

        m_rig->advance(30s);
        QVERIFY(!outcomeOf(plane().beat(beatOf(m_id, 4)))); // As AgenticMail's workers do.

        QCOMPARE(m_told.size(), 1);
        QVERIFY(m_told[0].text.contains(u"was removed"_s));
        for (int i = 0; i < 100; ++i)
            QVERIFY(!outcomeOf(plane().beat(beatOf(u"stranger"_s, quint64(i + 1)))));
        QCOMPARE(m_told.size(), 1);
    }

    void anAnnouncementThatWaitsWhileItsCredentialIsRevokedIsRefused_data()
    {
        QTest::addColumn<bool>("isKnown");
        QTest::newRow("new node") << false;
        QTest::newRow("known node") << true;
    }
    void anAnnouncementThatWaitsWhileItsCredentialIsRevokedIsRefused()
    {
        QFETCH(bool, isKnown);
        const JoinGrant grant = joined(m_id);
        if (isKnown)
            m_rig->join(m_id);
        Announcement announcement = announcementOf(m_id);
        announcement.shown = grant.facts.id;

        const Future<Welcome> waiting = plane().announce(announcement); // For the store.
        revoke(grant);

        QCOMPARE(outcomeOf(waiting).error().code, u"not-authenticated"_s);
        QCOMPARE(outcomeOf(plane().announce(announcement)).error().code, u"not-authenticated"_s); // For its body, say.
        QCOMPARE(m_rig->node(m_id).id().isEmpty(), !isKnown);
        m_rig->restart(false);
        QCOMPARE(m_rig->node(m_id).id().isEmpty(), !isKnown);
    }

private:
    ControlPlane &plane() { return *m_rig->plane; }
    void revoke(const JoinGrant &grant)
    {
        if (const auto revoked = outcomeOf(plane().revokeToken(grant.facts.id, {})); !revoked)
            qFatal("%s", qPrintable(revoked.error().text()));
    }
    void knock(const Secret &credential)
    {
        plane().noteRefusal({{}, u"POST /api/v1/nodes/vps-02/beats"_s, u"10.0.0.7"_s, u"the token is not known here"_s},
                            credential.reveal());
    }
    QString textOf(const QString &id) const { return m_rig->node(id).reasons.value(0).text; }
    JoinGrant joined(const QString &id)
    {
        const auto token = outcomeOf(plane().createToken(TokenAsk{.kind = TokenKind::Join}.request()));
        const auto grant = outcomeOf(plane().join({.who = identityCalled(id), .instance = instanceOf(id), .shown = token->facts.id}));
        if (!grant)
            qFatal("%s", qPrintable(grant.error().text()));
        return *grant;
    }

    const QString m_id = u"vps-02"_s;
    std::unique_ptr<ControlPlaneRig> m_rig;
    QList<AccessRefused> m_told;
};

QTEST_GUILESS_MAIN(tst_ShutOut)
#include "tst_ShutOut.moc"
