// k8slite is one binary with the parts of a Kubernetes control plane that tests
// need: the real etcd, the real kube-apiserver, the real workload controllers,
// and a simulated scheduler and kubelet that make pods Ready (or not) without
// running any container.
//
//	k8slite etcd ...         etcd 3.6, all its own flags
//	k8slite apiserver ...    kube-apiserver 1.34, all its own flags
//	k8slite nodes ...        controllers + fake scheduler + fake nodes (see nodes.go)
//	k8slite with-parent COMMAND ...
//	                         COMMAND, killed when the process that started it dies
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: k8slite etcd|apiserver|nodes|with-parent [flags]")
		os.Exit(2)
	}
	name := os.Args[1]
	os.Args = append([]string{"k8slite-" + name}, os.Args[2:]...)
	switch name {
	case "etcd":
		etcdmain.Main(os.Args)
	case "apiserver":
		os.Exit(cli.Run(apiserver.NewAPIServerCommand()))
	case "nodes":
		os.Exit(nodesMain())
	case "with-parent":
		if err := withParent(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "with-parent:", err)
			os.Exit(1)
		}
	default:
		fmt.Fprintln(os.Stderr, "unknown command", name)
		os.Exit(2)
	}
}

// withParent becomes the command, which keeps the parent-death signal set here.
// A test run that is killed hard can't stop its cluster itself.
func withParent(command []string) error {
	if len(command) == 0 {
		return fmt.Errorf("no command given")
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	if err := dieWithParent(); err != nil {
		return err
	}
	return syscall.Exec(path, command, os.Environ())
}
