// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlOptions.h"

namespace muster {

using namespace Qt::StringLiterals;

QString ctlHelp()
{
    return uR"(Usage: musterctl [OPTION]... VERB
Asks and changes a Muster cluster from a shell.

Verbs:
  status                   the cluster, its nodes by status, and what is wrong
  nodes list               all nodes
  nodes show NODE          everything about one node
  nodes remove NODE        put a node out, and end its credentials
  nodes ping NODE          ask a node for a sign of life
  nodes restart NODE       restart the agents of a node
  events                   the last changes that the control plane has kept
  events --follow          changes as they happen, until interrupted
  reach HOST[:PORT]        try to connect to an address from the control plane
  tokens create --tier T   a token for a person or a script
  tokens create --join     a token that lets a new machine in
  tokens list              all tokens, without their secrets
  tokens revoke ID         end a token, and close what it opened
  backup FILE              a copy of what the control plane keeps; - prints it
  restore FILE --data DIR  put a backup into the folder of a stopped musterd

NODE is an id, or a name that only one node has.

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
  --output, -o FORM        table, json or csv (default: table)
  --dry-run                say what a changing verb would do
  --yes, -y                do not ask; replace files
  --help, -h               show this
  --version                show the version

With events:
  --follow, -f             go on
  --beats                  heartbeats too
  --since ID               from after this event

With tokens create:
  --tier T                 viewer, operator or admin
  --name N                 whose it is; with --join, the one node id let in
  --ttl SPAN               90s, 15m, 1h, 30d (default: 30d; with --join 1h)
  --join                   a join token
  --role worker            what its nodes may be; nothing else can join yet
  --capabilities A,B       what its nodes may offer at most (default: anything)
  --uses N                 how many nodes it lets in (default: 1)
  --token-out FILE         write the secret there (0600) and do not print it

With restore:
  --data DIR               the data folder

Exit codes: 0 ok, 1 internal, 2 usage, or the server lacks it, 3 unreachable,
4 not allowed, 6 waiting timed out, 7 server not trusted, 8 not found,
9 conflict.
)"_s;
}

} // namespace muster
