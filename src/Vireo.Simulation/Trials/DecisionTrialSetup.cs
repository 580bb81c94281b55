using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>The picture and the outlook that a decision's trial describes.</summary>
internal static class DecisionTrialSetup
{
    private const int Steps = 3;
    private const int Cores = 8;
    private const double MachineMhz = 4_000;
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProviderId Provider = new("sim");
    private static readonly ClusterId Cluster = new("trial");

    public static FleetSnapshot Fleet(DecisionTrial trial) =>
        FleetSnapshot.Create(Now, Cluster, trial.Hosts.Select(Host), trial.Machines.Select(Machine), [], []);

    public static Outlook Outlook(DecisionTrial trial) => new(
        Now, TimeSpan.FromMinutes(5), Steps, [0.5, 0.95],
        [.. trial.Machines.Select(Demand).OrderBy(known => known.VirtualMachine)],
        [
            .. trial.Hosts.Where(host => host.IsFailing)
                .Select(host => new Hazard(EntityId.Of(host.Id), HazardKind.HostFailing, 0.9, "error counters rise.")),
        ])
    {
        Correlations = trial.PeaksTogether.IsEmpty ? default :
        [
            .. trial.PeaksTogether.Select(pair => new PeakCorrelation(
                pair.Key, pair.Value,
                [.. trial.Machines.Where(machine => machine.With == pair.Key).Select(machine => machine.Id).Order()])),
        ],
        Incidents =
        [
            .. trial.Incidents.Select(incident => new OpenIncident(
                $"{incident.Rule}:{incident.Entity}", incident.Rule, incident.Entity, incident.Severity, "As the scenario says.",
                Now - incident.Open)).OrderBy(incident => incident.Id, StringComparer.Ordinal),
        ],
    };

    private static Host Host(DecisionHost host) => new(
        host.Id, host.Id.Value, Provider, Cluster, HostState.On, host.IsInMaintenance, Cores, new CpuMhz(host.Mhz),
        new MemoryBytes((long)host.Gib << 30), new BytesPerSecond(1.25e9), new PowerCurve([100, 200]), host.Rack, "scenario");

    private static VirtualMachine Machine(DecisionMachine machine) => new(
        machine.Id, machine.Id.Value, Provider, Cluster, machine.Host, PowerState.On, 2, new CpuMhz(MachineMhz),
        new MemoryBytes((long)machine.Gib << 30), Mobility.Free, Group: null, Pool: null);

    private static VmOutlook Demand(DecisionMachine machine)
    {
        float[] cpu =
        [
            .. Enumerable.Repeat((float)machine.Median, Steps), .. Enumerable.Repeat((float)(machine.Upper ?? machine.Median), Steps),
        ];
        float[] memory = [.. Enumerable.Repeat((float)((long)machine.Gib << 30), 2 * Steps)];

        return new VmOutlook(
            machine.Id, new DemandForecast([.. cpu], "scenario"), new DemandForecast([.. memory], "scenario"), DataQuality.Perfect);
    }
}
