#!/bin/sh
# What `picture make` does where there is no libvips.
exit 69
