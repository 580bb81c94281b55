using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Network;

/// <summary>Finds those who are meant by groups or patterns without asking everybody.</summary>
/// <typeparam name="T">Machines, or their ports.</typeparam>
internal sealed class MemberIndex<T>
    where T : class
{
    private readonly ILookup<VmGroupId, T> _byGroup;
    private readonly (string Name, T Item)[] _byName;

    /// <summary>Indexes all.</summary>
    /// <param name="all">Who may be meant.</param>
    /// <param name="name">What one is called; several may have the same name.</param>
    /// <param name="group">To which group one belongs; null for none.</param>
    public MemberIndex(IReadOnlyCollection<T> all, Func<T, string> name, Func<T, VmGroupId?> group)
    {
        _byGroup = all.Where(one => group(one) is not null).ToLookup(one => group(one)!.Value);
        _byName = [.. all.Select(one => (name(one), one)).OrderBy(pair => pair.Item1, StringComparer.Ordinal)];
    }

    /// <summary>Those who are meant; one that is meant twice may come twice.</summary>
    /// <param name="groups">Groups.</param>
    /// <param name="patterns">Names, with <c>*</c> for any text.</param>
    public IEnumerable<T> Of(ImmutableArray<VmGroupId> groups, ImmutableArray<string> patterns) =>
        groups.SelectMany(group => _byGroup[group]).Concat(patterns.SelectMany(Matching));

    // All names that a pattern means begin as it does, up to its first star.
    private IEnumerable<T> Matching(string pattern)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        string beginning = star < 0 ? pattern : pattern[..star];
        for (int at = First(beginning); at < _byName.Length && _byName[at].Name.StartsWith(beginning, StringComparison.Ordinal); at++)
        {
            if (NamePattern.Matches(pattern, _byName[at].Name))
            {
                yield return _byName[at].Item;
            }
        }
    }

    private int First(string beginning)
    {
        var (low, high) = (0, _byName.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (string.CompareOrdinal(_byName[middle].Name, beginning) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
