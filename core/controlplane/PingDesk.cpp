// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/PingDesk.h"

#include "core/base/Limits.h"

namespace muster {

using namespace Qt::StringLiterals;

Future<PingReport> PingDesk::ask(const NodeId &node, SteadyTime deadline)
{
    Question &question = m_questions[node];
    if (question.waiters.size() >= limits::kPingWaiters)
        return failed<PingReport>(Error{ErrorKind::Busy, u"pinging %1"_s.arg(node.text()),
                                        u"too many pings wait for its next beat"_s, {}, {}});
    if (question.text.isEmpty())
        question.text = u"ping-%1"_s.arg(++m_asked);
    question.waiters.push_back({Pending<PingReport>(), deadline});
    return question.waiters.back().pending.future();
}

QString PingDesk::handOut(const NodeId &node, SteadyTime now)
{
    if (m_questions.isEmpty())
        return {};
    const auto found = m_questions.find(node);
    if (found == m_questions.end())
        return {};
    found->handedOutAt = now;
    return found->text;
}

void PingDesk::answer(const NodeId &node, const QString &question, SteadyTime now)
{
    const auto found = m_questions.constFind(node);
    if (found == m_questions.cend() || found->text != question || !found->handedOutAt)
        return;
    const PingReport report{static_cast<double>((now - *found->handedOutAt).count()), u"beat"_s};
    // Out of the list first: who hears the answer may ask again.
    const Question answered = m_questions.take(node);
    for (const Waiter &waiter : answered.waiters)
        waiter.pending.finish(report);
}

void PingDesk::fail(const NodeId &node, const Error &error)
{
    const Question failed = m_questions.take(node);
    for (const Waiter &waiter : failed.waiters)
        waiter.pending.finish(error);
}

void PingDesk::expire(SteadyTime now)
{
    std::vector<std::pair<NodeId, Waiter>> late;
    for (auto it = m_questions.begin(); it != m_questions.end();) {
        std::vector<Waiter> &waiters = it->waiters;
        const auto isLate = [now](const Waiter &waiter) { return now >= waiter.deadline; };
        for (const Waiter &waiter : waiters) {
            if (isLate(waiter))
                late.emplace_back(it.key(), waiter);
        }
        std::erase_if(waiters, isLate);
        it = waiters.empty() ? m_questions.erase(it) : std::next(it);
    }
    for (const auto &[node, waiter] : late)
        waiter.pending.finish(Error{ErrorKind::Timeout, u"pinging %1"_s.arg(node.text()),
                                    u"%1 did not answer with its next beat"_s.arg(node.text()), {}, {}});
}

} // namespace muster
