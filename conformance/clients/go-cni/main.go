// go-cni takes one pod through its life with containerd's own client library, as containerd's CRI service does, and says
// after each step what it saw. Pods get their addresses from what this library makes of a plugin's result, so this is
// where a result that no specification forbids can still leave a pod without network.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
)

func main() {
	pod, asJSON := readOptions()
	steps := walk(pod)
	if asJSON {
		printJSON(steps)
	} else {
		printTable(steps)
	}
	for _, step := range steps {
		if !step.Passed {
			os.Exit(1)
		}
	}
}

func readOptions() (Pod, bool) {
	var pod Pod
	flag.StringVar(&pod.PluginDir, "bin-dir", "", "folder of the plugins")
	flag.StringVar(&pod.ConfDir, "conf-dir", "", "folder of network configurations; the first file is the pod's network")
	flag.StringVar(&pod.ID, "id", "go-cni-pod", "ID of the pod's sandbox")
	flag.StringVar(&pod.NetNS, "netns", "", "its network namespace: on Windows a GUID")
	flag.Func("address", "an address the pod is to have under eth0, in the order of the result; repeatable", func(text string) error {
		pod.Addresses = append(pod.Addresses, text)
		return nil
	})
	flag.Func("port", "a port mapping, 8080:80/tcp; repeatable", func(text string) error {
		mapping, err := parsePort(text)
		pod.Ports = append(pod.Ports, mapping)
		return err
	})
	flag.StringVar(&pod.NameServer, "name-server", "", "the cluster's DNS server, which is to be in the result")
	asJSON := flag.Bool("json", false, "print JSON instead of a table")
	flag.Parse()
	if pod.PluginDir == "" || pod.ConfDir == "" || pod.NetNS == "" || len(pod.Addresses) == 0 {
		fmt.Fprintln(os.Stderr, "-bin-dir, -conf-dir, -netns and at least one -address are needed")
		flag.Usage()
		os.Exit(2)
	}
	return pod, *asJSON
}

func printJSON(steps []Step) {
	if err := json.NewEncoder(os.Stdout).Encode(steps); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func printTable(steps []Step) {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "step\tverdict\texpected\tseen")
	for _, step := range steps {
		verdict := "passed"
		if !step.Passed {
			verdict = "FAILED"
		}
		fmt.Fprintln(table, strings.Join([]string{step.Name, verdict, step.Expected, step.Seen}, "\t"))
	}
	table.Flush()
}
