using System.Collections.Immutable;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Versions of templates that groups were rolled back from, so that a restart does not try them
/// again.</summary>
internal sealed class RolloutBook(ClusterId cluster, StateStore state)
{
    private const string Key = "rejected-versions";
    private const int Remembered = 100;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<RejectedVersion> Rejected { get; private set; } = [];

    /// <summary>Reads what earlier lives found out.</summary>
    public void Load()
    {
        if (state.Settings.Find(cluster, Key) is { } saved)
        {
            Rejected = CanonicalJson.Read<ImmutableArray<RejectedVersion>>(Encoding.UTF8.GetBytes(saved));
        }
    }

    /// <summary>Takes what was found out now; on disk before it counts.</summary>
    /// <exception cref="StateUnavailableException">It cannot be saved.</exception>
    public void Take(ImmutableArray<RejectedVersion> found)
    {
        if (!found.IsEmpty)
        {
            ImmutableArray<RejectedVersion> all = [.. Rejected.Concat(found).TakeLast(Remembered)];
            state.Settings.Set(cluster, Key, Encoding.UTF8.GetString(CanonicalJson.Write(all)));
            Rejected = all;
        }
    }
}
