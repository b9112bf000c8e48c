package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	gocni "github.com/containerd/go-cni"
)

// Step is one call of the library and what came of it.
type Step struct {
	Name     string `json:"name"`
	Expected string `json:"expected"`
	Seen     string `json:"seen"`
	Passed   bool   `json:"passed"`
}

// Longer than any plugin may take; containerd has a limit of its own.
const timeLimit = time.Minute

// walk takes the pod through its life. After a failure only Remove follows, as in containerd.
func walk(pod Pod) []Step {
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	var cni gocni.CNI
	steps := untilFailure([]plannedStep{
		{"Load", "one network, as eth0", func() (seen string, err error) {
			cni, seen, err = load(pod)
			return seen, err
		}},
		{"Status", "ready", func() (string, error) { return "ready", cni.Status() }},
		{"Setup", expectation(pod), func() (string, error) {
			result, err := cni.Setup(ctx, pod.ID, pod.NetNS, pod.options()...)
			if err != nil {
				return "", err
			}
			return inspect(result, pod)
		}},
		{"Check", "as it was set up", func() (string, error) {
			return "as it was set up", cni.Check(ctx, pod.ID, pod.NetNS, pod.options()...)
		}},
	})
	if cni == nil {
		return steps
	}
	return append(steps,
		perform(plannedStep{"Remove", "removed", func() (string, error) {
			return "removed", cni.Remove(ctx, pod.ID, pod.NetNS, pod.options()...)
		}}),
		// containerd stops a sandbox before it removes it, and has no path any more when the namespace is gone
		perform(plannedStep{"Remove again, no namespace", "removed", func() (string, error) {
			return "removed", cni.Remove(ctx, pod.ID, "", pod.options()...)
		}}),
		perform(plannedStep{"Check of the removed pod", "an error", func() (string, error) {
			return refusal(cni.Check(ctx, pod.ID, pod.NetNS, pod.options()...))
		}}),
	)
}

func load(pod Pod) (gocni.CNI, string, error) {
	cni, err := gocni.New(
		gocni.WithMinNetworkCount(1),
		gocni.WithPluginConfDir(pod.ConfDir),
		gocni.WithPluginMaxConfNum(1),
		gocni.WithPluginDir([]string{pod.PluginDir}),
	)
	if err != nil {
		return nil, "", err
	}
	// Windows has no loopback network: containerd loads nothing else there
	if err := cni.Load(gocni.WithDefaultConf); err != nil {
		return nil, "", err
	}
	networks := cni.GetConfig().Networks
	if len(networks) != 1 || networks[0].IFName != eth0 {
		return nil, "", fmt.Errorf("%d networks", len(networks))
	}
	return cni, fmt.Sprintf("%s as %s", networks[0].Config.Name, networks[0].IFName), nil
}

func refusal(err error) (string, error) {
	if err == nil {
		return "", errors.New("success")
	}
	return firstLine(err), nil
}

type plannedStep struct {
	name, expected string
	act            func() (seen string, err error)
}

func untilFailure(planned []plannedStep) []Step {
	var steps []Step
	for _, step := range planned {
		done := perform(step)
		steps = append(steps, done)
		if !done.Passed {
			break
		}
	}
	return steps
}

// perform also survives what would end containerd: go-cni takes an interface index beside the list at its word.
func perform(planned plannedStep) (step Step) {
	step = Step{Name: planned.name, Expected: planned.expected}
	defer func() {
		if cause := recover(); cause != nil {
			step.Seen = fmt.Sprintf("go-cni panics: %v", cause)
		}
	}()
	seen, err := planned.act()
	if err != nil {
		step.Seen = firstLine(err)
		return step
	}
	step.Seen, step.Passed = seen, true
	return step
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
