using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Migrations that happened, whoever made them, so that rest holds across restarts (S8, S12).</summary>
internal sealed class MoveTable(StateDatabase database)
{
    public void Add(ClusterId cluster, PastMove move) =>
        database.Write(
            "INSERT INTO move (cluster, machine, source, target, at) VALUES ($1, $2, $3, $4, $5)",
            cluster.Value, move.VirtualMachine.Value, move.From.Value, move.To.Value, move.At.UtcTicks);

    public List<PastMove> Since(ClusterId cluster, DateTimeOffset from) =>
        database.Read(
            "SELECT machine, source, target, at FROM move WHERE cluster = $1 AND at >= $2 ORDER BY at, id",
            row => new PastMove(
                new VirtualMachineId(row.GetString(0)), new HostId(row.GetString(1)), new HostId(row.GetString(2)),
                new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero)),
            cluster.Value, from.UtcTicks);

    public void ForgetBefore(ClusterId cluster, DateTimeOffset instant) =>
        database.Write("DELETE FROM move WHERE cluster = $1 AND at < $2", cluster.Value, instant.UtcTicks);
}
