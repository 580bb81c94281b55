#!/bin/sh
# Boot identity and uptime: proof that it is the same guest after a move.
printf 'Content-Type: text/plain\r\n\r\n%s %s\n' "$(cat /proc/sys/kernel/random/boot_id)" "$(cut -d' ' -f1 /proc/uptime)"
