using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>Changes that happen in one transaction; the next stage waits until hosts have carried it out.</summary>
/// <param name="Kind">Why at this place.</param>
/// <param name="Changes">What changes, by table and key.</param>
public sealed record OvnStage(OvnStageKind Kind, ImmutableArray<OvnChange> Changes)
{
    /// <summary>Whether it has happened.</summary>
    public bool IsIn(OvnState state)
    {
        var rows = state.ByKey();

        return Changes.All(change => change.IsIn(rows.GetValueOrDefault((change.Table, change.Key))));
    }

    /// <summary>Why it must not be made to what is there; null when it may.</summary>
    public string? WhyNot(OvnState state)
    {
        var rows = state.ByKey();

        return Changes.Select(change => change.WhyNot(rows.GetValueOrDefault((change.Table, change.Key))))
            .FirstOrDefault(reason => reason is not null);
    }

    /// <summary>What is there after it.</summary>
    public OvnState Of(OvnState state)
    {
        var rows = state.ByKey();
        foreach (var change in Changes)
        {
            var key = (change.Table, change.Key);
            if (change.Of(rows.GetValueOrDefault(key)) is { } row)
            {
                rows[key] = row;
            }
            else
            {
                rows.Remove(key);
            }
        }

        return state with
        {
            Rows = [.. rows.Values.OrderBy(row => row.Table, StringComparer.Ordinal).ThenBy(row => row.Key, StringComparer.Ordinal)],
        };
    }
}
