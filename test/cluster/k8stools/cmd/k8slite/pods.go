package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
)

// Pod behaviour, from annotations on the pod template (or its image's tag):
const (
	annReadyAfter = "sim.k8slite/ready-after" // duration; default --ready-after
	annMode       = "sim.k8slite/mode"        // ok | never-ready | crash | image-pull
	annFailAfter  = "sim.k8slite/fail-after"  // duration after Ready at which it starts to crash
	annJob        = "sim.k8slite/job"         // succeed | fail (pods of Jobs)
	annRunFor     = "sim.k8slite/run-for"     // duration before a Job's pod ends; default 1s
)

// How long a failing pod shows its first failure before the kubelet's back-off.
const backOffAfter = 500 * time.Millisecond

// sim is a scheduler and kubelet for pods that run nothing.
type sim struct {
	client     kubernetes.Interface
	pods       corelisters.PodLister
	queue      workqueue.TypedRateLimitingInterface[string]
	nodes      []string
	next       atomic.Uint64
	ip         atomic.Uint32
	readyAfter time.Duration
	seen       sync.Map // pod UID -> when it was first seen bound (the API's times are whole seconds)
}

func newSim(client kubernetes.Interface, pods corelisters.PodLister, nodes int, readyAfter time.Duration) *sim {
	s := &sim{client: client, pods: pods, readyAfter: readyAfter,
		queue: workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[string]())}
	for i := 0; i < nodes; i++ {
		s.nodes = append(s.nodes, fmt.Sprintf("sim-%d", i))
	}
	return s
}

func (s *sim) handler() cache.ResourceEventHandler {
	enqueue := func(o any) {
		if k, err := cache.DeletionHandlingMetaNamespaceKeyFunc(o); err == nil {
			s.queue.Add(k)
		}
	}
	return cache.ResourceEventHandlerFuncs{AddFunc: enqueue, UpdateFunc: func(_, o any) { enqueue(o) }}
}

func (s *sim) work(ctx context.Context) bool {
	key, quit := s.queue.Get()
	if quit {
		return false
	}
	defer s.queue.Done(key)
	after, err := s.sync(ctx, key)
	switch {
	case err != nil && !apierrors.IsNotFound(err) && !apierrors.IsConflict(err):
		s.queue.AddRateLimited(key)
	case after > 0:
		s.queue.Forget(key)
		s.queue.AddAfter(key, after)
	default:
		s.queue.Forget(key)
	}
	return true
}

func duration(p *corev1.Pod, key string, def time.Duration) time.Duration {
	if d, err := time.ParseDuration(p.Annotations[key]); err == nil {
		return d
	}
	return def
}

// mode is the pod's behaviour: its annotation, or else a word in an image's tag.
func mode(p *corev1.Pod) string {
	if m := p.Annotations[annMode]; m != "" {
		return m
	}
	for _, c := range p.Spec.Containers {
		tag := c.Image[strings.LastIndex(c.Image, ":")+1:]
		for _, m := range []string{"never-ready", "crash", "image-pull"} {
			if strings.Contains(tag, m) {
				return m
			}
		}
	}
	return "ok"
}

// sync moves one pod one step on, and says when to look at it again.
func (s *sim) sync(ctx context.Context, key string) (time.Duration, error) {
	ns, name, _ := strings.Cut(key, "/")
	p, err := s.pods.Pods(ns).Get(name)
	if err != nil {
		return 0, err
	}
	api := s.client.CoreV1().Pods(ns)
	switch {
	case p.DeletionTimestamp != nil:
		s.seen.Delete(p.UID)
		zero := int64(0)
		return 0, api.Delete(ctx, name, metav1.DeleteOptions{GracePeriodSeconds: &zero, Preconditions: &metav1.Preconditions{UID: &p.UID}})
	case p.Status.Phase == corev1.PodSucceeded || p.Status.Phase == corev1.PodFailed:
		return 0, nil
	case p.Spec.NodeName == "":
		node := s.nodes[int(s.next.Add(1))%len(s.nodes)]
		return 0, api.Bind(ctx, &corev1.Binding{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name, UID: p.UID},
			Target: corev1.ObjectReference{Kind: "Node", Name: node}}, metav1.CreateOptions{})
	case !strings.HasPrefix(p.Spec.NodeName, "sim-"):
		return 0, nil
	}
	first, _ := s.seen.LoadOrStore(p.UID, time.Now())
	age := time.Since(first.(time.Time))
	if owner := metav1.GetControllerOf(p); owner != nil && owner.Kind == "Job" {
		return s.syncJobPod(ctx, p, age)
	}
	if len(p.Status.ContainerStatuses) == 0 {
		return 0, s.setStatus(ctx, p, creating())
	}
	switch mode(p) {
	case "image-pull":
		return s.syncFailing(ctx, p, age, pullFailed, pullBackOff)
	case "crash":
		return s.syncFailing(ctx, p, age, crashed, crashBackOff)
	case "never-ready":
		if p.Status.Phase == corev1.PodRunning {
			return 0, nil
		}
		return 0, s.setStatus(ctx, p, running(false))
	default:
		return s.syncHealthy(ctx, p, age)
	}
}

func (s *sim) syncJobPod(ctx context.Context, p *corev1.Pod, age time.Duration) (time.Duration, error) {
	if p.Status.Phase != corev1.PodRunning {
		return 0, s.setStatus(ctx, p, running(true))
	}
	if wait := duration(p, annRunFor, time.Second) - age; wait > 0 {
		return wait, nil
	}
	if p.Annotations[annJob] == "fail" || mode(p) == "crash" {
		return 0, s.setStatus(ctx, p, ended(1))
	}
	return 0, s.setStatus(ctx, p, ended(0))
}

// syncFailing shows the failure itself first, then the kubelet's back-off. A pod stays in the
// back-off: a real one alternates, which would only make recordings differ.
func (s *sim) syncFailing(ctx context.Context, p *corev1.Pod, age time.Duration, failure, backOff condition) (time.Duration, error) {
	now := waitingOrEnded(p)
	if now == backOff.name {
		return 0, nil
	}
	if now != failure.name {
		return backOffAfter, s.setStatus(ctx, p, failure)
	}
	if wait := backOffAfter - age; wait > 0 {
		return wait, nil
	}
	return 0, s.setStatus(ctx, p, backOff)
}

func (s *sim) syncHealthy(ctx context.Context, p *corev1.Pod, age time.Duration) (time.Duration, error) {
	if p.Status.Phase != corev1.PodRunning {
		if wait := duration(p, annReadyAfter, s.readyAfter) - age; wait > 0 {
			return wait, nil
		}
		return 0, s.setStatus(ctx, p, running(true))
	}
	ready := podCondition(p, corev1.PodReady)
	if p.Annotations[annFailAfter] == "" || ready == nil || ready.Status != corev1.ConditionTrue {
		return 0, nil
	}
	if wait := time.Until(ready.LastTransitionTime.Add(duration(p, annFailAfter, time.Minute))); wait > 0 {
		return wait, nil
	}
	return 0, s.setStatus(ctx, p, crashBackOff)
}
