package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	memcache "k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/controller-manager/pkg/informerfactory"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/deployment"
	"k8s.io/kubernetes/pkg/controller/endpointslice"
	"k8s.io/kubernetes/pkg/controller/garbagecollector"
	"k8s.io/kubernetes/pkg/controller/job"
	"k8s.io/kubernetes/pkg/controller/namespace"
	"k8s.io/kubernetes/pkg/controller/replicaset"
)

func nodesMain() int {
	kubeconfig := flag.String("kubeconfig", "", "path of the kubeconfig")
	n := flag.Int("nodes", 3, "how many fake nodes")
	qps := flag.Float64("qps", 500, "client QPS")
	readyAfter := flag.Duration("ready-after", 300*time.Millisecond, "time from bound to Ready")
	workers := flag.Int("workers", 8, "workers per controller")
	klog.InitFlags(nil)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := runNodes(ctx, *kubeconfig, *n, float32(*qps), *readyAfter, *workers); err != nil {
		fmt.Fprintln(os.Stderr, "nodes:", err)
		return 1
	}
	return 0
}

func runNodes(ctx context.Context, kubeconfig string, n int, qps float32, readyAfter time.Duration, workers int) error {
	cfg, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	cfg.QPS, cfg.Burst = qps, int(qps)*2
	cfg.ContentType = "application/vnd.kubernetes.protobuf"
	cfg.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	newClient := func(ua string) kubernetes.Interface { // one rate limiter for each controller
		return kubernetes.NewForConfigOrDie(rest.AddUserAgent(rest.CopyConfig(cfg), ua))
	}
	client := newClient("k8slite-sim")

	for i := 0; i < n; i++ {
		if err := ensureNode(ctx, client, fmt.Sprintf("sim-%d", i)); err != nil {
			return err
		}
	}

	f := informers.NewSharedInformerFactory(client, 0)
	core, apps := f.Core().V1(), f.Apps().V1()

	rsc := replicaset.NewReplicaSetController(ctx, apps.ReplicaSets(), core.Pods(), newClient("replicaset-controller"), replicaset.BurstReplicas)
	dc, err := deployment.NewDeploymentController(ctx, apps.Deployments(), apps.ReplicaSets(), core.Pods(), newClient("deployment-controller"))
	if err != nil {
		return err
	}
	jc, err := job.NewController(ctx, core.Pods(), f.Batch().V1().Jobs(), newClient("job-controller"))
	if err != nil {
		return err
	}
	esc := endpointslice.NewController(ctx, core.Pods(), core.Services(), core.Nodes(), f.Discovery().V1().EndpointSlices(), 100, newClient("endpointslice-controller"), 0)

	metaCfg := rest.CopyConfig(cfg)
	metaCfg.ContentType, metaCfg.AcceptContentTypes = "", ""
	metaClient, err := metadata.NewForConfig(metaCfg)
	if err != nil {
		return err
	}
	gcClient := newClient("generic-garbage-collector")
	nsc := namespace.NewNamespaceController(ctx, newClient("namespace-controller"), metaClient, gcClient.Discovery().ServerPreferredNamespacedResources, core.Namespaces(), 5*time.Minute, corev1.FinalizerKubernetes)

	started := make(chan struct{})
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memcache.NewMemCacheClient(gcClient.Discovery()))
	gc, err := garbagecollector.NewGarbageCollector(ctx, gcClient, metaClient, mapper, garbagecollector.DefaultIgnoredResources(),
		informerfactory.NewInformerFactory(f, metadatainformer.NewSharedInformerFactory(metaClient, 0)), started)
	if err != nil {
		return err
	}

	s := newSim(client, core.Pods().Lister(), n, readyAfter)
	if _, err := core.Pods().Informer().AddEventHandler(s.handler()); err != nil {
		return err
	}

	f.Start(ctx.Done())
	f.WaitForCacheSync(ctx.Done())
	close(started)

	go rsc.Run(ctx, workers)
	go dc.Run(ctx, workers)
	go jc.Run(ctx, workers)
	go esc.Run(ctx, workers)
	go nsc.Run(ctx, 2)
	go gc.Run(ctx, workers, 30*time.Second)
	go gc.Sync(ctx, gcClient.Discovery(), 5*time.Second)
	for i := 0; i < workers; i++ {
		go func() {
			for s.work(ctx) {
			}
		}()
	}
	fmt.Println("k8slite nodes: ready")
	<-ctx.Done()
	s.queue.ShutDown()
	return nil
}

func ensureNode(ctx context.Context, c kubernetes.Interface, name string) error {
	caps := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("256"), corev1.ResourceMemory: resource.MustParse("1Ti"), corev1.ResourcePods: resource.MustParse("100000"),
	}
	node := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"kubernetes.io/hostname": name, "type": "k8slite"}},
	}
	got, err := c.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		got, err = c.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
	}
	if err != nil {
		return err
	}
	now := metav1.Now()
	got.Spec.Taints = nil
	got.Status = corev1.NodeStatus{Capacity: caps, Allocatable: caps, Conditions: []corev1.NodeCondition{
		{Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "Simulated", LastHeartbeatTime: now, LastTransitionTime: now}}}
	_, err = c.CoreV1().Nodes().UpdateStatus(ctx, got, metav1.UpdateOptions{})
	return err
}
