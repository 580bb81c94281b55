using System.Text.Json;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The newest events of the time line, so that a restart does not forget what happened.</summary>
internal sealed class EventTable(StateDatabase database)
{
    public void Add(ClusterId cluster, FleetEvent happened) =>
        database.Write(
            "INSERT INTO event (cluster, content) VALUES ($1, $2)", cluster.Value,
            JsonSerializer.Serialize(happened, ControlJsonContext.Default.FleetEvent));

    /// <summary>The newest events, oldest first.</summary>
    public List<FleetEvent> Newest(ClusterId cluster, int count)
    {
        var events = database.Read(
            "SELECT content FROM event WHERE cluster = $1 ORDER BY id DESC LIMIT $2",
            row => JsonSerializer.Deserialize(row.GetString(0), ControlJsonContext.Default.FleetEvent),
            cluster.Value, count);
        events.Reverse();

        return [.. events.OfType<FleetEvent>()];
    }

    /// <summary>Drops all but the newest.</summary>
    public void KeepNewest(ClusterId cluster, int count) =>
        database.Write(
            "DELETE FROM event WHERE cluster = $1 AND id <= " +
            "(SELECT id FROM event WHERE cluster = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
            cluster.Value, count);
}
