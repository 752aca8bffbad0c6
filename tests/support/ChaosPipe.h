// SPDX-License-Identifier: Apache-2.0
#pragma once
// One direction of one connection through a ChaosProxy, with what goes wrong in it.

#include "core/base/Clock.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <deque>
#include <optional>
#include <random>

class QTcpSocket;

namespace muster {

//! What goes wrong in one direction. Nothing, by default. May be changed while bytes flow.
struct ChaosFaults {
    milliseconds delay{0};         //!< Each byte arrives this much later; the order stays.
    qint64 bytesPerSecond = 0;     //!< At most; 0 is no bound.
    qsizetype pieceBytes = 0;      //!< Bytes are sent in pieces of at most this, each by itself; 0 sends them as they came.
    bool hasRandomPieces = false;  //!< Pieces of 1 to pieceBytes bytes, by the proxy's seed.
    std::optional<qint64> resetAt = std::nullopt; //!< After so many bytes of a connection it is reset, on both sides.
    //! A black hole: nothing arrives and nothing is told, not even an end. What was sent meanwhile arrives when the hole
    //! is closed, as TCP would send it again.
    bool isBlackHole = false;

    bool operator==(const ChaosFaults &) const = default;
};

//! Carries bytes from one socket to another under `faults`. Lives on the sockets' thread.
class ChaosPipe final : public QObject
{
    Q_OBJECT

public:
    //! Sockets, \a faults and \a random belong to others and outlive it.
    ChaosPipe(QTcpSocket &from, QTcpSocket &to, const ChaosFaults &faults, std::mt19937 &random, QObject *parent);
    Q_DISABLE_COPY_MOVE(ChaosPipe)

    //! Carries what is due. Called by itself; call it after the faults were changed.
    void pump();
    //! The other end of `from` is gone: what is under way arrives, then `to` ends too.
    void end();
    //! Bytes that were sent on.
    qint64 passed() const { return m_passed; }

Q_SIGNALS:
    //! ChaosFaults::resetAt was reached.
    void resetReached();

private:
    struct Piece {
        SteadyTime dueAt;
        QByteArray bytes;
    };

    void take(SteadyTime now);
    qsizetype allowed(SteadyTime now, qsizetype wanted);
    bool send(SteadyTime now);

    QTcpSocket &m_from;
    QTcpSocket &m_to;
    const ChaosFaults &m_faults;
    std::mt19937 &m_random;
    SystemClock m_clock;
    QTimer m_timer;
    std::deque<Piece> m_pieces;
    qsizetype m_queued = 0;
    qint64 m_passed = 0;
    SteadyTime m_rateFrom; // The bound on bytes per second counts from here…
    qint64 m_rateBytes = 0; // …and these have passed since.
    bool m_isEnding = false;
    bool m_isPumping = false;
};

} // namespace muster
