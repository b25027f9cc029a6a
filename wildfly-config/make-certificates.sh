#!/bin/sh
# make-certificates.sh HOME HOST...: the Engine's certificate authority, its server certificate and engine.properties.
#
# HOME is the Engine's home (borealis.home); HOST is each DNS name or IP address by which browsers and agents reach it.
# Nothing that exists is replaced, so it may be run again; to renew the server certificate with other hosts delete
# HOME/Engine/Certificates/server.p12 first: agents trust the authority, which stays.
set -eu
umask 077

if [ $# -lt 2 ]; then
    echo "usage: $0 HOME HOST..." >&2
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
    keytool "$command" -storetype PKCS12 -storepass:env BOREALIS_TLS_PASSWORD "$@"
}

if [ ! -f "$certificates/ca.p12" ]; then
    tool -genkeypair -keystore "$certificates/ca.p12.new" -alias ca -keyalg EC -groupname secp256r1 \
        -sigalg SHA256withECDSA -dname "CN=Borealis Engine CA" -validity 7300 \
        -ext bc:critical=ca:true,pathlen:0 -ext ku:critical=keyCertSign,cRLSign >/dev/null 2>&1
    mv "$certificates/ca.p12.new" "$certificates/ca.p12"
fi
tool -exportcert -keystore "$certificates/ca.p12" -alias ca -rfc 2>/dev/null >"$certificates/ca.pem.new"
mv "$certificates/ca.pem.new" "$certificates/ca.pem"

if [ ! -f "$certificates/server.p12" ]; then
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
    new="$certificates/server.p12.new"
    rm -f "$new"
    tool -genkeypair -keystore "$new" -alias server -keyalg EC -groupname secp256r1 \
        -sigalg SHA256withECDSA -dname "CN=$1" -validity 1 >/dev/null 2>&1
    tool -certreq -keystore "$new" -alias server >"$new.csr" 2>/dev/null
    tool -gencert -keystore "$certificates/ca.p12" -alias ca -infile "$new.csr" -outfile "$new.pem" -rfc \
        -sigalg SHA256withECDSA -validity 397 -ext bc:critical=ca:false -ext ku:critical=digitalSignature \
        -ext eku=serverAuth -ext "san=$names" 2>/dev/null
    cat "$certificates/ca.pem" >>"$new.pem"
    tool -importcert -keystore "$new" -alias ca -file "$certificates/ca.pem" -noprompt 2>/dev/null
    tool -importcert -keystore "$new" -alias server -file "$new.pem" -noprompt 2>/dev/null
    tool -delete -keystore "$new" -alias ca 2>/dev/null
    rm -f "$new.csr" "$new.pem"
    mv "$new" "$certificates/server.p12"
fi
chmod 600 "$certificates"/*.p12 "$certificates/ca.pem"
echo "certificates in $certificates, settings in $properties"
