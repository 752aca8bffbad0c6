// SPDX-License-Identifier: Apache-2.0
// Another user of the same machine reaches the port on loopback and finds nothing there without a token, nor the token (T-24).

#include "tests/integration/ProgramRun.h"

#include <QDir>
#include <QTest>

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kNobody = 65534;
constexpr int kNotThem = 99; //!< The child could not become somebody else.

//! What \a act gives (0 to 98) when another user calls it. It may use system calls alone.
template<typename Act>
int asSomebodyElse(Act act)
{
    const pid_t child = ::fork();
    if (child == 0) {
        const bool isThem = ::setgroups(0, nullptr) == 0 && ::setgid(kNobody) == 0 && ::setuid(kNobody) == 0;
        ::_exit(isThem ? act() : kNotThem);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

//! The first and last digit of the status that \a request gets on \a port of loopback: 41 for 401; 0 without an answer.
int answerTo(quint16 port, const char *request)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    (void)::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    char reply[16] = {};
    const bool isAnswered = ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0
        && ::send(socket, request, std::strlen(request), 0) > 0 && ::recv(socket, reply, 12, MSG_WAITALL) == 12;
    ::close(socket);
    return isAnswered ? (reply[9] - '0') * 10 + (reply[11] - '0') : 0; // "HTTP/1.1 401": 4 and 1.
}

int modeOf(const QString &path)
{
    struct stat seen = {};
    return ::stat(QFile::encodeName(path).constData(), &seen) == 0 ? int(seen.st_mode & 07777) : -1;
}

} // namespace

class tst_SecondUser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (::geteuid() != 0)
            QSKIP("only root can become another user");
        QCOMPARE(::chmod(QFile::encodeName(m_root.path()).constData(), 0755), 0); // So that only the data folder itself stands in the way.
        m_plane = std::make_unique<DaemonRun>(QStringList{u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, data()}, QStringList{},
                                              QStringList{u"sh"_s, u"-c"_s, u"umask 0; exec \"$@\""_s, u"sh"_s});
        QVERIFY2(m_plane->isReady(), qPrintable(m_plane->log()));
        m_port = m_plane->url().section(u':', -1).toUShort();
    }

    void filesAreTheOwnersAloneWhateverTheUmask()
    {
        QCOMPARE(modeOf(data()), 0700);
        const QStringList files = QDir(data()).entryList(QDir::Files | QDir::Hidden);
        QVERIFY(files.contains(u"muster.sqlite"_s)); // Made by a library that knows nothing of secrets.
        for (const QString &file : files)
            QVERIFY2((modeOf(data() + u'/' + file) & 077) == 0, qPrintable(file));
    }

    void theTokensCannotBeRead_data()
    {
        QTest::addColumn<int>("folderMode");
        QTest::newRow("as it is") << 0700;
        QTest::newRow("folder opened by mistake") << 0755;
    }
    void theTokensCannotBeRead()
    {
        QFETCH(int, folderMode);
        QCOMPARE(::chmod(QFile::encodeName(data()).constData(), mode_t(folderMode)), 0);
        for (const QString &name : {u"admin.token"_s, u"join.token"_s, u"muster.sqlite"_s}) {
            const QByteArray path = QFile::encodeName(data() + u'/' + name);
            QVERIFY(QFile::exists(data() + u'/' + name));
            QCOMPARE(asSomebodyElse([&path] { return ::open(path.constData(), O_RDONLY | O_CLOEXEC) < 0 ? 0 : 1; }), 0);
        }
        QCOMPARE(::chmod(QFile::encodeName(data()).constData(), 0700), 0);
    }

    void withoutATokenThereIsNothing_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("digits");
        for (const char *line : {"GET /api/v1/nodes", "GET /api/v1/snapshot", "GET /api/v1/tokens", "GET /api/v1/backup",
                                 "GET /api/v1/events/stream", "DELETE /api/v1/nodes/a", "GET /nowhere"})
            QTest::newRow(line) << QByteArray(line) << 41;
        QTest::newRow("health is for everybody") << "GET /api/v1/health"_ba << 20;
    }
    void withoutATokenThereIsNothing()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, digits);
        const QByteArray request = line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n\r\n";

        QCOMPARE(asSomebodyElse([&] { return answerTo(m_port, request.constData()); }), digits);
    }

private:
    QString data() const { return m_root.filePath(u"cp"_s); }

    QTemporaryDir m_root;
    std::unique_ptr<DaemonRun> m_plane;
    quint16 m_port = 0;
};

QTEST_GUILESS_MAIN(tst_SecondUser)
#include "tst_SecondUser.moc"
