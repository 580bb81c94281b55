using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What people and programs can ask of a running cluster loop. API, dashboard and CLI are faces of
/// this.</summary>
/// <remarks>Every call may come from any thread; the loop carries it out between its own steps. The user's name goes
/// into the audit trail.</remarks>
public interface IClusterOperations
{
    /// <summary>The newest published state.</summary>
    LoopState State { get; }

    /// <summary>Raised after each publication, on the loop's thread; handlers must be quick.</summary>
    event Action<LoopState>? Published;

    /// <summary>Approves the waiting actions of a plan (S16).</summary>
    /// <exception cref="InvalidOperationException">The plan does not wait, or has expired.</exception>
    Task ApproveAsync(long receiptId, string user, CancellationToken cancellationToken);

    /// <summary>Rejects a waiting plan.</summary>
    /// <exception cref="InvalidOperationException">The plan does not wait.</exception>
    Task RejectAsync(long receiptId, string user, string reason, CancellationToken cancellationToken);

    /// <summary>Starts nothing new until resumed (S24).</summary>
    Task PauseAsync(string user, CancellationToken cancellationToken);

    /// <summary>Lets actions start again.</summary>
    Task ResumeAsync(string user, CancellationToken cancellationToken);

    /// <summary>Puts another policy in force from the next cycle.</summary>
    Task SetPolicyAsync(Policy policy, string user, CancellationToken cancellationToken);

    /// <summary>Puts a policy in force and asks for deployments, all of it or none.</summary>
    /// <param name="policy">Null when it stays.</param>
    /// <param name="deployments">In this order; may be empty.</param>
    /// <param name="documents">Where the policy comes from.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">A deployment cannot be asked for; nothing was changed.</exception>
    Task ApplyAsync(
        Policy? policy, ImmutableArray<Deployment> deployments, DocumentChanges documents, string user,
        CancellationToken cancellationToken);

    /// <summary>Asks for machines; the next cycles make them, or undo all of it and say why.</summary>
    /// <exception cref="InvalidOperationException">There is a deployment of that name that has not ended, or a machine
    /// of one of its names.</exception>
    Task DeployAsync(Deployment deployment, string user, CancellationToken cancellationToken);

    /// <summary>Undoes a deployment that waits or is being made; all of it is taken away again.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name among the newest, or it has
    /// ended.</exception>
    Task CancelDeploymentAsync(DeploymentId deployment, string user, CancellationToken cancellationToken);

    /// <summary>Orders something to be done to one machine, once. The next decision plans it, and the guard rails, the mode
    /// and approval hold for it as for anything else.</summary>
    /// <param name="action">Suspend, resume, reset or resize, or what is done about a snapshot.</param>
    /// <param name="first">A snapshot of the machine that is taken before; without it the rest is not done. Null for
    /// none.</param>
    /// <param name="user">Who orders it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It cannot be done now, or another order on the machine has not
    /// ended.</exception>
    Task OrderAsync(FleetAction action, TakeSnapshot? first, string user, CancellationToken cancellationToken);

    /// <summary>Takes an order back: one that waits never begins, one that is under way is aborted where the provider can,
    /// and says how it ended.</summary>
    /// <exception cref="InvalidOperationException">There is none of that number among the newest, or it has
    /// ended.</exception>
    Task CancelOrderAsync(long number, string user, CancellationToken cancellationToken);

    /// <summary>Asks the provider to abort what is under way on a machine, such as a live migration. How it ended is read
    /// back, as always.</summary>
    /// <exception cref="InvalidOperationException">Nothing is under way on it.</exception>
    Task<ImmutableArray<FleetAction>> AbortAsync(VirtualMachineId machine, string user, CancellationToken cancellationToken);

    /// <summary>Forecasts one series for people; null when it is not known.</summary>
    DemandForecast? Forecast(SeriesKey key, int steps);
}
