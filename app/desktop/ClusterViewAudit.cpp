// SPDX-License-Identifier: Apache-2.0
// The audit log as a place of an open cluster.
#include "app/desktop/ClusterView.h"

#include "ui/assignments/AssignmentsPage.h"
#include "ui/audit/AuditLogPage.h"
#include "ui/kit/Icons.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodesPage.h"

#include <QStackedWidget>

namespace muster {

using namespace Qt::StringLiterals;

void ClusterView::addAudit()
{
    m_audit = new AuditLogPage(m_session.get(), m_places);
    m_places->addWidget(m_audit);
    connect(m_window.actions()->action(ShellAction::GoAudit), &QAction::triggered, this, [this] { showPlace(Place::Audit); });
    QAction *verify = addNodeAction(ActionGroup::View, tr("Verify the audit log"), {}, "shield-check"_L1);
    m_page->removeAction(verify);
    m_audit->addAction(verify);
    connect(verify, &QAction::triggered, this, [this] {
        showPlace(Place::Audit);
        m_audit->verify();
    });
    connect(m_page->actions(), &NodeActions::auditRequested, this, [this](const NodeId &node) {
        showPlace(Place::Audit);
        m_audit->showOnly(u"node/"_s + node.text());
    });
    connect(m_page->actions(), &NodeActions::assignmentsWanted, this, [this](const QList<NodeId> &nodes) {
        QStringList pins;
        for (const NodeId &node : nodes)
            pins += u'=' + node.text();
        showPlace(Place::Assignments);
        m_assignments->showOnly(u"pin:%1 mode:strict"_s.arg(pins.join(u','))); // What the dialog named, and nothing else.
    });
}

} // namespace muster
