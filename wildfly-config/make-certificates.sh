#!/bin/sh
# make-certificates.sh [--rotate-server | --rotate-ca] HOME HOST...: the Engine's certificate authority, its server certificate
# and engine.properties.
#
# HOME is the Engine's home (borealis.home); HOST is each DNS name or IP address by which browsers and agents reach it.
# Without a word nothing that exists is replaced, so it may be run again.
#
# --rotate-server makes another server certificate under the same authority, also for other hosts. Restart the Engine then;
# agents notice nothing.
#
# --rotate-ca goes on by one step at each call, and says what comes next:
#   1. makes another authority beside the one in use; the Engine, running, tells its agents to trust both
#   2. puts the new authority and a server certificate of it in place; restart the Engine then
#   3. forgets the old authority; the Engine, running, tells its agents
# Interrupted, the same call does the step again.
#
# ca.p12, the key of the authority, is needed by this script alone: keep it elsewhere and bring it back for a call.
set -eu
umask 077

rotate=""
case "${1:-}" in
    --rotate-server) rotate=server; shift ;;
    --rotate-ca) rotate=ca; shift ;;
esac
if [ $# -lt 2 ]; then
    echo "usage: $0 [--rotate-server | --rotate-ca] HOME HOST..." >&2
    exit 64
fi
command -v keytool >/dev/null || { echo "$0: keytool is missing; install a JDK and put its bin on the PATH" >&2; exit 69; }

mkdir -p "$1"
home=$(CDPATH='' cd -- "$1" && pwd)
shift
certificates="$home/Engine/Certificates"
properties="$home/engine.properties"
mkdir -p "$certificates/VPN_Server" "$home/Engine/Logs" "$home/Engine/Data"
chmod 700 "$home/Engine" "$certificates" "$certificates/VPN_Server" "$home/Engine/Logs" "$home/Engine/Data"

if [ ! -f "$properties" ]; then
    if [ -f "$certificates/ca.p12" ] || [ -f "$certificates/server.p12" ]; then
        echo "$0: $certificates has keys but $properties with their password is gone; restore it or remove the keys" >&2
        exit 78
    fi
    password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    {
        echo "# Settings of the Engine; secret: readable by its owner only. Given to the server by -P."
        echo "borealis.home=$home"
        echo "borealis.tls.password=$password"
    } >"$properties.new"
    mv "$properties.new" "$properties"
fi
chmod 600 "$properties"
BOREALIS_TLS_PASSWORD=$(sed -n 's/^borealis\.tls\.password=//p' "$properties")
export BOREALIS_TLS_PASSWORD
[ -n "$BOREALIS_TLS_PASSWORD" ] || { echo "$0: $properties has no borealis.tls.password" >&2; exit 78; }

# Passwords go by environment: arguments are visible to every account of the machine
tool() {
    command=$1
    shift
    keytool "$command" -J-XX:TieredStopAtLevel=1 -storetype PKCS12 -storepass:env BOREALIS_TLS_PASSWORD "$@"
}

names=""
for host in "$@"; do
    case "$host" in
        *[!0-9A-Za-z.:-]* | "" | -*) echo "$0: '$host' is neither a DNS name nor an IP address" >&2; exit 64 ;;
        *:*) kind=ip ;;
        *[!0-9.]*) kind=dns ;;
        *) kind=ip ;;
    esac
    names="$names${names:+,}$kind:$host"
done

# make_authority FILE: a new authority in a key store of its own
make_authority() {
    rm -f "$1"
    tool -genkeypair -keystore "$1" -alias ca -keyalg EC -groupname secp256r1 \
        -sigalg SHA256withECDSA -dname "CN=Borealis Engine CA" -validity 7300 \
        -ext bc:critical=ca:true,pathlen:0 -ext ku:critical=keyCertSign,cRLSign >/dev/null 2>&1
}

# certificate_of STORE: the certificate of an authority
certificate_of() {
    tool -exportcert -keystore "$1" -alias ca -rfc 2>/dev/null
}

# first_of FILE: the first certificate of a PEM file
first_of() {
    sed '/-----END CERTIFICATE-----/q' "$1"
}

# make_server STORE COMMON_NAME: a server certificate signed by the authority of the store, as server.p12.new
make_server() {
    new="$certificates/server.p12.new"
    rm -f "$new"
    certificate_of "$1" >"$new.ca"
    tool -genkeypair -keystore "$new" -alias server -keyalg EC -groupname secp256r1 \
        -sigalg SHA256withECDSA -dname "CN=$2" -validity 1 >/dev/null 2>&1
    tool -certreq -keystore "$new" -alias server >"$new.csr" 2>/dev/null
    tool -gencert -keystore "$1" -alias ca -infile "$new.csr" -outfile "$new.pem" -rfc \
        -sigalg SHA256withECDSA -validity 397 -ext bc:critical=ca:false -ext ku:critical=digitalSignature \
        -ext eku=serverAuth -ext "san=$names" 2>/dev/null
    cat "$new.ca" >>"$new.pem"
    tool -importcert -keystore "$new" -alias ca -file "$new.ca" -noprompt 2>/dev/null
    tool -importcert -keystore "$new" -alias server -file "$new.pem" -noprompt 2>/dev/null
    tool -delete -keystore "$new" -alias ca 2>/dev/null
    rm -f "$new.csr" "$new.pem" "$new.ca"
}

# need_key: what is asked for signs with the authority's key
need_key() {
    [ -f "$certificates/ca.p12" ] || {
        echo "$0: ca.p12, the key of the authority, is not in $certificates; bring it back for this call" >&2
        exit 78
    }
}

pem="$certificates/ca.pem"
next="$certificates/ca-next.p12"
previous="$certificates/ca-previous.pem"

if [ ! -f "$pem" ]; then
    [ -f "$certificates/ca.p12" ] || { make_authority "$certificates/ca.p12.new"; mv "$certificates/ca.p12.new" "$certificates/ca.p12"; }
    certificate_of "$certificates/ca.p12" >"$pem.new"
    mv "$pem.new" "$pem"
fi
if [ ! -f "$certificates/server.p12" ] || [ "$rotate" = server ]; then
    need_key
    make_server "$certificates/ca.p12" "$1"
    mv "$certificates/server.p12.new" "$certificates/server.p12"
    [ "$rotate" != server ] || echo "a new server certificate is in place; restart the Engine"
fi
if [ "$rotate" = ca ]; then
    if [ -f "$next" ]; then
        [ -f "$previous" ] || { first_of "$pem" >"$previous.new"; mv "$previous.new" "$previous"; }
        make_server "$next" "$1"
        { certificate_of "$next"; cat "$previous"; } >"$pem.new"
        mv "$pem.new" "$pem"
        mv "$certificates/server.p12.new" "$certificates/server.p12"
        mv "$next" "$certificates/ca.p12"
        echo "step 2 of 3: the new authority signs. Restart the Engine now; enrollment codes from before this step are void."
        echo "When no device is to be waited for any more, run the same command again: it forgets the old authority."
    elif [ -f "$previous" ]; then
        first_of "$pem" >"$pem.new"
        mv "$pem.new" "$pem"
        rm "$previous"
        echo "step 3 of 3: the old authority is forgotten. Devices that were away all the while are enrolled anew."
    else
        make_authority "$next.new"
        first_of "$pem" >"$pem.new"
        certificate_of "$next.new" >>"$pem.new"
        mv "$pem.new" "$pem"
        mv "$next.new" "$next"
        echo "step 1 of 3: the Engine tells its agents to trust a second authority; nothing is to be restarted."
        echo "When GET /api/keys/orchestration-token/waiting lists no device that matters, run the same command again."
    fi
fi
for secret in "$certificates"/*.p12; do
    chmod 600 "$secret"
done
chmod 600 "$pem"
echo "certificates in $certificates, settings in $properties"
