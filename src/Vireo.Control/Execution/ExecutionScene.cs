using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What the lanes need to know of the loop, always the newest.</summary>
internal sealed class ExecutionScene(
    ClusterLoopOptions options, FleetInventory inventory, ActionTable actions, TimeProvider time)
{
    public ClusterLoopOptions Options { get; } = options;

    public FleetInventory Inventory { get; } = inventory;

    public ActionTable Actions { get; } = actions;

    public TimeProvider Time { get; } = time;

    /// <summary>The policy in force.</summary>
    public required Func<Policy> Policy { get; init; }

    /// <summary>Whether nothing new may start (S24).</summary>
    public required Func<bool> IsPaused { get; init; }

    /// <summary>The picture of this instant, from what is known.</summary>
    public required Func<FleetSnapshot> Snapshot { get; init; }

    /// <summary>Says what went wrong in a lane and that it goes on.</summary>
    public required Action<ProviderId, string> Tell { get; init; }

    /// <summary>The token of whoever started last on this state; larger than <see cref="Fence"/> when another took
    /// over.</summary>
    public required Func<long> NewestFence { get; init; }

    /// <summary>Of this life of the loop (S22).</summary>
    public required long Fence { get; init; }
}
