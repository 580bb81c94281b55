using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>One approved action on its way: the journalled entry and what only matters while it is open.</summary>
/// <remarks>Owned by the loop's thread. The entry is replaced by <see cref="ActionTable"/> only, after it is on
/// disk.</remarks>
internal sealed class ActionRun(JournalEntry entry, DateTimeOffset expiresAt)
{
    public JournalEntry Entry { get; set; } = entry;

    public ProviderId Provider => Entry.Provider;

    /// <summary>From then on it is not started any more (S18).</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Found in the journal after a restart: it may be adopted, never sent again.</summary>
    public bool IsRecovered { get; init; }

    /// <summary>Whether its start stands on the time line.</summary>
    public bool IsTold { get; set; }

    /// <summary>How often it was sent, always under the same identifier.</summary>
    public int Sends { get; set; }

    /// <summary>What a migration may use of the links.</summary>
    public BytesPerSecond Bandwidth { get; set; }

    /// <summary>When the provider was asked to abort.</summary>
    public DateTimeOffset? AbortAskedAt { get; set; }

    /// <summary>The provider's word that it has ended; the inventory decides whether that is so.</summary>
    public ActionStatus? Reported { get; set; }

    /// <summary>When that word came.</summary>
    public DateTimeOffset? ReportedAt { get; set; }

    /// <summary>Whether it is a step in making a machine that was asked for.</summary>
    public bool IsStepOfNew => Action is CreateVirtualMachine { Deployment: not null }
        or ConfigureVirtualMachine or CheckVirtualMachine || (Action is PowerOnVirtualMachine && !Entry.Planned.DependsOn.IsEmpty);

    public ActionId Id => Entry.Id;

    public FleetAction Action => Entry.Planned.Action;

    /// <summary>Takes the provider's word, once.</summary>
    public void Report(ActionPhase phase, string detail, DateTimeOffset at)
    {
        Reported = new ActionStatus(phase, 1, detail);
        ReportedAt ??= at;
    }
}
