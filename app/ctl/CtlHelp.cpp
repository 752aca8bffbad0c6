// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlOptions.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QString kVerbs = uR"(Usage: musterctl [OPTION]... VERB
Asks and changes a Muster cluster from a shell.

Verbs:
  status                   the cluster, its nodes by status, and what is wrong
  nodes list               all nodes
  nodes show NODE          everything about one node
  nodes remove NODE        put a node out, and end its credentials
  nodes ping NODE          ask a node for a sign of life
  nodes restart NODE       restart the agents of a node
  nodes best               which node fits best, and why not the others
  nodes cordon NODE        give a node nothing new that is not pinned to it
  nodes uncordon NODE      let it take work again
  nodes drain NODE         cordon a node and empty it
  nodes stop-drain NODE    end that; it stays cordoned
  entities add KIND ID [-- PROGRAM [ARGUMENT]...]
                           register an agent with its command, or another kind
  entities list            all entities, where they run and why
  entities show KIND/ID    everything about one
  entities change KIND/ID --secret NAME=FILE
                           keep a secret of it anew, as after a restore
  entities remove KIND/ID  forget it, and cancel its jobs
  assignments set KIND/ID NODE
                           pin an entity to a node
  assignments clear KIND/ID
                           let it run where there is room
  assignments list         all pins
  jobs submit KIND/ID      queue a job, and perhaps wait for its result
  jobs submit --bulk FILE  queue many, a JSON object a line
  jobs list                the newest jobs, and what they wait for
  jobs show ID             everything about one job, with its attempts
  jobs retry ID            run a job that is over again
  jobs cancel ID           end a job that is not over
  jobs discard ID          forget a job that is over
  queues list              the queues, one a kind of entities, with counts
  queues pause QUEUE       start nothing of it; what runs goes on
  queues resume QUEUE      go on
  logs KIND/ID|job/ID      what an entity, or one of its jobs, wrote
  events                   the last changes that the control plane has kept
  events --follow          changes as they happen, until interrupted
  reach HOST[:PORT]        try to connect to an address from the control plane
  tokens create --tier T   a token for a person or a script
  tokens create --join     a token that lets a new machine in
  tokens list              all tokens, without their secrets
  tokens revoke ID         end a token, and close what it opened
  audit list               who did what, newest first
  audit verify             whether the log of that is whole, and what that proves
  audit export FILE        all of it as JSON lines, to be kept elsewhere; - prints it
  backup FILE              a copy of what the control plane keeps; - prints it
  restore FILE --data DIR  put a backup into the folder of a stopped musterd

NODE is an id, or a name that only one node has. KIND is agent, mcp, browser,
js-runtime, inference-server, alert-rule or automation.
)"_s;

const QString kOptions = uR"(
Which cluster, before or after the verb:
  --url URL                the cluster (default: $MUSTER_URL, else
                           http://127.0.0.1:3100)
  --token-file FILE        what lets you in (default: $MUSTER_TOKEN_FILE, else on
                           loopback $XDG_DATA_HOME/muster/node/admin.token)
  --api-key-file FILE      the API key of an AgenticMail server
  --login-file FILE        e-mail, password and maybe company, a line each, for
                           AgenticMail or Cognipeer
  --pin sha256:HEX         the server's key, as musterd prints it
  --insecure               plain HTTP beyond loopback: anybody on the way can read
                           the token
  --dialect D              native, agenticmail, cognipeer or demo (default: what
                           the server speaks; native with a token)

How:
  --output, -o FORM        table, json or csv (default: table); --json is json
  --dry-run                say what a changing verb would do
  --yes, -y                do not ask; replace files
  --help, -h               show this
  --version                show the version

With events:
  --follow, -f             go on
  --beats                  heartbeats too
  --since ID               from after this event

With logs:
  --follow, -f             go on: until interrupted, or until the job is over
  --tail N                 only the newest N lines of what is there

With nodes best:
  --needs A,B              capabilities that the node must have

With nodes drain:
  --deadline SPAN          queue again what still runs after 15m, 1h
  --now                    queue again what runs, at once

With entities add:
  --tenant T               whose it is (default: default)
  --title TEXT             its name for people
  --needs A,B              capabilities that its node must have
  --resident               runs all the time, not once a job
  --env NAME=VALUE         a variable for its command; again for another
  --secret NAME=FILE       the same, from a file of yours alone; kept encrypted
  --cwd DIR                where its command runs (default: a folder of its own)

With assignments set:
  --mode M                 strict waits for the node, preferred runs elsewhere
                           while it is away (default: strict)

With jobs submit:
  --data JSON              what the job gets; @FILE or - takes a file or standard
                           input, byte for byte
  --attempts N             tries before it is given up (default: 3)
  --backoff-ms N           before the second try; doubles (default: 1000)
  --delay-ms N             not before then
  --priority N             higher first (default: 0)
  --dedupe KEY             the same key gives the same job while that is kept
  --attempt-timeout-ms N   longest time of one try
  --wait                   wait, and print the result as JSON
  --wait-ms N              wait so long at most; --timeout-ms is the same
  --bulk FILE              many jobs; each line says entity, data and the rest

With jobs list:
  --state S                waiting, delayed, active, completed, failed, cancelled
  --entity KIND/ID         of one entity
  --most N                 so many at most (default: 1000)

With tokens create:
  --tier T                 viewer, operator or admin
  --tenant T               sees and changes only what is this tenant's; again
                           for another (default: all)
  --name N                 whose it is; with --join, the one node id let in
  --ttl SPAN               90s, 15m, 1h, 30d (default: 30d; with --join 1h)
  --join                   a join token
  --role worker            what its nodes may be; nothing else can join yet
  --capabilities A,B       what its nodes may offer at most (default: anything)
  --uses N                 how many nodes it lets in (default: 1)
  --token-out FILE         write the secret there (0600) and do not print it

With audit list:
  --search TEXT            part of actor, verb or target
  --limit N                so many at most (default: 100)

With audit verify:
  --export FILE            look at an export instead, without a server
  --against FILE           whether the log still has what the export has

With restore:
  --data DIR               the data folder

Exit codes: 0 ok, 1 internal, 2 usage, or the server lacks it, 3 unreachable,
4 not allowed, 5 job failed or cancelled, 6 waiting timed out, 7 server not
trusted, 8 not found, 9 conflict.
)"_s;

} // namespace

QString ctlHelp()
{
    return kVerbs + kOptions;
}

} // namespace muster
