// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ChaosPipe.h"

#include <QScopeGuard>
#include <QTcpSocket>

#include <algorithm>

namespace muster {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype kQueueBytes = 256 * 1024; // Beyond, the sender is made to wait, as on a full line.
constexpr qsizetype kTakenBytes = 64 * 1024;
constexpr milliseconds kRateStep = 10ms;
constexpr milliseconds kRateSpan = 1s; // Unused allowance is forgotten after this.

} // namespace

ChaosPipe::ChaosPipe(QTcpSocket &from, QTcpSocket &to, const ChaosFaults &faults, std::mt19937 &random, QObject *parent)
    : QObject(parent), m_from(from), m_to(to), m_faults(faults), m_random(random), m_rateFrom(m_clock.steadyNow())
{
    m_from.setReadBufferSize(kQueueBytes);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ChaosPipe::pump);
    connect(&m_from, &QTcpSocket::readyRead, this, &ChaosPipe::pump);
    connect(&m_to, &QTcpSocket::bytesWritten, this, &ChaosPipe::pump);
    connect(&m_to, &QTcpSocket::connected, this, &ChaosPipe::pump);
}

void ChaosPipe::pump()
{
    if (m_faults.isBlackHole || m_isPumping) // Writing says bytesWritten() from within.
        return;
    m_isPumping = true;
    const auto done = qScopeGuard([this] { m_isPumping = false; });
    const SteadyTime now = m_clock.steadyNow();
    take(now);
    if (m_to.state() != QAbstractSocket::ConnectedState)
        return;
    while (!m_pieces.empty() && send(now))
        take(now);
    if (m_isEnding && m_pieces.empty() && m_from.bytesAvailable() == 0)
        m_to.disconnectFromHost();
}

void ChaosPipe::end()
{
    m_isEnding = true;
    pump();
}

void ChaosPipe::take(SteadyTime now)
{
    while (m_queued < kQueueBytes && m_from.bytesAvailable() > 0) {
        m_pieces.push_back({now + m_faults.delay, m_from.read(kTakenBytes)});
        m_queued += m_pieces.back().bytes.size();
    }
}

//! How many of \a wanted bytes the bound on bytes per second lets through now.
qsizetype ChaosPipe::allowed(SteadyTime now, qsizetype wanted)
{
    if (m_faults.bytesPerSecond <= 0)
        return wanted;
    if (now - m_rateFrom > kRateSpan) {
        m_rateFrom = now - kRateStep;
        m_rateBytes = 0;
    }
    const qint64 soFar = (now - m_rateFrom).count() * m_faults.bytesPerSecond / 1000;
    const auto most = static_cast<qsizetype>(std::clamp<qint64>(soFar - m_rateBytes, 0, wanted));
    m_rateBytes += most;
    return most;
}

//! Sends one piece; false when no more may be sent now.
bool ChaosPipe::send(SteadyTime now)
{
    Piece &piece = m_pieces.front();
    if (piece.dueAt > now) {
        m_timer.start(piece.dueAt - now);
        return false;
    }
    if (m_to.bytesToWrite() > kQueueBytes)
        return false; // bytesWritten() goes on.
    qsizetype size = piece.bytes.size();
    if (m_faults.pieceBytes > 0) {
        const qsizetype most = m_faults.pieceBytes;
        size = std::min(size, m_faults.hasRandomPieces ? 1 + qsizetype(m_random()) % most : most);
    }
    if (m_faults.resetAt)
        size = std::min(size, qsizetype(std::max<qint64>(0, *m_faults.resetAt - m_passed)));
    const qsizetype wanted = size;
    size = allowed(now, size);
    m_to.write(piece.bytes.constData(), size);
    m_to.flush();
    m_passed += size;
    m_queued -= size;
    piece.bytes.remove(0, size);
    if (piece.bytes.isEmpty())
        m_pieces.pop_front();
    if (m_faults.resetAt && m_passed >= *m_faults.resetAt) {
        Q_EMIT resetReached();
        return false;
    }
    if (size < wanted) {
        m_timer.start(kRateStep);
        return false;
    }
    if (m_faults.pieceBytes > 0) { // The next piece in a turn of its own, or the kernel would join them.
        m_timer.start(0ms);
        return false;
    }
    return true;
}

} // namespace muster
