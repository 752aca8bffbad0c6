// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes down who did what: the only writer of the audit log. A change is answered once its entry is durable. Used by ControlPlane.

#include "core/base/Clock.h"
#include "core/domain/Actor.h"
#include "core/domain/ClusterEvent.h"
#include "core/store/AuditStore.h"

#include <deque>
#include <functional>

namespace muster {

//! A change that somebody asks for. Values must hold no secret: those under names that speak of one are hidden all the same.
struct AuditDeed {
    QString verb;   //!< "node.drain"
    QString target; //!< "node/w1"
    Actor by;
    QString note = {};
    std::function<QJsonValue()> before = {}; //!< Asked when it is this change's turn.
};

//! One thread, that of its context. Changes of one target that say what was before are made one after the other, so that it is
//! true.
class AuditTrail
{
public:
    //! What it needs; all must outlive it.
    struct Parts {
        QObject *context; //!< Whose thread this is.
        AuditStore &store;
        const Clock &clock;
    };
    explicit AuditTrail(Parts parts);

    //! Looks where the log ends; an end that is not the one that was kept beside the database is written down. Once, before
    //! all else.
    Future<void> load();

    //! Makes \a change (giving Future<T>) and writes down what became of it; \a fill says what was after, and may name the target.
    //! Busy, and nothing is made, when the log has limits::kAuditEntries. When the entry cannot be written: its error, though the
    //! change was made. Of failed attempts of one name, limits::kAuditRefusalsPerMinute are written a minute.
    template <typename T, typename Change, typename Fill>
    Future<T> change(AuditDeed deed, Change make, Fill fill)
    {
        const Pending<T> pending;
        inTurn(deed, [this, deed, make = std::move(make), fill = std::move(fill), pending]() mutable {
            if (const Result<void> open = admits(); !open)
                return end(deed, pending, Result<T>(open.error()));
            AuditEntry entry = begun(deed);
            whenDone(m_parts.context, make(), [this, deed, entry, fill, pending](const Result<T> &done) mutable {
                if (done)
                    fill(done, entry);
                finish(deed, entry, pending, done);
            });
        });
        return pending.future();
    }
    //! \a deed, of a kind that is too frequent to be written down, failed with \a why, which is; bounded as above.
    void noteFailed(const AuditDeed &deed, const Error &why);
    //! Somebody we know was refused what their token does not allow; bounded as above.
    void noteRefusal(const AccessRefused &refusal);

private:
    struct Failures {
        SteadyTime since;
        int count = 0;
    };

    template <typename T>
    void end(const AuditDeed &deed, const Pending<T> &pending, const Result<T> &done)
    {
        pending.finish(done);
        nextOf(deed);
    }
    template <typename T>
    void finish(const AuditDeed &deed, AuditEntry entry, const Pending<T> &pending, const Result<T> &done)
    {
        if (!done) {
            if (!mayNoteFailure(deed.by.name, &entry))
                return end(deed, pending, done);
            entry.outcome = outcomeOf(done.error());
        }
        whenDone(m_parts.context, append(std::move(entry)), [this, deed, pending, done](const Result<AuditEntry> &written) {
            const bool isLost = done && !written; // An error says more than that it was not written down.
            end(deed, pending, isLost ? Result<T>(notWritten(deed, written.error())) : done);
        });
    }
    static QString outcomeOf(const Error &error);
    static Error notWritten(const AuditDeed &deed, const Error &error);
    Result<void> admits() const;
    AuditEntry begun(const AuditDeed &deed) const;
    Future<AuditEntry> append(AuditEntry entry);
    void noteAppended(const AuditEntry &entry);
    void keepHead();
    void noteGap(const AuditHead &last, const AuditHead &expected);
    bool mayNoteFailure(const QString &who, AuditEntry *entry);
    void inTurn(const AuditDeed &deed, std::function<void()> begin);
    void nextOf(const AuditDeed &deed);

    Parts m_parts;
    AuditHead m_head;      // The newest entry that is durable.
    AuditHead m_keptHead;  // The newest one beside the database.
    bool m_isKeeping = false;
    QHash<QString, Failures> m_failures; // By name of who asks.
    QHash<QString, std::deque<std::function<void()>>> m_turns; // Of targets with a change under way.
};

} // namespace muster
