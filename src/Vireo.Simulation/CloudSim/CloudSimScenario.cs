using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>A scenario of the reference simulator.</summary>
/// <param name="Name">As in <c>--scenario</c>.</param>
/// <param name="Hosts">How many there usually are.</param>
/// <param name="IsFleet">Whether all trace files of a folder make one fleet.</param>
/// <param name="Rules">Which of the reference's simplifications hold.</param>
internal sealed record CloudSimScenario(string Name, int Hosts, bool IsFleet, CloudSimRules Rules)
{
    /// <summary>All scenarios.</summary>
    public static ImmutableArray<CloudSimScenario> All { get; } =
    [
        new("cloudsim-planetlab", 800, IsFleet: false, CloudSimRules.Reference),
        new("planetlab-physical", 800, IsFleet: false, CloudSimRules.Physical),
        new("planetlab-physical-links", 800, IsFleet: false, CloudSimRules.PhysicalLinks),
        new("planetlab-fleet", 8000, IsFleet: true, CloudSimRules.Reference),
    ];

    /// <summary>Finds a scenario, or null.</summary>
    public static CloudSimScenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);

    /// <summary>Reads the traces.</summary>
    /// <exception cref="TraceFormatException">They cannot be read, or are not five minutes apart.</exception>
    public CloudSimWorkload Read(string path, int? machines)
    {
        if (!IsFleet || !Directory.Exists(path))
        {
            var trace = TraceReader.Read(path);

            return new CloudSimWorkload([machines is { } count ? trace.Take(count) : trace]);
        }

        string[] files = TraceReader.MatrixFiles(path);

        return files.Length > 0
            ? new CloudSimWorkload([.. files.Select(TraceReader.Read)])
            : throw new TraceFormatException(path, 0, "a folder with a matrix of CPU load a day ('vm,s0,…')", "none");
    }
}
