# SPDX-License-Identifier: Apache-2.0
# fish completion for musterctl
function __musterctl_nodes
    musterctl nodes list --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
end
complete -c musterctl -f
complete -c musterctl -n __fish_use_subcommand -a status -d 'The cluster at a glance'
complete -c musterctl -n __fish_use_subcommand -a nodes -d 'List, show, remove or ping nodes'
complete -c musterctl -n __fish_use_subcommand -a events -d 'Changes as they happen'
complete -c musterctl -n '__fish_seen_subcommand_from nodes; and not __fish_seen_subcommand_from list show remove ping' -a 'list show remove ping'
complete -c musterctl -n '__fish_seen_subcommand_from show remove ping' -a '(__musterctl_nodes)'
complete -c musterctl -l url -x -d 'The cluster'
complete -c musterctl -l token-file -r -F -d 'What lets you in'
complete -c musterctl -l pin -x -d 'Key of the server'
complete -c musterctl -l dialect -x -a 'native demo' -d 'What it speaks'
complete -c musterctl -s o -l output -x -a 'table json csv' -d 'Form of the answer'
complete -c musterctl -l dry-run -d 'Say what would be done'
complete -c musterctl -s y -l yes -d 'Do not ask'
complete -c musterctl -n '__fish_seen_subcommand_from events' -s f -l follow -d 'Go on'
complete -c musterctl -n '__fish_seen_subcommand_from events' -l beats -d 'Heartbeats too'
complete -c musterctl -n '__fish_seen_subcommand_from events' -l since -x -d 'From after this event'
complete -c musterctl -s h -l help -d 'Show the options'
complete -c musterctl -l version -d 'Show the version'
