// SPDX-License-Identifier: Apache-2.0
// A second connection beside a quiet one.
#include "core/wire/SseClient.h"

#include "core/wire/ClientLine.h"
#include "core/wire/NetworkCall.h"

#include <utility>

namespace muster
{

//! A connection that leads nowhere and one that has nothing to say look the same; whether the server takes another one tells.
void SseClient::race()
{
    dropRival();
    m_racedAt = m_clock.steadyNow();
    m_rival = new ClientLine(m_options.url, m_options.trust, this);
    connect(m_rival, &ClientLine::headCame, this, &SseClient::takeRival);
    m_rival->ask(request());
}

void SseClient::takeRival()
{
    if (!isStream(m_rival->head())) // What it has against us it says again once the first connection is given up.
        return dropRival();
    ClientLine *const line = std::exchange(m_rival, nullptr);
    line->disconnect(this);
    const milliseconds silence = m_clock.steadyNow() - m_lastByte;
    dropLine();
    follow(line);
    Q_EMIT lost(silent(silence), 0, ++m_attempt);
    if (m_line == line) // No receiver stopped us.
        readHead();
}

void SseClient::dropRival()
{
    if (ClientLine *const rival = std::exchange(m_rival, nullptr))
        rival->drop();
}

} // namespace muster
