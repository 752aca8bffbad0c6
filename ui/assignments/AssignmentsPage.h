// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of assignments: every entity, where it is and why, and pins that are changed in place, staged and reviewed.

#include "core/mirror/EntityFilterModel.h"
#include "core/mirror/StagedPins.h"

#include <QWidget>

class QMenu;
class QStackedLayout;
class QStackedWidget;

namespace muster {

class Button;
class EmptyState;
class EntityDetails;
class EntityFilterBar;
class EntityTable;
class NodePicker;
class PlainLabel;
class ReviewPanel;
class RoundedFrame;
class SegmentedControl;
class SelectionBar;
class Toast;

//! Shows the session of an EntitiesModel. Its side is for the drawer, which is somebody else's.
class AssignmentsPage final : public QWidget
{
    Q_OBJECT

public:
    //! \a entities must outlive the page.
    explicit AssignmentsPage(EntitiesModel *entities, QWidget *parent = nullptr);
    ~AssignmentsPage() override;

    EntityFilterModel *filter() const { return m_filter; }
    EntityTable *table() const { return m_table; }
    StagedPins *pins() const { return m_pins; }
    NodePicker *picker() const { return m_picker; }
    ReviewPanel *review() const { return m_review; }
    EntityDetails *details() const { return m_details; }
    //! What stands in the drawer: the review or the details. Whoever takes it owns it, and destroys it before the page.
    QStackedWidget *side() const { return m_side; }

    //! A row an entity, or entities under their nodes.
    void setOrientation(EntityFilterModel::Orientation orientation);
    void toggleOrientation();
    //! Why nothing can be changed in this window, whatever the cluster can; empty: that is up to the cluster.
    void setStandingRefusal(const QString &reason);
    //! Why \a verb (Assign or Entities) is off now; empty when it is not.
    QString refusal(Feature verb) const;
    //! The keyboard goes to the table, or to the filter field.
    void focusList();
    void focusFilter();
    //! Shows what \a search says, of all kinds and tenants.
    void showOnly(const QString &search);
    //! Whether there was something to clear.
    bool clearFilter();
    bool clearSelection();
    //! Shows all staged changes in the side.
    void showReview();
    //! Shows \a entity in the side and in the table.
    void openEntity(const EntityRef &entity);
    //! Shows the log of the current entity, with all its jobs, in the side; or asks for the jobs.
    void showLog();
    void showJobs();
    //! Opens the picker for the selected entities.
    void pickNode();
    //! Stages the other mode for those selected that are pinned; no pin for them.
    void toggleMode();
    void unpin();
    //! Asks for a new entity, or for changes of the current one.
    void registerEntity();
    void editEntity(const EntityRef &entity);
    //! Asks before it removes.
    void removeEntities(const QList<EntityRef> &entities);
    //! Takes the last applied changes back.
    void undo();
    //! Search, kinds and order, for restoreState().
    QString saveState() const;
    void restoreState(const QString &state);

Q_SIGNALS:
    //! The side has something to show, or nothing any more.
    void sideRequested();
    void sideCloseRequested();
    //! The jobs of \a entity are to be listed; or \a node is to be shown.
    void jobsRequested(const muster::EntityRef &entity);
    void nodeRequested(const muster::NodeId &node);
    //! How many are selected, and how many changes are staged.
    void selectionChanged(int count);
    void stagedChanged(int count);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeLists();
    void makeSide();
    void connectAll();
    void showState();
    void showCounts();
    void showRefusals();
    void showSelection();
    void showMenu(const QPoint &at);
    void addEntityActions(QMenu *menu);
    void addHeadActions(QMenu *menu);
    void pickMode();
    void stagePicked(const NodeId &node, AssignmentMode mode);
    void stageMoved(const QList<EntityRef> &entities, const NodeId &node);
    void placePicker();
    void stageMode(const QList<EntityRef> &entities, AssignmentMode mode);
    void selectAwaited();
    void takeApplied(int done, int failed);
    void takeUndone(int done, int failed);
    void follow(Command *command);
    void openDialog(const Entity *entity);
    void fitTable();
    void hold();
    bool knows() const;
    bool refuse(Feature verb);

    EntitiesModel *m_entities;
    EntityFilterModel *m_filter;
    StagedPins *m_pins;
    EntityTable *m_table = nullptr;
    EntityFilterBar *m_bar = nullptr;
    NodePicker *m_picker;
    QList<EntityRef> m_picking; // For whom the picker is open.
    PlainLabel *m_count = nullptr;
    PlainLabel *m_hint = nullptr;
    SegmentedControl *m_orientation = nullptr;
    Button *m_register = nullptr;
    QStackedLayout *m_stack = nullptr;
    QWidget *m_ground = nullptr;
    RoundedFrame *m_frame = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_noMatch = nullptr;
    EmptyState *m_unsupported = nullptr;
    EmptyState *m_loading = nullptr;
    SelectionBar *m_selectionBar = nullptr;
    QStackedWidget *m_side = nullptr;
    ReviewPanel *m_review = nullptr;
    EntityDetails *m_details = nullptr;
    Toast *m_toast;
    EntityRef m_awaited; // Registered here, and not in the model yet.
    QString m_standingRefusal;
    bool m_isPointerOver = false;
};

} // namespace muster
