using Vireo.Adapters.Acting;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <content>Acting: refused before it starts, or marked in the machine's metadata and then done.</content>
public sealed partial class LibvirtHypervisor : IHypervisorActuator
{
    private readonly OperationBook<LibvirtOperation> _operations = new(RefuseStaleLeader);

    /// <inheritdoc/>
    public async Task StartAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_operations.IsBegun(request))
        {
            return;
        }

        switch (request.Action)
        {
            case CreateVirtualMachine create:
                StartMaking(request, create);
                break;
            case FenceHost fence:
                await StartFencingAsync(request.Id, fence, cancellationToken);
                break;
            case SetPoolTerms set:
                await StartSettingAsync(request, set, cancellationToken);
                break;
            default:
                await StartOnMachineAsync(request, cancellationToken);
                break;
        }
    }

    /// <inheritdoc/>
    public async Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken)
    {
        if ((Find(id) ?? await AdoptAsync(id, cancellationToken)) is not { } operation)
        {
            return new ActionStatus(ActionPhase.Unknown, 0, "Never seen.");
        }

        return operation is { IsMigration: true, Status.Phase: ActionPhase.Running }
            ? operation.Status with { Progress = await ProgressAsync(operation, cancellationToken) }
            : operation.Status;
    }

    /// <inheritdoc/>
    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) =>
        (Find(id) ?? throw new ProviderException($"There is no action '{id}' to abort.", isTransient: false)).AbortAsync();

    private async Task StartOnMachineAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var place = await AcceptAsync(request, cancellationToken);
        if (place.Host.Life.IsFenced)
        {
            StartElsewhere(request, (PowerOnVirtualMachine)request.Action, place);
            return;
        }

        await MarkAsync(request, place, cancellationToken);
        var operation = new LibvirtOperation(place.Domain.Reading.Uuid, place.Host) { IsMigration = request.Action is Migration };
        _operations.Launch(request.Id, operation, running => CarryOutAsync(request, place, running));
    }

    // Judged by what its host says now, not by what it said before the action that went before (S18).
    private async Task<MachinePlace> AcceptAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        await PlaceOf(request.Action.Target).Host.ReadAsync(cancellationToken);
        var place = PlaceOf(request.Action.Target);

        return Refusal.Find(request.Action, place, _settings, _hosts) is { } reason
            ? throw new ProviderException($"'{place.Domain.Reading.Name}': {reason}", isTransient: false)
            : place;
    }

    private MachinePlace PlaceOf(EntityId target) =>
        LibvirtInventory.Places(_hosts).FirstOrDefault(
            place => target.Kind == EntityKind.VirtualMachine && place.Domain.Id.Value == target.Value)
        ?? throw new ProviderException($"{target} is on none of its hosts.", isTransient: false);

    private void StartMaking(ActionRequest request, CreateVirtualMachine create)
    {
        var places = LibvirtInventory.Places(_hosts).ToList();
        if (Refusal.OfCreation(create, places, _hosts) is { } reason)
        {
            throw new ProviderException($"'{create.VirtualMachine}': {reason}", isTransient: false);
        }

        string uuid = MachineIdentity.UuidOf(Id, create.VirtualMachine);
        var host = HostOf(create.On);
        var template = places.First(place => place.Domain.Reading.Name == create.Specification!.ImageName);
        _operations.Launch(request.Id, new LibvirtOperation(uuid, host), async running =>
        {
            string definition = await template.Host.Lane.CallAsync(
                connection =>
                {
                    using var domain = connection.Find(template.Domain.Reading.Uuid)
                        ?? throw new LibvirtException(LibvirtErrorCode.NoDomain, "The template's domain is gone.");
                    return domain.ReadDefinition();
                },
                running.Aborted);

            return await new Making(create, uuid, host, _settings).RunAsync(definition, MarkOf(request), running.Aborted);
        });
    }

    private async Task StartSettingAsync(ActionRequest request, SetPoolTerms set, CancellationToken cancellationToken)
    {
        await ReadHostsAsync(cancellationToken);
        if (_pools.Refuse(set.Setting) is { } reason)
        {
            throw new ProviderException($"Pool '{set.Setting.Pool}': {reason}", isTransient: false);
        }

        // No machine is its target: the first host stands for all.
        _operations.Launch(request.Id, new LibvirtOperation("", _hosts[0]), running => _pools.SetAsync(
            set.Setting, found =>
            {
                RefuseForeign(found, request.FencingToken);

                // Another action's mark stays: it may still be asked for.
                return found is null ? MarkOf(request) : found with { Fence = request.FencingToken };
            },
            running.Aborted));
    }

    private DomainMark MarkOf(ActionRequest request, bool isActive = true) => new(
        Id.Value, request.FencingToken, request.Id.Value, request.Action.GetType().Name,
        request.Action switch
        {
            Migration move => move.To.Value,
            TakeSnapshot take => take.Snapshot,
            RevertToSnapshot revert => revert.Snapshot,
            ResizeVirtualMachine resize =>
                new PendingResize(resize.Cores, resize.Memory.Value, resize.Restarts && isActive).ToString(),
            _ => "",
        })
    {
        Check = request.Action is CheckVirtualMachine { Check: var check }
            ? new PendingCheck(check, _time.GetUtcNow() + check.Within) : null,
    };

    // The mark is there before the action: should Vireo end now, the next one finds out what was sent.
    private async Task MarkAsync(ActionRequest request, MachinePlace place, CancellationToken cancellationToken)
    {
        string uuid = place.Domain.Reading.Uuid;
        await place.Host.Lane.CallAsync(
            connection =>
            {
                using var domain = connection.Find(uuid)
                    ?? throw new LibvirtException(LibvirtErrorCode.NoDomain, $"Machine '{uuid}' is not there any more.");
                var found = DomainXml.Read(domain.ReadXml())?.Mark;
                RefuseForeign(found, request.FencingToken);
                domain.WriteMark(MarkOf(request, place.Domain.IsActive).After(found));

                return true;
            },
            cancellationToken);
        place.Host.Distrust(uuid);
    }

    private void RefuseForeign(DomainMark? found, long fence)
    {
        if (found is null)
        {
            return;
        }

        if (found.Owner != Id.Value)
        {
            throw new ProviderException(
                $"It is managed by the Vireo cluster '{found.Owner}', as its metadata says. Take it out there first.",
                isTransient: false);
        }

        RefuseStaleLeader(fence, found.Fence);
    }

    private static void RefuseStaleLeader(long fence, long seen)
    {
        if (fence < seen)
        {
            throw new ProviderException(
                $"Fencing token {fence} is older than {seen}: another leader acts on these hosts now. Where that leader's data is " +
                $"lost, take its mark out of each machine: virsh metadata MACHINE {DomainMark.Namespace} --config --live --remove.",
                isTransient: false);
        }
    }

    private Task<string> CarryOutAsync(ActionRequest request, MachinePlace place, LibvirtOperation running)
    {
        var powering = new Powering(running.Uuid, place.Host, _settings, _time);
        var ordering = new Ordering(running.Uuid, place.Host, _time);

        return request.Action switch
        {
            Migration move => new Moving(running.Uuid, place.Host, HostOf(move.To), _time)
                .RunAsync(_settings.Migration, request.Bandwidth, running.Explain, running.Aborted),
            PowerOnVirtualMachine start when start.On != place.Host.Id => powering.StartOnAsync(HostOf(start.On), running.Aborted),
            PowerOnVirtualMachine => powering.StartAsync(running.Aborted),
            PowerOffVirtualMachine => powering.StopAsync(running.Aborted),
            SuspendVirtualMachine { ToDisk: true } => ordering.SaveAsync(running.Aborted),
            SuspendVirtualMachine => ordering.SuspendAsync(running.Aborted),
            ResumeVirtualMachine => ordering.ResumeAsync(place.Domain.IsSaved, running.Aborted),
            ResetVirtualMachine => ordering.ResetAsync(running.Aborted),
            TakeSnapshot take => SnapshottingOf(place).TakeAsync(
                take.Snapshot, SnapshotWay.Of(place.Domain.Description!, place.Domain.IsActive).IsExternal, running.Aborted),
            RevertToSnapshot revert => SnapshottingOf(place).RevertAsync(
                place.Domain.Description!.Snapshots.Find(revert.Snapshot)!, place.Domain.IsActive,
                MarkOf(request).After(place.Domain.Description.Mark)),
            DeleteSnapshot delete => SnapshottingOf(place).DeleteAsync(delete.Snapshot),
            ConfigureVirtualMachine => PreparingOf(place).ConfigureAsync(running.Aborted),
            CheckVirtualMachine check => PreparingOf(place).CheckAsync(check.Check, running.Aborted),
            DeleteVirtualMachine => new Removing(place.Domain.Id, running.Uuid, place.Host, _settings).RunAsync(running.Aborted),
            ResizeVirtualMachine resize => powering.ResizeAsync(resize, place.Domain.Description!, running.Aborted),
            _ => throw new ProviderException($"{request.Action.GetType().Name} was not refused.", isTransient: false),
        };
    }

    // What an earlier process of Vireo sent and what goes on without it, or can be gone on with, is found by its mark.
    // What became of anything else shows where the inventory is read.
    private async Task<LibvirtOperation?> AdoptAsync(ActionId id, CancellationToken cancellationToken)
    {
        await ReadHostsAsync(cancellationToken);
        var place = LibvirtInventory.Places(_hosts).FirstOrDefault(found => found.Domain.Description?.Mark?.Action == id.Value);
        switch (place?.Domain.Description?.Mark)
        {
            case { Kind: nameof(Migration) }:
                AdoptMove(id, place);
                break;
            case { Kind: nameof(SuspendVirtualMachine) } when place.Domain.Reading.State is DomainState.Paused || place.Domain.IsRunning:
                AdoptSuspension(id, place);
                break;
            case { Kind: nameof(ResizeVirtualMachine), Target: var wanted }
                when place.Domain.Description is { } described && PendingResize.Read(wanted) is { } pending:
                _operations.Launch(id, new LibvirtOperation(place.Domain.Reading.Uuid, place.Host),
                    running => new Powering(place.Domain.Reading.Uuid, place.Host, _settings, _time)
                        .GoOnResizingAsync(pending.Of(place.Domain.Id), described, running.Aborted));
                break;
            case { Kind: nameof(TakeSnapshot), Target: var name }:
                _operations.Launch(id, new LibvirtOperation(place.Domain.Reading.Uuid, place.Host),
                    running => SnapshottingOf(place).FollowAsync(name, running.Aborted));
                break;
            case { Kind: Snapshotting.Reverted, Target: var name }:
                _operations.Launch(id, new LibvirtOperation(place.Domain.Reading.Uuid, place.Host),
                    _ => Task.FromResult($"It went back to '{name}'."));
                break;
            case { Kind: nameof(ConfigureVirtualMachine) } when place.Domain is { Origin: not null, IsActive: true }:
                _operations.Launch(id, new LibvirtOperation(place.Domain.Reading.Uuid, place.Host),
                    running => PreparingOf(place).ConfigureAsync(running.Aborted));
                break;
            case { Kind: nameof(CheckVirtualMachine), Check: { } check } when place.Domain is { Origin: not null, IsActive: true }:
                _operations.Launch(id, new LibvirtOperation(place.Domain.Reading.Uuid, place.Host),
                    running => PreparingOf(place).CheckAsync(check.Rest(_time.GetUtcNow()), running.Aborted));
                break;
        }

        return Find(id);
    }

    // In memory it is suspended at once: where the machine still runs, and nothing is being written, it never was.
    private void AdoptSuspension(ActionId id, MachinePlace place) => _operations.Launch(
        id, new LibvirtOperation(place.Domain.Reading.Uuid, place.Host),
        running => new Ordering(place.Domain.Reading.Uuid, place.Host, _time).FollowSaveAsync(running.Aborted));

    // It goes on between the hosts; its mark tells where it leads (S25).
    private void AdoptMove(ActionId id, MachinePlace place)
    {
        var target = _hosts.FirstOrDefault(host => host.Id.Value == place.Domain.Description?.Mark?.Target);
        if (target is not null && target != place.Host)
        {
            var moving = new Moving(place.Domain.Reading.Uuid, place.Host, target, _time);
            _operations.Launch(id, new LibvirtOperation(place.Domain.Reading.Uuid, place.Host) { IsMigration = true },
                running => moving.FollowAsync(_settings.Migration, running.Explain, running.Aborted));
        }
    }

    private static async Task<double> ProgressAsync(LibvirtOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation.Source.Lane.CallAsync(
                connection =>
                {
                    using var domain = connection.Find(operation.Uuid);

                    return domain?.JobProgress() ?? 0;
                },
                cancellationToken);
        }
        catch (ProviderException)
        {
            return 0;
        }
    }

    private Preparing PreparingOf(MachinePlace place) =>
        new(place.Domain.Reading.Uuid, place.Domain.Origin!, place.Host, _time);

    private Snapshotting SnapshottingOf(MachinePlace place) => new(place.Domain.Reading.Uuid, place.Host, _time);

    private LibvirtHost HostOf(HostId id) => _hosts.First(host => host.Id == id);

    /// <summary>An action that was begun or found again; null when it is not known.</summary>
    internal LibvirtOperation? Find(ActionId id) => _operations.Find(id);
}
