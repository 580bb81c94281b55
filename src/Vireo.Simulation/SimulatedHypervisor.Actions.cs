using Vireo.Fleet;

namespace Vireo.Simulation;

public sealed partial class SimulatedHypervisor
{
    // A real hypervisor forgets finished tasks too; nobody asks after so many others.
    private const int OperationsToRemember = 50_000;

    private readonly Dictionary<ActionId, FleetOperation> _operations = [];
    private readonly Queue<ActionId> _operationOrder = new();
    private long _fencingToken = long.MinValue;

    /// <inheritdoc/>
    public Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            CatchUp();
            RefuseStaleLeader(request.FencingToken);
            if (!_operations.ContainsKey(request.Id))
            {
                _operations.Add(request.Id, Begin(request));
                Remember(request.Id);
            }

            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            CatchUp();

            return Task.FromResult(
                _operations.TryGetValue(id, out var operation)
                    ? new ActionStatus(operation.Phase, operation.ProgressAt(_fleet.Now), operation.Detail)
                    : new ActionStatus(ActionPhase.Unknown, 0, "Never seen."));
        }
    }

    /// <inheritdoc/>
    public Task AbortAsync(ActionId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            CatchUp();
            if (!_operations.TryGetValue(id, out var operation))
            {
                throw new ProviderException($"There is no action '{id}' to abort.", isTransient: false);
            }

            _fleet.Abort(operation);

            return Task.CompletedTask;
        }
    }

    private void Remember(ActionId id)
    {
        _operationOrder.Enqueue(id);
        if (_operationOrder.Count > OperationsToRemember)
        {
            _operations.Remove(_operationOrder.Dequeue());
        }
    }

    private void RefuseStaleLeader(long token)
    {
        if (token < _fencingToken)
        {
            throw new ProviderException(
                $"Fencing token {token} is older than {_fencingToken}: another leader acts on this fleet now.",
                isTransient: false);
        }

        _fencingToken = token;
    }

    private FleetOperation Begin(ActionRequest request) => request.Action switch
    {
        Migration action => _fleet.StartMigration(action, request.Bandwidth),
        PowerOnVirtualMachine action => _fleet.StartMachine(action),
        PowerOffVirtualMachine action => _fleet.StopMachine(action),
        ResizeVirtualMachine action => _fleet.Resize(action),
        CreateVirtualMachine action => _fleet.CreateMachine(action),
        DeleteVirtualMachine action => _fleet.DeleteMachine(action),
        SuspendVirtualMachine action => _fleet.Suspend(action),
        ResumeVirtualMachine action => _fleet.Resume(action),
        ResetVirtualMachine action => _fleet.Reset(action),
        TakeSnapshot action => _fleet.Take(action),
        RevertToSnapshot action => _fleet.Revert(action),
        DeleteSnapshot action => _fleet.Delete(action),
        ConfigureVirtualMachine action => _fleet.Configure(action),
        CheckVirtualMachine action => _fleet.Check(action),
        EnterMaintenance action => _fleet.SetMaintenance(action, action.Host, isOn: true),
        ExitMaintenance action => _fleet.SetMaintenance(action, action.Host, isOn: false),
        SetPoolTerms action => _fleet.SetPool(action),
        PowerOnHost action => _fleet.SetPower(action, action.Host, isOn: true),
        PowerOffHost action => _fleet.SetPower(action, action.Host, isOn: false),
        _ => throw new ProviderException(
            $"Actions of kind {request.Action.GetType().Name} are not known here.", isTransient: false),
    };
}
