// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ClientLines.h"

#include "core/wire/ClientLine.h"

#include <utility>

namespace muster
{

namespace
{

constexpr qsizetype kLines = 6; // As browsers have: enough for a page of calls, few enough for a server's limits.

} // namespace

ClientLines::ClientLines(QUrl server, QObject *parent) : QObject(parent), m_server(std::move(server)) {}

void ClientLines::lend(QObject *asker, const TlsTrust &trust, Taker take)
{
    m_waiting.append({asker, trust, std::move(take)});
    serve();
}

void ClientLines::giveBack(ClientLine *line)
{
    line->disconnect();
    if (m_busy.removeOne(line) && line->isFree())
        m_free.append(line);
    else
        line->drop();
    serve();
}

void ClientLines::retire(const TlsTrust &trust)
{
    m_trust = trust;
    m_busy.clear(); // Dropped as they are given back.
    for (ClientLine *line : std::exchange(m_free, {}))
        line->drop();
    serve();
}

void ClientLines::serve()
{
    while (!m_waiting.isEmpty() && m_busy.size() < kLines) {
        const Waiting next = m_waiting.takeFirst();
        if (next.asker)
            next.take(lineFor(next.trust));
    }
}

ClientLine *ClientLines::lineFor(const TlsTrust &trust)
{
    if (trust != m_trust) // A call that began before the trust was changed: it ends as it began, and nothing of it is kept.
        return new ClientLine(m_server, trust, this);
    ClientLine *line = nullptr;
    while (!line && !m_free.isEmpty()) {
        ClientLine *const last = m_free.takeLast();
        if (last->isFree())
            line = last;
        else
            last->drop();
    }
    if (!line)
        line = new ClientLine(m_server, trust, this);
    m_busy.append(line);
    return line;
}

} // namespace muster
