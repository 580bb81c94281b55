using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Forecasting.Warm;

/// <summary>Learns which machines err together: all of the fleet, those of a group or pool, and those with a
/// tag.</summary>
internal sealed class PeakBook
{
    /// <summary>Less in common changes no decision; what is left of it after shrinking is mostly the weather of the
    /// day.</summary>
    private const double Negligible = 0.01;

    private readonly SortedDictionary<string, PairCorrelation> _sets = new(StringComparer.Ordinal);

    /// <summary>Learns from the errors of all machines since the last call.</summary>
    /// <param name="machines">In the fleet's order, each with its tape; tapes are cleared.</param>
    public void Learn(IReadOnlyList<(VirtualMachine Machine, ErrorTape Tape)> machines)
    {
        var known = machines.Where(one => one.Tape.Values.Count > 0).ToList();
        if (known.Count == 0)
        {
            return;
        }

        var setsOf = known.Select(one => Names(one.Machine).Select(Find).ToArray()).ToList();
        var touched = setsOf.SelectMany(sets => sets).Distinct().ToList();
        long last = known.Max(one => one.Tape.First + one.Tape.Values.Count);
        for (long step = known.Min(one => one.Tape.First); step < last; step++)
        {
            for (int i = 0; i < known.Count; i++)
            {
                long at = step - known[i].Tape.First;
                if (at >= 0 && at < known[i].Tape.Values.Count && !float.IsNaN(known[i].Tape.Values[(int)at]))
                {
                    foreach (var set in setsOf[i])
                    {
                        set.Add(known[i].Tape.Values[(int)at]);
                    }
                }
            }

            touched.ForEach(set => set.EndStep());
        }

        known.ForEach(one => one.Tape.Clear());
    }

    /// <summary>What machines have in common; the default where that is nothing.</summary>
    /// <param name="machines">The fleet's, ordered by identifier.</param>
    public ImmutableArray<PeakCorrelation> Look(ImmutableArray<VirtualMachine> machines)
    {
        double everyone = RatioOf(PeakCorrelation.Everyone);
        var members = new SortedDictionary<string, List<VirtualMachineId>>(StringComparer.Ordinal);
        HashSet<string> present = [PeakCorrelation.Everyone];
        foreach (var machine in machines)
        {
            present.UnionWith(Names(machine));
            string? closest = Names(machine).Where(name => RatioOf(name) > everyone).MaxBy(RatioOf);
            if (closest is not null)
            {
                if (!members.TryGetValue(closest, out var list))
                {
                    members[closest] = list = [];
                }

                list.Add(machine.Id);
            }
        }

        foreach (string gone in _sets.Keys.Where(name => !present.Contains(name)).ToArray())
        {
            _sets.Remove(gone);
        }

        ImmutableArray<PeakCorrelation> found =
        [
            .. everyone > 0 ? [new PeakCorrelation(PeakCorrelation.Everyone, everyone, [])] : (PeakCorrelation[])[],
            .. members.Where(pair => pair.Value.Count > 1)
                .Select(pair => new PeakCorrelation(pair.Key, RatioOf(pair.Key), [.. pair.Value])),
        ];

        return found.IsEmpty ? default : found;
    }

    // What all have in common comes first; a machine has few tags.
    private static IEnumerable<string> Names(VirtualMachine machine)
    {
        yield return PeakCorrelation.Everyone;
        if (machine.Group is { } group)
        {
            yield return $"group {group}";
        }

        if (machine.Pool is { } pool)
        {
            yield return $"pool {pool}";
        }

        foreach (string tag in machine.Tags.All)
        {
            yield return $"tag {tag}";
        }
    }

    private PairCorrelation Find(string name)
    {
        if (!_sets.TryGetValue(name, out var set))
        {
            _sets[name] = set = new PairCorrelation();
        }

        return set;
    }

    // Rounded down, so that outlooks do not differ in what no decision turns on.
    private double RatioOf(string name) =>
        _sets.TryGetValue(name, out var set) ? Math.Floor(set.Ratio / Negligible) * Negligible : 0;
}
