// labvcsim: a simulated vCenter for tests, on Debian's packaged govmomi simulator library, with a
// control interface for scenarios. The vSphere API is at /sdk; the control interface is plain HTTP GET:
//
//	/lab/set?ref=HostSystem:host-26&path=runtime.connectionState&value=notResponding   change any property
//	/lab/perf?ref=VirtualMachine:vm-61&counter=2&value=7500       fix a counter's samples (value= empty: undo)
//	/lab/fault?method=PowerOnVM_Task&pct=30&type=InsufficientCpuResourcesFault   answer with a fault
//	/lab/chaos?drop=5&delay=200                                   drop pct of connections, delay each call by ms
//	/lab/lose?method=RelocateVM_Task&n=1                          carry out the next n calls, drop their answers
//	/lab/truncate?method=RetrievePropertiesEx&n=1                 cut the next n answers of a method in half
//	/lab/expire                                                   end all sessions, also under calls that wait
//	/lab/deny?privileges=Resource.HotMigrate,…                    what HasPrivilegeOnEntity denies (empty: nothing)
//	/lab/event?ref=HostSystem:host-26&type=esx.problem.x&text=…&severity=error   an event of an object (alarm=red: a change of an alarm)
//	/lab/calls                                                    one JSON line per method: how often it was called
//	/lab/inventory                                                one JSON line per VM: ref, name, host, pool, power
//
// Calls that the library lacks or answers incompletely are completed here: MigrateVM_Task,
// MoveIntoResourcePool, powerOn after CloneVM_Task, the vm lists of hosts and pools after a move, a
// refusal of duplicate names, the activationId of tasks, and the announcement of changes that the library
// makes without telling its property collectors (sizes, options, pool terms, maintenance).
package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

var (
	mu     sync.Mutex
	fixed  = map[types.ManagedObjectReference]map[int32]int64{}
	faults = map[string]struct {
		pct  int
		kind string
	}{}
	drop, delay int
	losing      = map[string]int{}
	truncating  = map[string]int{}
	calls       = map[string]int{}
	denied      = map[string]bool{}
	seen        = map[string]bool{} // cookies that calls came with
	ended       = map[string]bool{} // cookies of sessions that were ended
	endOfWaits  = make(chan struct{})
	ctx         = &simulator.Context{Context: context.Background(), Session: &simulator.Session{UserSession: types.UserSession{UserName: "lab"}, Registry: simulator.NewRegistry()}}
)

type perf struct{ simulator.PerformanceManager }

func (p *perf) QueryPerf(c *simulator.Context, req *types.QueryPerf) soap.HasFault {
	res := p.PerformanceManager.QueryPerf(c, req)
	body, ok := res.(*methods.QueryPerfBody)
	if !ok || body.Res == nil {
		return res
	}
	mu.Lock()
	defer mu.Unlock()
	for _, r := range body.Res.Returnval {
		m, ok := r.(*types.PerfEntityMetric)
		if !ok {
			continue
		}
		for _, s := range m.Value {
			series, ok := s.(*types.PerfMetricIntSeries)
			if !ok {
				continue
			}
			// the library gives fewer values than samples for some counters, and newest first
			if v, ok := fixed[m.Entity][series.Id.CounterId]; ok {
				series.Value = make([]int64, len(m.SampleInfo))
				for i := range series.Value {
					series.Value[i] = v
				}
			}
		}
	}
	return res
}

func refOf(s string) types.ManagedObjectReference {
	i := strings.Index(s, ":")
	if i < 0 {
		return types.ManagedObjectReference{}
	}
	return types.ManagedObjectReference{Type: s[:i], Value: s[i+1:]}
}

// disconnectDrives takes the media of hosts out of the machines' drives, which the library connects and
// with which no machine of a real vCenter would move.
func disconnectDrives() {
	for _, e := range simulator.Map.All("VirtualMachine") {
		vm, ok := e.(*simulator.VirtualMachine)
		if !ok || vm.Config == nil {
			continue
		}
		for _, d := range vm.Config.Hardware.Device {
			switch d.(type) {
			case *types.VirtualCdrom, *types.VirtualFloppy:
				if c := d.GetVirtualDevice().Connectable; c != nil {
					c.Connected = false
				}
			}
		}
	}
}

// syncLists makes the vm lists of hosts and pools agree with what each VM says.
func syncLists() {
	hosts, pools := map[types.ManagedObjectReference][]types.ManagedObjectReference{}, map[types.ManagedObjectReference][]types.ManagedObjectReference{}
	for _, e := range simulator.Map.All("VirtualMachine") {
		if vm, ok := e.(*simulator.VirtualMachine); ok {
			if vm.Runtime.Host != nil {
				hosts[*vm.Runtime.Host] = append(hosts[*vm.Runtime.Host], vm.Self)
			}
			if vm.ResourcePool != nil {
				pools[*vm.ResourcePool] = append(pools[*vm.ResourcePool], vm.Self)
			}
		}
	}
	set := func(kind string, want map[types.ManagedObjectReference][]types.ManagedObjectReference) {
		for _, e := range simulator.Map.All(kind) {
			simulator.Map.Update(e, []types.PropertyChange{{Name: "vm", Val: want[e.Reference()]}})
		}
	}
	set("HostSystem", hosts)
	set("ResourcePool", pools)
}

var (
	methodRe = regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?Body[^>]*>\s*<(?:[A-Za-z0-9]+:)?([A-Za-z0-9_]+)`)
	thisRe   = regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?_this[^>]*>([^<]+)<`)
	privRe   = regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?privId[^>]*>([^<]+)<`)
	poolRe   = regexp.MustCompile(`<returnval type="ResourcePool">([^<]+)<`)
	taskRe   = regexp.MustCompile(`<returnval type="Task">([^<]+)<`)
)

func tag(body, name string) string {
	m := regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?` + name + `(?:\s[^>]*)?>([^<]*)<`).FindStringSubmatch(body)
	if m == nil {
		return ""
	}
	return m[1]
}

func fault(w http.ResponseWriter, kind, text string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.WriteHeader(500)
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>%s</faultstring><detail><%sFault xmlns="urn:vim25" xsi:type="%s"/></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`, text, kind, kind)
}

// capture holds an answer back, so that what follows from the call is so before the caller hears of it.
type capture struct {
	head   http.Header
	status int
	buf    bytes.Buffer
}

func newCapture() *capture { return &capture{head: http.Header{}, status: 200} }

func (c *capture) Header() http.Header         { return c.head }
func (c *capture) WriteHeader(status int)      { c.status = status }
func (c *capture) Write(b []byte) (int, error) { return c.buf.Write(b) }

func (c *capture) send(w http.ResponseWriter, body []byte) {
	for k, v := range c.head {
		w.Header()[k] = v
	}
	w.WriteHeader(c.status)
	_, _ = w.Write(body)
}

func hangUp(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if c, _, err := h.Hijack(); err == nil {
			c.Close()
		}
	}
}

// take counts one down and says whether there was one left.
func take(counts map[string]int, method string) bool {
	mu.Lock()
	defer mu.Unlock()
	if counts[method] == 0 {
		return false
	}
	counts[method]--
	return true
}

func cookieOf(r *http.Request) string {
	if c, err := r.Cookie("vmware_soap_session"); err == nil {
		return c.Value
	}
	return ""
}

// privileges answers HasPrivilegeOnEntity, which the library always grants.
func privileges(w http.ResponseWriter, head string) {
	mu.Lock()
	defer mu.Unlock()
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><HasPrivilegeOnEntityResponse xmlns="urn:vim25">`)
	for _, m := range privRe.FindAllStringSubmatch(head, -1) {
		fmt.Fprintf(w, "<returnval>%v</returnval>", !denied[m[1]])
	}
	fmt.Fprint(w, `</HasPrivilegeOnEntityResponse></soapenv:Body></soapenv:Envelope>`)
}

// serve carries a call out with what the library leaves undone, and then sends, cuts or drops the answer.
func serve(next http.Handler, w http.ResponseWriter, r *http.Request, method, this, head string) {
	c := newCapture()
	next.ServeHTTP(c, r)
	after(method, this, head, c.buf.String())
	body := c.buf.Bytes()
	if take(truncating, method) {
		body = body[:len(body)/2]
	}
	if take(losing, method) {
		hangUp(w)
		return
	}
	c.send(w, body)
}

// wait lets a call wait until its session is ended.
func wait(next http.Handler, w http.ResponseWriter, r *http.Request) {
	c := newCapture()
	mu.Lock()
	end := endOfWaits
	mu.Unlock()
	done := make(chan struct{})
	go func() { defer close(done); defer func() { _ = recover() }(); next.ServeHTTP(c, r) }()
	select {
	case <-done:
		body := c.buf.Bytes()
		if take(truncating, "WaitForUpdatesEx") {
			body = body[:len(body)/2]
		}
		if take(losing, "WaitForUpdatesEx") {
			hangUp(w)
			return
		}
		c.send(w, body)
	case <-end:
		fault(w, "NotAuthenticated", "The session is not authenticated.")
	}
}

func relocate(vm, host, pool string) string {
	spec := ""
	if pool != "" {
		spec += `<pool type="ResourcePool">` + pool + `</pool>`
	}
	if host != "" {
		spec = `<host type="HostSystem">` + host + `</host>` + spec
	}
	return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><RelocateVM_Task xmlns="urn:vim25"><_this type="VirtualMachine">` + vm + `</_this><spec>` + spec + `</spec></RelocateVM_Task></soapenv:Body></soapenv:Envelope>`
}

func handle(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/lab/") {
			control(w, r)
			return
		}
		mu.Lock()
		d, ms := drop, delay
		mu.Unlock()
		if d > 0 && rand.Intn(100) < d {
			hangUp(w)
			return
		}
		time.Sleep(time.Duration(ms) * time.Millisecond)
		if r.Method != "POST" || !strings.HasPrefix(r.URL.Path, "/sdk") {
			next.ServeHTTP(w, r)
			return
		}
		raw, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
		if err != nil {
			return
		}
		head := string(raw)
		if len(head) > 65536 {
			head = head[:65536]
		}
		method := ""
		if m := methodRe.FindStringSubmatch(head); m != nil {
			method = m[1]
		}
		mu.Lock()
		calls[method]++
		seen[cookieOf(r)] = true
		f, hit := faults[method]
		isEnded := cookieOf(r) != "" && ended[cookieOf(r)]
		mu.Unlock()
		if isEnded && method != "Login" && method != "RetrieveServiceContent" && method != "CurrentTime" {
			fault(w, "NotAuthenticated", "The session is not authenticated.")
			return
		}
		if hit && rand.Intn(100) < f.pct {
			fault(w, f.kind, "injected "+f.kind)
			return
		}
		this := ""
		if m := thisRe.FindStringSubmatch(head); m != nil {
			this = m[1]
		}
		switch method {
		case "MigrateVM_Task":
			raw = []byte(relocate(this, tag(head, "host"), tag(head, "pool")))
		case "MoveIntoResourcePool":
			ok := true
			for _, m := range regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?list type="VirtualMachine"[^>]*>([^<]+)<`).FindAllStringSubmatch(head, -1) {
				vm, is := simulator.Map.Get(types.ManagedObjectReference{Type: "VirtualMachine", Value: m[1]}).(*simulator.VirtualMachine)
				ok = ok && is
				if is {
					simulator.Map.WithLock(vm, func() {
						simulator.Map.Update(vm, []types.PropertyChange{{Name: "resourcePool", Val: &types.ManagedObjectReference{Type: "ResourcePool", Value: this}}})
					})
				}
			}
			if !ok {
				fault(w, "InvalidArgument", "list")
				return
			}
			syncLists()
			w.Header().Set("Content-Type", "text/xml; charset=utf-8")
			fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><MoveIntoResourcePoolResponse xmlns="urn:vim25"></MoveIntoResourcePoolResponse></soapenv:Body></soapenv:Envelope>`)
			return
		case "CloneVM_Task":
			if dup(head) {
				fault(w, "DuplicateName", "The name already exists.")
				return
			}
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		r.ContentLength = int64(len(raw))
		switch method {
		case "RemoveSnapshot_Task":
			forget(this)
			serve(next, w, r, method, this, head)
		case "HasPrivilegeOnEntity":
			privileges(w, head)
		case "WaitForUpdatesEx":
			wait(next, w, r)
		case "RetrievePropertiesEx", "QueryPerf", "Login", "RetrieveServiceContent":
			mu.Lock()
			isPlain := losing[method] == 0 && truncating[method] == 0
			mu.Unlock()
			if isPlain {
				next.ServeHTTP(w, r) // large answers are not held back
			} else {
				serve(next, w, r, method, this, head)
			}
		default:
			serve(next, w, r, method, this, head)
		}
	})
}

func dup(body string) bool {
	name := tag(body, "name")
	for _, e := range simulator.Map.All("VirtualMachine") {
		if e.Entity().Name == name {
			return true
		}
	}
	return false
}

// announce tells property collectors of properties that the library has changed silently.
func announce(ref types.ManagedObjectReference) {
	switch obj := simulator.Map.Get(ref).(type) {
	case *simulator.VirtualMachine:
		if obj.Config != nil {
			simulator.Map.Update(obj, []types.PropertyChange{
				{Name: "name", Val: obj.Name},
				{Name: "config.template", Val: obj.Config.Template},
				{Name: "config.hardware.numCPU", Val: obj.Config.Hardware.NumCPU},
				{Name: "config.hardware.memoryMB", Val: obj.Config.Hardware.MemoryMB},
				{Name: "config.extraConfig", Val: obj.Config.ExtraConfig},
			})
			if obj.Snapshot == nil {
				simulator.Map.Update(obj, []types.PropertyChange{{Name: "snapshot", Val: nil}})
			} else {
				info := *obj.Snapshot
				simulator.Map.Update(obj, []types.PropertyChange{{Name: "snapshot", Val: &info}})
			}
		}
	case *simulator.HostSystem:
		simulator.Map.Update(obj, []types.PropertyChange{{Name: "runtime.inMaintenanceMode", Val: obj.Runtime.InMaintenanceMode}})
	case *simulator.ResourcePool:
		simulator.Map.Update(obj, []types.PropertyChange{
			{Name: "name", Val: obj.Name},
			{Name: "config.cpuAllocation", Val: obj.Config.CpuAllocation},
			{Name: "config.memoryAllocation", Val: obj.Config.MemoryAllocation},
		})
	}
}

// forget takes a snapshot that is deleted out of where the library stumbles over it: as the current one at the root of
// its tree, and in the list of files where there are several.
func forget(snapshot string) {
	for _, e := range simulator.Map.All("VirtualMachine") {
		vm, ok := e.(*simulator.VirtualMachine)
		if !ok || vm.Snapshot == nil {
			continue
		}
		for _, root := range vm.Snapshot.RootSnapshotList {
			if root.Snapshot.Value == snapshot && vm.Snapshot.CurrentSnapshot != nil && vm.Snapshot.CurrentSnapshot.Value == snapshot {
				vm.Snapshot.CurrentSnapshot = nil
			}
		}
		if vm.LayoutEx != nil {
			var kept []types.VirtualMachineFileLayoutExSnapshotLayout
			for _, one := range vm.LayoutEx.Snapshot {
				if one.Key.Value != snapshot {
					kept = append(kept, one)
				}
			}
			vm.LayoutEx.Snapshot = kept
		}
	}
}

// setField leaves one value of a custom attribute, where the library adds one more, and announces it.
func setField(id string) {
	for _, kind := range []string{"ResourcePool", "ClusterComputeResource", "ComputeResource", "VirtualMachine", "HostSystem"} {
		obj := simulator.Map.Get(types.ManagedObjectReference{Type: kind, Value: id})
		if obj == nil {
			continue
		}
		entity := obj.(mo.Entity).Entity()
		var kept []types.BaseCustomFieldValue
		for i, v := range entity.CustomValue {
			isLast := true
			for _, later := range entity.CustomValue[i+1:] {
				isLast = isLast && later.GetCustomFieldValue().Key != v.GetCustomFieldValue().Key
			}
			if isLast {
				kept = append(kept, v)
			}
		}
		simulator.Map.WithLock(obj, func() {
			simulator.Map.Update(obj, []types.PropertyChange{{Name: "customValue", Val: kept}, {Name: "value", Val: kept}})
		})
		return
	}
}

func after(method, this, head, answer string) {
	if method == "SetField" {
		setField(tag(head, "entity"))
	}
	if strings.HasSuffix(method, "Snapshot_Task") {
		// Asked of a machine, or of a snapshot whose machine is not named: few machines are there.
		for _, e := range simulator.Map.All("VirtualMachine") {
			announce(e.Reference())
		}
	}
	kind := map[string]string{
		"ReconfigVM_Task": "VirtualMachine", "MarkAsTemplate": "VirtualMachine", "Rename_Task": "VirtualMachine",
		"EnterMaintenanceMode_Task": "HostSystem", "ExitMaintenanceMode_Task": "HostSystem", "UpdateConfig": "ResourcePool",
	}[method]
	if kind != "" {
		announce(types.ManagedObjectReference{Type: kind, Value: this})
	}
	if m := poolRe.FindStringSubmatch(answer); m != nil && method == "CreateResourcePool" {
		// Its parent did not list it yet when views looked.
		simulator.Map.Put(simulator.Map.Get(types.ManagedObjectReference{Type: "ResourcePool", Value: m[1]}))
	}
	m := taskRe.FindStringSubmatch(answer)
	if m == nil {
		return
	}
	if t, ok := simulator.Map.Get(types.ManagedObjectReference{Type: "Task", Value: m[1]}).(*simulator.Task); ok {
		if id := tag(head, "activationId"); id != "" {
			simulator.Map.Update(t, []types.PropertyChange{{Name: "info.activationId", Val: id}})
		}
	}
	if method != "RelocateVM_Task" && method != "MigrateVM_Task" && method != "CloneVM_Task" {
		return
	}
	if on := tag(head, "powerOn"); method == "CloneVM_Task" && (on == "true" || on == "1") {
		for i := 0; i < 200; i++ {
			t, ok := simulator.Map.Get(types.ManagedObjectReference{Type: "Task", Value: m[1]}).(*simulator.Task)
			if ok && t.Info.State == types.TaskInfoStateSuccess {
				if ref, ok := t.Info.Result.(types.ManagedObjectReference); ok {
					if vm, ok := simulator.Map.Get(ref).(*simulator.VirtualMachine); ok {
						vm.PowerOnVMTask(ctx, &types.PowerOnVM_Task{This: ref})
					}
				}
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	syncLists()
}

func control(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	num := func(k string) int { n, _ := strconv.Atoi(q.Get(k)); return n }
	switch r.URL.Path {
	case "/lab/set":
		obj := simulator.Map.Get(refOf(q.Get("ref")))
		if obj == nil {
			http.Error(w, "no such object", 404)
			return
		}
		var val interface{} = q.Get("value")
		if n, err := strconv.ParseInt(q.Get("value"), 10, 64); err == nil {
			val = int32(n)
			if q.Get("type") == "long" || n != int64(int32(n)) {
				val = n
			}
		} else if b, err := strconv.ParseBool(q.Get("value")); err == nil {
			val = b
		}
		switch q.Get("path") {
		case "runtime.connectionState":
			val = types.HostSystemConnectionState(q.Get("value"))
		case "overallStatus", "summary.overallStatus":
			val = types.ManagedEntityStatus(q.Get("value"))
		case "guestHeartbeatStatus", "summary.quickStats.guestHeartbeatStatus":
			val = types.ManagedEntityStatus(q.Get("value"))
		}
		defer func() {
			if e := recover(); e != nil {
				http.Error(w, fmt.Sprint("cannot set: ", e), 400)
			}
		}()
		simulator.Map.WithLock(obj, func() {
			simulator.Map.Update(obj, []types.PropertyChange{{Name: q.Get("path"), Val: val}})
		})
	case "/lab/perf":
		mu.Lock()
		ref := refOf(q.Get("ref"))
		if fixed[ref] == nil {
			fixed[ref] = map[int32]int64{}
		}
		if q.Get("value") == "" {
			delete(fixed[ref], int32(num("counter")))
		} else {
			fixed[ref][int32(num("counter"))] = int64(num("value"))
		}
		mu.Unlock()
	case "/lab/fault":
		mu.Lock()
		f := faults[q.Get("method")]
		f.pct, f.kind = num("pct"), q.Get("type")
		if f.kind == "" {
			f.kind = "SystemError"
		}
		faults[q.Get("method")] = f
		if f.pct == 0 {
			delete(faults, q.Get("method"))
		}
		mu.Unlock()
	case "/lab/chaos":
		mu.Lock()
		drop, delay = num("drop"), num("delay")
		mu.Unlock()
	case "/lab/lose", "/lab/truncate":
		mu.Lock()
		n := num("n")
		if r.URL.Path == "/lab/lose" {
			losing[q.Get("method")] = n
		} else {
			truncating[q.Get("method")] = n
		}
		mu.Unlock()
	case "/lab/expire":
		mu.Lock()
		for key := range seen {
			ended[key] = true
		}
		close(endOfWaits)
		endOfWaits = make(chan struct{})
		mu.Unlock()
	case "/lab/deny":
		mu.Lock()
		denied = map[string]bool{}
		for _, p := range strings.Split(q.Get("privileges"), ",") {
			denied[p] = true
		}
		mu.Unlock()
	case "/lab/drs":
		// The simulator takes no notice of drsConfig in ReconfigureComputeResource_Task.
		cluster, ok := simulator.Map.Get(refOf(q.Get("ref"))).(*simulator.ClusterComputeResource)
		if !ok {
			http.Error(w, "no such cluster", 404)
			return
		}
		config := *cluster.ConfigurationEx.(*types.ClusterConfigInfoEx)
		config.DrsConfig.Enabled = types.NewBool(true)
		config.DrsConfig.DefaultVmBehavior = types.DrsBehavior(q.Get("behavior"))
		simulator.Map.WithLock(cluster, func() {
			simulator.Map.Update(cluster, []types.PropertyChange{{Name: "configurationEx", Val: &config}})
		})
	case "/lab/event":
		post(refOf(q.Get("ref")), q.Get("type"), q.Get("text"), q.Get("severity"), q.Get("alarm"))
	case "/lab/calls":
		mu.Lock()
		_ = json.NewEncoder(w).Encode(calls)
		mu.Unlock()
		return
	case "/lab/inventory":
		enc := json.NewEncoder(w)
		for _, e := range simulator.Map.All("VirtualMachine") {
			if vm, ok := e.(*simulator.VirtualMachine); ok {
				h, p := "", ""
				if vm.Runtime.Host != nil {
					h = vm.Runtime.Host.Value
				}
				if vm.ResourcePool != nil {
					p = vm.ResourcePool.Value
				}
				_ = enc.Encode(map[string]string{"ref": vm.Self.Value, "name": vm.Name, "host": h, "pool": p, "power": string(vm.Runtime.PowerState)})
			}
		}
		return
	default:
		http.NotFound(w, r)
		return
	}
	fmt.Fprintln(w, "ok")
}

func main() {
	m := simulator.VPX()
	listen := flag.String("l", "127.0.0.1:8989", "address to listen on")
	user := flag.String("username", "", "user name that logs in (empty: any)")
	pass := flag.String("password", "", "its password")
	certificate := flag.String("certificate", "", "file that keeps its certificate from one start to the next (empty: a fresh one)")
	plain := flag.Bool("http", false, "plain HTTP instead of TLS")
	flag.IntVar(&m.Datacenter, "dc", 1, "datacenters")
	flag.IntVar(&m.Cluster, "cluster", 2, "clusters in each datacenter")
	flag.IntVar(&m.ClusterHost, "host", 4, "hosts in each cluster")
	flag.IntVar(&m.Host, "standalone-host", 0, "hosts outside clusters in each datacenter")
	flag.IntVar(&m.Machine, "vm", 10, "virtual machines in each cluster")
	flag.IntVar(&m.Pool, "pool", 0, "resource pools in each cluster")
	flag.IntVar(&m.Datastore, "ds", 2, "datastores")
	flag.IntVar(&m.Portgroup, "pg", 2, "port groups in each datacenter")
	load := flag.String("load", "", "load a saved inventory from this folder")
	flag.Parse()

	var err error
	if *load != "" {
		err = m.Load(*load)
	} else {
		err = m.Create()
	}
	if err != nil {
		log.Fatal(err)
	}
	defer m.Remove()
	ctx.Map = simulator.Map
	s := m.Service
	s.RegisterEndpoints = true
	s.ServeMux = http.NewServeMux()
	s.Listen = &url.URL{Host: "127.0.0.1:0"}
	if *user != "" {
		s.Listen.User = url.UserPassword(*user, *pass)
	}
	inner := s.NewServer() // registers the routes; its own port stays on loopback
	defer inner.Close()
	if pm, ok := simulator.Map.Get(*m.ServiceContent.PerfManager).(*simulator.PerformanceManager); ok {
		simulator.Map.Put(&perf{*pm})
	}
	syncLists()
	disconnectDrives()

	srv := &http.Server{Addr: *listen, Handler: handle(s.ServeMux)}
	go func() {
		var err error
		if *plain {
			err = srv.ListenAndServe()
		} else {
			srv.TLSConfig = &tls.Config{
				Certificates: []tls.Certificate{certificateIn(*certificate)},
				ClientAuth:   tls.RequestClientCert, // for LoginExtensionByCertificate
			}
			err = srv.ListenAndServeTLS("", "")
		}
		if err != http.ErrServerClosed {
			log.Print(err)
			syscall.Kill(os.Getpid(), syscall.SIGTERM)
		}
	}()
	c := m.Count()
	fmt.Printf("labvcsim ready on %s: %d hosts, %d virtual machines, pid %d\n", *listen, c.Host+c.ClusterHost, c.Machine, os.Getpid())
	sig := make(chan os.Signal, 1)
	signal.Notify(sig, syscall.SIGINT, syscall.SIGTERM)
	<-sig
	srv.Close()
}

// post writes an event of a host or machine down, as what happens to real ones does.
func post(ref types.ManagedObjectReference, kind, text, severity, alarm string) {
	base := types.Event{FullFormattedMessage: text}
	switch ref.Type {
	case "HostSystem":
		base.Host = &types.HostEventArgument{Host: ref}
	case "VirtualMachine":
		base.Vm = &types.VmEventArgument{Vm: ref}
	}
	var event types.BaseEvent = &types.EventEx{Event: base, EventTypeId: kind, Severity: severity}
	if alarm != "" {
		event = &types.AlarmStatusChangedEvent{AlarmEvent: types.AlarmEvent{Event: base}, From: "green", To: alarm}
	}
	simulator.Map.EventManager().PostEvent(ctx, &types.PostEvent{EventToPost: event})
}
