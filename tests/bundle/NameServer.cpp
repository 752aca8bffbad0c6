// SPDX-License-Identifier: Apache-2.0
#include "tests/bundle/NameServer.h"

#include <QByteArray>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster {

namespace {

constexpr int kHeader = 12;  // Bytes of a DNS message before its question.
constexpr int kLookMs = 100; // How often it looks whether it is to end.
constexpr char kAddressType = 1;

int opened()
{
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(53);
    at.sin_addr.s_addr = inet_addr("10.77.0.1");
    if (::bind(socket, reinterpret_cast<const sockaddr *>(&at), sizeof at) == 0)
        return socket;
    ::close(socket);
    return -1;
}

//! The answer to \a message; empty when it is no question.
QByteArray answerTo(const QByteArray &message)
{
    const qsizetype nameEnd = message.indexOf('\0', kHeader);
    if (message.size() < kHeader || nameEnd < 0 || nameEnd + 5 > message.size())
        return {};
    const bool isAddress = message.at(nameEnd + 2) == kAddressType;
    QByteArray answer = message.left(2) + QByteArray::fromHex("81800001") +
                        QByteArray::fromHex(isAddress ? "0001" : "0000") + QByteArray::fromHex("00000000") +
                        message.mid(kHeader, nameEnd + 5 - kHeader);
    if (isAddress) // The name asked for, type A, class IN, a minute, four bytes: 10.77.0.1.
        answer += QByteArray::fromHex("c00c000100010000003c00040a4d0001");
    return answer;
}

} // namespace

NameServer::NameServer() : m_socket(opened()), m_thread([this](const std::stop_token &stop) { answer(stop); }) {}

NameServer::~NameServer()
{
    m_thread.request_stop();
    m_thread.join();
    ::close(m_socket);
}

void NameServer::answer(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        pollfd look{m_socket, POLLIN, 0};
        if (::poll(&look, 1, kLookMs) <= 0)
            continue;
        QByteArray message(512, Qt::Uninitialized);
        sockaddr_in from{};
        socklen_t size = sizeof from;
        const ssize_t count =
            ::recvfrom(m_socket, message.data(), size_t(message.size()), 0, reinterpret_cast<sockaddr *>(&from), &size);
        const QByteArray reply = answerTo(message.left(std::max<ssize_t>(count, 0)));
        ++m_asked;
        ::sendto(m_socket, reply.constData(), size_t(reply.size()), 0, reinterpret_cast<const sockaddr *>(&from), size);
    }
}

} // namespace muster
