using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Sizing;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Sizing;

/// <summary>Advice for all machines of a cluster from two weeks of stored series; made again after a
/// minute.</summary>
internal sealed class SizingReader(IFleetView fleets, TimeProvider time)
{
    // Of real time: a simulated cluster's hours pass in seconds.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ClusterId, (DateTimeOffset At, ImmutableArray<SizingRow> Rows)> _known = new();

    /// <summary>The advice, the largest saving first.</summary>
    public ImmutableArray<SizingRow> Of(ClusterId cluster)
    {
        var asked = time.GetUtcNow();
        if (_known.TryGetValue(cluster, out var known) && asked - known.At < Fresh)
        {
            return known.Rows;
        }

        var now = fleets.StateOf(cluster).At;

        ImmutableArray<SizingRow> rows =
        [
            .. fleets.StateOf(cluster).Fleet.VirtualMachines
                .Where(machine => machine.State == PowerState.On)
                .Select(machine => new SizingRow(
                    cluster, machine.Name, SizingAdvisor.Advise(machine, EvidenceOf(cluster, machine, now))))
                .OrderByDescending(row => row.Advice.SavedCores)
                .ThenByDescending(row => row.Advice.SavedBytes)
                .ThenBy(row => row.Advice.VirtualMachine),
        ];
        _known[cluster] = (asked, rows);

        return rows;
    }

    private SizingEvidence EvidenceOf(ClusterId cluster, VirtualMachine machine, DateTimeOffset now)
    {
        double[] Read(Metric metric)
        {
            var key = new SeriesKey(EntityId.Of(machine.Id), metric);

            return fleets.Read(cluster, key, now - SizingEvidence.History, now, SizingEvidence.UsualStep)?.Values.ToArray() ?? [];
        }

        return SizingEvidence.Read(machine.Id, fleets.StateOf(cluster).Fleet, Read) with
        {
            Service = PromisedService.Of(machine, fleets.StateOf(cluster).Policy, id => fleets.Service(cluster, id)),
        };
    }
}
