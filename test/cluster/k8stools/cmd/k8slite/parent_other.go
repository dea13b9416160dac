//go:build !linux

package main

// Elsewhere there is no parent-death signal: a run that is killed hard leaves its cluster behind.
func dieWithParent() error { return nil }
