using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Deploying;

/// <summary>Whether machines can be made from a template at all: the image is known, and some host is large enough for
/// one even when it carries nothing else.</summary>
public static class TemplateAdmission
{
    private const int MostNamed = 12;

    /// <summary>What stands against a template, each with the key that it is about.</summary>
    /// <param name="template">Which template.</param>
    /// <param name="fleet">The hosts there are; hosts that are off or in maintenance count.</param>
    /// <param name="images">What providers can copy; null while that is not known, which then stands against
    /// nothing.</param>
    /// <param name="cpuRatio">How far a host's CPU may be filled, 0 to 1.</param>
    /// <param name="memoryOvercommit">Configured memory over capacity, as the policy allows it.</param>
    public static IEnumerable<(string Key, string Problem)> Problems(
        VmTemplate template, FleetSnapshot fleet, ImmutableArray<string>? images, double cpuRatio, double memoryOvercommit)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(fleet);
        if (images is { } known && !known.Contains(template.ImageName))
        {
            yield return ("image", $"no provider has an image '{template.ImageName}'; {Named(known)}.");
        }

        var hosts = fleet.Hosts.Where(host => host.Cores > 0 && host.MemoryCapacity.Value > 0).ToList();
        if (hosts.Count == 0 || hosts.Exists(host => Fits(template, host, cpuRatio, memoryOvercommit)))
        {
            yield break;
        }

        var widest = hosts.MaxBy(host => host.Cores)!;
        var largest = hosts.MaxBy(host => host.MemoryCapacity.Value)!;
        bool isTooWide = !FitsCpu(template, widest, cpuRatio);
        bool isTooLarge = !FitsMemory(template, largest, memoryOvercommit);
        if (isTooWide || !isTooLarge)
        {
            yield return ("cores", isTooWide
                ? $"{template.Cores} fit no host even when it is empty; the largest, '{widest.Id}', has {widest.Cores} cores" +
                    (cpuRatio < 1 ? Percent(cpuRatio, "of which {0} may be filled.") : ".")
                : $"no host has room for {template.Cores} cores and {template.Memory.ToText()} together; '{widest.Id}' has {widest.Cores} cores " +
                    $"and {widest.MemoryCapacity.ToText()}, '{largest.Id}' has {largest.Cores} and {largest.MemoryCapacity.ToText()}.");
        }

        if (isTooLarge)
        {
            yield return ("memory",
                $"{template.Memory.ToText()} fit no host even when it is empty; the largest, '{largest.Id}', has {largest.MemoryCapacity.ToText()}" +
                (memoryOvercommit != 1 ? Percent(memoryOvercommit, "of which {0} may be configured.") : "."));
        }
    }

    private static bool Fits(VmTemplate template, Host host, double cpuRatio, double memoryOvercommit) =>
        FitsCpu(template, host, cpuRatio) && FitsMemory(template, host, memoryOvercommit);

    private static bool FitsCpu(VmTemplate template, Host host, double cpuRatio) =>
        template.Cores <= (host.Cores * cpuRatio) + 1e-9;

    private static bool FitsMemory(VmTemplate template, Host host, double memoryOvercommit) =>
        template.Memory.Value <= host.MemoryCapacity.Value * memoryOvercommit;

    private static string Named(ImmutableArray<string> images) =>
        images.IsEmpty ? "there is none at all"
        : images.Length <= MostNamed ? $"there are {string.Join(", ", images)}"
        : $"there are {string.Join(", ", images.Take(MostNamed))} and {images.Length - MostNamed} more";

    private static string Percent(double ratio, string text) =>
        ", " + string.Format(CultureInfo.InvariantCulture, text, string.Create(CultureInfo.InvariantCulture, $"{ratio * 100:0} %"));
}
