using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>Makes scenarios by name.</summary>
public static class ScenarioCatalog
{
    private const int MostHosts = 20_000;
    private const int MostMachines = 200_000;

    /// <summary>The generated fleet.</summary>
    public const string Demo = "demo";

    /// <summary>PlanetLab traces in the reference simulator's model.</summary>
    public const string PlanetLab = "planetlab";

    /// <summary>Bitbrains traces: real sizes, memory, disk and network.</summary>
    public const string Bitbrains = "bitbrains";

    /// <summary>Any other traces.</summary>
    public const string Traces = "traces";

    /// <summary>All names, as in <c>--scenario</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [Demo, PlanetLab, Bitbrains, Traces];

    /// <summary>Makes a scenario.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="tracesPath">A trace file or folder; only the demo needs none.</param>
    /// <param name="hosts">How many hosts; null for what is usual.</param>
    /// <param name="machines">How many machines at most; null for all.</param>
    /// <param name="seed">Of everything random.</param>
    /// <param name="repeats">Whether a trace starts again when it ends.</param>
    /// <exception cref="ArgumentException">There is no such scenario, or a number is not positive.</exception>
    /// <exception cref="TraceFormatException">The trace cannot be read.</exception>
    public static Scenario Create(
        string name, string? tracesPath, int? hosts, int? machines, long seed, bool repeats)
    {
        RequireInRange(hosts, MostHosts, "--hosts");
        RequireInRange(machines, MostMachines, "--vms");
        if (name == Demo)
        {
            return DemoScenario.Create(new DemoOptions { Hosts = hosts ?? 40, Machines = machines ?? 500, Seed = seed });
        }

        if (!Names.Contains(name))
        {
            throw new ArgumentException($"There is no scenario '{name}'. Choose one of: {string.Join(", ", Names)}.");
        }

        if (string.IsNullOrEmpty(tracesPath))
        {
            throw new ArgumentException($"Scenario '{name}' replays traces: give a file or folder with --traces.");
        }

        var trace = TraceReader.Read(tracesPath);
        trace = machines is { } count ? trace.Take(count) : trace;

        return name == PlanetLab
            ? PlanetLabScenario.Create(trace, hosts ?? PlanetLabScenario.ReferenceHosts, repeats)
            : TraceScenario.Create(name, trace, hosts, repeats);
    }

    private static void RequireInRange(int? number, int most, string option)
    {
        if (number < 1 || number > most)
        {
            throw new ArgumentException($"{option} must be from 1 to {most}, not {number}.");
        }
    }
}
