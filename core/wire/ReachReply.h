// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads as much of a foreign server's answer as a reach test needs: the status, and a short JSON body. Used by
// ReachTest.

#include <QByteArray>
#include <QString>

#include <optional>

namespace muster
{

//! What an answer says.
struct ReachReply {
    int status = 0;
    QString version = {}; //!< Empty unless the body is a JSON object that says so.
    QString agentId = {};
    bool operator==(const ReachReply &) const = default;
};

//! What is known of \a bytes.
struct ReachProgress {
    bool isNonsense = false;              //!< It is no HTTP.
    std::optional<ReachReply> reply = {}; //!< Set once it is whole, or cannot become it.
};

//! Looks at \a bytes, all that came so far. \a isEnd: no more comes, so that what is there must do; a body that was cut
//! says nothing, but the status counts. Pure.
ReachProgress readReach(const QByteArray &bytes, bool isEnd);

} // namespace muster
