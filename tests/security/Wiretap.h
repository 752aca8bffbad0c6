// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads along on a network cable: everything that passes an interface of this network namespace.

#include <QByteArray>
#include <QMap>
#include <QTimer>

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster {

//! All protocols, as otherwise only what comes in is seen. What each TCP connection carried, one entry a direction, from construction on. Needs the rights of an own network
//! (tests/integration/TwoHosts.h). Read while the event loop runs, and by streams().
class Wiretap
{
public:
    explicit Wiretap(const char *interface) : m_socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ALL)))
    {
        const int room = 32 * 1024 * 1024; // For what passes while nobody reads.
        sockaddr_ll where{};
        where.sll_family = AF_PACKET;
        where.sll_protocol = htons(ETH_P_ALL);
        where.sll_ifindex = int(::if_nametoindex(interface));
        (void)::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room); // The count of losses tells.
        m_isGood = m_socket >= 0 && ::bind(m_socket, reinterpret_cast<sockaddr *>(&where), sizeof where) == 0;
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { drain(); });
        m_timer.start(20);
    }
    ~Wiretap() { ::close(m_socket); }
    Q_DISABLE_COPY_MOVE(Wiretap)

    //! Whether nothing was missed so far.
    bool isGood() const
    {
        tpacket_stats lost{};
        socklen_t size = sizeof lost;
        return m_isGood && ::getsockopt(m_socket, SOL_PACKET, PACKET_STATISTICS, &lost, &size) == 0 && lost.tp_drops == 0;
    }
    //! What was carried, by "10.77.0.1:80 10.77.0.2:4711" (from, to).
    const QMap<QByteArray, QByteArray> &streams()
    {
        drain();
        return m_streams;
    }

private:
    void drain()
    {
        char frame[65'536];
        for (;;) {
            const ssize_t count = ::recv(m_socket, frame, sizeof frame, 0);
            if (count <= 0)
                return;
            take(QByteArrayView(frame, count));
        }
    }
    static QByteArray placeAt(QByteArrayView ip, qsizetype address, qsizetype port)
    {
        QByteArray text;
        for (int i = 0; i < 4; ++i)
            text += (i > 0 ? "." : "") + QByteArray::number(quint8(ip[address + i]));
        return text + ':' + QByteArray::number(quint8(ip[port]) * 256 + quint8(ip[port + 1]));
    }
    //! Adds the bytes of one packet; a packet that was sent again adds nothing.
    void take(QByteArrayView frame)
    {
        constexpr qsizetype kEthernet = 14;
        if (frame.size() < kEthernet + 40 || frame[12] != 8 || frame[13] != 0 || frame[kEthernet + 9] != IPPROTO_TCP) // IPv4 alone.
            return;
        QByteArrayView ip = frame.sliced(kEthernet);
        ip = ip.first(std::min<qsizetype>(ip.size(), quint8(ip[2]) * 256 + quint8(ip[3]))); // Short ones are padded.
        const qsizetype tcp = (ip[0] & 0x0f) * 4;
        const QByteArrayView content = ip.sliced(tcp + (quint8(ip[tcp + 12]) >> 4) * 4);
        const QByteArray name = placeAt(ip, 12, tcp) + ' ' + placeAt(ip, 16, tcp + 2);
        quint32 sequence = 0;
        for (int i = 4; i < 8; ++i)
            sequence = sequence << 8 | quint8(ip[tcp + i]);
        if (content.isEmpty() || (m_next.contains(name) && qint32(sequence - m_next[name]) < 0))
            return;
        m_next[name] = sequence + quint32(content.size());
        m_streams[name] += content;
    }

    int m_socket;
    bool m_isGood = false;
    QTimer m_timer;
    QMap<QByteArray, QByteArray> m_streams;
    QMap<QByteArray, quint32> m_next; // Sequence number that each goes on with.
};

} // namespace muster
