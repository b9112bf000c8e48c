package main

import (
	"fmt"

	gocni "github.com/containerd/go-cni"
)

// Pod is what containerd knows of a pod when it attaches it, and what is expected of the attachment.
type Pod struct {
	PluginDir string
	ConfDir   string
	ID        string
	NetNS     string
	// Without prefix lengths, in the order of the result.
	Addresses []string
	Ports     []gocni.PortMapping
	// Empty: no DNS configuration is handed over.
	NameServer string
}

// options are those of containerd's CRI service: the labels of Kubernetes, and capabilities in go-cni's own types, whose
// JSON keys are written like Go's fields.
func (p Pod) options() []gocni.NamespaceOpts {
	options := []gocni.NamespaceOpts{gocni.WithLabels(map[string]string{
		"K8S_POD_NAMESPACE":          "default",
		"K8S_POD_NAME":               "web-0",
		"K8S_POD_INFRA_CONTAINER_ID": p.ID,
		"K8S_POD_UID":                "0d4c7a52-6a10-4c1e-9c55-3c8c6b2f7e11",
		"IgnoreUnknown":              "1",
	})}
	if len(p.Ports) > 0 {
		options = append(options, gocni.WithCapabilityPortMap(p.Ports))
	}
	if p.NameServer != "" {
		options = append(options, gocni.WithCapabilityDNS(gocni.DNS{
			Servers:  []string{p.NameServer},
			Searches: []string{"default.svc.cluster.local"},
			Options:  []string{"ndots:5"},
		}))
	}
	return options
}

func parsePort(text string) (gocni.PortMapping, error) {
	var mapping gocni.PortMapping
	_, err := fmt.Sscanf(text, "%d:%d/%s", &mapping.HostPort, &mapping.ContainerPort, &mapping.Protocol)
	if err != nil {
		return mapping, fmt.Errorf("write it like 8080:80/tcp")
	}
	return mapping, nil
}
