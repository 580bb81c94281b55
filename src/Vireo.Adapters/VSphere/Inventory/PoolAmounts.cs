using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Amounts of resource pools between the fleet's units and vSphere's: whole megahertz and mebibytes, and shares from
/// 1 to 1,000,000.</summary>
internal static class PoolAmounts
{
    private const double MiB = 1 << 20;
    private const double MostShares = 1_000_000;

    // Weights are numbers like 1 or 2.5; vSphere's usual ones are thousands.
    private const double SharesPerWeight = 1_000;

    /// <summary>What is to be enforced (ResourceConfigSpec).</summary>
    public static XElement Specification(string name, PoolTerms terms) => Vim.Element(
        name, Allocation("cpuAllocation", terms.Cpu, 1), Allocation("memoryAllocation", terms.Memory, MiB));

    /// <summary>What a pool enforces, in the words of the wish where it is that, rounded.</summary>
    public static PoolTerms AsAsked(PoolFacts pool, PoolTerms? wish)
    {
        var seen = PoolTerms.Usual with { Cpu = Weigh(pool.Cpu), Memory = Weigh(pool.Memory) };

        return wish is not null && Round(wish.Cpu, 1) == Round(seen.Cpu, 1)
            && Round(wish.Memory, MiB) == Round(seen.Memory, MiB)
            ? wish
            : seen;
    }

    /// <summary>Why terms cannot be enforced; null when they can.</summary>
    public static string? WhyNot(PoolTerms terms) =>
        IsWished(terms.Network) || IsWished(terms.Disk)
            ? "Resource pools of vSphere divide CPU and memory only; take the terms for network and disk out."
            : null;

    // Shares alone say how to divide what is short; of what cannot be divided here they ask nothing.
    private static bool IsWished(ResourceTerms terms) => terms.Reservation > 0 || terms.Limit is not null;

    private static XElement Allocation(string name, ResourceTerms terms, double unit)
    {
        var (reservation, limit, shares) = Round(terms, unit);

        return Vim.Element(
            name,
            Vim.Element("reservation", reservation),
            Vim.Element("expandableReservation", true),
            Vim.Element("limit", limit),
            Vim.Element(
                "shares",
                Vim.Element("shares", shares ?? 0),
                Vim.Element("level", shares is null ? "normal" : "custom")));
    }

    private static (long Reservation, long Limit, long? Shares) Round(ResourceTerms terms, double unit) => (
        (long)Math.Ceiling((terms.Reservation / unit) - 1e-6),
        terms.Limit is { } limit ? (long)Math.Ceiling((limit / unit) - 1e-6) : -1,
        terms.Shares is { } weight ? (long)Math.Clamp(Math.Round(weight * SharesPerWeight), 1, MostShares) : null);

    private static ResourceTerms Weigh(ResourceTerms seen) => seen with { Shares = seen.Shares / SharesPerWeight };
}
