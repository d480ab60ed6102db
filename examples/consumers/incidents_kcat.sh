#!/bin/sh
# Prints incidents as they become known and change: id, a tab, the incident as JSON (NULL when it is to be forgotten).
# Usage: incidents_kcat.sh [BROKER [KCAT OPTIONS]], such as: incidents_kcat.sh localhost:9092 -e   (stop at the end)
broker=${1:-localhost:9092}
[ $# -gt 0 ] && shift
exec kcat -C -q -u -Z -b "$broker" -t incidents.v1 -o beginning -f '%k\t%s\n' "$@"
