package main

import (
	"context"
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// condition is what a kubelet would report of a pod: the same words, reasons and messages.
type condition struct {
	name     string // the reason that tells it apart, for pods that wait or ended
	phase    corev1.PodPhase
	ready    bool
	restarts int32
	state    func(p *corev1.Pod, image string, now metav1.Time) (state, last corev1.ContainerState)
}

func waiting(reason, message string) corev1.ContainerState {
	return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
}

func terminated(p *corev1.Pod, exit int32, now metav1.Time) corev1.ContainerState {
	reason := "Completed"
	if exit != 0 {
		reason = "Error"
	}
	started := now
	if p.Status.StartTime != nil {
		started = *p.Status.StartTime
	}
	return corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: exit, Reason: reason, StartedAt: started, FinishedAt: now}}
}

func creating() condition {
	return condition{name: "ContainerCreating", phase: corev1.PodPending,
		state: func(*corev1.Pod, string, metav1.Time) (corev1.ContainerState, corev1.ContainerState) {
			return waiting("ContainerCreating", ""), corev1.ContainerState{}
		}}
}

func running(ready bool) condition {
	return condition{phase: corev1.PodRunning, ready: ready,
		state: func(_ *corev1.Pod, _ string, now metav1.Time) (corev1.ContainerState, corev1.ContainerState) {
			return corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: now}}, corev1.ContainerState{}
		}}
}

func ended(exit int32) condition {
	phase := corev1.PodSucceeded
	if exit != 0 {
		phase = corev1.PodFailed
	}
	return condition{phase: phase,
		state: func(p *corev1.Pod, _ string, now metav1.Time) (corev1.ContainerState, corev1.ContainerState) {
			return terminated(p, exit, now), corev1.ContainerState{}
		}}
}

// notFound is containerd's answer for a tag that does not exist.
func notFound(image string) string {
	return fmt.Sprintf("rpc error: code = NotFound desc = failed to pull and unpack image %q: failed to resolve reference %q: %s: not found", image, image, image)
}

var pullFailed = condition{name: "ErrImagePull", phase: corev1.PodPending,
	state: func(_ *corev1.Pod, image string, _ metav1.Time) (corev1.ContainerState, corev1.ContainerState) {
		return waiting("ErrImagePull", notFound(image)), corev1.ContainerState{}
	}}

var pullBackOff = condition{name: "ImagePullBackOff", phase: corev1.PodPending,
	state: func(_ *corev1.Pod, image string, _ metav1.Time) (corev1.ContainerState, corev1.ContainerState) {
		return waiting("ImagePullBackOff", fmt.Sprintf("Back-off pulling image %q: ErrImagePull: %s", image, notFound(image))), corev1.ContainerState{}
	}}

var crashed = condition{name: "Error", phase: corev1.PodRunning,
	state: func(p *corev1.Pod, _ string, now metav1.Time) (corev1.ContainerState, corev1.ContainerState) {
		return terminated(p, 1, now), corev1.ContainerState{}
	}}

var crashBackOff = condition{name: "CrashLoopBackOff", phase: corev1.PodRunning, restarts: 3,
	state: func(p *corev1.Pod, _ string, now metav1.Time) (corev1.ContainerState, corev1.ContainerState) {
		message := fmt.Sprintf("back-off 40s restarting failed container=%s pod=%s_%s(%s)", p.Spec.Containers[0].Name, p.Name, p.Namespace, p.UID)
		return waiting("CrashLoopBackOff", message), terminated(p, 1, now)
	}}

// waitingOrEnded is the reason the first container gives for not running.
func waitingOrEnded(p *corev1.Pod) string {
	if len(p.Status.ContainerStatuses) == 0 {
		return ""
	}
	switch st := p.Status.ContainerStatuses[0].State; {
	case st.Waiting != nil:
		return st.Waiting.Reason
	case st.Terminated != nil:
		return st.Terminated.Reason
	}
	return ""
}

func podCondition(p *corev1.Pod, t corev1.PodConditionType) *corev1.PodCondition {
	for i := range p.Status.Conditions {
		if p.Status.Conditions[i].Type == t {
			return &p.Status.Conditions[i]
		}
	}
	return nil
}

func (s *sim) setStatus(ctx context.Context, p *corev1.Pod, c condition) error {
	now := metav1.Now()
	status := corev1.PodStatus{Phase: c.phase, StartTime: p.Status.StartTime, PodIP: p.Status.PodIP, HostIP: "127.0.0.1"}
	if status.StartTime == nil {
		status.StartTime = &now
	}
	if status.PodIP == "" {
		v := s.ip.Add(1)
		status.PodIP = fmt.Sprintf("10.%d.%d.%d", 64+(v>>16)&63, (v>>8)&255, v&255)
	}
	status.PodIPs = []corev1.PodIP{{IP: status.PodIP}}
	status.Conditions = podConditions(p, c.ready, now)
	for _, container := range p.Spec.Containers {
		state, last := c.state(p, container.Image, now)
		started := state.Running != nil
		status.ContainerStatuses = append(status.ContainerStatuses, corev1.ContainerStatus{Name: container.Name, Image: container.Image,
			ImageID: imageID(started, container.Image), Ready: c.ready, RestartCount: c.restarts, Started: &started, State: state, LastTerminationState: last})
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"uid": p.UID}, "status": status})
	if err != nil {
		return err
	}
	_, err = s.client.CoreV1().Pods(p.Namespace).Patch(ctx, p.Name, types.MergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

func imageID(started bool, image string) string {
	if !started {
		return ""
	}
	return "sim://" + image
}

func podConditions(p *corev1.Pod, ready bool, now metav1.Time) []corev1.PodCondition {
	unready := corev1.PodCondition{Status: corev1.ConditionFalse, Reason: "ContainersNotReady", Message: "containers with unready status: [" + containerNames(p) + "]"}
	if ready {
		unready = corev1.PodCondition{Status: corev1.ConditionTrue}
	}
	conditions := []corev1.PodCondition{{Type: corev1.PodInitialized, Status: corev1.ConditionTrue}}
	if scheduled := podCondition(p, corev1.PodScheduled); scheduled != nil { // a merge patch replaces the list
		conditions = append(conditions, *scheduled)
	}
	for _, t := range []corev1.PodConditionType{corev1.ContainersReady, corev1.PodReady} {
		c := unready
		c.Type = t
		conditions = append(conditions, c)
	}
	for i := range conditions {
		conditions[i].LastTransitionTime = now
		if before := podCondition(p, conditions[i].Type); before != nil && before.Status == conditions[i].Status {
			conditions[i].LastTransitionTime = before.LastTransitionTime
		}
	}
	return conditions
}

func containerNames(p *corev1.Pod) string {
	names := ""
	for i, c := range p.Spec.Containers {
		if i > 0 {
			names += " "
		}
		names += c.Name
	}
	return names
}
