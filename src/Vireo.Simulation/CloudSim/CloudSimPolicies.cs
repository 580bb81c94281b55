using System.Globalization;
using Vireo.Scheduling.Placement.Consolidating;

namespace Vireo.Simulation;

/// <summary>Makes the policies that are compared in the reference simulator, by name.</summary>
internal static class CloudSimPolicies
{
    private const double PeerSafety = 1.2;

    /// <summary>How names are made, for messages.</summary>
    public const string Known =
        "npa, dvfs, {thr,mad,iqr,lr,lrr}-{mmt,mu,mc,rs}-PARAMETER such as thr-mmt-0.8 or lr-mmt-1.2, mfped, pebfd, vireo";

    /// <summary>Makes a policy.</summary>
    /// <param name="name">As in <see cref="Known"/>; <c>mfped-mmt-1.2</c> and <c>pebfd-mmt-1.2</c> are the long
    /// forms.</param>
    /// <param name="seed">Of the random selection.</param>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public static ICloudSimPolicy Create(string name, long seed) => name switch
    {
        "npa" or "dvfs" => new FirstSuitable(name),
        "vireo" => new VireoConsolidation(new DemandOptions(), new ConsolidationOptions()),
        "mfped" or "pebfd" => CreateReference(name, [name, "mmt", PeerSafety.ToString(CultureInfo.InvariantCulture)], seed),
        _ => CreateReference(name, name.Split('-'), seed),
    };

    private static ReferencePolicy CreateReference(string name, string[] parts, long seed)
    {
        if (parts.Length != 3
            || !double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out double parameter)
            || !(parameter is > 0 and < 100))
        {
            throw Unknown(name);
        }

        IOverloadTest overload = parts[0] switch
        {
            "thr" => new StaticThreshold(parameter),
            "mad" => new MedianDeviation(parameter),
            "iqr" => new InterquartileRange(parameter),
            "lr" or "lrr" or "mfped" or "pebfd" => new LocalRegression(parameter),
            _ => throw Unknown(name),
        };
        IMachineSelection selection = parts[1] switch
        {
            "mmt" => new LeastMemory(),
            "mu" => new LeastUtilisation(),
            "mc" => new HighestCorrelation(),
            "rs" => new RandomSelection(seed),
            _ => throw Unknown(name),
        };
        IHostChoice choice = parts[0] switch
        {
            "mfped" => new ClosestToSixtyPercent(),
            "pebfd" => new MostEfficientFullest(),
            _ => new LeastPowerIncrease(),
        };

        return new ReferencePolicy(name, overload, selection, choice);
    }

    private static ArgumentException Unknown(string name) =>
        new($"There is no policy '{name}' in this scenario. Known: {Known}.");
}
