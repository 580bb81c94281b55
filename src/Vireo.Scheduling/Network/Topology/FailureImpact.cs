using System.Collections.Immutable;

namespace Vireo.Scheduling.Network.Topology;

/// <summary>What a failure does to machines.</summary>
/// <param name="Failed">What fails: identifiers of elements and links.</param>
/// <param name="Down">Machines that fail with it.</param>
/// <param name="Splits">What was one before and is no more: of each the parts that cannot reach each other afterwards, the
/// one that keeps most ways to the outside first, then the largest. Empty when everybody who is left reaches whom they reached.</param>
public sealed record FailureImpact(
    ImmutableArray<string> Failed, ImmutableArray<string> Down, ImmutableArray<ImmutableArray<ReachablePart>> Splits)
{
    /// <summary>Machines that fail, or are cut off from the first part of those they reached.</summary>
    public int Harmed => Down.Length + Splits.Sum(parts => parts.Skip(1).Sum(part => part.Machines.Length));

    /// <summary>In sentences, for people; empty when nobody loses anything.</summary>
    public IEnumerable<string> Words()
    {
        if (!Down.IsEmpty)
        {
            yield return $"{Some(Down)} {(Down.Length == 1 ? "fails" : "fail")} with it.";
        }

        foreach (var parts in Splits)
        {
            foreach (var part in parts.Skip(1).Where(part => part.Machines.Length > 0))
            {
                int others = parts.Sum(one => one.Machines.Length) - part.Machines.Length;
                var outside = parts.Where(one => one != part).SelectMany(one => one.Outside).Order(StringComparer.Ordinal).ToList();
                string lost = string.Join(
                    " and ", outside.Select(name => $"the way to {name}")
                        .Concat(others > 0 ? [$"the way to {others} other {(others == 1 ? "machine" : "machines")}"] : []));
                yield return $"{Some(part.Machines)} {(part.Machines.Length == 1 ? "loses" : "lose")} {lost}.";
            }

            if (parts.Skip(1).SelectMany(part => part.Outside).Order(StringComparer.Ordinal).ToList()
                is { Count: > 0 } gone && parts[0].Machines.Length > 0)
            {
                yield return $"{Some(parts[0].Machines)} {(parts[0].Machines.Length == 1 ? "loses" : "lose")} " +
                    $"{string.Join(" and ", gone.Select(name => $"the way to {name}"))}.";
            }
        }
    }

    private static string Some(ImmutableArray<string> names) => names.Length <= 4
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(3))} and {names.Length - 3} more";
}
