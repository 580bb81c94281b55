using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>A loop that publishes when it is told to and remembers what it was asked.</summary>
internal sealed class FakeOperations : IClusterOperations
{
    public event Action<LoopState>? Published;

    public LoopState State { get; private set; } = SyntheticState.At(SyntheticFleet.Start, 1_204);

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The next approval or rejection is turned down with this.</summary>
    public string? Refusal { get; set; }

    public void Publish(LoopState state)
    {
        State = state;
        Published?.Invoke(state);
    }

    public void Advance() => Publish(SyntheticState.At(State.At + SyntheticFleet.Step, State.Cycle + 1) with { IsPaused = State.IsPaused });

    public Task ApproveAsync(long receiptId, string user, CancellationToken cancellationToken)
    {
        Remember($"approve {receiptId} by {user}");
        Publish(State with
        {
            Plans = [.. State.Plans.Select(plan => plan.Receipt.Id == receiptId ? plan with { Status = PlanStatus.Executing, DecidedBy = user } : plan)],
        });

        return Task.CompletedTask;
    }

    public Task RejectAsync(long receiptId, string user, string reason, CancellationToken cancellationToken)
    {
        Remember($"reject {receiptId} by {user}: {reason}");

        return Task.CompletedTask;
    }

    public Task CancelOrderAsync(long number, string user, CancellationToken cancellationToken)
    {
        Remember($"cancel order {number} by {user}");

        return Task.CompletedTask;
    }

    public Task<ImmutableArray<FleetAction>> AbortAsync(VirtualMachineId machine, string user, CancellationToken cancellationToken)
    {
        Remember($"abort on {machine} by {user}");

        return Task.FromResult<ImmutableArray<FleetAction>>([new SuspendVirtualMachine(machine)]);
    }

    public Task OrderAsync(FleetAction action, TakeSnapshot? first, string user, CancellationToken cancellationToken)
    {
        Remember($"{action.GetType().Name} {action.Target.Value} by {user}{(first is null ? "" : $" after {first.Snapshot}")}");
        var order = new MachineOrder(action, user, State.At, State.At + TimeSpan.FromMinutes(15)) { First = first };
        Publish(State with { Orders = [new OrderRecord(order, OrderStatus.Waiting, "") { Number = State.Orders.Length + 1 }, .. State.Orders] });

        return Task.CompletedTask;
    }

    public Task PauseAsync(string user, CancellationToken cancellationToken)
    {
        Remember($"pause by {user}");
        Publish(State with { IsPaused = true });

        return Task.CompletedTask;
    }

    public Task ResumeAsync(string user, CancellationToken cancellationToken)
    {
        Remember($"resume by {user}");
        Publish(State with { IsPaused = false });

        return Task.CompletedTask;
    }

    public Task SetPolicyAsync(Policy policy, string user, CancellationToken cancellationToken)
    {
        Remember($"policy by {user}");
        Publish(State with { Policy = policy });

        return Task.CompletedTask;
    }

    public Task CancelDeploymentAsync(DeploymentId deployment, string user, CancellationToken cancellationToken)
    {
        Remember($"cancel {deployment} by {user}");
        Publish(State with
        {
            Deployments =
            [
                .. State.Deployments.Select(record => record.Deployment.Id == deployment
                    ? record with { Deployment = record.Deployment with { Status = DeploymentStatus.Undoing, Reason = $"It was cancelled by {user}." } }
                    : record),
            ],
        });

        return Task.CompletedTask;
    }

    public Task ApplyAsync(
        Policy? policy, ImmutableArray<Deployment> deployments, DocumentChanges documents, string user,
        CancellationToken cancellationToken)
    {
        Remember(string.Join(' ', [$"apply by {user}", .. documents.Removed.Select(one => $"without {one}")]));
        Publish(State with
        {
            Policy = policy ?? State.Policy,
            Applied = [.. State.Applied.Union(documents.Applied).Except(documents.Removed)],
            Deployments =
            [
                .. deployments.Select(deployment => new DeploymentRecord(deployment with { RequestedBy = user }, [])),
                .. State.Deployments,
            ],
        });

        return Task.CompletedTask;
    }

    public Task DeployAsync(Deployment deployment, string user, CancellationToken cancellationToken) =>
        ApplyAsync(policy: null, [deployment], DocumentChanges.None, user, cancellationToken);

    public DemandForecast? Forecast(SeriesKey key, int steps) => null;

    private void Remember(string call)
    {
        Calls.Enqueue(call);
        if (Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }
    }
}
