// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ReachTest.h"

#include "core/wire/ReachCause.h"
#include "core/wire/ReachReply.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkProxy>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype kAddresses = 4; // Of one name that are tried.

//! One test under way; deletes itself.
class Reach final : public QObject
{
public:
    Reach(const Clock &clock, const DialTarget &target, const DialOptions &options, QObject *parent)
        : QObject(parent), m_clock(clock), m_target(target), m_options(options), m_stageBegan(clock.steadyNow())
    {
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, &Reach::expire);
    }
    ~Reach() override
    {
        QHostInfo::abortHostLookup(m_lookup);
        drop();
    }
    Q_DISABLE_COPY_MOVE(Reach)

    Future<DialReport> future() const { return m_pending.future(); }

    void start()
    {
        m_timer.start(m_options.stage);
        m_lookup = QHostInfo::lookupHost(m_target.host, this, &Reach::takeAddresses);
    }

private:
    enum class Stage { Resolve, Connect, Answer };

    void takeAddresses(const QHostInfo &found)
    {
        if (m_isDone)
            return;
        m_addresses = found.addresses();
        if (m_addresses.isEmpty())
            return fail(reachcause::lookup(reachcause::Lookup::Unknown));
        const bool isAllowed = std::ranges::all_of(
            m_addresses, [this](const QHostAddress &one) { return mayAskFromHere(one, m_target.loopback); });
        if (!isAllowed)
            return fail(reachcause::notAllowed());
        m_addresses = m_addresses.first(std::min(m_addresses.size(), kAddresses));
        next(Stage::Connect);
        dial();
    }

    //! To the first address that is left: what was resolved, never the name again.
    void dial()
    {
        drop();
        m_socket = new QTcpSocket(this);
        m_socket->setProxy(QNetworkProxy::NoProxy);
        m_socket->setReadBufferSize(m_options.replyBytes);
        m_bytes.clear();
        connect(m_socket, &QTcpSocket::connected, this, &Reach::ask);
        connect(m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
        connect(m_socket, &QTcpSocket::errorOccurred, this, &Reach::takeEnd);
        m_socket->connectToHost(m_addresses.constFirst(), quint16(m_target.port));
    }

    void ask()
    {
        if (m_stage == Stage::Connect)
            next(Stage::Answer);
        const QByteArray host =
            m_target.host.contains(u':') ? '[' + m_target.host.toLatin1() + ']' : m_target.host.toLatin1();
        m_socket->write("GET " + m_options.paths.at(m_asked) + " HTTP/1.1\r\nHost: " + host + ':' +
                        QByteArray::number(m_target.port) +
                        "\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
    }

    void takeEnd()
    {
        if (m_stage == Stage::Answer)
            return read(true);
        const Error why = reachcause::connection(m_socket->error());
        m_addresses.removeFirst();
        if (m_addresses.isEmpty())
            return fail(why);
        dial();
    }

    void read(bool isEnd = false)
    {
        if (m_isDone || m_stage != Stage::Answer)
            return;
        m_bytes += m_socket->read(m_options.replyBytes - m_bytes.size());
        const ReachProgress seen = readReach(m_bytes, isEnd || m_bytes.size() >= m_options.replyBytes);
        if (seen.isNonsense)
            return fail(reachcause::nonsense(m_bytes));
        if (seen.reply)
            take(*seen.reply);
    }

    void take(const ReachReply &reply)
    {
        if (reply.status >= 200 && reply.status < 300) {
            m_report.path = QString::fromLatin1(m_options.paths.at(m_asked));
            m_report.version = reply.version;
            m_report.agentId = reply.agentId;
            m_report.isReachable = true;
            return finish({});
        }
        if (++m_asked >= m_options.paths.size())
            return fail(reachcause::nonsense("HTTP"_ba));
        m_timer.start(m_options.stage);
        dial();
    }

    void expire()
    {
        switch (m_stage) {
        case Stage::Resolve:
            return fail(reachcause::lookup(reachcause::Lookup::Late));
        case Stage::Connect:
            return fail(reachcause::connectTimeout());
        case Stage::Answer:
            return fail(reachcause::answerTimeout());
        }
    }

    void fail(const Error &error) { finish(error); }

    void next(Stage stage)
    {
        note({});
        m_stage = stage;
        m_timer.start(m_options.stage);
    }

    void note(const std::optional<Error> &error)
    {
        constexpr const char *kNames[] = {"resolve", "connect", "answer"};
        const SteadyTime now = m_clock.steadyNow();
        const double tookMs = std::chrono::duration<double, std::milli>(now - m_stageBegan).count();
        m_stageBegan = now;
        m_report.latencyMs += tookMs;
        m_report.stages.append({QString::fromLatin1(kNames[int(m_stage)]), tookMs, error});
    }

    void finish(const std::optional<Error> &error)
    {
        if (m_isDone)
            return;
        m_isDone = true;
        m_timer.stop();
        note(error);
        deleteLater(); // The socket must not die within its own signal.
        m_pending.finish(m_report);
    }

    void drop()
    {
        if (!m_socket)
            return;
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket->deleteLater();
        m_socket = nullptr;
    }

    const Clock &m_clock;
    const DialTarget m_target;
    const DialOptions m_options;
    Pending<DialReport> m_pending;
    DialReport m_report;
    QList<QHostAddress> m_addresses;
    QTcpSocket *m_socket = nullptr; // Child.
    QTimer m_timer;
    QByteArray m_bytes;
    SteadyTime m_stageBegan;
    qsizetype m_asked = 0; // Of the paths.
    int m_lookup = -1;
    Stage m_stage = Stage::Resolve;
    bool m_isDone = false;
};

} // namespace

Future<DialReport> testReach(const Clock &clock, const DialTarget &target, QObject *parent, const DialOptions &options)
{
    // What may stand in a Host header; whatever it resolves to is checked.
    static const QRegularExpression form(u"\\A[A-Za-z0-9._:-]{1,253}\\z"_s);
    if (!form.match(target.host).hasMatch())
        return failed<DialReport>(invalid(u"host"_s, u"expected a host name or an IP address"_s));
    if (target.port < 1 || target.port > 65535)
        return failed<DialReport>(invalid(u"port"_s, u"expected a whole number from 1 to 65535"_s));
    auto *reach = new Reach(clock, target, options, parent);
    Future<DialReport> future = reach->future();
    reach->start();
    return future;
}

} // namespace muster
