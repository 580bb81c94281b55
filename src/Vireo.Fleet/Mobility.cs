using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Whether a virtual machine can move while it runs, known by capability at plan time (S3).</summary>
/// <param name="CanMigrate">False for passthrough devices, local disks, snapshots or locks.</param>
/// <param name="Reason">Why not, in the provider's words; empty when it can.</param>
public readonly record struct Mobility(bool CanMigrate, string Reason)
{
    /// <summary>Whether only where its files lie holds it: together with them it moves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MovesWithFiles { get; init; }

    /// <summary>Moves freely.</summary>
    public static Mobility Free => new(true, "");

    /// <summary>Cannot move, and why.</summary>
    public static Mobility Fixed(string reason) => new(false, reason);

    /// <summary>Why it does not make a move; null when it does.</summary>
    public string? WhyNot(Migration move) =>
        CanMigrate || (MovesWithFiles && move.Storage is not null) ? null : Reason;
}
