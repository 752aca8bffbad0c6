# SPDX-License-Identifier: Apache-2.0
# fish completion for musterctl
function __musterctl_nodes
    musterctl nodes list --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
end
function __musterctl_tokens
    musterctl tokens list --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
end
complete -c musterctl -f
complete -c musterctl -n __fish_use_subcommand -a status -d 'The cluster at a glance'
complete -c musterctl -n __fish_use_subcommand -a nodes -d 'List, show, remove, ping or restart nodes'
complete -c musterctl -n __fish_use_subcommand -a events -d 'Changes as they happen'
complete -c musterctl -n __fish_use_subcommand -a reach -d 'Try to connect to an address'
complete -c musterctl -n __fish_use_subcommand -a tokens -d 'Create, list or revoke tokens'
complete -c musterctl -n __fish_use_subcommand -a backup -d 'Copy what the control plane keeps'
complete -c musterctl -n __fish_use_subcommand -a restore -d 'Put a backup into a data folder'
complete -c musterctl -n '__fish_seen_subcommand_from nodes; and not __fish_seen_subcommand_from list show remove ping restart' -a 'list show remove ping restart'
complete -c musterctl -n '__fish_seen_subcommand_from show remove ping restart' -a '(__musterctl_nodes)'
complete -c musterctl -n '__fish_seen_subcommand_from tokens; and not __fish_seen_subcommand_from create list revoke' -a 'create list revoke'
complete -c musterctl -n '__fish_seen_subcommand_from revoke' -a '(__musterctl_tokens)'
complete -c musterctl -n '__fish_seen_subcommand_from backup restore' -F
complete -c musterctl -l url -x -d 'The cluster'
complete -c musterctl -l token-file -r -F -d 'What lets you in'
complete -c musterctl -l api-key-file -r -F -d 'The key of an AgenticMail server'
complete -c musterctl -l login-file -r -F -d 'E-mail and password, a line each'
complete -c musterctl -l pin -x -d 'Key of the server'
complete -c musterctl -l dialect -x -a 'native agenticmail cognipeer demo' -d 'What it speaks'
complete -c musterctl -s o -l output -x -a 'table json csv' -d 'Form of the answer'
complete -c musterctl -l dry-run -d 'Say what would be done'
complete -c musterctl -s y -l yes -d 'Do not ask'
complete -c musterctl -n '__fish_seen_subcommand_from events' -s f -l follow -d 'Go on'
complete -c musterctl -n '__fish_seen_subcommand_from events' -l beats -d 'Heartbeats too'
complete -c musterctl -n '__fish_seen_subcommand_from events' -l since -x -d 'From after this event'
complete -c musterctl -n '__fish_seen_subcommand_from create' -l tier -x -a 'viewer operator admin' -d 'What the token may do'
complete -c musterctl -n '__fish_seen_subcommand_from create' -l name -x -d 'Whose it is, or the node let in'
complete -c musterctl -n '__fish_seen_subcommand_from create' -l ttl -x -a '15m 1h 1d 30d' -d 'How long it holds'
complete -c musterctl -n '__fish_seen_subcommand_from create' -l join -d 'A token for new machines'
complete -c musterctl -n '__fish_seen_subcommand_from create' -l role -x -a 'worker main all' -d 'What its nodes may be'
complete -c musterctl -n '__fish_seen_subcommand_from create' -l capabilities -x -d 'What its nodes may offer'
complete -c musterctl -n '__fish_seen_subcommand_from create' -l uses -x -d 'How many nodes it lets in'
complete -c musterctl -n '__fish_seen_subcommand_from create' -l token-out -r -F -d 'Write the secret there'
complete -c musterctl -n '__fish_seen_subcommand_from restore' -l data -x -a '(__fish_complete_directories)' -d 'The data folder'
complete -c musterctl -s h -l help -d 'Show the options'
complete -c musterctl -l version -d 'Show the version'
