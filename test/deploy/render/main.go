// Renders what stands in deploy/: `render kustomize FOLDER`, or `render helm CHART NAMESPACE [VALUES-FILE]`.
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	text, err := render(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Print(text)
}

func render(words []string) (string, error) {
	switch {
	case len(words) == 2 && words[0] == "kustomize":
		return kustomize(words[1])
	case len(words) >= 3 && words[0] == "helm":
		return helm(words[1], words[2], words[3:])
	}
	return "", fmt.Errorf("render kustomize FOLDER, or render helm CHART NAMESPACE [VALUES-FILE]")
}

// As `kubectl kustomize FOLDER` does.
func kustomize(folder string) (string, error) {
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return "", err
	}
	text, err := resources.AsYaml()
	return string(text), err
}

// As `helm template gennaker CHART --namespace NAMESPACE [--values FILE]` does, without asking a cluster.
func helm(folder, namespace string, files []string) (string, error) {
	chart, err := loader.Load(folder)
	if err != nil {
		return "", err
	}
	values := chartutil.Values{}
	for _, file := range files {
		read, err := chartutil.ReadValuesFile(file)
		if err != nil {
			return "", err
		}
		values = chartutil.CoalesceTables(read, values)
	}
	options := chartutil.ReleaseOptions{Name: "gennaker", Namespace: namespace, IsInstall: true, Revision: 1}
	all, err := chartutil.ToRenderValues(chart, values, options, chartutil.DefaultCapabilities)
	if err != nil {
		return "", err
	}
	rendered, err := engine.Render(chart, all)
	if err != nil {
		return "", err
	}
	return joined(rendered), nil
}

func joined(rendered map[string]string) string {
	names := []string{}
	for name, text := range rendered {
		if strings.HasSuffix(name, ".yaml") && strings.TrimSpace(text) != "" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	parts := []string{}
	for _, name := range names {
		parts = append(parts, rendered[name])
	}
	return strings.Join(parts, "\n---\n")
}
