using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Deployments from the request to their end.</summary>
internal sealed class DeploymentTable(StateDatabase database)
{
    public void Save(ClusterId cluster, DeploymentRecord record) =>
        database.Write(
            "INSERT INTO deployment (cluster, id, requested, content, steps) VALUES ($1, $2, $3, $4, $5) " +
            "ON CONFLICT (cluster, id) DO UPDATE SET " +
            "requested = excluded.requested, content = excluded.content, steps = excluded.steps",
            cluster.Value, record.Deployment.Id.Value, record.Deployment.RequestedAt.UtcTicks,
            CanonicalJson.Write(record.Deployment), ControlJson.WriteSteps(record.Steps));

    /// <summary>Those that were asked for since an instant, oldest first.</summary>
    public List<Deployment> Since(ClusterId cluster, DateTimeOffset instant) =>
        database.Read(
            "SELECT content FROM deployment WHERE cluster = $1 AND requested >= $2 ORDER BY requested, id",
            row => CanonicalJson.Read<Deployment>((byte[])row.GetValue(0)), cluster.Value, instant.UtcTicks);

    /// <summary>Drops those that were asked for before an instant and have ended.</summary>
    public void ForgetEndedBefore(ClusterId cluster, DateTimeOffset instant)
    {
        var old = database.Read(
            "SELECT content FROM deployment WHERE cluster = $1 AND requested < $2",
            row => CanonicalJson.Read<Deployment>((byte[])row.GetValue(0)), cluster.Value, instant.UtcTicks);
        foreach (var ended in old.Where(deployment => deployment.HasEnded))
        {
            database.Write("DELETE FROM deployment WHERE cluster = $1 AND id = $2", cluster.Value, ended.Id.Value);
        }
    }

    /// <summary>The newest, oldest first.</summary>
    public List<DeploymentRecord> Newest(ClusterId cluster, int count)
    {
        var newest = database.Read(
            "SELECT content, steps FROM deployment WHERE cluster = $1 ORDER BY requested DESC, id DESC LIMIT $2",
            row => new DeploymentRecord(
                CanonicalJson.Read<Deployment>((byte[])row.GetValue(0)), ControlJson.ReadSteps((byte[])row.GetValue(1))),
            cluster.Value, count);
        newest.Reverse();

        return newest;
    }
}
