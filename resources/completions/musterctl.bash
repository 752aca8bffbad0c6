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

_musterctl_entities()
{
    musterctl entities list --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
}

_musterctl_jobs()
{
    musterctl jobs list --output csv 2>/dev/null | sed -n '2,$s/,.*//p'
}

_musterctl()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb="" one
    for one in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $one in status | nodes | entities | assignments | jobs | queues | logs | events | reach | tokens | audit | backup | restore) verb=$one; break ;; esac
    done
    case $before in
    --output | -o) COMPREPLY=($(compgen -W "table json csv" -- "$word")); return ;;
    --dialect) COMPREPLY=($(compgen -W "native agenticmail cognipeer demo" -- "$word")); return ;;
    --tier) COMPREPLY=($(compgen -W "viewer operator admin" -- "$word")); return ;;
    --role) COMPREPLY=($(compgen -W "worker" -- "$word")); return ;;
    --ttl) COMPREPLY=($(compgen -W "15m 1h 1d 30d" -- "$word")); return ;;
    --mode) COMPREPLY=($(compgen -W "strict preferred" -- "$word")); return ;;
    --state) COMPREPLY=($(compgen -W "waiting delayed active completed failed cancelled" -- "$word")); return ;;
    --deadline) COMPREPLY=($(compgen -W "5m 15m 1h" -- "$word")); return ;;
    --entity) COMPREPLY=($(compgen -W "$(_musterctl_entities)" -- "$word")); return ;;
    --token-file | --api-key-file | --login-file | --token-out | --bulk | --export | --against | export | backup | restore) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --data | --cwd) COMPREPLY=($(compgen -d -- "$word")); return ;;
    --url | --since | --pin | --name | --capabilities | --uses | --needs | --tenant | --title | --env | --unset-env | --secret | --unset-secret | --subtitle | --note | --attempts | --backoff-ms | --delay-ms | --priority | --dedupe | --attempt-timeout-ms | --wait-ms | --timeout-ms | --most | --search | --limit | --tail | reach) return ;;
    nodes) COMPREPLY=($(compgen -W "list show remove ping restart best cordon uncordon drain stop-drain" -- "$word")); return ;;
    entities) COMPREPLY=($(compgen -W "add list show change remove" -- "$word")); return ;;
    assignments) COMPREPLY=($(compgen -W "set clear list" -- "$word")); return ;;
    jobs) COMPREPLY=($(compgen -W "submit list show retry cancel discard" -- "$word")); return ;;
    queues) COMPREPLY=($(compgen -W "list pause resume" -- "$word")); return ;;
    add) COMPREPLY=($(compgen -W "agent mcp browser js-runtime inference-server alert-rule automation" -- "$word")); return ;;
    set | clear | submit | logs) COMPREPLY=($(compgen -W "$(_musterctl_entities)" -- "$word")); return ;;
    pause | resume) COMPREPLY=($(compgen -W "agent mcp browser js-runtime inference-server alert-rule automation" -- "$word")); return ;;
    retry | cancel | discard) COMPREPLY=($(compgen -W "$(_musterctl_jobs)" -- "$word")); return ;;
    tokens) COMPREPLY=($(compgen -W "create list revoke" -- "$word")); return ;;
    show | change | remove | ping | restart | cordon | uncordon | drain | stop-drain)
        case $verb in
        entities) one=$(_musterctl_entities) ;;
        jobs) one=$(_musterctl_jobs) ;;
        *) one=$(_musterctl_nodes) ;;
        esac
        COMPREPLY=($(compgen -W "$one" -- "$word")); return ;;
    audit) COMPREPLY=($(compgen -W "list verify export" -- "$word")); return ;;
    revoke) COMPREPLY=($(compgen -W "$(_musterctl_tokens)" -- "$word")); return ;;
    esac
    if [[ $word == -* ]]; then
        local options="--url --token-file --api-key-file --login-file --pin --insecure --dialect --output --json --dry-run --yes --help --version"
        case $verb in
        logs) options+=" --follow --tail" ;;
        events) options+=" --follow --beats --since" ;;
        audit) options+=" --search --limit --export --against" ;;
        tokens) options+=" --tenant --tier --name --ttl --join --role --capabilities --uses --token-out" ;;
        nodes) options+=" --needs --deadline --now --note" ;;
        entities) options+=" --tenant --title --subtitle --needs --resident --no-resident --env --unset-env --secret --unset-secret --cwd --note" ;;
        assignments) options+=" --mode --note" ;;
        jobs) options+=" --data --attempts --backoff-ms --delay-ms --priority --dedupe --attempt-timeout-ms --wait --wait-ms --timeout-ms --bulk --state --entity --most" ;;
        restore) options+=" --data" ;;
        esac
        COMPREPLY=($(compgen -W "$options" -- "$word"))
    elif [[ $verb == assignments && ${COMP_WORDS[COMP_CWORD-2]} == set ]]; then
        COMPREPLY=($(compgen -W "$(_musterctl_nodes)" -- "$word"))
    elif [[ -z $verb ]]; then
        COMPREPLY=($(compgen -W "status nodes entities assignments jobs queues logs events reach tokens audit backup restore help" -- "$word"))
    fi
}
complete -F _musterctl musterctl
