using System.Text.Json;
using Vireo.Fleet;
using Vireo.Forecasting;

namespace Vireo.Control;

/// <summary>Which models forecast which series and why, so that a restart neither chooses all anew nor shows less than
/// before.</summary>
internal sealed class ChoiceTable(StateDatabase database)
{
    /// <summary>Adds choices, or puts them in place of older ones of the same series.</summary>
    public void Save(ClusterId cluster, IReadOnlyCollection<KeptChoice> choices, DateTimeOffset now) =>
        database.InTransaction(() =>
        {
            foreach (KeptChoice choice in choices)
            {
                database.Write(
                    "INSERT INTO choice (cluster, series, at, content) VALUES ($1, $2, $3, $4) " +
                    "ON CONFLICT (cluster, series) DO UPDATE SET at = excluded.at, content = excluded.content",
                    cluster.Value, choice.Series, now.UtcTicks,
                    JsonSerializer.Serialize(choice, ControlJsonContext.Default.KeptChoice));
            }
        });

    /// <summary>All that were made since an instant.</summary>
    public List<KeptChoice> Since(ClusterId cluster, DateTimeOffset instant) =>
    [
        .. database.Read(
            "SELECT content FROM choice WHERE cluster = $1 AND at >= $2 ORDER BY series",
            row => JsonSerializer.Deserialize(row.GetString(0), ControlJsonContext.Default.KeptChoice),
            cluster.Value, instant.UtcTicks).OfType<KeptChoice>(),
    ];

    /// <summary>Drops those of series that had none since: they left, or a new choice was due long ago.</summary>
    public void ForgetBefore(ClusterId cluster, DateTimeOffset instant) =>
        database.Write("DELETE FROM choice WHERE cluster = $1 AND at < $2", cluster.Value, instant.UtcTicks);
}
