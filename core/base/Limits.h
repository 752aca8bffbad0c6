// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every bound in the program: value with unit, why it is there, where it comes from. Nothing grows without one.

#include <QtGlobal>

#include <chrono>

namespace muster::limits {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

// --- Logs
//! Characters of one log line; a hostile peer must not fill the disk with one (T-16).
inline constexpr qsizetype kLogLineCharacters = 4096;

// --- HTTP server (reliability.md H-1, H-2, H-7)
inline constexpr qsizetype kRequestLineBytes = 8 * 1024;        //!< H-2: request line.
inline constexpr int kRequestHeaders = 100;                     //!< H-2: headers of one request.
inline constexpr qsizetype kRequestHeadBytes = 32 * 1024;       //!< H-2: all headers together.
inline constexpr qsizetype kBeatBodyBytes = 16 * 1024;          //!< H-2: body of a heartbeat.
inline constexpr qsizetype kAnnounceBodyBytes = 64 * 1024;      //!< H-2: body of an announcement.
inline constexpr qsizetype kDefaultBodyBytes = 1024 * 1024;     //!< H-2: body of any other request.
inline constexpr milliseconds kRequestHeadDeadline = 10s;       //!< H-1: a slow head frees its socket.
inline constexpr milliseconds kRequestBodyDeadline = 20s;       //!< H-1: so does a slow body.
inline constexpr milliseconds kReplyWriteDeadline = 20s;        //!< H-1: and a reader that takes no bytes.
inline constexpr milliseconds kKeepAliveIdle = 75s;             //!< Longer than two default beats, so workers keep theirs.
inline constexpr int kHttpConnections = 8192;                   //!< Below the usual 20,000 descriptors, with the store's.
inline constexpr int kPipelinedRequests = 16;                   //!< Unanswered requests of one connection.
inline constexpr milliseconds kHttpTick = 250ms;                //!< The shared timer of all deadlines: how exact they are.
inline constexpr milliseconds kHttpLinger = 1s;                 //!< After a refusal, so that the peer reads it before the reset.
inline constexpr qsizetype kHttpLingerBytes = 256 * 1024;       //!< Bytes thrown away meanwhile.
inline constexpr qsizetype kRefusedBodyBytes = 16 * 1024;       //!< Body read (and dropped) to keep a refused caller's connection.
inline constexpr qint64 kReplyBytesPerSecond = 16 * 1024;       //!< H-1: slower readers of long replies are cut off.
inline constexpr int kListenBacklog = 1024;                     //!< Connections that the kernel keeps for us in a burst.
inline constexpr int kAcceptedAtOnce = 64;                      //!< New connections a turn, so that old ones are served too.
inline constexpr int kTurnedAwayAtOnce = 64;                    //!< H-7: connections refused a tick while descriptors lack.
inline constexpr qsizetype kReplyJoinedBytes = 64 * 1024;       //!< Replies up to this leave in one write with their head.
inline constexpr int kQueryItems = 64;                          //!< Items of one query.

// --- JSON (H-2)
inline constexpr int kJsonDepth = 32;                           //!< H-2: nesting.
inline constexpr qsizetype kJsonArrayItems = 10'000;            //!< H-2: items of one array in a request.
inline constexpr qsizetype kJsonStringCharacters = 256 * 1024;  //!< H-2: one string.

// --- Events (architecture.md 3.9, F-4)
inline constexpr int kEventRing = 4096;                         //!< Events that a stream can resume over.
inline constexpr qsizetype kSseReplayBytes = 512 * 1024;        //!< Longest replay to one viewer, half of its buffer; beyond it a resync.
inline constexpr milliseconds kSseKeepAlive = 5s;               //!< decisions.md 11: our keep-alive comment.
inline constexpr qsizetype kSsePendingBytes = 1024 * 1024;      //!< F-4: a slow reader's buffer; then it is cut off.
inline constexpr qsizetype kSseFlushBytes = 16 * 1024;          //!< stack.md 3: frames are gathered up to this into a write.
inline constexpr int kSseSendBuffer = 256 * 1024;               //!< Kernel's share of a reader's buffer, so that F-4 is felt.
inline constexpr qsizetype kSseLineBytes = 1024 * 1024;         //!< H-2, F-3: longest line a client accepts.
inline constexpr qsizetype kSseFrameBytes = 4 * 1024 * 1024;    //!< F-3: longest event a client accepts.
inline constexpr qsizetype kSseIdBytes = 1024;                  //!< F-3: longer positions are ignored; they go into a header.
inline constexpr milliseconds kSseRetryMost = 1h;               //!< F-3: longest reconnection time taken from a server.
inline constexpr qsizetype kErrorBodyBytes = 64 * 1024;         //!< F-3: what a client reads of a refusal of a stream.
inline constexpr int kSseStreams = 1024;                        //!< Viewers at once.
inline constexpr qsizetype kReplyBytes = 64 * 1024 * 1024;      //!< F-3: a reply that a client reads; 100 k nodes fit.

// --- Nodes (T-21)
inline constexpr int kNodes = 100'000;                          //!< performance.md (a): the largest mirror promised.
inline constexpr int kNodeCapabilities = 64;
inline constexpr int kNodeLabels = 64;
inline constexpr int kNodeAgents = 256;
inline constexpr qsizetype kNodeTextCharacters = 256;           //!< Address, platform, version and the like.
inline constexpr qsizetype kNodeNameCharacters = 80;            //!< ux.md 3.11: name.
inline constexpr qsizetype kInstanceCharacters = 128;           //!< The key of a data folder; ours has 43.
inline constexpr qint64 kJsonWholeMost = qint64(1) << 53;       //!< The largest whole number that JSON holds exactly: beats, events.

// --- Membership (decisions.md 10)
inline constexpr milliseconds kBeatInterval = 10s;              //!< Handed out by the control plane.
inline constexpr milliseconds kBeatIntervalLeast = 100ms;       //!< Below, a fleet would only beat.
inline constexpr milliseconds kBeatIntervalMost = 10min;
inline constexpr int kBeatsUntilOffline = 3;                    //!< Offline after this many intervals without a beat.
inline constexpr milliseconds kBeatRace = 5s;                   //!< A beat without answer is raced on a second connection.
inline constexpr milliseconds kJoiningLate = 3min;              //!< ux.md 3.3: Joining becomes Joining (late).
inline constexpr int kHighLoadBeats = 3;                        //!< ux.md 3.3: beats at or above kHighLoadShare.
inline constexpr double kHighLoadShare = 0.95;                  //!< ux.md 3.3: CPU or memory share that degrades.
inline constexpr milliseconds kClockSkewDegrades = 5s;          //!< ux.md 3.3: node clock against ours.
inline constexpr milliseconds kLastSeenFlush = 15s;             //!< architecture.md 3.2: beats reach the store this often.
inline constexpr milliseconds kSweepInterval = 1s;              //!< architecture.md 3.2: NodeHealth over all nodes.
inline constexpr milliseconds kSweepLeast = 20ms;               //!< Deadlines closer than this share a sweep.
inline constexpr milliseconds kStallGap = 2s;                   //!< M-4: a longer gap between two looks was our own stall.
inline constexpr int kTwinIntervals = 10;                       //!< Beat intervals that a duplicate id stays a reason.
inline constexpr int kPingWaiters = 64;                         //!< Pings of one node that wait for its next beat.
inline constexpr int kHistorySamples = 60;                      //!< ux.md 4.4: sparkline samples kept of each node.
inline constexpr int kHistoryBeats = 30;                        //!< ux.md 4.4: ticks of the beat bar.

// --- Links (decisions.md 11)
inline constexpr milliseconds kCallDeadline = 10s;              //!< One verb over the network.
inline constexpr milliseconds kConnectDeadline = 5s;            //!< One connection attempt.
inline constexpr milliseconds kRetryFirst = 250ms;
inline constexpr milliseconds kRetryMost = 2s;                  //!< In the first minute.
inline constexpr milliseconds kRetryLater = 5s;                 //!< After the first minute.
inline constexpr milliseconds kRetryMostUntil = 1min;           //!< decisions.md 11: how long kRetryMost holds.
inline constexpr qint64 kClientReadBytes = 256 * 1024;          //!< F-3: bytes a client takes from a stream at once.
inline constexpr milliseconds kPingGrace = 2s;                  //!< Added to the beat interval when pinging by beat.

// --- Console (ux.md 4.4, architecture.md 3.7)
inline constexpr milliseconds kMirrorFrame = 50ms;              //!< Changes are released once per frame.
inline constexpr int kShapedTexts = 4096;                       //!< Lines kept shaped for delegates; about 1 KB each.
inline constexpr int kEventsKept = 1000;                        //!< Newest events that the console lists.
inline constexpr int kFrameEvents = 20'000;                     //!< Events of one frame; beyond, it is released early.
inline constexpr int kHeldEvents = 4096;                        //!< Events kept while a snapshot is under way; as kEventRing.
inline constexpr milliseconds kResyncGrace = 2s;                //!< A resync over an open stream: last words still count.
inline constexpr milliseconds kWallJump = 10s;                  //!< ux.md 3.3 b: a larger jump of our clock resyncs.
inline constexpr milliseconds kRateSpan = 10s;                  //!< Over which events per second are averaged.
inline constexpr int kPooledTexts = 200'000;                    //!< Shared texts of one mirror.
inline constexpr int kScatteredRows = 250;                      //!< Removed ranges of one frame; beyond, the model resets.
inline constexpr milliseconds kUnconfirmedAfter = 5s;           //!< ux.md 3.3 f: an unanswered change.
inline constexpr int kCommandsKept = 200;                       //!< Finished commands of one session.
inline constexpr int kQueryTerms = 32;                          //!< Words of the filter field that count.
inline constexpr milliseconds kVolatileResort = 2s;             //!< Sorting by a figure that moves: not more often.
inline constexpr int kChooserRows = 200;                        //!< Rows of one group in the palette; nobody reads further.
inline constexpr milliseconds kTourWait = 15s;                  //!< For the first snapshot; two beats of the default interval fit.

// --- Store
inline constexpr milliseconds kStoreBusy = 5s;                  //!< Wait for another process that holds the database.
inline constexpr qsizetype kStoreQueue = 200'000;               //!< Writes waiting; beyond, the store is Busy. Twice kNodes.
inline constexpr int kRemovedNodes = 100'000;                   //!< Removed ids that are remembered, newest first.
inline constexpr int kStoreBatch = 512;                         //!< Writes joined into one transaction at most.

// --- This process as a node (decisions.md 10, reliability.md M-7, M-9)
inline constexpr milliseconds kNodeRetryFirst = 500ms;          //!< Ceiling of the first retry's full jitter.
inline constexpr milliseconds kNodeRetryMost = 10s;             //!< Of later ones: one default interval, for M-5's 12 s.
inline constexpr milliseconds kNodeRefusedRetry = 30s;          //!< A refused node asks again this often: a person must act.
inline constexpr milliseconds kLeaveDeadline = 2s;              //!< A goodbye that takes longer is given up.
inline constexpr milliseconds kStopDeadline = 4500ms;           //!< interface.md: SIGTERM exits within 5 s.
inline constexpr qint64 kIdentityFileBytes = 16 * 1024;         //!< identity.json; ours has 200.

// --- Tokens (reliability.md T-1 to T-3)
inline constexpr int kTokens = 20'000;                          //!< Kept at once, credentials of nodes too.
inline constexpr milliseconds kJoinTokenLife = 1h;              //!< T-1: of a join token, unless asked for another.
inline constexpr milliseconds kAccessTokenLife = 30 * 24h;      //!< Of an access token, unless asked for another.
inline constexpr milliseconds kTokenLifeLeast = 1min;
inline constexpr milliseconds kTokenLifeMost = 366 * 24h;
inline constexpr int kTokenUsesMost = 1000;                     //!< T-1: a reusable token needs an end.
inline constexpr int kTokenSecretBytes = 32;                    //!< T-1 asks for 128 bits at least; T-3 for 256.
inline constexpr milliseconds kCredentialOverlap = 10min;       //!< T-3: the old one holds so long after a renewal.
inline constexpr milliseconds kCredentialRenewal = 7 * 24h;     //!< A node renews its credential this often.
inline constexpr milliseconds kEndedTokensKept = 7 * 24h;       //!< Ended ones are listed so long.
inline constexpr int kGuessesPerMinute = 120;                   //!< T-2: wrong keys of one source; beyond, 429 unread.
inline constexpr int kGuessSources = 4096;                      //!< T-2: sources counted singly.
inline constexpr int kRefusalSources = 256;                     //!< Sources of refused callers told singly each minute.
inline constexpr int kRefusalEventsPerMinute = 60;              //!< Of known callers; beyond, they are only counted.

// --- TLS (T-13)
inline constexpr milliseconds kTlsHandshakeDeadline = 10s;      //!< As a head: a slow handshake frees its socket.
inline constexpr int kOwnCertificateDays = 3650;                //!< Pinned by key, so that its end hurts nobody.
inline constexpr qint64 kPemFileBytes = 256 * 1024;             //!< tls.crt and tls.key; a long chain has 20 KB.

// --- Test connection (T-15)
inline constexpr milliseconds kReachStage = 5s;                 //!< Each of resolve, connect, answer.
inline constexpr qint64 kReachReplyBytes = 4096;                //!< T-15: read of the answer.
inline constexpr int kReachesPerMinute = 30;                    //!< T-15: of one caller.
inline constexpr int kReachesAtOnce = 8;

// --- Polled and foreign clusters (contracts)
inline constexpr milliseconds kPollInterval = 5s;               //!< Cognipeer has no stream; its page asks each 10 s.
inline constexpr milliseconds kPollIntervalMost = 1min;         //!< After a 429 without a time.
inline constexpr qint64 kForeignReplyBytes = 16 * 1024 * 1024;  //!< F-3: a node list of a foreign server.
inline constexpr milliseconds kForeignKeepAlive = 15s;          //!< AgenticMail's stream.
inline constexpr milliseconds kForeignBeatInterval = 30s;       //!< AgenticMail's workers.
inline constexpr milliseconds kForeignOfflineAfter = 90s;       //!< AgenticMail's stale threshold.
inline constexpr int kForeignReaders = 1000;                    //!< Streams of AgenticMail's form that we serve.

// --- Entities and assignments
inline constexpr int kEntities = 100'000;                       //!< As many as nodes.
inline constexpr qsizetype kEntityBodyBytes = 256 * 1024;       //!< Body of an entity: argv, env and secrets.
inline constexpr qsizetype kEntitySettingsBytes = 128 * 1024;   //!< Settings of one; the kernel takes 128 KiB an argument.
inline constexpr int kEntitySecrets = 64;
inline constexpr qsizetype kEntitySecretBytes = 64 * 1024;      //!< A key with its chain has 10 KB.
inline constexpr int kAgentArguments = 256;
inline constexpr int kAgentVariables = 256;
inline constexpr qsizetype kAgentTextBytes = 32 * 1024;         //!< One argument, value or folder.
inline constexpr int kTokenTenants = 64;                        //!< Tenants that a token can be bound to.

// --- Jobs (interface.md, Job; reliability.md)
inline constexpr qsizetype kJobPayloadBytes = 1024 * 1024;      //!< interface.md: payload.
inline constexpr qsizetype kJobOutputBytes = 256 * 1024;        //!< interface.md: output in a result; the rest is in the log.
inline constexpr qsizetype kJobResultBytes = 1024 * 1024;       //!< A result as JSON; text with many escapes is longer than its bytes.
inline constexpr int kJobAttempts = 100;
inline constexpr int kJobHistory = 100;                         //!< Attempts of one job that are remembered, newest.
inline constexpr int kJobPriority = 1'000'000;
inline constexpr int kJobCrashes = 3;                           //!< Q-6: nodes that a job may take down before it is a dead letter.
inline constexpr milliseconds kJobBackoffMost = 1h;
inline constexpr milliseconds kJobDelayMost = 366 * 24h;
inline constexpr milliseconds kJobAttemptTimeoutMost = 7 * 24h;
inline constexpr qsizetype kJobDedupeCharacters = 256;
inline constexpr int kJobBulk = 10'000;                         //!< Jobs of one bulk; its body has its own bound.
inline constexpr qsizetype kJobBulkBytes = 16 * 1024 * 1024;    //!< Body of a bulk.
inline constexpr int kJobPage = 1000;
inline constexpr int kJobEventsPerSecond = 100;                 //!< Told singly; beyond, a mirror reads the page again.
inline constexpr qint64 kJobsWaiting = 10'000'000;              //!< Not over, at once; beyond, the queue is Busy. 3 GB of small ones.
inline constexpr milliseconds kJobLock = 15s;                   //!< Q-11: a silent worker's attempt ends so long after its last renewal.
inline constexpr milliseconds kJobLockRenewal = 5s;             //!< A third of it.
inline constexpr milliseconds kJobResetGrace = 1s;              //!< Q-11: a worker whose line broke may be back so soon.
inline constexpr milliseconds kJobSweep = 250ms;                //!< How exact delays and locks are.
inline constexpr int kJobClaim = 256;                           //!< Claimed in one transaction at most.
inline constexpr milliseconds kCompletedJobsKept = 24h;         //!< Then deleted, with their dedupe key.
inline constexpr qint64 kCompletedJobsMost = 1'000'000;         //!< The same by number.
inline constexpr milliseconds kFailedJobsKept = 30 * 24h;       //!< Dead letters.
inline constexpr qint64 kFailedJobsMost = 1'000'000;
inline constexpr int kJobsDeleted = 1000;                       //!< A turn, so that work goes on between.
inline constexpr qint64 kStoreReserveBytes = 8 * 1024 * 1024;   //!< Q-3: kept free for completions when the disk is full.

// --- Dispatch over the mesh (reliability.md W-1, W-3, W-5)
inline constexpr qsizetype kWsMessageBytes = 4 * 1024 * 1024;   //!< H-2: one WebSocket message.
inline constexpr qsizetype kWsPendingBytes = 8 * 1024 * 1024;   //!< W-3: unsent to one worker; then it is cut off.
inline constexpr milliseconds kWsPing = 5s;
inline constexpr milliseconds kWsSilence = 12s;                 //!< W-5: half-open is seen within 15 s; two pings and a bit.
inline constexpr int kMeshWindow = 256;                         //!< Largest window that a worker may announce.
inline constexpr int kMeshConnections = 4096;
inline constexpr milliseconds kDeliveryDeadline = 10s;          //!< Until a worker says that it has a delivery.

// --- Agents on a node (issue 4)
inline constexpr int kAgentsOnNode = 2000;                      //!< Processes that one node supervises.
inline constexpr int kAgentConcurrency = 16;                    //!< Jobs of agents at once on one node, unless it says otherwise.
inline constexpr milliseconds kAgentStopGrace = 10s;            //!< Between SIGTERM and SIGKILL.
inline constexpr milliseconds kAgentRestartFirst = 500ms;       //!< A resident that ends is started again so soon.
inline constexpr milliseconds kAgentRestartMost = 1min;
inline constexpr milliseconds kAgentStable = 30s;               //!< After so long it is no longer "crashing".
inline constexpr milliseconds kAgentLook = 2s;                  //!< How often memory and CPU of processes are read.

// --- Logs of agents and jobs
inline constexpr qsizetype kLogLineBytes = 16 * 1024;           //!< A longer line is cut, visibly.
inline constexpr int kLogLinesPerSecond = 2000;                 //!< Of one source, over ten seconds; beyond, lines are dropped and counted.
inline constexpr int kLogLinesKept = 100'000;                   //!< Of one source.
inline constexpr qint64 kLogBytesKept = 16 * 1024 * 1024;       //!< The same in bytes.
inline constexpr milliseconds kLogsKept = 7 * 24h;
inline constexpr int kLogPage = 10'000;
inline constexpr int kLogBatch = 1000;                          //!< Lines of one frame from a worker.
inline constexpr int kLogFollowers = 256;

// --- Drains
inline constexpr milliseconds kDrainDeadlineMost = 7 * 24h;

// --- Audit
inline constexpr int kAuditPage = 1000;
inline constexpr qint64 kAuditEntries = 10'000'000;             //!< 5 GB; beyond, changes are refused, nothing is forgotten.
inline constexpr int kAuditRefusalsPerMinute = 60;              //!< Denied attempts of one known principal that are written singly.

// --- Backup (decisions.md 24)
inline constexpr qint64 kBackupBytes = qint64(8) << 30;         //!< Longest backup that is read back.

// --- Settings
inline constexpr milliseconds kKeyringDeadline = 5s;            //!< A keychain that is silent for longer counts as absent.
inline constexpr int kProfiles = 256;                           //!< Clusters in the book.
inline constexpr qint64 kProfileFileBytes = 1024 * 1024;        //!< clusters.json, ours or imported.

} // namespace muster::limits
