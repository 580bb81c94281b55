using Vireo.Fleet;

namespace Vireo.Control.Tests;

/// <summary>A hypervisor in memory that speaks both interfaces and fails on request.</summary>
internal sealed class FakeHypervisor(VirtualTime time, ProviderId id) : IHypervisor, IHypervisorActuator, ILogSource
{
    private readonly SortedDictionary<HostId, Host> _hosts = [];
    private readonly SortedDictionary<VirtualMachineId, VirtualMachine> _machines = [];
    private readonly SortedDictionary<ResourcePoolId, PoolSetting> _pools = [];
    private readonly Dictionary<ActionId, Work> _work = [];
    private readonly List<Work> _running = [];

    public ProviderId Id { get; } = id;

    public ProviderCapabilities Capabilities { get; } =
        new(ActionKinds.All | ActionKinds.MoveStorage, TimeSpan.FromSeconds(20), TimeSpan.FromHours(1));

    /// <summary>How long an action takes; null never ends.</summary>
    public Func<ActionRequest, TimeSpan?> Duration { get; set; } = _ => TimeSpan.FromSeconds(60);

    /// <summary>What happens to a reading; throws or hangs on request.</summary>
    public Func<CancellationToken, Task> OnRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>Before a start is accepted.</summary>
    public Func<ActionRequest, CancellationToken, Task> BeforeAccept { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>After a start was accepted: an exception here is a lost answer.</summary>
    public Func<ActionRequest, CancellationToken, Task> AfterAccept { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Before a query is answered.</summary>
    public Func<ActionId, CancellationToken, Task> OnQuery { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether an action ends without effect.</summary>
    public Func<ActionRequest, string?> Failure { get; set; } = _ => null;

    /// <summary>Whether an action is reported as done without having been.</summary>
    public bool Lies { get; set; }

    /// <summary>Whether aborting works.</summary>
    public bool IgnoresAborts { get; set; }

    /// <summary>The largest token seen; smaller ones are refused.</summary>
    public long HighestFence { get; set; }

    /// <summary>Raw items appended to every reading.</summary>
    public List<Host> ExtraHosts { get; } = [];

    public List<VirtualMachine> ExtraMachines { get; } = [];

    /// <summary>Every start that was accepted for the first time.</summary>
    public List<(DateTimeOffset At, ActionRequest Request)> Accepted { get; } = [];

    /// <summary>Every end: with or without effect.</summary>
    public List<(DateTimeOffset At, ActionRequest Request, bool HadEffect)> Ended { get; } = [];

    /// <summary>Storage that machines can be moved between.</summary>
    public List<Datastore> Datastores { get; } = [];

    /// <summary>The log lines that it keeps, oldest first.</summary>
    public List<LogLine> LogLines { get; } = [];

    public int Reads { get; private set; }

    public int Sends { get; private set; }

    public List<ActionId> Aborted { get; } = [];

    public bool IsIdle
    {
        get
        {
            Settle();
            return _running.Count == 0;
        }
    }

    public Task<IReadOnlyList<LogLine>> ReadLogLinesAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LogLine>>([.. LogLines.Where(line => line.At > after)]);

    public FakeHypervisor With(params ReadOnlySpan<Host> hosts)
    {
        foreach (var host in hosts)
        {
            _hosts[host.Id] = host;
        }

        return this;
    }

    public FakeHypervisor With(params ReadOnlySpan<VirtualMachine> machines)
    {
        foreach (var machine in machines)
        {
            _machines[machine.Id] = machine;
        }

        return this;
    }

    public Host Host(int number)
    {
        Settle();
        return _hosts[Fleets.HostId(number)];
    }

    public VirtualMachine Machine(int number)
    {
        Settle();
        return _machines[Fleets.MachineId(number)];
    }

    public IReadOnlyCollection<VirtualMachine> Machines
    {
        get
        {
            Settle();
            return _machines.Values;
        }
    }

    public void Vanish(VirtualMachineId machine) => _machines.Remove(machine);

    public void MoveByHand(int machine, int to) =>
        _machines[Fleets.MachineId(machine)] = Machine(machine) with { Host = Fleets.HostId(to) };

    public async Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        Reads++;
        await OnRead(cancellationToken);
        Settle();

        return new ProviderInventory(
            time.Now, [.. _hosts.Values, .. ExtraHosts], [.. _machines.Values, .. ExtraMachines])
        {
            Pools = [.. _pools.Values],
            Datastores = Datastores.Count > 0 ? [.. Datastores] : null,
        };
    }

    public Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Measurement>>([]);

    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FleetEvent>>([]);

    public async Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        Sends++;
        await BeforeAccept(request, cancellationToken);
        if (request.FencingToken < HighestFence)
        {
            throw new ProviderException($"Token {request.FencingToken} is stale.", isTransient: false);
        }

        HighestFence = request.FencingToken;
        if (!_work.ContainsKey(request.Id))
        {
            Accepted.Add((time.Now, request));
            _work[request.Id] = new Work(request, time.Now + Duration(request));
            _running.Add(_work[request.Id]);
        }

        await AfterAccept(request, cancellationToken);
    }

    public async Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken)
    {
        await OnQuery(id, cancellationToken);
        Settle();

        return _work.TryGetValue(id, out var work)
            ? new ActionStatus(work.Phase, 0.5, work.Detail)
            : new ActionStatus(ActionPhase.Unknown, 0, "");
    }

    public Task AbortAsync(ActionId id, CancellationToken cancellationToken)
    {
        Settle();
        Aborted.Add(id);
        if (!IgnoresAborts && _work.TryGetValue(id, out var work) && work.Phase == ActionPhase.Running)
        {
            End(work, "aborted");
        }

        return Task.CompletedTask;
    }

    private void Settle()
    {
        foreach (var work in _running.Where(work => work.EndsAt <= time.Now).ToList())
        {
            End(work, Failure(work.Request));
        }
    }

    private void End(Work work, string? failure)
    {
        _running.Remove(work);
        failure ??= Lies ? null : Apply(work.Request.Action);
        work.Phase = failure is null ? ActionPhase.Succeeded : ActionPhase.Failed;
        work.Detail = failure ?? "done";
        Ended.Add((work.EndsAt ?? time.Now, work.Request, failure is null));
    }

    private void Maintain(HostId id, bool isOn) => _hosts[id] = _hosts[id] with
    {
        IsInMaintenance = isOn,
        MaintenanceMode = _hosts[id].MaintenanceMode == MaintenanceMode.None ? MaintenanceMode.None
            : isOn ? MaintenanceMode.EnteredByOthers
            : MaintenanceMode.Left,
    };

    private string? Keep(VirtualMachineId machine, Func<SnapshotSet, SnapshotSet> change)
    {
        _machines[machine] = _machines[machine] with { Snapshots = change(_machines[machine].Snapshots) };

        return null;
    }

    private string? Apply(FleetAction action)
    {
        switch (action)
        {
            case Migration move when !_machines.TryGetValue(move.VirtualMachine, out var machine) || machine.Host != move.From:
                return $"'{move.VirtualMachine}' is not on '{move.From}'";
            case Migration move:
                _machines[move.VirtualMachine] = _machines[move.VirtualMachine] with
                {
                    Host = move.To,
                    Datastore = move.Storage ?? _machines[move.VirtualMachine].Datastore,
                };
                return null;
            case PowerOffHost off:
                _hosts[off.Host] = _hosts[off.Host] with { State = HostState.Off };
                return null;
            case PowerOnHost on:
                _hosts[on.Host] = _hosts[on.Host] with { State = HostState.On };
                return null;
            case EnterMaintenance enter:
                Maintain(enter.Host, isOn: true);
                return null;
            case ExitMaintenance exit:
                Maintain(exit.Host, isOn: false);
                return null;
            case ResizeVirtualMachine size:
                _machines[size.VirtualMachine] =
                    _machines[size.VirtualMachine] with { Cores = size.Cores, Memory = size.Memory };
                return null;
            case SuspendVirtualMachine suspend:
                _machines[suspend.VirtualMachine] = _machines[suspend.VirtualMachine] with { State = PowerState.Suspended };
                return null;
            case ResumeVirtualMachine resume:
                _machines[resume.VirtualMachine] = _machines[resume.VirtualMachine] with { State = PowerState.On };
                return null;
            case ResetVirtualMachine:
                return null;
            case TakeSnapshot take:
                return Keep(take.VirtualMachine, kept => kept.With(new MachineSnapshot(take.Snapshot, time.Now) { HasMemory = true }));
            case RevertToSnapshot revert:
                return Keep(revert.VirtualMachine, kept => kept.GoingOnFrom(revert.Snapshot));
            case DeleteSnapshot delete:
                return Keep(delete.VirtualMachine, kept => kept.Without(delete.Snapshot));
            case PowerOffVirtualMachine off:
                _machines[off.VirtualMachine] = _machines[off.VirtualMachine] with { State = PowerState.Off };
                return null;
            case PowerOnVirtualMachine on:
                _machines[on.VirtualMachine] =
                    _machines[on.VirtualMachine] with { State = PowerState.On, Host = on.On };
                return null;
            case SetPoolTerms set:
                _pools[set.Setting.Pool] = set.Setting;
                return null;
            case DeleteVirtualMachine delete:
                _machines.Remove(delete.VirtualMachine);
                return null;
            case CreateVirtualMachine create:
                _machines[create.VirtualMachine] = Fleets.Machine(1, 1) with
                {
                    Id = create.VirtualMachine,
                    Host = create.On,
                    State = create.StaysOff ? PowerState.Off : PowerState.On,
                    Deployment = create.Deployment,
                    Template = create.Template,
                    TemplateVersion = create.Specification?.Version,
                    Group = create.Group,
                    Guest = create.Specification is { IsPrepared: true } ? GuestState.Starting : GuestState.Unknown,
                };
                return null;
            case ConfigureVirtualMachine configure:
                _machines[configure.VirtualMachine] = _machines[configure.VirtualMachine] with { Guest = GuestState.Configured };
                return null;
            case CheckVirtualMachine check:
                _machines[check.VirtualMachine] = _machines[check.VirtualMachine] with { Guest = GuestState.Healthy };
                return null;
            default:
                return $"unknown action {action.Kind}";
        }
    }

    private sealed class Work(ActionRequest request, DateTimeOffset? endsAt)
    {
        public ActionRequest Request { get; } = request;

        public DateTimeOffset? EndsAt { get; } = endsAt;

        public ActionPhase Phase { get; set; } = ActionPhase.Running;

        public string Detail { get; set; } = "";
    }
}
