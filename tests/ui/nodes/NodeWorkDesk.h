// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page and the drawer over the fleet of the pictures, with entities on one of its nodes.

#include "tests/ui/nodes/StillCluster.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/DrainDialog.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"

#include <QLabel>

namespace muster {

//! On gpu(): billing-bot is pinned strictly, crm-sync if possible, wanderer follows the default.
struct NodeWorkDesk {
    Theme theme;
    std::unique_ptr<StillFleet> fleet;
    std::unique_ptr<NodesPage> page;
    std::unique_ptr<NodeDetails> details;

    NodeWorkDesk()
    {
        theme.setChoice(Theme::Choice::Light);
        ClusterSnapshot state = pictureFleet(ManualClock().now());
        state.defaultNode = NodeId(QStringLiteral("mac-mini-office"));
        state.entities = {placed(QStringLiteral("billing-bot"), gpu(), AssignmentMode::Strict),
                          placed(QStringLiteral("crm-sync"), gpu(), AssignmentMode::Preferred),
                          placed(QStringLiteral("wanderer"), gpu(), std::nullopt),
                          placed(QStringLiteral("elsewhere"), NodeId(QStringLiteral("pi-lab")), AssignmentMode::Strict)};
        fleet = std::make_unique<StillFleet>(state);
    }
    Q_DISABLE_COPY_MOVE(NodeWorkDesk)

    void show()
    {
        page = std::make_unique<NodesPage>(&fleet->nodes);
        page->resize(1000, 700);
        page->show();
        details = std::make_unique<NodeDetails>(&fleet->nodes, page->actions());
        details->resize(360, 800);
        details->setNode(gpu());
        details->show();
        page->focusList();
        page->selectNode(gpu());
    }
    static NodeId gpu() { return NodeId(QStringLiteral("gpu-box-2")); }
    static EntityState placed(const QString &name, const NodeId &node, std::optional<AssignmentMode> mode)
    {
        EntityState state;
        state.entity.ref.id = EntityId(name);
        state.entity.isResident = true;
        if (mode)
            state.assignment = Assignment{.entity = state.entity.ref, .node = node, .mode = *mode, .updatedAt = {}, .updatedBy = {},
                                          .version = 7};
        state.placement = {.node = node, .mode = mode.value_or(AssignmentMode::Preferred), .isExplicit = mode.has_value(),
                           .waiting = std::nullopt, .reason = QStringLiteral("pinned there")};
        return state;
    }
    //! The dialog for gpu(); null when it does not open.
    DrainDialog *openDrain() const
    {
        page->actions()->drain({gpu()});
        const QList<DrainDialog *> dialogs = page->findChildren<DrainDialog *>();
        for (DrainDialog *dialog : dialogs) {
            if (dialog->isVisible())
                return QTest::qWaitForWindowExposed(dialog) ? dialog : nullptr;
        }
        return nullptr;
    }
    //! All labels that are seen in \a widget.
    static QString wordsOf(const QWidget *widget)
    {
        QStringList words;
        for (const QLabel *label : widget->findChildren<QLabel *>()) {
            if (label->isVisibleTo(widget))
                words += label->text();
        }
        return words.join(QStringLiteral(" | "));
    }
};

} // namespace muster
