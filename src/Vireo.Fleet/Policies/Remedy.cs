using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Binds a class of incidents to an action. What it wants becomes part of a plan and passes the same review as
/// any other action; it can only make Vireo more careful than the mode of the scope, never less.</summary>
/// <param name="Name">Unique in the policy; in plans, receipts and explanations.</param>
/// <param name="Incidents">Rules whose incidents it answers; <c>*</c> stands for any text.</param>
/// <param name="Kind">What it does.</param>
public sealed record Remedy(string Name, ImmutableArray<string> Incidents, RemedyKind Kind)
{
    /// <summary>Incidents that are less urgent are left to people.</summary>
    public Severity Severity { get; init; } = Severity.Warning;

    /// <summary>How long an incident has to last before it is answered (S10).</summary>
    public TimeSpan For { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far it goes by itself: <see cref="OperatingMode.Approve"/> asks a person,
    /// <see cref="OperatingMode.Autopilot"/> follows the mode of the scope, any other only says what would be
    /// done.</summary>
    public OperatingMode Mode { get; init; } = OperatingMode.Approve;

    /// <summary>Most incidents that it answers in one hour: many at once have a cause that it does not know.</summary>
    public int AtMostPerHour { get; init; } = 2;

    /// <summary>How long it leaves what it has answered for alone, whether or not that helped.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Replicas that <see cref="RemedyKind.Scale"/> adds, within the bounds of the group.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>What <see cref="RemedyKind.Resize"/> multiplies the cores by, 1 to 2; 1 leaves them.</summary>
    public double CoresFactor { get; init; } = 1;

    /// <summary>What <see cref="RemedyKind.Resize"/> multiplies the memory by, 1 to 2; 1 leaves it.</summary>
    public double MemoryFactor { get; init; } = 1;

    /// <summary>Cores beyond which <see cref="RemedyKind.Resize"/> does not go.</summary>
    public int MostCores { get; init; } = 64;

    /// <summary>Memory beyond which <see cref="RemedyKind.Resize"/> does not go.</summary>
    public MemoryBytes MostMemory { get; init; } = new(256L << 30);

    /// <summary>Whether <see cref="RemedyKind.Resize"/> may restart a machine that cannot change while it runs.</summary>
    public bool MayRestart { get; init; }

    /// <summary>Whether <see cref="RemedyKind.Restart"/> and <see cref="RemedyKind.Resize"/> take a snapshot of the machine
    /// before; without it the rest is not done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SnapshotFirst { get; init; }

    /// <summary>Whether it answers incidents of a rule.</summary>
    public bool Answers(string rule) => Incidents.Any(pattern => NamePattern.Matches(pattern, rule));
}
