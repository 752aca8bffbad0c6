// SPDX-License-Identifier: Apache-2.0
#pragma once
// One keep-alive connection of the load generator: raw, so that the generator is never the slow side.

#include <QByteArray>

#include <deque>
#include <memory>

namespace muster::bench
{

class LoadTls;

//! A beat that is due, or that waits for its answer.
struct DueBeat {
    int node = 0;
    double atMs = 0; //!< When it was due, on the generator's clock.
};

//! An answer as far as the generator cares.
struct Answer {
    int status = 0;  //!< 0: the connection broke.
    QByteArray text; //!< Only of answers but 2xx.
};

//! A socket with at most one request under way. Not thread-safe; the generator has one thread.
class LoadConnection
{
public:
    LoadConnection();
    ~LoadConnection();
    LoadConnection(const LoadConnection &) = delete;
    LoadConnection &operator=(const LoadConnection &) = delete;

    //! Connects to 127.0.0.1, blocking; false when nobody listens, or does not speak TLS where \a isTls.
    bool open(quint16 port, bool isTls = false);
    void close();
    int descriptor() const { return m_socket; }

    //! Sends the whole of \a request; they are smaller than any socket buffer.
    bool send(const QByteArray &request);
    //! Reads what is there; true when an answer is whole and in \a answer.
    bool readAnswer(Answer *answer);
    //! Reads and drops what is there; the number of bytes, or -1 when the connection broke. Adds to \a blocks the empty
    //! lines in it.
    qint64 drop(qint64 *blocks);

    std::deque<DueBeat> due; //!< First is under way when isBusy.
    bool isBusy = false;

private:
    qsizetype wholeAnswer() const; // Its length, or 0.
    qint64 receive(char *into, size_t most);

    int m_socket = -1;
    QByteArray m_read;
    std::unique_ptr<LoadTls> m_tls; // Null for plain.
    char m_lastDropped = 0;
};

} // namespace muster::bench
