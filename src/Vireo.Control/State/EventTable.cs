using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The newest events, so that a restart does not forget what happened, found by the objects they concern and
/// by what they follow from.</summary>
internal sealed class EventTable(StateDatabase database)
{
    private const string Cluster = "*";
    private const string Linked =
        "SELECT event.content FROM event_link JOIN event ON event.id = event_link.event " +
        "WHERE event_link.cluster = $1 AND event_link.word = $2 ";

    public void Add(ClusterId cluster, FleetEvent happened)
    {
        long id = database.Read(
            "INSERT INTO event (cluster, content, at, detail) VALUES ($1, $2, $3, $4) RETURNING id",
            row => row.GetInt64(0), cluster.Value,
            JsonSerializer.Serialize(happened, ControlJsonContext.Default.FleetEvent), happened.At.UtcTicks,
            happened.IsDetail ? 1 : 0)[0];
        foreach (string word in Words(happened))
        {
            database.Write("INSERT OR IGNORE INTO event_link VALUES ($1, $2, $3)", cluster.Value, word, id);
        }
    }

    /// <summary>The newest events for the time line of everything, oldest first.</summary>
    public List<FleetEvent> Newest(ClusterId cluster, int count)
    {
        var events = database.Read(
            "SELECT content FROM event WHERE cluster = $1 AND detail = 0 ORDER BY id DESC LIMIT $2", Row, cluster.Value,
            count);
        events.Reverse();

        return [.. events.OfType<FleetEvent>()];
    }

    /// <summary>The newest events since an instant that concern an object or its whole cluster, newest first.</summary>
    public List<FleetEvent> About(ClusterId cluster, EntityId entity, DateTimeOffset since, int count) =>
    [
        .. database.Read(
            "SELECT content FROM event WHERE at >= $4 AND id IN (SELECT event FROM event_link WHERE cluster = $1 AND " +
            "word IN ($2, $3)) ORDER BY id DESC LIMIT $5",
            Row, cluster.Value, Object(entity), Cluster, since.UtcTicks, count).OfType<FleetEvent>(),
    ];

    /// <summary>The first event of a key; null when it is not kept.</summary>
    public FleetEvent? Find(ClusterId cluster, string key) =>
        database.Read(Linked + "ORDER BY event LIMIT 1", Row, cluster.Value, Key(key)).FirstOrDefault();

    /// <summary>What follows from the event of a key, oldest first.</summary>
    public List<FleetEvent> After(ClusterId cluster, string key, int count) =>
    [
        .. database.Read(Linked + "ORDER BY event LIMIT $3", Row, cluster.Value, After(key), count).OfType<FleetEvent>(),
    ];

    /// <summary>Drops all but the newest.</summary>
    public void KeepNewest(ClusterId cluster, int count)
    {
        var oldest = database.Read(
            "SELECT id FROM event WHERE cluster = $1 ORDER BY id DESC LIMIT 1 OFFSET $2", row => row.GetInt64(0),
            cluster.Value, count);
        if (oldest is [var last])
        {
            database.Write("DELETE FROM event_link WHERE cluster = $1 AND event <= $2", cluster.Value, last);
            database.Write("DELETE FROM event WHERE cluster = $1 AND id <= $2", cluster.Value, last);
        }
    }

    /// <summary>Whether an event stands on the time line of an object.</summary>
    public static bool IsAbout(FleetEvent happened, EntityId entity) =>
        happened.Entity == entity || happened.Also.Contains(entity) || IsOfCluster(happened);

    // What is in force for the whole cluster belongs to the history of each of its objects.
    private static bool IsOfCluster(FleetEvent happened) =>
        happened.Entity.Kind == EntityKind.Cluster && EventKeys.IsInForce(happened.Key);

    private static IEnumerable<string> Words(FleetEvent happened)
    {
        yield return Object(happened.Entity);
        foreach (var entity in happened.Also)
        {
            yield return Object(entity);
        }

        if (IsOfCluster(happened))
        {
            yield return Cluster;
        }

        yield return Key(happened.Key);
        foreach (string cause in happened.Follows)
        {
            yield return After(cause);
        }
    }

    private static string Object(EntityId entity) => $"object {entity}";

    private static string Key(string key) => $"key {key}";

    private static string After(string key) => $"after {key}";

    private static FleetEvent? Row(SqliteDataReader row) =>
        JsonSerializer.Deserialize(row.GetString(0), ControlJsonContext.Default.FleetEvent);
}
