# SPDX-License-Identifier: Apache-2.0
# fish completion for musterd
complete -c musterd -f
complete -c musterd -l role -x -a 'main worker all' -d 'What this node does'
complete -c musterd -l name -x -d 'What it is called'
complete -c musterd -l listen -x -d 'Where a control plane listens'
complete -c musterd -l join -x -d 'The control plane that a worker joins'
complete -c musterd -l data -x -a '(__fish_complete_directories)' -d 'Where it keeps its things'
complete -c musterd -l token-file -r -F -d 'Admin token'
complete -c musterd -l join-token-file -r -F -d 'Join token'
complete -c musterd -l pin -x -d 'Key of the control plane to join'
complete -c musterd -l agenticmail-workers -x -a 'off loopback' -d 'Let workers without a token in from'
complete -c musterd -l insecure -d 'Plain HTTP beyond loopback'
complete -c musterd -l capabilities -x -d 'What this node can host'
complete -c musterd -l log-level -x -a 'debug info warning error' -d 'How much is logged'
complete -c musterd -s h -l help -d 'Show the options'
complete -c musterd -l version -d 'Show the version'
