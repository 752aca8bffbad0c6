// SPDX-License-Identifier: Apache-2.0
// A control plane whose disk is full says so over its API, for as long as it is: by the doors of musterd, on a small disk.
#include "app/shared/NodeServer.h"
#include "core/wire/HttpClient.h"
#include "tests/queue/faults/RecordingVfs.h"
#include "tests/support/EmbeddedWork.h"
#include "tests/support/Outcome.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <unistd.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kDisk = 28 * 1024 * 1024;
constexpr qsizetype kPayload = 512 * 1024;
constexpr int kPatienceMs = 30'000;

} // namespace

class tst_DiskNotice final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        m_client.reset();
        m_server.reset();
        m_plane.reset();
        m_stores.reset();
        m_vfs.reset();
        if (m_isMounted)
            ::umount2(m_folder->path().toUtf8().constData(), MNT_DETACH);
        m_isMounted = false;
    }

    void jobsFillTheDisk_data()
    {
        QTest::addColumn<bool>("isReal");
        QTest::newRow("bounded by the test") << false;
        if (::geteuid() == 0) // Only root may mount.
            QTest::newRow("a small disk") << true;
    }
    void jobsFillTheDisk()
    {
        QFETCH(bool, isReal);
        open(isReal);
        QCOMPARE(notice(), QJsonObject());

        QStringList jobs;
        for (Result<QString> job = submit(); ; job = submit()) {
            if (!job)
                QCOMPARE(job.error().code, u"disk-full"_s);
            if (!job)
                break;
            jobs.append(*job);
            QVERIFY(jobs.size() < 500);
        }

        QCOMPARE(notice().value("code"_L1).toString(), u"disk-full"_s);
        const QString said = notice().value("text"_L1).toString();
        QVERIFY2(said.startsWith(u"The disk of main is full: new jobs are refused"), qPrintable(said));

        for (const QString &job : jobs) {
            QVERIFY_RESULT(ask("POST", u"/api/v1/jobs/%1/cancel"_s.arg(job)));
            QVERIFY_RESULT(ask("DELETE", u"/api/v1/jobs/"_s + job));
        }
        if (m_vfs)
            m_vfs->limit(m_data, 4 * kDisk);
        else // What is deleted stays in the file for later; a disk grows.
            QCOMPARE(::mount("tmpfs", m_folder->path().toUtf8().constData(), "tmpfs", MS_REMOUNT, "size=100m"), 0);
        QTRY_COMPARE_WITH_TIMEOUT(notice(), QJsonObject(), kPatienceMs);
        QVERIFY_RESULT(submit());
    }

    //! Nobody need run against it to find out.
    void anotherProcessFillsTheDisk()
    {
        if (::geteuid() != 0)
            return; // Needs a disk of its own.
        open(true);
        QFile filler(m_folder->filePath(u"filler"_s));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        const QByteArray some(64 * 1024, 'x');
        while (filler.write(some) == some.size()) {
        }
        QTRY_COMPARE_WITH_TIMEOUT(notice().value("code"_L1).toString(), u"disk-full"_s, kPatienceMs);

        QVERIFY(filler.remove());
        QTRY_COMPARE_WITH_TIMEOUT(notice(), QJsonObject(), kPatienceMs);
    }

private:
    void open(bool isReal)
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_data = m_folder->filePath(u"data"_s);
        if (isReal) {
            const QByteArray options = "size=" + QByteArray::number(kDisk);
            m_isMounted = ::mount("tmpfs", m_folder->path().toUtf8().constData(), "tmpfs", 0, options.constData()) == 0;
            QVERIFY(m_isMounted);
        } else {
            m_vfs = std::make_unique<RecordingVfs>();
            m_vfs->limit(m_data, kDisk);
        }
        auto stores = openSqliteStores(m_data);
        QVERIFY_RESULT(stores);
        m_stores = std::move(*stores);
        m_plane = std::make_unique<ControlPlane>(*m_stores, m_clock, ControlPlaneOptions{u"main"_s, u"0.1.0"_s});
        m_plane->setWork(embeddedWork(*m_stores, m_clock, m_data));
        LocalNodeOptions options;
        options.dataFolder = m_data;
        options.port = 0;
        m_server = std::make_unique<NodeServer>(options, m_clock);
        QVERIFY_RESULT(outcomeOf(m_plane->load()));
        QVERIFY_RESULT(m_server->prepare());
        QVERIFY_RESULT(m_server->serve(*m_plane));
        m_plane->start();
        TokenRequest asked;
        asked.name = u"kim"_s;
        asked.tier = Tier::Admin;
        const Result<IssuedToken> token = outcomeOf(m_plane->createToken(asked));
        QVERIFY_RESULT(token);
        m_client = std::make_unique<HttpClient>(m_server->url());
        m_client->setToken(token->token);
        QVERIFY_RESULT(ask("POST", u"/api/v1/entities"_s, R"({"kind":"agent","id":"hello","settings":{"argv":["cat"]}})"));
    }
    Result<HttpAnswer> ask(const QByteArray &method, const QString &path, const QByteArray &body = {})
    {
        return outcomeOf(m_client->send(method, path, "application/json", body));
    }
    Result<QString> submit()
    {
        const Result<HttpAnswer> answer = ask("POST", u"/api/v1/entities/agent/hello/jobs"_s, '"' + QByteArray(kPayload, 'x') + '"');
        if (!answer)
            return answer.error();
        return QJsonDocument::fromJson(answer->body).object().value("id"_L1).toString();
    }
    //! The one notice that is there; none: an empty one.
    QJsonObject notice()
    {
        const Result<HttpAnswer> answer = ask("GET", u"/api/v1/cluster"_s);
        if (!answer)
            return {{u"code"_s, u"no answer"_s}};
        return QJsonDocument::fromJson(answer->body).object().value("notices"_L1).toArray().at(0).toObject();
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_data;
    std::unique_ptr<RecordingVfs> m_vfs;
    std::unique_ptr<Stores> m_stores;
    std::unique_ptr<ControlPlane> m_plane;
    std::unique_ptr<NodeServer> m_server;
    std::unique_ptr<HttpClient> m_client;
    bool m_isMounted = false;
};

QTEST_GUILESS_MAIN(tst_DiskNotice)
#include "tst_DiskNotice.moc"
