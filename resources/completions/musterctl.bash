# SPDX-License-Identifier: Apache-2.0
# bash completion for musterctl

_musterctl_nodes()
{
    musterctl nodes list --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
}

_musterctl_tokens()
{
    musterctl tokens list --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
}

_musterctl()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb="" one
    case $before in
    --output | -o) COMPREPLY=($(compgen -W "table json csv" -- "$word")); return ;;
    --dialect) COMPREPLY=($(compgen -W "native agenticmail cognipeer demo" -- "$word")); return ;;
    --tier) COMPREPLY=($(compgen -W "viewer operator admin" -- "$word")); return ;;
    --role) COMPREPLY=($(compgen -W "worker" -- "$word")); return ;;
    --ttl) COMPREPLY=($(compgen -W "15m 1h 1d 30d" -- "$word")); return ;;
    --token-file | --api-key-file | --login-file | --token-out | backup | restore) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --data) COMPREPLY=($(compgen -d -- "$word")); return ;;
    --url | --since | --pin | --name | --capabilities | --uses | reach) return ;;
    nodes) COMPREPLY=($(compgen -W "list show remove ping restart" -- "$word")); return ;;
    tokens) COMPREPLY=($(compgen -W "create list revoke" -- "$word")); return ;;
    show | remove | ping | restart) COMPREPLY=($(compgen -W "$(_musterctl_nodes)" -- "$word")); return ;;
    revoke) COMPREPLY=($(compgen -W "$(_musterctl_tokens)" -- "$word")); return ;;
    esac
    for one in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $one in status | nodes | events | reach | tokens | backup | restore) verb=$one ;; esac
    done
    if [[ $word == -* ]]; then
        local options="--url --token-file --api-key-file --login-file --pin --insecure --dialect --output --dry-run --yes --help --version"
        case $verb in
        events) options+=" --follow --beats --since" ;;
        tokens) options+=" --tier --name --ttl --join --role --capabilities --uses --token-out" ;;
        restore) options+=" --data" ;;
        esac
        COMPREPLY=($(compgen -W "$options" -- "$word"))
    elif [[ -z $verb ]]; then
        COMPREPLY=($(compgen -W "status nodes events reach tokens backup restore help" -- "$word"))
    fi
}
complete -F _musterctl musterctl
