using System.Collections.Immutable;
using Vireo.Fleet;
using Host = Vireo.Fleet.Host;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>A made-up fleet whose load follows the time of day: 40 hosts of three generations in four racks, 500
/// machines of five kinds. Everything about it can be computed for any instant, so there is nothing to store.</summary>
internal static class SyntheticFleet
{
    public const int HostCount = 40;
    public const int MachineCount = 500;

    public static readonly ClusterId Cluster = new("berlin-1");
    public static readonly ProviderId Provider = new("sim-east");
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    public static readonly DateTimeOffset Start = new(2026, 3, 12, 14, 5, 0, TimeSpan.Zero);

    private const long Gib = 1L << 30;

    private static readonly string[] Kinds = ["office", "batch", "web", "steady", "burst"];
    private static readonly (string Model, int Cores, double Mhz, long Memory)[] Generations =
        [("R630 (2016)", 24, 2400, 256), ("R650 (2021)", 48, 2600, 512), ("R760 (2024)", 64, 2900, 768)];

    // Larger hosts carry more machines.
    private static readonly int[] Slots =
        [.. Enumerable.Range(0, HostCount).Where(host => Host(host) is { State: HostState.On, IsInMaintenance: false }).SelectMany(host => Enumerable.Repeat(host, 1 + (host % 3)))];

    public static ImmutableArray<double> Levels => [0.05, 0.1, 0.5, 0.9, 0.95, 0.99];

    public static HostId HostAt(int index) => new($"h-{index + 1:00}");

    public static VirtualMachineId MachineAt(int index) => new($"vm-{index + 1:000}");

    public static Host Host(int index)
    {
        var (model, cores, mhz, memory) = Generations[index % 3];
        var state = index switch { 17 => HostState.Failed, >= 33 and < 38 => HostState.Off, 38 => HostState.PoweringOff, _ => HostState.On };

        return new Host(
            HostAt(index), HostAt(index).Value, Provider, Cluster, state, IsInMaintenance: index == 22, cores,
            new CpuMhz(cores * mhz), new MemoryBytes(memory * Gib), new BytesPerSecond(1.25e9),
            new PowerCurve([120 + (cores * 1.5), 180 + (cores * 2.5), 240 + (cores * 4.5)]), $"rack-{(index / 10) + 1}", model);
    }

    public static VirtualMachine Machine(int index, int hostShift)
    {
        int cores = 2 << (index % 3);
        int host = index is >= 60 and < 72 ? 7 : Slots[((index * 7) + (index < 6 ? hostShift : 0)) % Slots.Length];

        return new VirtualMachine(
            MachineAt(index), $"{Kinds[index % 5]}-{index + 1:000}", Provider, Cluster, HostAt(host),
            index % 61 == 60 ? PowerState.Off : PowerState.On, cores, new CpuMhz(cores * 3400), new MemoryBytes(cores * 4 * Gib),
            index % 83 == 82 ? Mobility.Fixed("GPU passthrough") : Mobility.Free,
            index % 5 == 2 ? new VmGroupId("shop-web") : null, null);
    }

    /// <summary>CPU ratio of a machine at an instant: its kind's daily wave with a reproducible ripple.</summary>
    public static double Ratio(int index, DateTimeOffset at)
    {
        double hour = at.TimeOfDay.TotalHours;
        double ripple = 0.06 * Math.Sin((at.ToUnixTimeSeconds() / 300.0 * (1.7 + (index % 7))) + index);
        double wave = (index % 5) switch
        {
            0 => 0.12 + (0.45 * Bell(hour, 13, 4)),
            1 => 0.08 + (0.75 * Bell(hour, 2, 2.5)),
            2 => 0.2 + (0.4 * Bell(hour, 20, 5)),
            3 => 0.3,
            _ => 0.15 + (Math.Sin(index + (at.ToUnixTimeSeconds() / 1700.0)) > 0.93 ? 0.7 : 0),
        };

        return Math.Clamp(wave + ripple + (0.1 * Math.Sin(index)), 0.01, 1);
    }

    public static FleetSnapshot Snapshot(DateTimeOffset now, int hostShift) => FleetSnapshot.Create(
        now,
        Cluster,
        Enumerable.Range(0, HostCount).Select(Host),
        Enumerable.Range(0, MachineCount).Select(index => Machine(index, hostShift)),
        [
            new PastMove(MachineAt(0), HostAt(3), HostAt(5), now.AddMinutes(-95)),
            new PastMove(MachineAt(12), HostAt(17), HostAt(8), now.AddMinutes(-41)),
        ],
        [
            new InFlightAction(new ActionId("a-1"), new Migration(MachineAt(40), HostAt(12), HostAt(27)), now.AddSeconds(-40)),
            new InFlightAction(new ActionId("a-2"), new Migration(MachineAt(41), HostAt(38), HostAt(9)), now.AddSeconds(-20)),
        ]);

    public static Outlook Outlook(DateTimeOffset now)
    {
        const int Steps = 12;
        var machines = Enumerable.Range(0, MachineCount).Select(index => new VmOutlook(
            MachineAt(index),
            Forecast(index, now, Steps, Machine(index, 0).CpuCapacity.Value),
            Forecast(index, now, Steps, Machine(index, 0).Memory.Value),
            index == 4 ? new DataQuality(0.42, TimeSpan.FromMinutes(25), 0.3, 0, "no sample for 25 minutes") : DataQuality.Perfect));

        return new Outlook(now, Step, Steps, Levels, [.. machines], []);
    }

    public static DemandForecast Forecast(int index, DateTimeOffset now, int steps, double capacity)
    {
        double[] offsets = [-1.64, -1.28, 0, 1.28, 1.64, 2.33];
        var quantiles = offsets.SelectMany(offset => Enumerable.Range(1, steps).Select(step =>
            (float)(capacity * Math.Max(0, Ratio(index, now + (Step * step)) + (offset * 0.025 * Math.Sqrt(1 + (step * 0.4)))))));

        return new DemandForecast([.. quantiles], index % 3 == 0 ? "holt-winters" : "linear");
    }

    private static double Bell(double hour, double peak, double width)
    {
        double distance = Math.Min(Math.Abs(hour - peak), 24 - Math.Abs(hour - peak));

        return Math.Exp(-distance * distance / (2 * width * width));
    }
}
