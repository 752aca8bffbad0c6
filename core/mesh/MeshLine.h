// SPDX-License-Identifier: Apache-2.0
#pragma once
// A two-way line of mesh messages between one worker and its control plane: a WebSocket, or nothing but a queue within a process.

#include "core/mesh/MeshMessage.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <utility>

namespace muster {

//! In order, without loss while it is open; what was sent and not received when it closes may be lost. One thread.
class MeshLine : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    //! False: it is closed, or the peer takes too little (limits::kWsPendingBytes) and it closes now (W-3).
    virtual bool send(const MeshMessage &message) = 0;
    //! Ends it with a sentence for the peer; closed() follows here too, later. Nothing when it is closed.
    virtual void close(const QString &why) = 0;
    virtual bool isOpen() const = 0;
    //! Whether what is sent now leaves soon. Who has more than the peer needs at once waits for hasRoom().
    virtual bool isRoomy() const { return isOpen(); }

Q_SIGNALS:
    //! isRoomy() again.
    void hasRoom();
    void arrived(const muster::MeshMessage &message);
    //! Nothing more arrives. Once.
    void closed(const QString &why);
};

//! Two ends of a line within a process, on one thread: the embedded node's.
class LocalMeshLine final : public MeshLine
{
    Q_OBJECT
public:
    //! Both open. Each may be deleted at any time; the other then closes.
    static std::pair<std::unique_ptr<LocalMeshLine>, std::unique_ptr<LocalMeshLine>> pair();
    ~LocalMeshLine() override;

    bool send(const MeshMessage &message) override;
    void close(const QString &why) override;
    bool isOpen() const override { return m_isOpen; }

private:
    using MeshLine::MeshLine;
    void end(const QString &why);

    QPointer<LocalMeshLine> m_peer;
    bool m_isOpen = true;
    bool m_hears = true; // What the other end sent before it closed still arrives; after our own close nothing does.
};

} // namespace muster
