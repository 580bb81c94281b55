using System.Xml.Linq;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>Arguments stand in the order of the schema, which a real vCenter insists on and the simulated one does
/// not.</summary>
public sealed class CallTests
{
    private static readonly ManagedObject Machine = new("VirtualMachine", "vm-1");
    private static readonly ManagedObject Host = new("HostSystem", "host-1");
    private static readonly ManagedObject Pool = new("ResourcePool", "resgroup-1");

    [Fact]
    public void RelocateVM_Task() => Assert.Equal(
        "RelocateVM_Task(_this,spec(pool,host),priority)", Shape(MachineCalls.Relocate(Machine, Host, Pool)));

    [Fact]
    public void RelocateVM_Task_with_files() => Assert.Equal(
        "RelocateVM_Task(_this,spec(datastore,host),priority)",
        Shape(MachineCalls.Relocate(Machine, Host, pool: null, new ManagedObject("Datastore", "datastore-1"))));

    [Fact]
    public void Snapshots_and_marks()
    {
        var snapshot = new ManagedObject("VirtualMachineSnapshot", "snapshot-1");

        Assert.Equal("CreateSnapshot_Task(_this,name,description,memory,quiesce)",
            Shape(MachineCalls.TakeSnapshot(Machine, "s", withMemory: true)));
        Assert.Equal("RevertToSnapshot_Task(_this)", Shape(MachineCalls.Revert(snapshot, Machine)));
        Assert.Equal("RemoveSnapshot_Task(_this,removeChildren,consolidate)", Shape(MachineCalls.DeleteSnapshot(snapshot, Machine)));
        Assert.Equal("SetField(_this,entity,key,value)", Shape(CustomAttributes.Set(
            new ManagedObject("CustomFieldsManager", "CustomFieldsManager"), Pool, 101, "vc")));
    }

    [Fact]
    public void ReconfigVM_Task() => Assert.Equal(
        "ReconfigVM_Task(_this,spec(numCPUs,memoryMB))", Shape(MachineCalls.Resize(Machine, 2, new MemoryBytes(1 << 30))));

    [Fact]
    public void CloneVM_Task()
    {
        var create = new CreateVirtualMachine(new VirtualMachineId("web"), new VmTemplateId("t"), new HostId("h"))
        {
            Specification = new VmTemplate(new VmTemplateId("t"), 1, "", 1,
                new MemoryBytes(1 << 30))
            { UserData = "#cloud-config" },
        };
        var origin = new MachineOrigin("vc", "web", "t", 1, "", "", true, false, GuestState.Unknown);

        string shape = Shape(MachineCalls.Clone(Machine, new ManagedObject("Folder", "group-v1"), Pool, Host, create,
            origin));

        string options = string.Join(",", Enumerable.Repeat("extraConfig(key,value)", origin.Options().Length + 4));
        Assert.Equal(
            $"CloneVM_Task(_this,folder,name,spec(location(pool,host),template,config(numCPUs,memoryMB,{options}),powerOn))", shape);
    }

    [Fact]
    public void UpdateConfig_and_CreateResourcePool()
    {
        const string Allocation = "(reservation,expandableReservation,limit,shares(shares,level))";

        Assert.Equal(
            $"UpdateConfig(_this,config(cpuAllocation{Allocation},memoryAllocation{Allocation}))",
            Shape(MachineCalls.UpdatePool(Pool, PoolTerms.Usual)));
        Assert.Equal(
            $"CreateResourcePool(_this,name,spec(cpuAllocation{Allocation},memoryAllocation{Allocation}))",
            Shape(MachineCalls.CreatePool(Pool, "shop", PoolTerms.Usual)));
    }

    [Fact]
    public void MoveIntoResourcePool() => Assert.Equal(
        "MoveIntoResourcePool(_this,list,list)", Shape(MachineCalls.MoveIntoPool(Pool, [Machine, Machine])));

    [Fact]
    public void Power_maintenance_and_deletion()
    {
        Assert.Equal("PowerOnVM_Task(_this)", Shape(MachineCalls.PowerOn(Machine)));
        Assert.Equal("PowerOffVM_Task(_this)", Shape(MachineCalls.PowerOff(Machine)));
        Assert.Equal("ShutdownGuest(_this)", Shape(MachineCalls.ShutDown(Machine)));
        Assert.Equal("Destroy_Task(_this)", Shape(MachineCalls.Destroy(Machine)));
        Assert.Equal("EnterMaintenanceMode_Task(_this,timeout,evacuatePoweredOffVms)",
            Shape(MachineCalls.EnterMaintenance(Host)));
        Assert.Equal("ExitMaintenanceMode_Task(_this,timeout)", Shape(MachineCalls.ExitMaintenance(Host)));
    }

    [Fact]
    public void QueryPerf()
    {
        var target = new PerfTarget(
            Machine, EntityId.Of(new VirtualMachineId("web")), 1,
                [(new PerfCounter(6, "cpu.usagemhz.average", "megaHertz"), Metric.CpuUsage)]);

        var call = PerformanceReader.Query(new ManagedObject("PerformanceManager", "PerfMgr"), [target],
            DateTimeOffset.UnixEpoch, 3);

        Assert.Equal(
            "QueryPerf(_this,querySpec(entity,startTime,maxSample,metricId(counterId,instance),intervalId,format))", Shape(call));
        Assert.Contains("<startTime>1970-01-01T00:00:00Z</startTime>", VimEnvelope.Body(call)
            .ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_of_the_property_collector()
    {
        var plan = new PropertyPlan([("VirtualMachine", ["name", "runtime.host"])],
            new ManagedObject("ContainerView", "v"), "view");

        var filter = plan.Filter("spec");

        Assert.Equal(
            "spec(propSet(type,pathSet,pathSet),objectSet(obj,skip,selectSet(name,type,path,skip)))", Shape(filter));
        Assert.Equal("TraversalSpec", Vim.TypeOf(filter.Child("objectSet").Child("selectSet")));
    }

    [Fact]
    public void Text_that_means_something_in_XML_is_text()
    {
        var call = new VimCall("Login", new ManagedObject("SessionManager", "m"), Vim.Element("password", "a<b>&\"c'"));

        Assert.Equal(
            "a<b>&\"c'", XDocument.Load(new MemoryStream(VimEnvelope.Write(call))).Descendants(Vim.Schema + "password").Single().Value);
    }

    private static string Shape(VimCall call) => Shape(VimEnvelope.Body(call));

    private static string Shape(XElement element) => element.HasElements
        ? $"{element.Name.LocalName}({string.Join(",", element.Elements().Select(Shape))})"
        : element.Name.LocalName;
}
