#!/bin/sh
# An answer without an end.
exec yes
