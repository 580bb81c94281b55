using Vireo.Fleet;
using Vireo.Scheduling.Network;

namespace Vireo.Benchmarks.Networks;

/// <summary>Planning 5,000 networks with 50,000 machines: from nothing, when nothing changed, and when a machine moved to
/// another network.</summary>
internal static class PlanRows
{
    private const int Networks = 5_000;
    private const int Machines = 50_000;
    private const int PerNetwork = Machines / Networks;
    private const int Routers = 500;
    private const int Firewalls = 200;
    private const int Balancers = 200;
    private const int Repetitions = 5;

    /// <summary>Runs it.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        var intent = Intent();
        var machines = Enumerable.Range(0, Machines).Select(i => Machine(i, i / PerNetwork)).ToList();
        var whole = Plan(intent, machines, OvnState.Empty);
        var there = whole.Stages.Aggregate(OvnState.Empty, (state, stage) => stage.Of(state));
        yield return Row(context, "network: plan of 5,000 networks and 50,000 ports from nothing", 5, () => Plan(intent, machines, OvnState.Empty));
        yield return Row(context, "network: the same when nothing has to change", 5, () => Plan(intent, machines, there));

        machines[7] = Machine(7, 4_321);
        if (Plan(intent, machines, there).Stages.Sum(stage => stage.Changes.Length) is not (> 0 and < 20))
        {
            throw new InvalidOperationException("One machine that moved changes much more, or nothing.");
        }

        yield return Row(context, "network: the same when one machine goes to another network", 0.1, () => Plan(intent, machines, there));
    }

    private static BenchmarkResult Row(BenchmarkContext context, string name, double target, Action plan) =>
        new(name, Measure.Median(context.Time, Repetitions, _ => plan()).CpuSeconds, "CPU s", target, HigherIsBetter: false);

    private static NetworkPlan Plan(NetworkIntent intent, List<VirtualMachine> machines, OvnState there)
    {
        var plan = NetworkPlanner.Plan(intent, machines, there);

        return plan.Refusals.IsEmpty ? plan : throw new InvalidOperationException(plan.Refusals[0]);
    }

    private static NetworkIntent Intent() => new()
    {
        Networks =
        [
            .. Enumerable.Range(0, Networks).Select(i => new VirtualNetwork
            {
                Name = $"n{i:d4}", Subnet = $"10.{i / 250}.{i % 250}.0/24", Groups = [new VmGroupId($"g{i:d4}")], Domain = i % 10 == 0 ? $"d{i}.test" : null,
            }),
            new VirtualNetwork { Name = "out", Kind = NetworkKind.Vlan, PhysicalNetwork = "physnet1" },
        ],
        Routers =
        [
            .. Enumerable.Range(0, Routers).Select(i => new VirtualRouter
            {
                Name = $"r{i:d3}", Networks = [.. Enumerable.Range(i * 10, 10).Select(network => $"n{network:d4}")],
                External = new ExternalLink("out", $"172.16.{i / 250}.{(i % 250) + 2}/16", ["host-1", "host-2"], SourceNat: true),
                FloatingAddresses = [new FloatingAddress($"172.17.{i / 250}.{(i % 250) + 2}", $"vm-{i * 100:d5}")],
            }),
        ],
        Firewalls =
        [
            .. Enumerable.Range(0, Firewalls).Select(i => new FirewallPolicy
            {
                Name = $"f{i:d3}", Networks = [$"n{i * 3:d4}"], Groups = [new VmGroupId($"g{(i * 3) + 1:d4}")], Names = [$"vm-{i:d3}1*"],
                Rules = [new FirewallRule { Protocol = "tcp", Ports = [22, 443] }],
            }),
        ],
        LoadBalancers =
        [
            .. Enumerable.Range(0, Balancers).Select(i => new LoadBalancer
            {
                Name = $"b{i:d3}", Address = $"10.200.0.{i + 1}", Network = $"n{i * 5:d4}", Groups = [new VmGroupId($"g{i * 5:d4}")], Routers = [$"r{i:d3}"],
            }),
        ],
    };

    private static VirtualMachine Machine(int number, int network) => new(
        new VirtualMachineId($"vm-{number:d5}"), $"vm-{number:d5}", new ProviderId("p"), new ClusterId("c"), new HostId("h"), PowerState.On, 1,
        new CpuMhz(1000), new MemoryBytes(1 << 30), Mobility.Free, new VmGroupId($"g{network:d4}"), null);
}
