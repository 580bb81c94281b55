using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Scaling;

/// <summary>What users notice of a group while it goes to another version: how its replicas answer, those of the new
/// version beside the others.</summary>
internal sealed class UpdateService
{
    /// <summary>Measurements after which it is known how a replica answers: one bad reading proves nothing
    /// (S10).</summary>
    private const int Proven = 3;

    /// <summary>How much longer the new version may take than the others before it is to blame for a promise that is
    /// not kept.</summary>
    private const double MostSlower = 1.5;

    private readonly VmTemplate _target;
    private readonly TimeSpan _promised;
    private readonly ImmutableArray<ReplicaService> _now;
    private readonly ImmutableArray<ReplicaService> _before;
    private readonly bool _isUnproven;
    private readonly string? _learned;

    private UpdateService(VmGroup group, VmTemplate target, TimeSpan promised, FleetSnapshot fleet, GroupOutlook outlook)
    {
        (_target, _promised) = (target, promised);
        var versions = fleet.VirtualMachines.Where(machine => machine.Group == group.Id && machine.IsServing)
            .ToDictionary(machine => machine.Id, machine => machine.TemplateVersion == target.Version);
        var proven = outlook.Replicas.Where(one => one.Measurements >= Proven && versions.ContainsKey(one.Replica)).ToList();
        _now = [.. proven.Where(one => versions[one.Replica])];
        _before = [.. proven.Where(one => !versions[one.Replica])];
        _isUnproven = versions.ContainsValue(true) && _now.IsEmpty && !_before.IsEmpty;
        _learned = Learned(outlook, versions.Count);
    }

    /// <summary>Looks at a group; null where no response time is promised or none is measured.</summary>
    public static UpdateService? Of(VmGroup group, VmTemplate target, FleetSnapshot fleet, Outlook outlook) =>
        group.ResponseTime is { } promised && outlook.Groups.FirstOrDefault(known => known.Group == group.Id) is { } answers
            ? new UpdateService(group, target, promised, fleet, answers)
            : null;

    /// <summary>Why the new version does not serve; null when nothing speaks against it.</summary>
    public string? WhyReject()
    {
        if (!IsLate)
        {
            return null;
        }

        string answer = $"Replicas of version {_target.Version} of '{_target.Id}' answer in {Text(Mean(_now))} where {Text(_promised)} " +
            "are promised";

        return !_before.IsEmpty
            ? Mean(_now) > MostSlower * Mean(_before) ? $"{answer} and those of other versions take {Text(Mean(_before))}." : null
            : _learned is { } learned ? $"{answer}, {learned}." : null;
    }

    /// <summary>Why the update goes no further for now; null when it may.</summary>
    public string? WhyWait() => _isUnproven
        ? $"It waits until the first replica of version {_target.Version} has been measured {Proven} times."
        : IsLate
            ? $"It waits: version {_target.Version} answers in {Text(Mean(_now))} where {Text(_promised)} are promised, and so do the others."
            : null;

    private bool IsLate => !_now.IsEmpty && Mean(_now) > _promised;

    // What is learned says whether such a load was carried within the promise before.
    private static string? Learned(GroupOutlook outlook, int serving)
    {
        double load = outlook.Measured.IsEmpty ? -1 : outlook.Measured[^1] / Math.Max(1, serving);

        return outlook.Service is { } service && load >= 0 && load <= service.MhzPerReplica
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"at a load of {load:0} MHz each, and {service.MhzPerReplica:0} MHz were carried within the promise before")
            : null;
    }

    private static TimeSpan Mean(ImmutableArray<ReplicaService> replicas) =>
        TimeSpan.FromSeconds(replicas.Average(one => one.ResponseTime.TotalSeconds));

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
