# SPDX-License-Identifier: Apache-2.0
# bash completion for musterctl

_musterctl_nodes()
{
    musterctl nodes list --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
}

_musterctl()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words="" one
    case $before in
    --output | -o) COMPREPLY=($(compgen -W "table json csv" -- "$word")); return ;;
    --dialect) COMPREPLY=($(compgen -W "native demo" -- "$word")); return ;;
    --token-file) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --url | --since) return ;;
    nodes) COMPREPLY=($(compgen -W "list show remove ping" -- "$word")); return ;;
    show | remove | ping) COMPREPLY=($(compgen -W "$(_musterctl_nodes)" -- "$word")); return ;;
    esac
    for one in "${COMP_WORDS[@]:1}"; do
        case $one in status | nodes | events) words=$one ;; esac
    done
    if [[ $word == -* ]]; then
        local options="--url --token-file --pin --dialect --output --dry-run --yes --help --version"
        [[ $words == events ]] && options+=" --follow --beats --since"
        COMPREPLY=($(compgen -W "$options" -- "$word"))
    elif [[ -z $words ]]; then
        COMPREPLY=($(compgen -W "status nodes events help" -- "$word"))
    fi
}
complete -F _musterctl musterctl
