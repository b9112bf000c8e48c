package main

import (
	"fmt"
	"slices"
	"strings"

	gocni "github.com/containerd/go-cni"
)

// Under this name containerd looks for a pod's addresses; without one there the pod fails to start.
const eth0 = "eth0"

func expectation(pod Pod) string {
	expected := fmt.Sprintf("%s: %s", eth0, strings.Join(pod.Addresses, ", "))
	if pod.NameServer != "" {
		expected += "; DNS " + pod.NameServer
	}
	return expected
}

// inspect says what containerd sees of the result of Setup; the error says what of it is not as it should be.
func inspect(result *gocni.Result, pod Pod) (string, error) {
	config, found := result.Interfaces[eth0]
	if !found {
		return "", fmt.Errorf("no interface %s", eth0)
	}
	addresses := addressesOf(config)
	seen := fmt.Sprintf("%s: %s", eth0, strings.Join(addresses, ", "))
	switch {
	case !slices.Equal(addresses, pod.Addresses):
		return "", fmt.Errorf("%s has [%s]", eth0, strings.Join(addresses, ", "))
	case !strings.EqualFold(config.Sandbox, pod.NetNS):
		return "", fmt.Errorf("%s is in sandbox %q, not in %s", eth0, config.Sandbox, pod.NetNS)
	case config.Mac == "":
		return "", fmt.Errorf("%s has no MAC address", eth0)
	}
	if err := checkIndexes(result); err != nil {
		return "", err
	}
	if pod.NameServer == "" {
		return seen, nil
	}
	servers := nameServers(result)
	if !slices.Contains(servers, pod.NameServer) {
		return "", fmt.Errorf("DNS [%s]", strings.Join(servers, ", "))
	}
	return fmt.Sprintf("%s; DNS %s", seen, strings.Join(servers, ", ")), nil
}

func addressesOf(config *gocni.Config) []string {
	addresses := make([]string, 0, len(config.IPConfigs))
	for _, ip := range config.IPConfigs {
		addresses = append(addresses, ip.IP.String())
	}
	return addresses
}

// checkIndexes holds each address to naming its interface: go-cni counts one that does not to eth0, whatever it belongs
// to, so that the list above cannot show it. Other runtimes have no such default.
func checkIndexes(result *gocni.Result) error {
	for _, raw := range result.Raw() {
		for _, ip := range raw.IPs {
			if ip.Interface == nil {
				return fmt.Errorf("address %s names no interface", ip.Address.IP)
			}
			if name := raw.Interfaces[*ip.Interface].Name; name != eth0 {
				return fmt.Errorf("address %s belongs to interface %s", ip.Address.IP, name)
			}
		}
	}
	return nil
}

func nameServers(result *gocni.Result) []string {
	var servers []string
	for _, dns := range result.DNS {
		servers = append(servers, dns.Nameservers...)
	}
	return servers
}
