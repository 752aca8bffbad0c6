// SPDX-License-Identifier: Apache-2.0
#pragma once
// Changes of pins that a person prepared and did not send yet: what is wanted, what was there, and who was faster.

#include "core/mirror/EntitiesModel.h"

#include <map>

namespace muster {

//! One entity's change.
struct StagedPin {
    enum class Progress {
        Staged,  //!< Nothing was sent.
        Sending, //!< Sent, not answered.
        Failed,  //!< Refused; `error` says why. It can be sent again.
    };
    EntityRef entity;
    NodeId node;                                   //!< Wanted; empty: pinned nowhere.
    AssignmentMode mode = AssignmentMode::Preferred;
    std::optional<Assignment> seen = std::nullopt; //!< The pin that the person saw, and means to change.
    bool isConflict = false;                       //!< Another pin is there than the one seen; nothing is sent until it is decided.
    Progress progress = Progress::Staged;
    std::optional<Error> error = std::nullopt;

    bool operator==(const StagedPin &) const = default;
};

//! Over the entities of a model, whose session sends them. Follows what others change meanwhile (D-7). GUI thread.
class StagedPins final : public QObject
{
    Q_OBJECT

public:
    //! \a entities must outlive it.
    explicit StagedPins(EntitiesModel *entities, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(StagedPins)

    //! Wants \a entity on \a node (empty: nowhere). What is there already is not staged, and takes an earlier stage away.
    void stage(const EntityRef &entity, const NodeId &node, AssignmentMode mode);
    //! A pin that is wanted.
    struct Wanted {
        EntityRef entity;
        NodeId node;
        AssignmentMode mode = AssignmentMode::Preferred;
    };
    //! The same of many, with one changed().
    void stage(const QList<Wanted> &wanted);
    //! Forgets a change: of one, or all that are not being sent.
    void unstage(const EntityRef &entity);
    void discard();
    //! Decides a conflict for what is staged here: what is there now is what is changed. For the other's: unstage().
    void useMine(const EntityRef &entity);

    //! Null when nothing is staged of it; valid until the next change.
    const StagedPin *find(const EntityRef &entity) const;
    //! In the order they were staged.
    QList<StagedPin> all() const;
    int count() const { return static_cast<int>(m_pins.size()); }
    //! How many wait for a decision.
    int conflicts() const;
    //! Whether some are on their way.
    bool isSending() const { return m_inFlight > 0 || !m_queue.isEmpty(); }

    //! Sends all that are in no conflict, a few at a time, each with the version that was seen; \a note is for the audit log. Those
    //! that are done leave; those that are refused stay, with the reason.
    void apply(const QString &note);
    //! Whether the last apply() can be taken back.
    bool canUndo() const { return !m_done.isEmpty() && !isSending(); }
    //! Pins what the last apply() changed as it was before, but for what somebody changed since.
    void undo();

Q_SIGNALS:
    //! What is staged is different; also when only a conflict or an answer came.
    void changed();
    //! apply() ended.
    void applied(int done, int failed);
    //! undo() ended; \a failed were changed since, or refused.
    void undone(int done, int failed);
    //! The entity of a staged change is gone, and its change with it.
    void lost(const muster::EntityRef &entity);

private:
    //! What was changed, and how to change it back.
    struct Done {
        EntityRef entity;
        std::optional<Assignment> before;
        quint64 version = 0; //!< Of the pin that we set; 0: cleared.
    };
    //! A pin on its way.
    struct Sending {
        AssignmentRequest request;
        std::optional<Assignment> before;
        bool isUndo = false;
    };
    StagedPin *at(const EntityRef &entity);
    bool stageOne(const Wanted &wanted);
    //! Forgets those for which \a isGone says so; whether there was any.
    template <typename IsGone>
    bool removeIf(IsGone isGone);
    void readEntities();
    bool readOne(StagedPin *pin);
    void sendNext();
    void send(const Sending &sending);
    void take(const Sending &sending, const Command &command);
    void takeStaged(const Sending &sending, const Command &command);
    void endIfDone(bool isUndo);

    EntitiesModel *m_entities;
    std::map<quint64, StagedPin> m_pins; // In order of staging.
    QHash<EntityRef, quint64> m_places;  // Keys of m_pins.
    quint64 m_next = 0;
    QList<Sending> m_queue;
    int m_inFlight = 0;
    bool m_isRunning = false; // Between apply() or undo() and its end.
    int m_doneCount = 0; // Of this run.
    int m_failedCount = 0;
    QList<Done> m_done; // Of the last apply().
};

//! Whether \a pin (nullopt: none) is on \a node, which is empty for none, in \a mode.
bool isSamePin(const std::optional<Assignment> &pin, const NodeId &node, AssignmentMode mode);

} // namespace muster
