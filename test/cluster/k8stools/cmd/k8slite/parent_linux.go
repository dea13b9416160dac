package main

import (
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// dieWithParent asks Linux to kill this process when its parent dies. The setting
// belongs to the thread and survives execve, so the thread must be the one that executes.
func dieWithParent() error {
	runtime.LockOSThread()
	return unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0, 0, 0)
}
