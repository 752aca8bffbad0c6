# SPDX-License-Identifier: Apache-2.0
# bash completion for musterd

_musterd()
{
    local word=${COMP_WORDS[COMP_CWORD]}
    case ${COMP_WORDS[COMP_CWORD-1]} in
    --role) COMPREPLY=($(compgen -W "main worker all" -- "$word")); return ;;
    --log-level) COMPREPLY=($(compgen -W "debug info warning error" -- "$word")); return ;;
    --data) COMPREPLY=($(compgen -d -- "$word")); return ;;
    --token-file | --join-token-file) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --name | --listen | --join | --pin | --capabilities) return ;;
    --agenticmail-workers) COMPREPLY=($(compgen -W "off loopback" -- "$word")); return ;;
    esac
    COMPREPLY=($(compgen -W "--role --name --listen --join --data --token-file --join-token-file --pin
        --capabilities --agenticmail-workers --insecure --log-level --help --version" -- "$word"))
}
complete -F _musterd musterd
