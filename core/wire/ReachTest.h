// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks an address that a person typed whether a node answers there, without becoming a tool against the networks that
// we can reach (reliability.md T-15). The app gives it to the control plane.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/base/Limits.h"
#include "core/wire/TargetRules.h"

#include <QByteArrayList>
#include <QList>
#include <QString>

#include <optional>

namespace muster
{

//! Where to ask.
struct DialTarget {
    QString host; //!< A name or an address.
    int port = 0; //!< 1 to 65535.
    LoopbackRule loopback = LoopbackRule::Denied;
};

//! How. The defaults are those of AgenticMail's test-connection, and then our own control planes' health.
struct DialOptions {
    milliseconds stage = limits::kReachStage;       //!< Longest time of each stage, and of each path asked.
    qint64 replyBytes = limits::kReachReplyBytes;   //!< Read of each answer, head and all.
    QByteArrayList paths{"/health", "/api/status", "/api/v1/health"}; //!< Asked in turn until one answers 2xx.
};

//! One stage. Stages come in order; the first that failed is the last.
struct DialStage {
    QString name; //!< "resolve", "connect", "answer".
    double tookMs = 0;
    //! Why it failed, coarse. Codes: those of reachcause.
    std::optional<Error> cause = {};
};

//! How far we came.
struct DialReport {
    bool isReachable = false;
    double latencyMs = 0; //!< All stages together.
    QString path = {};    //!< Which of the paths answered.
    QString version = {}; //!< `version` of its JSON, if that is text; at most 256 characters.
    QString agentId = {}; //!< The same of `agentId`.
    QList<DialStage> stages = {};
};

//! Resolves once, checks every address found against mayAsk() (one that may not be asked refuses all), connects to what
//! was resolved, without a proxy, and asks. No redirect is followed, nothing else is sent. Invalid ("host", "port") for
//! what is no address; every other outcome is a report. \a parent is the context: when it dies, the outcome is
//! Cancelled. Many may run at once; callers limit them.
Future<DialReport> testReach(const Clock &clock, const DialTarget &target, QObject *parent,
                             const DialOptions &options = {});

} // namespace muster
