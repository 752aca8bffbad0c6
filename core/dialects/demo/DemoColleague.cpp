// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoColleague.h"

#include <array>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds kCycle = 24min;
constexpr milliseconds kRest = 3min;  // How long a drained node stays so,
constexpr milliseconds kWork = 10min; // and how long it works until it is drained again.

struct Deed {
    milliseconds at; // In each cycle.
    const char *entity;
    const char *node;
    const char *note;
};

constexpr std::array kDeeds{
    Deed{25s, "agent/voice-desk", "hetzner-fsn1-b", "move voice off the small box"},
    Deed{7min, "mcp/crm-mcp", "hetzner-fsn1-a", "vps-02 is full"},
    Deed{13min, "agent/voice-desk", "vps-02", "the line was better there"},
    Deed{19min, "mcp/crm-mcp", "vps-02", "vps-02 got more memory"},
};

Actor kim()
{
    return {.name = u"kim"_s, .source = u"10.8.0.2"_s};
}

} // namespace

void DemoColleague::step(milliseconds at, const QList<DemoNode> &nodes)
{
    for (const Deed &deed : kDeeds) {
        if (at % kCycle != deed.at)
            continue;
        AssignmentRequest request;
        request.entity = *EntityRef::parse(QString::fromLatin1(deed.entity), {});
        request.node = NodeId(QString::fromLatin1(deed.node));
        request.mode = AssignmentMode::Preferred;
        request.note = QString::fromLatin1(deed.note);
        m_verbs.assign(request, kim());
    }
    for (const DemoNode &one : nodes) {
        if (one.life != DemoLife::Draining || one.isTouched)
            continue;
        emptyAgain(at, one);
        return; // There is one; draining changes the list's nodes.
    }
}

void DemoColleague::emptyAgain(milliseconds at, const DemoNode &node)
{
    const NodeId id = node.node.id();
    if (node.isDrained && !m_drainedSince) {
        m_drainedSince = at;
    } else if (m_drainedSince && at - *m_drainedSince >= kRest) {
        m_drainedSince.reset();
        m_openSince = at;
        m_verbs.uncordon(id, kim());
    } else if (m_openSince && at - *m_openSince >= kWork) {
        m_openSince.reset();
        m_verbs.drain(id, {.deadline = 15min, .isImmediate = false, .note = u"kernel update"_s}, kim());
    }
}

} // namespace muster
