using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Small facts of a cluster that survive a restart.</summary>
internal sealed class SettingTable(StateDatabase database)
{
    public string? Find(ClusterId cluster, string key) =>
        database.Read("SELECT value FROM setting WHERE key = $1", row => row.GetString(0), Name(cluster, key))
            .SingleOrDefault();

    public void Set(ClusterId cluster, string key, string value) =>
        database.Write(
            "INSERT INTO setting VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            Name(cluster, key), value);

    /// <summary>A number larger than any handed out before for this cluster (S22).</summary>
    public long NextFencingToken(ClusterId cluster)
    {
        long next = 0;
        database.InTransaction(() =>
        {
            next = FencingToken(cluster) + 1;
            Set(cluster, "fence", next.ToString());
        });

        return next;
    }

    /// <summary>The token handed out last.</summary>
    public long FencingToken(ClusterId cluster) => long.Parse(Find(cluster, "fence") ?? "0");

    private static string Name(ClusterId cluster, string key) => $"{cluster.Value}/{key}";
}
