#!/usr/bin/env bash
# Fetches the third-party files that the manifests in this folder pin, and verifies them.
#
#   Dependencies/fetch.sh [--offline] [--unpack DIR] adapter|runtime|lab|builder|all|ID ...
#   Dependencies/fetch.sh --check-signer FILE NAME
#
#   adapter   the WireGuard driver and client for Windows 10 and later
#   runtime   the Java runtime of the agent; --unpack DIR also unpacks it to DIR/runtime
#   lab       the official wireguard.dll and its header, for tests only
#   builder   Node.js, which builds the console; --unpack DIR also unpacks it to DIR/builder
#
# A file that is there with the right hash is not fetched again, so once fetched no network is needed.
# Exit codes: 0 all there and verified, 2 wrong call, 5 hash mismatch, 6 wrong signer, 7 cannot be fetched.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
authorities=${BOREALIS_CA_FILE:-/etc/ssl/certs/ca-certificates.crt}
offline=no unpack= unfinished=
trap '[ -z "$unfinished" ] || rm -rf "$unfinished" "$unfinished".*' EXIT

say() { printf '%s\n' "$*"; }
refuse() { local code=$1; shift; printf 'fetch: %s\n' "$*" >&2; exit "$code"; }

# Installs a Debian package when its command is absent; each is named with its reason
need() {
    local command=$1 package=$2 why=$3
    command -v "$command" >/dev/null && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
        refuse 7 "'$command' is missing ($why). Install the Debian package $package."
    say "installing $package ($why)"
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null ||
        refuse 7 "the Debian package $package cannot be installed ($why). Install it by hand and start again."
}

# One line for each artifact: tab-separated fields, an absent one is '-'
artifacts() {
    python3 - "$here" <<'PY'
import glob, json, os, sys
for manifest in sorted(glob.glob(os.path.join(sys.argv[1], "*", "manifest.json"))):
    folder = os.path.dirname(manifest)
    for a in json.load(open(manifest, encoding="utf-8"))["artifacts"]:
        names = ("id", "kind", "file", "sha256", "obtain", "origin", "signer", "signed", "unpack")
        source = {"pip": ("wheel", "wheel_version", "wheel_platform"),
                  "cargo": ("crate", "crate_version", "crate_path")}.get(a["obtain"], ())
        fields = [folder] + [str(a.get(n, "-")) for n in names] + [str(a.get("below_windows", "-"))]
        print("\t".join(fields + [a[s] for s in source]))
PY
}

sha256() { sha256sum "$1" | cut -d' ' -f1; }

require_hash() {
    local file=$1 wanted=$2 found
    found=$(sha256 "$file")
    [ "$found" = "$wanted" ] && return
    refuse 5 "$3 has the SHA-256 $found, but the manifest pins $wanted. It is not used. $4"
}

# Authenticode: the digest, the chain to a known authority, the time stamp, and the name of the signer
check_signer() {
    local file=$1 name=$2 report revocation=()
    need osslsigncode osslsigncode "reads the Authenticode signature of Windows files"
    case $(osslsigncode verify --help 2>&1) in *-ignore-crl*) revocation=(-ignore-crl) ;; esac
    if ! report=$(osslsigncode verify ${revocation[@]+"${revocation[@]}"} -in "$file" \
            -CAfile "$authorities" -TSA-CAfile "$authorities" 2>/dev/null); then
        refuse 6 "$(basename "$file") carries no valid signature (altered, unsigned, or of an unknown authority). Delete it and fetch it again."
    fi
    printf '%s\n' "$report" | sed -n "/^Signer's certificate:/,/^Message digest/p" | grep -m1 'Subject:' |
        grep -qE "/CN=${name//./\\.}(/|\$)" ||
        refuse 6 "$(basename "$file") is not signed by $name. Delete it and fetch it again from its origin."
}

from_https() { # origin part
    need curl curl "downloads from the vendor's site"
    curl --fail --silent --show-error --location --proto '=https' --connect-timeout 20 --retry 2 \
        --output "$2" "$1" 2>"$2.log" && { rm -f "$2.log"; return; }
    local why; why=$(tail -n 1 "$2.log"); rm -f "$2.log"
    refuse 7 "$1 cannot be downloaded ($why). Download it on another machine, put it into $(dirname "$2") as $3, and start again: its hash is checked."
}

from_pip() { # wheel version platform part file
    need pip3 python3-pip "downloads the wheels that pack Java and Node.js"
    local folder; folder=$(mktemp -d "$4.XXXXXX")
    if ! python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --platform "$3" \
            --python-version 3.12 --implementation py --abi none --dest "$folder" "$1==$2" 2>"$folder/log"; then
        local why; why=$(grep -m1 ERROR "$folder/log" || tail -n 1 "$folder/log"); rm -rf "$folder"
        refuse 7 "pip cannot download $1 $2 for $3 ($why). Give pip a package index that has it, or put $5 into $(dirname "$4") by hand: its hash is checked."
    fi
    mv "$folder/$5" "$4"
    rm -rf "$folder"
}

from_cargo() { # crate version path part file
    need cargo cargo "fetches the crate that carries the official library"
    local project="$here/target/crate"
    mkdir -p "$project/src"
    printf '[package]\nname = "fetched"\nversion = "0.0.0"\nedition = "2018"\n[workspace]\n[dependencies]\n"%s" = "=%s"\n' "$1" "$2" >"$project/Cargo.toml"
    : >"$project/src/lib.rs"
    if ! (cd "$project" && cargo vendor --quiet --versioned-dirs vendor >/dev/null 2>log); then
        refuse 7 "cargo cannot fetch the crate $1 $2 ($(grep -m1 -i error "$project/log" || echo 'see target/crate/log')). Give cargo a registry that has it, or put $5 into $(dirname "$4") by hand: its hash is checked."
    fi
    cp "$project/vendor/$1-$2/$3" "$4"
}

verify_signed_part() { # file signer signed
    [ "$2" = - ] && return
    local path=$1 folder=
    if [ "$3" != - ]; then
        need unzip unzip "reads the signed file inside an archive"
        folder=$(mktemp -d)
        path="$folder/$(basename "$3")"
        unzip -p "$1" "${3//\{architecture\}/amd64}" >"$path" || refuse 5 "$(basename "$1") holds no ${3//\{architecture\}/amd64}."
    fi
    (check_signer "$path" "$2") || { local code=$?; [ -z "$folder" ] || rm -rf "$folder"; exit "$code"; }
    [ -z "$folder" ] || rm -rf "$folder"
}

obtain() {
    local folder=$1 id=$2 file=$4 wanted=$5 how=$6 origin=$7 signer=$8 signed=$9
    local target="$folder/$file" part
    shift 11
    if [ -f "$target" ]; then
        require_hash "$target" "$wanted" "$target" "Delete it and start again."
        verify_signed_part "$target" "$signer" "$signed"
        say "$id: there, verified"
        return
    fi
    [ "$offline" = no ] || refuse 7 "$id is not there ($target) and --offline forbids to fetch it. Start once without --offline."
    mkdir -p "$(dirname "$target")"
    part="$target.part.$$"
    unfinished=$part
    case $how in
        https) from_https "$origin" "$part" "$file" ;;
        pip) from_pip "$1" "$2" "$3" "$part" "$file" ;;
        cargo) from_cargo "$1" "$2" "$3" "$part" "$file" ;;
        maven) unfinished=; say "$id: comes with the Maven build, which verifies it"; return ;;
        *) refuse 2 "$id: unknown way to obtain it: $how" ;;
    esac
    require_hash "$part" "$wanted" "What was fetched for $file" "Check the origin ($origin) and the network in between."
    verify_signed_part "$part" "$signer" "$signed"
    mv "$part" "$target"
    unfinished=
    say "$id: fetched, verified"
}

# The folder appears complete or not at all; a mark beside it names the archive it came from
unpack_kind() {
    local archive=$1 inner=$2 hash=$3 to=$4 kind=$5
    need unzip unzip "unpacks what was fetched"
    [ -f "$to/.$kind" ] && [ "$(cat "$to/.$kind")" = "$hash" ] && { say "$kind: unpacked already"; return; }
    local part="$to/$kind.part.$$"
    unfinished=$part
    mkdir -p "$part"
    unzip -q -o "$archive" "$inner/*" -d "$part"
    rm -rf "$to/$kind" "$to/.$kind"
    # archives of Python packages know no permission to run
    if [ "$kind" = builder ]; then chmod +x "$part/$inner"/bin/*; fi
    mv "$part/$inner" "$to/$kind"
    printf '%s' "$hash" >"$to/.$kind"
    rm -rf "$part"
    unfinished=
    say "$kind: unpacked to $to/$kind"
}

main() {
    local wanted=() one line fields chosen matched
    while [ $# -gt 0 ]; do
        case $1 in
            --offline) offline=yes ;;
            --unpack) shift; unpack=${1:?--unpack needs a folder} ;;
            --check-signer) check_signer "${2:?file}" "${3:?name of the signer}"; say "signed by $3"; return ;;
            -*) refuse 2 "unknown option $1; see the head of $0" ;;
            *) wanted+=("$1") ;;
        esac
        shift
    done
    [ ${#wanted[@]} -gt 0 ] || refuse 2 "say what to fetch: adapter, runtime, lab, builder, all, or the id of an artifact"
    need python3 python3-minimal "reads the manifests"
    local list; list=$(artifacts)
    for one in "${wanted[@]}"; do
        matched=no
        while IFS=$'\t' read -r -a fields; do
            local id=${fields[1]} kind=${fields[2]} old=${fields[10]}
            chosen=no
            case $one in
                all) chosen=yes ;;
                adapter) case $kind in driver | client) [ "$old" = - ] && chosen=yes ;; esac ;;
                runtime | lab | builder) [ "$kind" = "$one" ] && chosen=yes ;;
                *) [ "$id" = "$one" ] && chosen=yes ;;
            esac
            [ "$chosen" = yes ] || continue
            matched=yes
            obtain "${fields[@]}"
            case $unpack:$kind in
                ?*:runtime | ?*:builder) unpack_kind "${fields[0]}/${fields[3]}" "${fields[9]}" "${fields[4]}" "$unpack" "$kind" ;;
            esac
        done <<<"$list"
        [ "$matched" = yes ] || refuse 2 "no manifest knows '$one'"
    done
}

main "$@"
